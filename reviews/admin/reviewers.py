"""Reviewers: whose signature means what, and until when."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.confirming import ConfirmingAdmin, Proposal
from articles.admin.pages import DOOR, get_or_post
from articles.models import Organisation
from articles.signatures import role_labels
from people.models import User
from people.roles import REVIEWER
from reviews.actions import keep_reviewer
from reviews.actions.keep_reviewer import NAMELESS
from reviews.models import Reviewer, SignOffRole
from reviews.printed import printed_in_form


class ReviewerForm(forms.Form):
    """What stands under a signature."""

    use_required_attribute = False

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Person"),
        help_text=gettext_lazy("Active people in the role Reviewer who have no profile yet."),
    )
    printed_name = forms.CharField(
        label=gettext_lazy("Printed name"), max_length=150, help_text=gettext_lazy("As it stands under what is signed.")
    )
    credentials = forms.CharField(
        label=gettext_lazy("Credentials"), max_length=150, help_text=gettext_lazy("As in “MD, Clinical Genetics”.")
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Signs as"), choices=SignOffRole.choices, widget=forms.CheckboxSelectMultiple
    )
    credentials_expire = forms.DateField(
        label=gettext_lazy("Credentials expire"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From the day after, nothing can be signed."),
    )
    conflicts = forms.CharField(
        label=gettext_lazy("Conflicts of interest"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    specialties = forms.CharField(
        label=gettext_lazy("Specialties"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("As in “Clinical genetics, pediatrics”."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Public profile"),
        required=False,
        help_text=gettext_lazy(
            "With this person’s consent: readers see name, credentials, specialties, conflicts of interest, and the"
            " pages reviewed. Bylines lead there."
        ),
    )

    def __init__(self, *args: Any, reviewer: Reviewer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reviewer:
            del self.fields["person"]
            return
        people: Any = self.fields["person"]
        people.queryset = User.objects.filter(is_active=True, groups__name=REVIEWER, reviewer=None).order_by("name")

    def clean_specialties(self) -> str:
        """As they would be kept."""
        return printed_in_form(self.cleaned_data["specialties"])

    def clean_printed_name(self) -> str:
        """As it would be kept, so that nothing is confirmed that is refused afterwards."""
        return printed_in_form(self.cleaned_data["printed_name"], missing=NAMELESS)

    def clean_credentials(self) -> str:
        """As they would be kept."""
        return printed_in_form(self.cleaned_data["credentials"], missing=NAMELESS)


@admin.register(Reviewer)
class ReviewerAdmin(ConfirmingAdmin):
    """Profiles. A person leaves by being deactivated; the profile stays, since signatures point at the person."""

    list_display = ["printed_name", "credentials", "signs_as", "credentials_expire", "active"]
    search_fields = ("printed_name", "credentials", "person__username")
    confirm_template = "admin/reviews/reviewer_confirm.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reviewer]:
        return Reviewer.objects.select_related("person")

    @admin.display(description=gettext_lazy("signs as"))
    def signs_as(self, reviewer: Reviewer) -> str:
        return ", ".join(role_labels(reviewer.roles))

    @admin.display(description=gettext_lazy("active"), boolean=True)
    def active(self, reviewer: Reviewer) -> bool:
        return reviewer.person.is_active

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="reviews_reviewer_changelist"),
            path("add/", view(self.begin_view), name="reviews_reviewer_add"),
            path("<int:pk>/change/", view(self.edit_view), name="reviews_reviewer_change"),
        ]

    @get_or_post
    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A profile for somebody who has none."""
        self.asked(request, "add")
        return self._edit(request, None, _("New reviewer"))

    @get_or_post
    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring a profile up to date; or, for those who may not, read it."""
        self.asked(request, "change" if request.method == "POST" else "view")
        reviewer = self.find(request, pk)
        if not self.has_change_permission(request, reviewer):
            context = {"fields": _readable(_values(reviewer)), "thing": reviewer}
            return self.page(request, "admin/reviews/reviewer_read.html", context, title=str(reviewer))
        return self._edit(request, reviewer, str(reviewer))

    def _edit(self, request: HttpRequest, reviewer: Reviewer | None, title: str) -> HttpResponse:
        by = self.asked(request, "change" if reviewer else "add")
        old = _values(reviewer) if reviewer else {}
        form = ReviewerForm(request.POST if request.method == "POST" else None, initial=old, reviewer=reviewer)

        def keep(seen: str) -> Reviewer:
            given = dict(form.cleaned_data)
            person = reviewer.person if reviewer else given.pop("person")
            return keep_reviewer(person=person, **given, seen=seen, by=by, door=DOOR)

        proposal = Proposal(
            form=form,
            old=_readable(old) if reviewer else {},
            new=lambda: _readable(form.cleaned_data),
            keep=keep,
            seen=reviewer.record_digest() if reviewer else "",
            back=reverse("admin:reviews_reviewer_changelist"),
            done=_("Saved. Signatures given from now on carry it."),
        )
        return self.confirming(request, proposal, title)


def _values(reviewer: Reviewer) -> dict[str, Any]:
    names = (
        "printed_name",
        "credentials",
        "roles",
        "credentials_expire",
        "conflicts",
        "specialties",
        "is_public",
    )
    return {name: getattr(reviewer, name) for name in names}


def _readable(values: Mapping[str, Any]) -> dict[str, str]:
    """A profile as people read it."""
    expires = values.get("credentials_expire")
    person = {_("Person"): str(values["person"])} if values.get("person") else {}
    return {
        **person,
        _("Printed name"): values["printed_name"],
        _("Credentials"): values["credentials"],
        _("Signs as"): ", ".join(role_labels(sorted(values["roles"], key=SignOffRole.values.index))),
        _("Credentials expire"): Organisation.current().written(expires) if expires else "",
        _("Conflicts of interest"): values["conflicts"],
        _("Specialties"): values["specialties"],
        _("Public profile"): _("yes") if values["is_public"] else _("no"),
    }

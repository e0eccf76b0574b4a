"""People and invitations in the admin. Every change goes through a verb of `people.actions`; nobody is ever deleted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.actions import (
    change_person,
    deactivate,
    give_roles,
    invite,
    reactivate,
    resend_invitation,
    withdraw_invitation,
)
from people.filtering import OfferedFilters
from people.forms import InvitationForm, PersonForm, ReasonForm
from people.models import Invitation, User
from people.notifications import mail_reaches_nobody
from people.roles import ROLES
from record.clock import now
from record.errors import Refusal


def person_of(request: HttpRequest) -> User:
    """Who is signed in. The admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class Refused(ModelForm[Any]):
    """A form that a verb has refused as it stands."""

    refusal: str

    def clean(self) -> dict[str, Any] | None:
        self.add_error(None, self.refusal)
        return super().clean()


class VerbAdmin(OfferedFilters):
    """An admin whose writing is done by verbs: a refusal is told as a sentence, with nothing half done; no deleting."""

    actions: Any = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "people/change_list.html"
    change_form_template = "people/change_form.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        thing = self.get_object(request, object_id) if object_id else None
        # One way to save, and headings that say whose page it is.
        frame = {
            "title": str(thing) if thing else _("Invite somebody"),
            "subtitle": None,
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        context = {**frame, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except Refusal as refusal:
            # The form says it, beside what was typed: nothing of that is lost.
            request.refusal = str(refusal)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        form: type[ModelForm[Any]] = super().get_form(request, obj, change, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            return type(form.__name__, (Refused, form), {"refusal": refusal})
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing is left to save: the verb has written all of it."""

    @admin.display(description=gettext_lazy("roles"))
    def role_names(self, thing: User | Invitation) -> str:
        groups = thing.groups if isinstance(thing, User) else thing.roles
        return ", ".join(group.name for group in groups.all())


class WorksHere(admin.SimpleListFilter):
    """Those who are here, and those who left."""

    title = gettext_lazy("whether they work here")
    parameter_name = "here"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Work here")), ("no", _("No longer"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(is_active=self.value() == "yes") if self.value() in {"yes", "no"} else queryset


class RoleHeld(admin.SimpleListFilter):
    """Those in one role."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role, role) for role in ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in ROLES else queryset


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


@admin.register(User)
class UserAdmin(VerbAdmin):
    """Who works here. People come by invitation, leave by deactivation, and stay on the list."""

    form = PersonForm
    change_form_template = "people/person_change_form.html"
    list_display = ("username", "name", "email", "role_names", "works_here", "signed_in")
    list_filter = (WorksHere, RoleHeld)
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    fields = ("signs_in_as", "name", "email", "roles", "works_here", "signed_in", "here_since")
    readonly_fields = ("signs_in_as", "works_here", "signed_in", "here_since")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Whoever may only look sees the roles as text: the boxes belong to the form."""
        if self.has_change_permission(request, obj):
            return self.fields
        return tuple("role_names" if field == "roles" else field for field in self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "role_names")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.has_perm("people.view_user")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.has_perm("people.change_user")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        given, by = form.cleaned_data, person_of(request)
        name, email = ("".join(form.seen(field)) for field in ("name", "email"))
        change_person(person=obj, name=given["name"], email=given["email"], seen=(name, email), by=by, door="admin")
        give_roles(person=obj, roles=given["roles"], seen=form.seen("roles"), by=by, door="admin")

    @admin.display(description=gettext_lazy("username"))
    def signs_in_as(self, person: User) -> str:
        return person.username

    @admin.display(description=gettext_lazy("works here"), ordering="is_active")
    def works_here(self, person: User) -> str:
        return _("works here") if person.is_active else _("has left")

    @admin.display(description=gettext_lazy("last signed in"), ordering="last_login")
    def signed_in(self, person: User) -> str:
        return _moment(person.last_login) if person.last_login else _("not yet")

    @admin.display(description=gettext_lazy("here since"))
    def here_since(self, person: User) -> str:
        return _moment(person.date_joined)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/deactivate/", view(self.deactivate_view), name="people_user_deactivate"),
            path("<int:pk>/reactivate/", view(self.reactivate_view), name="people_user_reactivate"),
            *super().get_urls(),
        ]

    def deactivate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason and say what will happen, then let the person go."""
        return self._with_reason(request, pk, deactivate, _("Deactivate"), _("%(name)s can’t sign in any more."))

    def reactivate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, then let the person back in."""
        return self._with_reason(request, pk, reactivate, _("Reactivate"), _("%(name)s can sign in again."))

    def _with_reason(
        self, request: HttpRequest, pk: int, verb: Callable[..., User], title: str, done: str
    ) -> HttpResponse:
        if not request.user.has_perm("people.deactivate_user"):
            raise PermissionDenied
        person = get_object_or_404(User, pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                verb(person=person, by=person_of(request), door="admin", why=form.cleaned_data["why"])
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, done % {"name": person.printed_name}, messages.SUCCESS)
                return redirect("admin:people_user_change", person.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "person": person,
            "form": form,
            "leaving": verb is deactivate,
            "opts": self.opts,
            "back": reverse("admin:people_user_change", args=[person.pk]),
        }
        return TemplateResponse(request, "people/person_reason.html", context, status=400 if form.errors else 200)


@admin.register(Invitation)
class InvitationAdmin(VerbAdmin):
    """Who has been asked to join. An invitation is sent, sent again or withdrawn; its link is never shown here."""

    form = InvitationForm
    list_display = ("name", "email", "role_names", "state", "invited_by", "invited", "expires")
    search_fields = ("name", "email")
    list_select_related = ("invited_by",)
    actions = ("send_again", "withdraw")
    fields = ("name", "email", "roles")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return super().get_queryset(request).prefetch_related("roles")

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        if obj is None:
            return self.fields
        return ("name", "email", "role_names", "state", "invited_by", "invited", "expires", "accepted_by")

    def has_view_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return request.user.has_perm("people.view_invitation")

    def has_invite_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("people.invite_person")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_invite_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: ModelForm[Invitation], change: bool) -> None:
        given = form.cleaned_data
        made = invite(
            email=given["email"], name=given["name"], roles=given["roles"], by=person_of(request), door="admin"
        )
        obj.pk = made.pk

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> HttpResponse:
        # The mail goes out after the commit, so only the list can say whether it did.
        said = _("%(name)s is invited. The list says whether the mail has gone out.") % {"name": obj.name}
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:people_invitation_changelist")

    @admin.display(description=gettext_lazy("invited"), ordering="invited_at")
    def invited(self, invitation: Invitation) -> str:
        return _moment(invitation.invited_at)

    @admin.display(description=gettext_lazy("expires"), ordering="expires_at")
    def expires(self, invitation: Invitation) -> str:
        return _moment(invitation.expires_at)

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return _("accepted")
        if invitation.withdrawn_at:
            return _("withdrawn")
        if invitation.expires_at <= now():
            return _("expired")
        if invitation.sent_at:
            return _("waiting for an answer")
        if mail_reaches_nobody():
            return _("not sent: no mail server is named (EMAIL_URL)")
        return _("not sent: the mail server did not take it")

    @admin.action(description=gettext_lazy("Send again, with a new link"), permissions=["invite"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        self._each(request, queryset, resend_invitation)

    @admin.action(description=gettext_lazy("Withdraw: the link stops working"), permissions=["invite"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        self._each(request, queryset, withdraw_invitation)

    def _each(self, request: HttpRequest, queryset: QuerySet[Invitation], verb: Callable[..., Invitation]) -> None:
        """One verb for each that was ticked; a refusal names whom it concerns and stops nobody else."""
        for invitation in queryset:
            try:
                verb(invitation=invitation, by=person_of(request), door="admin")
            except Refusal as refusal:
                self.message_user(request, f"{invitation}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, _("%(invitation)s: done.") % {"invitation": invitation}, messages.SUCCESS)

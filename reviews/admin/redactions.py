"""Redaction: find a text by its digest, read what would be destroyed and what stays, and let two people say so."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from articles.admin.pages import DOOR, PagesAdmin, get_only, get_or_post
from articles.models import Edition, Redaction, redaction_of
from people.models import User
from people.proof import TooMany, prove_password
from people.roles import ADMINISTRATOR
from record import clock
from record.errors import NotAllowed, Refusal, status_of
from reviews.actions import redact
from reviews.actions.redact import LONGEST_REASON
from reviews.redaction import Plan, plan_of

# Shown of an article's Editions, the newest first. An older one is found by its digest.
MOST_EDITIONS = 50


class RedactForm(forms.Form):
    """Why, who agrees, and the proof of both."""

    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("Reason, for the record"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("It stays on record for good: don’t repeat words of the text."),
        error_messages={"required": gettext_lazy("Say why this text is destroyed.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("Proves that it is you who destroys this text."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    second = forms.CharField(
        label=gettext_lazy("The second administrator’s username"),
        max_length=150,
        help_text=gettext_lazy("Somebody else, here beside you, who has read this page too."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    second_password = forms.CharField(
        label=gettext_lazy("The second administrator’s password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


@admin.register(Redaction)
class RedactionAdmin(PagesAdmin):
    """What was redacted, and the door to do it. Nobody changes what stands here."""

    list_display = ["digest", "at", "by", "second"]
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redaction]:
        return Redaction.objects.select_related("by", "second")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="articles_redaction_changelist"),
            path("add/", view(self.redact_view), name="articles_redaction_add"),
            path("<int:pk>/change/", view(self.read_view), name="articles_redaction_change"),
        ]

    @get_only
    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One redaction: which text, by whom, why, and the Event that tells of it."""
        self.asked(request, "view")
        redaction: Redaction = self.find(request, pk)
        editions = Edition.objects.filter(content_row=redaction.digest).select_related("article")
        context = {"thing": redaction, "editions": editions.order_by("number")}
        return self.page(request, "admin/reviews/redaction_read.html", context, title=_("A redacted text"))

    @get_or_post
    @method_decorator(sensitive_post_parameters("password", "second_password"))
    def redact_view(self, request: HttpRequest) -> HttpResponse:
        """Find the text; read what would become of it; the deed."""
        by = self.asked(request, "add")
        digest = request.GET.get("digest", "").strip().lower()
        if not digest:
            return self._find_page(request)
        try:
            plan = plan_of(digest, clock.now())
        except Refusal as refusal:
            return self._find_page(request, status=status_of(refusal), refusal=str(refusal))
        if request.method != "POST":
            return self._plan_page(request, plan, RedactForm())
        return self._redact(request, by, plan)

    def _redact(self, request: HttpRequest, by: User, plan: Plan) -> HttpResponse:
        """The deed, or the page again that says why not."""
        form = RedactForm(request.POST)
        if not form.is_valid():
            return self._plan_page(request, plan, form, status=400)
        given = form.cleaned_data
        second = User.objects.filter(username=given["second"], is_active=True, groups__name=ADMINISTRATOR).first()
        if second is None or second.pk == by.pk:
            form.add_error("second", _("Name another active administrator."))
            return self._plan_page(request, plan, form, status=400)
        # Before the verb: wrong passwords stay counted, and no lock waits for the check.
        if status := _unproved(request, form, {"password": by, "second_password": second}):
            return self._plan_page(request, plan, form, status=status)
        try:
            redaction = redact(digest=plan.digest, by=by, second=second, reason=given["reason"], door=DOOR)
        except Refusal as refusal:
            if redaction_of(plan.digest):  # Sent twice, or somebody else was first.
                return self._find_page(request, status=status_of(refusal), refusal=str(refusal))
            plan = plan_of(plan.digest, clock.now())
            return self._plan_page(request, plan, form, status=status_of(refusal), refusal=str(refusal))
        self.message_user(request, _("Redacted. The text and its copies are gone."), messages.SUCCESS)
        return redirect("admin:articles_redaction_change", redaction.pk)

    def _find_page(self, request: HttpRequest, *, status: int = 200, refusal: str = "") -> HttpResponse:
        """By digest; an article's Editions to choose from, where one comes from its page."""
        article = request.GET.get("article", "")
        editions: QuerySet[Edition] = Edition.objects.none()
        if re.fullmatch(r"[0-9]{1,10}", article):
            editions = Edition.objects.filter(article=int(article)).order_by("-number")
        context = {
            "editions": editions[:MOST_EDITIONS],
            "digest": request.GET.get("digest", ""),
            "refusal": refusal,
        }
        title = _("Redact a text")
        return self.page(request, "admin/reviews/redaction_find.html", context, title=title, status=status)

    def _plan_page(
        self, request: HttpRequest, plan: Plan, form: RedactForm, *, status: int = 200, refusal: str = ""
    ) -> HttpResponse:
        notices = plan.notices.count()
        context = {
            "plan": plan,
            "form": form,
            "refusal": refusal,
            "notices": notices,
            "drafts": [(text, count) for text, count in plan.copies.shared if not isinstance(text, Edition)],
            "other_editions": [(text, count) for text, count in plan.copies.shared if isinstance(text, Edition)],
        }
        title = _("Destroy this text?")
        return self.page(request, "admin/reviews/redaction_confirm.html", context, title=title, status=status)


def _unproved(request: HttpRequest, form: RedactForm, people: dict[str, User]) -> int:
    """The status of the refusal where one of these passwords is wrong, which its field says; 0 where both are right."""
    for field, person in people.items():
        try:
            prove_password(request, person, form.cleaned_data[field])
        except NotAllowed as refusal:
            form.add_error(field, str(refusal))
            return 429 if isinstance(refusal, TooMany) else 400
    return 0

"""Corrections on the writing page: begun from an article's side, written with most fields off limits, discarded."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from articles.admin.pages import DOOR, ask, get_or_post
from articles.admin.writing import WritingAdmin, last_save
from articles.labels import label_of
from articles.models import Draft, Purpose
from articles.windows import live_of
from record import clock
from record.errors import Refusal, status_of
from reviews.actions import begin_correction, discard_correction
from reviews.authority import last_signed
from reviews.corrections import refuse_without_ground
from reviews.models import PolicyVersion


class CorrectingAdmin(WritingAdmin):
    """The two verbs of a correction that aren't those of every text."""

    def open_fields(self, draft: Draft) -> frozenset[str] | None:
        """Of a correction, what the policy in force allows."""
        if draft.purpose != Purpose.CORRECTION:
            return None
        return frozenset(place.replace(".", "_") for place in PolicyVersion.current().rules.corrections.fields)

    def correction_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/correct/", view(self.correct_view), name="articles_draft_correct"),
            path("<int:pk>/discard/", view(self.discard_view), name="articles_draft_discard"),
        ]

    @get_or_post
    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what a minor correction may be, and begin one."""
        by = ask(request, "reviews.begin_correction")
        draft: Draft = self.find(request, pk)
        if opened := draft.article.drafts.filter(purpose=Purpose.CORRECTION).first():
            self.message_user(request, _("A correction of this page is open already: this is it."), messages.INFO)
            return redirect("admin:articles_draft_change", opened.pk)
        if request.method != "POST":
            return self._correct_page(request, draft)
        try:
            correction = begin_correction(article=draft.article, by=by, door=DOOR)
        except Refusal as refused:
            return self._correct_page(request, draft, status_of(refused), str(refused))
        begun = _("The correction is begun, with the text that readers see now. They see nothing of it yet.")
        self.message_user(request, begun, messages.SUCCESS)
        return redirect("admin:articles_draft_change", correction.pk)

    def _correct_page(self, request: HttpRequest, draft: Draft, status: int = 200, refusal: str = "") -> HttpResponse:
        live = live_of(draft.article, clock.now())
        try:
            if live:
                refuse_without_ground(last_signed(draft.article_id, clock.now()))
            else:
                refusal = refusal or _("Readers see no page of this article.")
        except Refusal as refused:
            live, refusal = None, str(refused)
        if refusal and status == 200:
            status = 409
        context = {"draft": draft, "refusal": refusal, "live": live, **rules_shown()}
        title = _("Correct “%(title)s”") % {"title": draft.title}
        return self.page(request, "admin/reviews/draft_correct.html", context, title=title, status=status)

    @get_or_post
    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete a correction, after asking."""
        by = ask(request, "reviews.discard_correction")
        draft: Draft = self.find(request, pk)
        if draft.purpose != Purpose.CORRECTION:
            raise Http404
        if request.method != "POST":
            return self._discard_page(request, draft)
        seen = request.POST.get("seen", "")
        main = draft.article.drafts.filter(purpose=Purpose.MAIN).first()
        try:
            discard_correction(
                draft=draft, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1, by=by, door=DOOR
            )
        except Refusal as refusal:
            return self._discard_page(request, draft, status_of(refusal), str(refusal))
        self.message_user(request, _("The correction is discarded. Readers see what they saw."), messages.SUCCESS)
        return redirect("admin:articles_draft_change", main.pk) if main else redirect("admin:articles_draft_changelist")

    def _discard_page(self, request: HttpRequest, draft: Draft, status: int = 200, refusal: str = "") -> HttpResponse:
        current = Draft.objects.filter(pk=draft.pk).first()
        context = {"draft": current or draft, "gone": current is None, "refusal": refusal, "last": last_save(draft)}
        title = _("Discard the correction of “%(title)s”?") % {"title": draft.title}
        return self.page(request, "admin/reviews/draft_discard.html", context, title=title, status=status)


def rules_shown() -> dict[str, Any]:
    """What a minor correction may be, in the words of the writing page."""
    rules = PolicyVersion.current().rules.corrections
    return {"correctable": field_words(rules.fields), "most_words": rules.words}


def field_words(fields: Iterable[str]) -> list[str]:
    """Fields as the writing page calls them."""
    return [label_of(place) for place in fields]

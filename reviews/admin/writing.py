"""The writing page with what the room below doesn't know: state, seal, and the verbs submit and recall.

Signing and publishing have their pages at the reviewers' desk; the side of the writing page leads there.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions.editions import LONGEST_NOTE
from articles.actions.locking import current_draft
from articles.actions.rebase_draft import behind
from articles.actions.words import words_said
from articles.admin.pages import DOOR, ask, get_or_post
from articles.admin.writing import DraftList
from articles.checks import Finding
from articles.models import Draft, Edition, Organisation, Purpose
from people.admin import person_of
from people.models import User
from people.typed import shown_back
from record import clock
from record.errors import Gone, Refusal, status_of
from reviews.actions import NothingNew, recall, submit
from reviews.actions.submit import BEHIND, foreseen
from reviews.admin.corrections import CorrectingAdmin, rules_shown
from reviews.admin.forms import SubmitForm
from reviews.admin.side import findings_of, findings_on, side_of
from reviews.admin.states import WAITS_FOR_A_PERSON, Standing, with_standing
from reviews.admin.withdrawing import WithdrawingAdmin
from reviews.models import Review, ReviewState
from reviews.selectors import overdue_pages

CORRECTING = "correcting"
OVERDUE = "overdue"


class StandingFilter(SimpleListFilter):
    """Articles that stand at one point of their way."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Standing.choices, (CORRECTING, _("Being corrected")), (OVERDUE, _("Review overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Draft]) -> QuerySet[Draft]:
        asked: dict[str, Any] = {"standing": self.value()} if self.value() in Standing.values else {}
        if self.value() == CORRECTING:
            asked = {"correction__isnull": False}
        elif self.value() == OVERDUE:
            asked = {"article__in": overdue_pages(clock.now()).values("article")}
        return queryset.filter(**asked)


@admin.register(Draft)
class ReviewedWritingAdmin(WithdrawingAdmin, CorrectingAdmin):
    """Articles from the first word to the page and back."""

    change_template = "admin/reviews/draft_change.html"
    list_display = ["title", "standing", "readers_see", "section", "last_saved"]
    list_filter = (StandingFilter, "article__section")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StandingList

    @admin.display(description=gettext_lazy("state"))
    def standing(self, draft: Any) -> str:
        standing = Standing(draft.standing)
        waiting = " state-waiting" if standing in WAITS_FOR_A_PERSON else ""
        shown = format_html('<span class="state{}">{}</span>', waiting, standing.label)
        if draft.correction is None:
            return shown
        url = reverse("admin:articles_draft_change", args=[draft.correction])
        return format_html('{} <a class="state" href="{}">{}</a>', shown, url, _("A correction is open"))

    @admin.display(description=gettext_lazy("readers see"))
    def readers_see(self, draft: Any) -> str:
        return " ".join([_now_seen(draft), *_later_seen(draft)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/submit/", view(self.submit_view), name="articles_draft_submit"),
            path("<int:pk>/recall/", view(self.recall_view), name="articles_draft_recall"),
            *self.correction_urls(),
            *super().get_urls(),
        ]

    def side(self, request: HttpRequest, draft: Draft) -> dict[str, Any]:
        rules = rules_shown() if draft.purpose == Purpose.CORRECTION else {}
        return {**super().side(request, draft), **side_of(draft, person_of(request)), **rules}

    @get_or_post
    def submit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the text in: what the checks found, and a note for readers on what changed."""
        by = ask(request, "reviews.submit_draft")
        if request.method == "POST":
            return self._submit(request, self.get_queryset(request).filter(pk=pk).first(), by)
        draft: Draft = self.find(request, pk)
        known, refusal = foreseen(draft)
        form = SubmitForm(initial={"seen": draft.saves, "change_note": known.change_note if known else ""})
        return self._submit_page(request, draft, form, findings_of(draft), refusal=refusal, known=known)

    def _submit(self, request: HttpRequest, draft: Draft | None, by: User) -> HttpResponse:
        if draft is None:
            return self._nothing_to_submit(request)
        form = SubmitForm(request.POST)
        if not form.is_valid():
            return self._submit_page(request, draft, form, findings_of(draft), status=400)
        given = form.cleaned_data
        try:
            submission = submit(draft=draft, seen=given["seen"], change_note=given["change_note"], by=by, door=DOOR)
        except Gone:
            return self._nothing_to_submit(request)
        except Refusal as refusal:
            form = self._seen_again(request, draft)
            return self._submit_page(
                request, draft, form, findings_of(draft), status=status_of(refusal), refusal=refusal
            )
        if submission.review is None:
            return self._submit_page(request, draft, form, submission.findings, status=400)
        self.message_user(request, _submitted(submission.review), messages.SUCCESS)
        if note_kept := _note_kept(submission.review, given["change_note"]):
            self.message_user(request, note_kept, messages.WARNING)
        for finding in submission.findings:
            if finding.kind == BEHIND:
                self.message_user(request, finding.message, messages.WARNING)
        return redirect("admin:articles_draft_change", draft.pk)

    def _nothing_to_submit(self, request: HttpRequest) -> HttpResponse:
        return shown_back(
            request,
            heading=_("There is nothing to submit any more"),
            reason=_("Somebody deleted this article meanwhile; or it was a correction, and is over."),
            status=409,
            path=reverse("admin:articles_draft_changelist"),
            way=_("Go to the list of articles"),
        )

    def _seen_again(self, request: HttpRequest, draft: Draft) -> SubmitForm:
        """The form with what was typed, for the text as it stands now."""
        data = request.POST.copy()
        data["seen"] = str(current_draft(draft).saves)
        return SubmitForm(data)

    def _submit_page(
        self,
        request: HttpRequest,
        draft: Draft,
        form: SubmitForm,
        findings: list[Finding],
        *,
        status: int = 200,
        refusal: Refusal | None = None,
        known: Edition | None = None,
    ) -> HttpResponse:
        # Where a re-review is asked for, which is what the text needs.
        again = reverse("desk:life", args=[draft.article_id]) if isinstance(refusal, NothingNew) else ""
        context = {
            "draft": draft,
            "form": form,
            "refusal": str(refusal or ""),
            "again": again,
            "asks": not refusal,
            "known": known,
            "findings": findings_on(draft, findings),
            "blocked": any(finding.blocks for finding in findings),
            "review": self._open_review(draft),
            "behind": behind(draft, clock.now()),
        }
        title = _("Submit “%(title)s”") % {"title": draft.title}
        return self.page(request, "admin/reviews/draft_submit.html", context, title=title, status=status)

    @get_or_post
    def recall_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the text back that is in review, after asking."""
        by = ask(request, "reviews.recall_review")
        draft: Draft = self.find(request, pk)
        review, refusal, status = self._open_review(draft), "", 200
        if review is None:
            refusal, status = _("Nothing of this article is in review."), 409
        elif request.method == "POST":
            if request.POST.get("review") != str(review.pk):
                refusal, status = _("Another text is in review by now. Look again."), 409
            else:
                try:
                    recall(review=review, by=by, door=DOOR)
                except Refusal as refused:
                    refusal, status = str(refused), status_of(refused)
                else:
                    self.message_user(request, _("Taken back. Nobody is asked to sign it any more."), messages.SUCCESS)
                    return redirect("admin:articles_draft_change", draft.pk)
        context = {"draft": draft, "review": review, "refusal": refusal}
        title = _("Take “%(title)s” back?") % {"title": draft.title}
        return self.page(request, "admin/reviews/draft_recall.html", context, title=title, status=status)

    def _open_review(self, draft: Draft) -> Review | None:
        """The Review that is open on this text's article."""
        reviews = Review.objects.open().filter(article=draft.article_id, purpose=draft.purpose)
        return reviews.select_related("edition", "opened_by").first()


def _submitted(review: Review) -> str:
    """What is said after the deed. Where the signatures of old count, nothing waits for a review."""
    waits = _("Submitted: Edition %(number)d waits for review. What you write from now on belongs to the next one.")
    signed = _(
        "Submitted: Edition %(number)d has all its signatures already, and can be published. "
        "What you write from now on belongs to the next one."
    )
    said = signed if review.state == ReviewState.APPROVED else waits
    return said % {"number": review.edition.number}


def _note_kept(review: Review, typed: str) -> str:
    """That an Edition which is reviewed once more keeps its note, where another was typed."""
    kept = review.edition.change_note
    if kept == " ".join(words_said(typed, most=LONGEST_NOTE).split()):
        return ""
    told = {"number": review.edition.number, "note": kept}
    return _("The text is exactly that of Edition %(number)d, which keeps the note it has: “%(note)s”.") % told


def _now_seen(draft: Any) -> str:
    if draft.is_live:
        return ", ".join([_("the page"), *_other_than_written(draft), *draft.end_words])
    if draft.is_gone:
        return _("a notice: its review is long overdue")
    if draft.is_withdrawn and draft.is_replaced and not draft.is_warned:
        return _("another article while that is live, else a notice")
    return _("a notice") if draft.is_withdrawn or draft.has_opened else _("no page")


def _other_than_written(draft: Any) -> Iterator[str]:
    """In what the draft isn't what readers see."""
    if draft.live_title != draft.title:
        yield _("called “%(title)s”") % {"title": draft.live_title}
    if draft.live_save is not None and draft.saves > draft.live_save:
        yield _("written on since")


def _ends(draft: Any, organisation: Organisation, at: datetime) -> Iterator[str]:
    """What becomes of a live page: its end, if it has one; and once its review is overdue, what follows from that."""
    overdue = draft.live_overdue is not None and draft.live_overdue <= at
    if overdue:
        yield _("its review overdue")
    if draft.live_closes:
        yield _("until %(moment)s") % {"moment": organisation.written_at(draft.live_closes)}
    if overdue and draft.live_noindex:
        yield _("hidden from search engines from %(moment)s") % {"moment": organisation.written_at(draft.live_noindex)}
    if overdue and draft.live_gone and not (draft.live_closes and draft.live_closes <= draft.live_gone):
        yield _("gone from %(moment)s") % {"moment": organisation.written_at(draft.live_gone)}


def _later_seen(draft: Any) -> Iterator[str]:
    """What is scheduled, and why it will or will not stand."""
    if draft.scheduled_for:
        told = {"number": draft.scheduled_number, "moment": draft.scheduled_words}
        if draft.scheduled_overdue <= draft.scheduled_for:
            yield _("· Edition %(number)d from %(moment)s, already overdue then") % told
        else:
            yield _("· Edition %(number)d from %(moment)s: it will stand, all it needs is there") % told
    elif draft.cancelled_because:
        yield _("· what was scheduled won’t open: %(reason)s") % {"reason": draft.cancelled_because}


class StandingList(DraftList):
    """The list, with where each article stands: asked in the one query that lists them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        organisation, now = Organisation.current(), clock.now()
        for draft in self.result_list:
            draft.scheduled_words = organisation.written_at(draft.scheduled_for) if draft.scheduled_for else ""
            draft.end_words = list(_ends(draft, organisation, now))

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Draft]:
        # A list needs no texts.
        self.root_queryset = with_standing(self.root_queryset, clock.now()).defer("lead", "body", "details")
        return super().get_queryset(request, exclude_parameters)

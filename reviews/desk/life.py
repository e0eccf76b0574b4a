"""An article's public life at the desk: what readers saw, see and will see, and the verbs that change it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.actions.windows import End
from articles.models import Article, Publication, SafetyNotice, Withdrawal
from articles.windows import live_of, newest_opened, scheduled_of, standing_of
from record import clock
from record.errors import Conflict, Refusal, WrongState, status_of
from reviews.actions import change_end, open_rereview, republish, reschedule, unschedule
from reviews.authority import stands
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.forms import AgainForm, EndForm, MoveForm, ReasonForm
from reviews.desk.views import DOOR
from reviews.models import Review, ReviewPurpose


@desk_page
@require_safe
def life(request: DeskRequest, pk: int) -> HttpResponse:
    """What readers saw, see and will see of an article, and what can be done about it."""
    article = find_article(pk)
    ask(request, "reviews.view_review", article, "")
    return _page(request, article)


@desk_page
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """Another end for what is live or scheduled."""
    form = EndForm(request.POST)

    def verb(article: Article) -> str:
        publication = _publication(article, form)
        given = form.cleaned_data
        try:
            change_end(
                publication=publication, closes=given["closes"], end_seen=given["end_seen"], by=request.user, door=DOOR
            )
        except Conflict:
            # Sent twice, or a colleague set just this: nobody has to look again.
            if _publication(article, form).closes != given["closes"]:
                raise
            return _("The page has just this end already.")
        return _("The end is changed.")

    return _do(request, pk, verb, permission="reviews.schedule_edition", form=form, name="end_form")


@desk_page
def move(request: DeskRequest, pk: int) -> HttpResponse:
    """Another moment for what is scheduled."""
    form = MoveForm(request.POST)

    def verb(article: Article) -> str:
        given = form.cleaned_data
        publication = _publication(article, form)
        try:
            reschedule(
                publication=publication, opens=given["opens"], closes=given["closes"], end_seen=given["end_seen"],
                by=request.user, door=DOOR,
            )  # fmt: skip
        except (Conflict, WrongState):
            # Sent twice, or a colleague moved it to just this.
            stands_now = scheduled_of(article, clock.now())
            asked = (publication.edition_id, given["opens"], given["closes"])
            if stands_now is None or (stands_now.edition_id, stands_now.opens, stands_now.closes) != asked:
                raise
            return _("It is scheduled for just that already.")
        return _("Moved. Readers see it from its new second on.")

    return _do(request, pk, verb, permission="reviews.schedule_edition", form=form, name="move_form")


@desk_page
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """What is scheduled never opens."""
    form = ReasonForm(request.POST)

    def verb(article: Article) -> str:
        publication = _publication(article, form)
        unschedule(publication=publication, reason=form.cleaned_data["reason"], by=request.user, door=DOOR)
        return _("Cancelled. Nothing changes for readers.")

    return _do(request, pk, verb, permission="reviews.schedule_edition", form=form, name="cancel_form")


@desk_page
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """What readers saw last comes back."""
    form = AgainForm(request.POST, is_scheduled="cancel_scheduled" in request.POST)

    def verb(article: Article) -> str:
        given = form.cleaned_data
        publication = republish(
            article=article,
            last_seen=given["last_seen"] or 0,
            scheduled_seen=form.cancelled(),
            opens=given["opens"],
            closes=given["closes"],
            by=request.user,
            door=DOOR,
        )
        if publication.has_opened(clock.now()):
            return _("Published again. Readers see it now.")
        return _("Scheduled. Readers see it from its second on; nothing more has to be done.")

    return _do(request, pk, verb, permission="reviews.republish_article", form=form, name="again_form")


@desk_page
def rereview(request: DeskRequest, pk: int) -> HttpResponse:
    """The live text is reviewed once more, without a change."""
    article = find_article(pk)
    if request.method != "POST":
        return redirect("desk:life", pk)
    ask(request, "reviews.open_rereview", article, _("Only editors, publishers and administrators can ask for this."))
    try:
        review = open_rereview(article=article, by=request.user, door=DOOR)
    except Refusal as refusal:
        return _page(request, article, status=status_of(refusal), refusal=str(refusal))
    messages.success(request, _("The live text waits to be reviewed once more."))
    return redirect(review)


def _do(
    request: DeskRequest, pk: int, verb: Callable[[Article], str], *, permission: str, form: forms.Form, name: str
) -> HttpResponse:
    """Ask, read the form, call the verb; whatever is refused is said beside what was typed."""
    article = find_article(pk)
    if request.method != "POST":
        return redirect("desk:life", pk)
    ask(request, permission, article, _("Only publishers and administrators can do that."))
    if not form.is_valid():
        return _page(request, article, status=400, tried={name: form})
    try:
        said = verb(article)
    except Refusal as refusal:
        return _page(request, article, status=status_of(refusal), refusal=str(refusal), tried={name: form})
    messages.success(request, said)
    return redirect("desk:life", pk)


def find_article(pk: int) -> Article:
    """An article that was submitted once, or 404."""
    article = Article.objects.select_related("section").prefetch_related("addresses").filter(pk=pk).first()
    if article is None or not article.editions.exists():
        raise Http404
    return article


def _publication(article: Article, form: forms.Form) -> Publication:
    publication = article.publications.filter(pk=form.cleaned_data["publication"]).select_related("article").first()
    if publication is None:
        raise Http404
    return publication


def _page(
    request: DeskRequest,
    article: Article,
    *,
    status: int = 200,
    refusal: str = "",
    tried: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """The page as things stand now, with the form that was refused as it was sent."""
    now = clock.now()
    live, scheduled, last = live_of(article, now), scheduled_of(article, now), newest_opened(article, now)
    gone = None if live else standing_of(article, now)
    standing = live or gone
    may_schedule = request.user.has_perm("reviews.schedule_edition", article)
    forms_shown: dict[str, Any] = {}
    if may_schedule and scheduled:
        moments = {"opens": scheduled.opens, "closes": scheduled.closes, "end_seen": End(scheduled.closes)}
        forms_shown["move_form"] = MoveForm(initial={"publication": scheduled.pk, **moments})
        forms_shown["cancel_form"] = ReasonForm(initial={"publication": scheduled.pk})
    elif may_schedule and live:
        forms_shown["end_form"] = EndForm(
            initial={"publication": live.pk, "end_seen": End(live.closes), "closes": live.closes}
        )
    if last and not live and request.user.has_perm("reviews.republish_article", article):
        seen = {"last_seen": last.pk, "scheduled_seen": scheduled.pk if scheduled else None}
        forms_shown["again_form"] = AgainForm(initial=seen, is_scheduled=scheduled is not None)
    withdrawal = Withdrawal.objects.standing(now).filter(article=article).select_related("replacement").first()
    context = {
        "organisation": request.organisation,
        "refusal": refusal,
        "article": article,
        "title": _title(article, live or scheduled or last),
        "live": live,
        "gone": gone,
        "scheduled": scheduled,
        "late": scheduled is not None and scheduled.overdue_at <= scheduled.opens,
        "last": last,
        "cant_return": _why_not_again(last, gone, now) if last and not live else "",
        "submitted_again": _submitted_again(last, scheduled) if last and not live and not gone else None,
        "withdrawal": withdrawal,
        "warned": SafetyNotice.objects.shown(now).filter(pages__article=article).exists(),
        "may_withdraw": last and not withdrawal and request.user.has_perm("reviews.withdraw_article", article),
        "windows": _windows(article, now),
        "now": now,
        "rereview": _rereview_of(standing) if standing else None,
        "may_rereview": standing is not None and request.user.has_perm("reviews.open_rereview", article),
        **forms_shown,
        **{name: _as_sent(form, forms_shown[name]) for name, form in (tried or {}).items() if name in forms_shown},
    }
    return render(request, "reviews/life.html", context, status=status)


def _rereview_of(standing: Publication) -> Review | None:
    """What is open on the text that readers see: one of a text before leads nowhere any more."""
    return Review.objects.open().filter(edition=standing.edition_id, purpose=ReviewPurpose.REREVIEW).first()


def _as_sent(form: forms.Form, fresh: forms.Form) -> forms.Form:
    """The form with what was typed, and what is sent along as it stands now: the page around it says that too."""
    data: dict[str, Any] = {name: form.data.get(name) for name in form.data}
    for hidden in fresh.hidden_fields():
        data[hidden.html_name] = hidden.value()
    form.data = data
    return form


def _title(article: Article, shown: Publication | None) -> str:
    """As readers know it; or as it was submitted last."""
    edition = shown.edition if shown else article.editions.order_by("-number")[0]
    return edition.shown_title


def _why_not_again(last: Publication, gone: Publication | None, now: Any) -> str:
    """Why what readers saw last can't just come back; empty where it can."""
    if gone:
        return _("Its review is long overdue. It comes back with a re-review, or with another text.")
    if not stands(last):
        return _("What it rested on was taken back.")
    return _("Its review is over.") if last.overdue_at <= now else ""


def _submitted_again(last: Publication, scheduled: Publication | None) -> Review | None:
    """Where the very text that readers saw last is on its way back to them: in review, signed, or scheduled."""
    if scheduled and scheduled.edition.digest == last.edition.digest:
        return scheduled.published_review.review
    same = Review.objects.open().filter(article=last.article_id, edition__content_row=last.edition.digest)
    return same.exclude(purpose=ReviewPurpose.REREVIEW).first()


def _windows(article: Article, now: datetime) -> list[dict[str, Any]]:
    """Every window, the newest first, with why it was cancelled, withdrawn or gone."""
    rows = article.publications.select_related("edition", "published_by", "cancellation", "published_review__review")
    newest_first = rows.prefetch_related("withdrawals").order_by("-opens", "-pk")
    return [{"window": row, "was_overdue": row.ended_overdue(now)} for row in newest_first]

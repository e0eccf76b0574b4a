"""Publishing from the desk: a page that says what will happen, and the verb."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles.actions.windows import End
from articles.models import Withdrawal
from articles.windows import live_of, scheduled_of
from record import clock
from record.errors import Refusal, status_of
from reviews.actions import publish as publish_verb
from reviews.authority import check_authority
from reviews.dates import moment_words
from reviews.desk.detail import find_review, publication_of
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.forms import WindowForm
from reviews.desk.views import DOOR
from reviews.models import Review, ReviewPurpose, ReviewState
from reviews.seals import seal_to_publish
from reviews.selectors import lacks_what_readers_saw, links_to_nothing, over_unseen


@desk_page
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """What readers will see in place of what, and which links lead nowhere; then the verb. Twice sent is done once."""
    review = find_review(pk)
    ask(request, "reviews.publish_edition", review, _("Only publishers can publish."))
    if review.state == ReviewState.PUBLISHED:
        return _done(request, review)
    if request.method != "POST":
        return _confirm(request, review)
    form = WindowForm(request.POST, is_scheduled="cancel_scheduled" in request.POST)
    if not form.is_valid():
        return _confirm(request, review, 400, _said_of_hidden(form), form=_with_what_stands(request, review))
    given = form.cleaned_data
    try:
        publication = publish_verb(
            review=review,
            live_seen=given["live_seen"],
            end_seen=given["end_seen"],
            scheduled_seen=form.cancelled(),
            opens=given["opens"],
            closes=given["closes"],
            by=request.user,
            door=DOOR,
        )
    except Refusal as refusal:
        review = find_review(pk)
        if review.state == ReviewState.PUBLISHED:
            return _done(request, review)
        return _confirm(request, review, status_of(refusal), str(refusal), form=_with_what_stands(request, review))
    if publication.has_opened(clock.now()):
        messages.success(request, _("Published. Readers see it now."))
    else:
        messages.success(request, _("Scheduled. Readers see it from its second on; nothing more has to be done."))
    return redirect("desk:life", review.article_id)


def _done(request: DeskRequest, review: Review) -> HttpResponse:
    page = publication_of(review)
    said = _("This text is published: readers see it now.")
    if page and not page.has_opened(clock.now()):
        moment = moment_words(page.opens, request.organisation)
        said = _("This text is scheduled: readers see it from %(moment)s on.") % {"moment": moment}
    if page is None:
        said = _("This text was published before, and is no longer what readers see. Submit it again to publish it.")
    messages.info(request, said)
    return redirect(review)


def _said_of_hidden(form: WindowForm) -> str:
    """What is wrong with what was sent along: the form that is shown next holds it anew."""
    return " ".join({str(error) for field in form.hidden_fields() for error in field.errors})


def _with_what_stands(request: DeskRequest, review: Review) -> WindowForm:
    """The form with what was typed, for what is live and scheduled by now."""
    data = request.POST.copy()
    fresh = _standing(review)
    for name, value in fresh.items():
        data[name] = WindowForm.base_fields[name].prepare_value(value)
    return WindowForm(data, is_scheduled=bool(fresh["scheduled_seen"]))


def _to_begin_with(review: Review) -> dict[str, Any]:
    """What the form offers: the page keeps the end that it has."""
    live = live_of(review.article, clock.now())
    return {
        **_standing(review),
        "closes": live.closes if live and not scheduled_of(review.article, clock.now()) else None,
    }


def _standing(review: Review) -> dict[str, Any]:
    now = clock.now()
    live, scheduled = live_of(review.article, now), scheduled_of(review.article, now)
    return {
        "live_seen": live.pk if live else "",
        "end_seen": End(live.closes) if live else "",
        "scheduled_seen": scheduled.pk if scheduled else "",
    }


def _why_not(request: DeskRequest, review: Review) -> str:
    """Why the verb would refuse a signed text for what it rests on, whatever moment were chosen; else empty."""
    if over := over_unseen(review):
        return over
    now = clock.now()
    try:
        rests = check_authority(review, request.user, now, request.organisation)
    except Refusal as refusal:
        return str(refusal)
    if rests.gone_at is not None and rests.gone_at <= now:
        return _("Its review is so long overdue that readers would find a notice in its place. Review it again.")
    return ""


def _confirm(
    request: DeskRequest, review: Review, status: int = 200, refusal: str = "", form: WindowForm | None = None
) -> HttpResponse:
    now = clock.now()
    live, scheduled = live_of(review.article, now), scheduled_of(review.article, now)
    is_signed = review.state == ReviewState.APPROVED
    why_not = _why_not(request, review) if is_signed else ""
    lacks = is_signed and not why_not and lacks_what_readers_saw(review)
    can_publish = is_signed and not lacks and not why_not
    if status == 200 and not can_publish:
        status = 409
    # Never a byline that would not be frozen.
    seal = seal_to_publish(review, request.organisation, clock.now()) if can_publish else None
    due = seal.next_review_due if seal else None
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "refusal": refusal,
        "review": {"url": review.get_absolute_url(), "state": ReviewState(review.state).label},
        "title": review.edition.shown_title,
        "number": review.edition.number,
        "change_note": review.edition.change_note,
        "can_publish": can_publish,
        "lacks": lacks,
        "why_not": why_not,
        "live": live,
        "same_text": review.purpose == ReviewPurpose.REREVIEW,
        "scheduled": scheduled,
        "withdrawn": Withdrawal.objects.standing(clock.now()).filter(article=review.article_id).first(),
        "links": links_to_nothing(review.edition),
        "seal": seal,
        "is_over": due is not None and due < request.organisation.day_of(clock.now()),
        "form": form or WindowForm(initial=_to_begin_with(review), is_scheduled=scheduled is not None),
    }
    return render(request, "reviews/publish_confirm.html", context, status=status)

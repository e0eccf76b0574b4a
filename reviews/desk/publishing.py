"""Publishing from the desk: a page that says what will happen, and the verb."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles.models import Withdrawal
from record.errors import Refusal
from reviews.actions import publish as publish_verb
from reviews.desk.detail import find_review, live_publication
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.forms import PublishForm
from reviews.desk.views import DOOR, status_of
from reviews.models import Review, ReviewState
from reviews.seals import seal_so_far, signature_shown
from reviews.selectors import counting_signatures, links_to_nothing


@desk_page
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """What readers will see in place of what, and which links lead nowhere; then the verb. Twice sent is done once."""
    review = find_review(pk)
    ask(request, "reviews.publish_edition", review, _("Only publishers can publish."))
    if review.state == ReviewState.PUBLISHED:
        messages.info(request, _("This text is published."))
        return redirect(review)
    if request.method != "POST":
        return _confirm(request, review, 200 if review.state == ReviewState.APPROVED else 409)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _confirm(
            request, review, 400, _("What was sent can’t be read. Nothing was published. Look, then publish.")
        )
    try:
        publish_verb(review=review, live_seen=form.cleaned_data["live_seen"], by=request.user, door=DOOR)
    except Refusal as refusal:
        review = find_review(pk)
        if review.state == ReviewState.PUBLISHED:
            messages.info(request, _("This text is published."))
            return redirect(review)
        return _confirm(request, review, status_of(refusal), str(refusal))
    messages.success(request, _("Published. Readers see it now."))
    return redirect(review)


def _confirm(request: DeskRequest, review: Review, status: int, refusal: str = "") -> HttpResponse:
    live = live_publication(review)
    signatures = [signature_shown(row, request.organisation) for row in counting_signatures(review)]
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "refusal": refusal,
        "review": {"url": review.get_absolute_url(), "state": ReviewState(review.state).label},
        "title": review.edition.shown_title,
        "number": review.edition.number,
        "change_note": review.edition.change_note,
        "can_publish": review.state == ReviewState.APPROVED,
        "live_number": live.edition.number if live else None,
        "withdrawn": Withdrawal.objects.standing().filter(article=review.article_id).exists(),
        "links": links_to_nothing(review.edition),
        "seal": seal_so_far(review, signatures),
        "publish_form": PublishForm(initial={"live_seen": live.pk if live else None}),
    }
    return render(request, "reviews/publish_confirm.html", context, status=status)

"""`request_changes`: a reviewer says what has to change before they would sign."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.words import words_said
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, Conflict, WrongState
from reviews.actions.locking import lock_review
from reviews.models import ChangeRequest, Review, ReviewState
from reviews.notifications import notify_authors
from reviews.selectors import over_unseen
from reviews.transitions import move

LONGEST_REASONS = 10_000


@transaction.atomic
def request_changes(*, review: Review, digest: str, reasons: str, by: User, door: str) -> ChangeRequest:
    """Ask for changes of the text that was on the screen. The review is over; readers see what they saw before."""
    review = lock_review(review)
    allow(by, "reviews.request_changes", review)
    reasons = words_said(reasons, most=LONGEST_REASONS)
    if not reasons:
        raise BadInput(_("Say what has to change, so that the authors know what to do."))
    if not review.is_open:
        raise WrongState(_("This review is over: %(state)s.") % {"state": ReviewState(review.state).label})
    if over := over_unseen(review):
        raise WrongState(over)
    if digest != review.edition.digest:
        raise Conflict(_("This is not the text you had on your screen. Read the current text first."))
    now = now_in_verb()
    reviewer = getattr(by, "reviewer", None)
    request = ChangeRequest.objects.create(
        review=review,
        by=by,
        printed_name=reviewer.printed_name if reviewer else by.printed_name,
        at=now,
        reasons=reasons,
    )
    move(review, ReviewState.CHANGES, now)
    record_event(
        "request_changes",
        actor=by,
        door=door,
        article=review.article.uuid,
        row=request,
        touched=[review],
        review=review.pk,
        digest=review.edition.digest,
    )
    notify_authors(request)
    return request

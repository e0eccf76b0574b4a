"""`recall`: the editors take a text back that is in review."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import WrongState
from reviews.actions.locking import lock_review
from reviews.models import Review, ReviewState
from reviews.transitions import move


@transaction.atomic
def recall(*, review: Review, by: User, door: str) -> None:
    """End a review without an answer.

    Signatures given so far stand, and count again where the same text is submitted again.
    """
    review = lock_review(review)
    allow(by, "reviews.recall_review", review)
    if not review.is_open:
        raise WrongState(_("This review is over: %(state)s.") % {"state": ReviewState(review.state).label})
    move(review, ReviewState.RECALLED, now_in_verb())
    record_event(
        "recall",
        actor=by,
        door=door,
        article=review.article.uuid,
        touched=[review],
        review=review.pk,
        digest=review.edition.digest,
    )

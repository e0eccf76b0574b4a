"""Where a Review may go from where it stands."""

from datetime import datetime

from django.utils.translation import gettext as _

from record.errors import WrongState
from reviews.models import Review, ReviewState
from reviews.models.review import STEPS


def move(review: Review, to: ReviewState, at: datetime) -> None:
    """Put a locked Review into another state. Raises `WrongState` where it can't go there from where it stands."""
    if to not in STEPS.get(ReviewState(review.state), frozenset()):
        raise WrongState(
            _("This review can't become “%(to)s”: it is “%(now)s”.")
            % {"to": to.label, "now": ReviewState(review.state).label}
        )
    review.state = to
    review.closed_at = None if review.is_open else at
    review.save(update_fields=["state", "closed_at"])

"""`forget_feedback`: what readers said long ago is destroyed."""

from record import clock
from reviews.models import Feedback
from reviews.models.feedback import KEPT


def forget_feedback() -> int:
    """Destroy everything older than `KEPT`, whatever became of it: how much that was. Has no Event: nobody does it."""
    gone, _kinds = Feedback.objects.filter(received_at__lte=clock.now() - KEPT).delete()
    return gone

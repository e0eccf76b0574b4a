"""`forget_feedback`: what readers said long ago is destroyed, and that they said anything a while ago."""

from django.utils import timezone

from people.models import CacheEntry
from record import clock
from reviews.models import Feedback
from reviews.models.feedback import KEPT


def forget_feedback() -> int:
    """Destroy everything older than `KEPT`, whatever became of it: how much that was. Has no Event: nobody does it.

    With it all that has expired in the cache's table. It would stay there until somebody asked for it again, and salts
    and counts of a past hour nobody does: with both, every address of the internet could be tried.
    """
    CacheEntry.objects.filter(expires__lt=timezone.now()).delete()
    gone, _kinds = Feedback.objects.filter(received_at__lte=clock.now() - KEPT).delete()
    return gone

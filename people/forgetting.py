"""What the cache counted is destroyed when its time is over."""

from django.utils import timezone

from people.models import CacheEntry


def forget_counts() -> int:
    """Destroy all that has expired in the cache's table: how much that was.

    It would stay there until somebody asked for it again, and salts and counts of a past hour nobody does: with both,
    every address of the internet could be tried.
    """
    gone, _kinds = CacheEntry.objects.filter(expires__lt=timezone.now()).delete()
    return gone

"""What is counted over the whole library. In a large one such a count may be a minute old; what lists show never is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from django.core.cache import cache

from articles.models import Publication

Counts = TypeVar("Counts")

LARGE: Final = 5_000
"""Publications from which counting takes longer than a reader should wait."""
KEPT: Final = timedelta(minutes=1)


def counted(what: str, at: datetime, count: Callable[[datetime], Counts]) -> Counts:
    """What `count` finds: counted anew, or, where the library is large, by whoever asked first within the minute.

    All processes tell the same, since they share the cache.
    """
    if not _is_large(at):
        return count(at)
    found: Counts | None = cache.get(key := f"counted-{what}")
    if found is None:
        found = count(at)
        cache.set(key, found, timeout=KEPT.total_seconds())
    return found


@lru_cache(maxsize=1)  # A page asks for several counts, all at one moment.
def _is_large(at: datetime) -> bool:
    newest = Publication.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) >= LARGE

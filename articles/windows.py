"""What readers saw of an article, see now, and will see: the questions that verbs, pages and screens ask.

What changes the answers is in `articles.actions.windows`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from articles.models import Article, Edition, Publication, Withdrawal

SOONEST = timedelta(microseconds=1)


def newest_opened(article: Article, now: datetime) -> Publication | None:
    """The last Publication that readers saw, whether or not they still do."""
    return Publication.objects.opened(now).filter(article=article).select_related("edition").order_by("-opens").first()


def live_of(article: Article, now: datetime) -> Publication | None:
    """What readers see now."""
    return Publication.objects.live(now).filter(article=article).select_related("edition").first()


def standing_of(article: Article, now: datetime) -> Publication | None:
    """What holds the window now: what readers see, or would see, were its review not so long overdue."""
    return Publication.objects.standing(now).filter(article=article).select_related("edition").first()


def scheduled_of(article: Article, now: datetime) -> Publication | None:
    """What they will see later, if anything waits for its moment."""
    return Publication.objects.scheduled(now).filter(article=article).select_related("edition").first()


@dataclass(frozen=True, slots=True)
class Windows:
    """The four above, by one question: for verbs that need them all."""

    newest: Publication | None
    live: Publication | None
    standing: Publication | None
    scheduled: Publication | None


def windows_of(article: Article, now: datetime) -> Windows:
    """What readers saw last, see now, what holds the window now, and what they will see later."""
    rows = list(Publication.objects.filter(article=article, cancelled_at=None).order_by("-opens"))
    withdrawals = Withdrawal.objects.filter(article=article).order_by("-at").values_list("at", flat=True)
    withdrawn_at = withdrawals.first() if rows else None
    kept = [row for row in rows if withdrawn_at is None or row.opens >= withdrawn_at]
    newest = next((row for row in rows if row.opens <= now), None)
    # Windows don't overlap, so that only the newest can be open.
    is_open = newest in kept and (newest.closes is None or newest.closes > now)
    standing = newest if is_open else None
    return Windows(
        newest=newest,
        live=None if standing and standing.is_gone(now) else standing,
        standing=standing,
        scheduled=next((row for row in kept if row.opens > now), None),
    )


def waiting_of(article: Article, now: datetime) -> Iterator[Publication]:
    """All that they will see later, the last first, each as it stands once the one before has been cancelled. That is
    one, unless the clock was set back behind the opening of another.
    """
    rows = Publication.objects.scheduled(now).filter(article=article).order_by("-opens")
    for pk in list(rows.values_list("pk", flat=True)):
        yield Publication.objects.select_related("edition").get(pk=pk)


def seen_base(base: Edition | None, at: datetime) -> int | None:
    """The Edition (its id) that readers saw and from which a text with this base grew: the base, or where that never
    opened, what the base itself grew from, and so on. None where readers saw nothing of it.
    """
    if base is None:
        return None
    opened = set(Publication.objects.opened(at).filter(article=base.article_id).values_list("edition", flat=True))
    grew_from = dict(Edition.objects.filter(article=base.article_id).values_list("pk", "based_on"))
    known: int | None = base.pk
    while known is not None and known not in opened:
        known = grew_from[known]
    return known


def lacks(edition: Edition, shown: Edition, at: datetime) -> bool:
    """Whether a text holds nothing of what readers saw last, `shown`: it is another, and didn't grow from it.

    An Edition that never opened stands between the two as if it weren't there: whoever wrote on from it had all that
    it took over from what readers saw.
    """
    if shown.pk in (edition.pk, edition.based_on_id):
        return False
    return seen_base(edition.based_on, at) != shown.pk


def earliest_opening(newest: Publication | None, now: datetime) -> datetime:
    """The moment at which a window can open at once: now, or just after the last one opened; or as the article was last
    withdrawn, where the clock was set back since.
    """
    if newest is None:
        return now
    withdrawn = Withdrawal.objects.filter(article=newest.article_id).values_list("at", flat=True)
    return max([now, newest.opens + SOONEST, *withdrawn])

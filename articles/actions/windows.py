"""Windows: how an Edition's public life begins and ends. For verbs that hold the article's lock.

Each function changes rows and gives back those that it changed, for the Event of the verb.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Draft, Edition, Publication, Withdrawal
from articles.search import index_edition
from record.chain import Recorded
from record.errors import Conflict

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


def waiting_of(article: Article, now: datetime) -> Iterator[Publication]:
    """All that they will see later, the last first, each as it stands once the one before has been cancelled. That is
    one, unless the clock was set back behind the opening of another.
    """
    rows = Publication.objects.scheduled(now).filter(article=article).order_by("-opens")
    for pk in list(rows.values_list("pk", flat=True)):
        yield Publication.objects.select_related("edition").get(pk=pk)


@dataclass(frozen=True, slots=True)
class End:
    """When a page ends, as somebody saw it; None for never."""

    at: datetime | None


def check_end_seen(publication: Publication | None, seen: End | None) -> None:
    """Raises `Conflict` where a page ends at another moment by now than the caller saw; not where they saw none."""
    if publication and seen and publication.closes != seen.at:
        raise Conflict(_("Somebody changed the end of the page since you looked. Look again."))


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


def open_window(
    *,
    newest: Publication | None,
    standing: Publication | None,
    opens: datetime,
    closes: datetime | None,
    **frozen: Any,
) -> tuple[Publication, list[Recorded]]:
    """A new Publication from `opens` on, after the `newest` that readers saw, if there is one. The one that stands, if
    it would last longer, closes as this one opens.

    A withdrawal that stands ends at that moment. Search finds the Edition from that moment on.
    """
    changed: list[Recorded] = []
    index_edition(frozen["edition"])
    cut = standing if standing and (standing.closes is None or standing.closes > opens) else None
    replaced_end = cut.closes if cut else None
    if cut:
        _set(cut, closes=opens)
        changed.append(cut)
    for withdrawal in Withdrawal.objects.filter(article=frozen["article"], ended_at=None) if newest else ():
        _set(withdrawal, ended_at=opens)
        changed.append(withdrawal)
    publication = Publication.objects.create(
        opens=opens, closes=closes, replaces=cut, replaced_end=replaced_end, **frozen
    )
    return publication, changed


def cancel_window(publication: Publication, at: datetime) -> list[Recorded]:
    """A scheduled Publication never opens. What it would have replaced gets back the end that it had.

    A withdrawal that it would have ended stands on, and a text written on from it grows from what readers saw.
    """
    _set(publication, cancelled_at=at)
    changed: list[Recorded] = [publication]
    before = publication.replaces
    if before and before.closes == publication.opens:
        _set(before, closes=publication.replaced_end)
        changed.append(before)
    for withdrawal in Withdrawal.objects.filter(article=publication.article_id, ended_at=publication.opens):
        _set(withdrawal, ended_at=None)
        changed.append(withdrawal)
    edition = publication.edition
    if not Publication.objects.opened(at).filter(edition=edition).exists():
        grown = Draft.objects.filter(article=edition.article_id, purpose=edition.purpose, base=edition)
        grown.update(base=seen_base(edition.based_on, at))
    return changed


def close_window(publication: Publication, at: datetime | None) -> None:
    """Let a window close at that moment, or have no end."""
    _set(publication, closes=at)


def _set(row: Recorded, **values: object) -> None:
    """Change what may change of a guarded row, in the database and in hand."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)

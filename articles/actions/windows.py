"""Windows: how an Edition's public life begins and ends. For verbs that hold the article's lock.

Each function changes rows and gives back those that it changed, for the Event of the verb.
"""

from datetime import datetime, timedelta
from typing import Any

from articles.models import Article, Draft, Publication, Withdrawal
from articles.search import index_edition
from record.chain import Recorded

SOONEST = timedelta(microseconds=1)


def newest_opened(article: Article, now: datetime) -> Publication | None:
    """The last Publication that readers saw, whether or not they still do."""
    return Publication.objects.opened(now).filter(article=article).select_related("edition").order_by("-opens").first()


def live_of(article: Article, now: datetime) -> Publication | None:
    """What readers see now."""
    return Publication.objects.live(now).filter(article=article).select_related("edition").first()


def scheduled_of(article: Article, now: datetime) -> Publication | None:
    """What they will see later, if anything waits for its moment."""
    return Publication.objects.scheduled(now).filter(article=article).select_related("edition").first()


def earliest_opening(newest: Publication | None, now: datetime) -> datetime:
    """The moment at which a window can open at once: now, or just after the last one opened."""
    return max(now, newest.opens + SOONEST) if newest else now


def open_window(
    *, live: Publication | None, opens: datetime, closes: datetime | None, **frozen: Any
) -> tuple[Publication, list[Recorded]]:
    """A new Publication from `opens` on. The live one, where it would last longer, closes as this one opens.

    A withdrawal that stands ends at that moment. Search finds the Edition from that moment on.
    """
    changed: list[Recorded] = []
    index_edition(frozen["edition"])
    cut = live if live and (live.closes is None or live.closes > opens) else None
    replaced_end = cut.closes if cut else None
    if cut:
        _set(cut, closes=opens)
        changed.append(cut)
    for withdrawal in Withdrawal.objects.filter(article=frozen["article"], ended_at=None):
        _set(withdrawal, ended_at=opens)
        changed.append(withdrawal)
    publication = Publication.objects.create(
        opens=opens, closes=closes, replaces=cut, replaced_end=replaced_end, **frozen
    )
    return publication, changed


def cancel_window(publication: Publication, at: datetime) -> list[Recorded]:
    """A scheduled Publication never opens. What it would have replaced gets back the end that it had.

    A withdrawal that it would have ended stands on, and a text written on from it grows from what it grew from.
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
        grown.update(base=edition.based_on_id)
    return changed


def close_window(publication: Publication, at: datetime | None) -> None:
    """Let a window close at that moment, or have no end."""
    _set(publication, closes=at)


def _set(row: Recorded, **values: object) -> None:
    """Change what may change of a guarded row, in the database and in hand."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)

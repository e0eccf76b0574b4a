"""Windows: how an Edition's public life begins and ends. For verbs that hold the article's lock.

What is asked of windows, without changing them, is in `articles.windows`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Draft, Publication, Withdrawal
from articles.search import index_edition
from articles.windows import seen_base
from record.chain import Recorded
from record.errors import Conflict


@dataclass(frozen=True, slots=True)
class End:
    """When a page ends, as somebody saw it; None for never."""

    at: datetime | None


def check_end_seen(publication: Publication | None, seen: End | None) -> None:
    """Raises `Conflict` where a page ends at another moment by now than the caller saw; not where they saw none."""
    if publication and seen and publication.closes != seen.at:
        raise Conflict(_("Somebody changed the end of the page since you looked. Look again."))


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

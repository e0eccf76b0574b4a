"""What Events tell of the windows of articles: what readers had seen of each as some Event was written.

Clocks run back by up to an hour, so what came before what is asked of the order of Events. The moments of rows alone
don't say: what opened later may have been published before, and what had opened by a clock that was set back since may
have been cancelled after that.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

from articles.models import Cancellation, Publication, Withdrawal
from record.chain import Event
from record.movements import LONGEST_WAIT
from record.readable import UNREADABLE, readable
from record.tellings import first_told

REPUBLISH: Final = "republish"
OPENING_VERBS: Final = Publication.told_by


class Opening(NamedTuple):
    """What the first Event of a Publication tells: its number, its verb, its moment, the Review that the Publication
    rests on (its key), the digest of its text, when it opens and on which kind of authority.
    """

    seq: int
    verb: str
    at: datetime
    review: int
    digest: str | None
    opens: str | None
    authority: str | None


class Page(NamedTuple):
    """A Publication, with what its Event tells, and the numbers of the Events that cancelled and withdrew it."""

    pk: int
    edition: int
    authority: str
    opens: datetime
    closes: datetime | None
    told: Opening
    cancelled: int | None
    withdrawn: int | None

    def is_known_at(self, seq: int) -> bool:
        """Whether it had been published before that Event, and not been cancelled."""
        return self.told.seq < seq and (self.cancelled is None or self.cancelled > seq)


def openings_told(row_ids: Collection[str]) -> dict[str, Opening]:
    """What the first Event tells that published each."""
    told: dict[str, Opening] = {}
    events = Event.objects.filter(row__in=row_ids, verb__in=OPENING_VERBS).order_by("seq")
    # Events that can't be read are named where the chain is walked.
    for row, seq, verb, body in readable(events.values_list("row", "seq", "verb", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            event = json.loads(body)
            facts, at = event["facts"], datetime.fromisoformat(event["at"])
            of_page = (facts.get(name) for name in ("digest", "opens", "authority"))
            told.setdefault(row, Opening(seq, verb, at, facts.get("review", 0), *of_page))
    return told


def pages_told(articles: Collection[int]) -> dict[int, list[Page]]:
    """The Publications of some articles, by article, in the order in which they open. Those of which no Event tells are
    named where that is looked at.
    """
    rows = Publication.objects.filter(article__in=articles).order_by("opens", "pk")
    values = rows.values_list("article", "pk", "edition", "authority", "opens", "closes")
    # Rows that can't be read are named where each is looked at.
    known = list(readable(values, lambda *_: None, 500))
    told = openings_told([f"publication:{pk}" for _article, pk, *_rest in known])
    of_these = {"publication__article__in": articles}
    cancelled = _ends(readable(Cancellation.objects.filter(**of_these).order_by("-pk"), lambda *_: None, 500))
    withdrawn = _ends(readable(Withdrawal.objects.filter(**of_these).order_by("-pk"), lambda *_: None, 500))
    pages: dict[int, list[Page]] = defaultdict(list)
    for article, pk, edition, authority, opens, closes in known:
        if opening := told.get(f"publication:{pk}"):
            page = Page(pk, edition, authority, opens, closes, opening, cancelled.get(pk), withdrawn.get(pk))
            pages[article].append(page)
    return pages


def _ends(found: Iterable[Cancellation] | Iterable[Withdrawal]) -> dict[int, int]:
    """By the id of the Publication, the number of the Event that first told of its end."""
    rows = [*found]
    first = first_told(rows)
    return {row.publication_id: first[row.row_id] for row in rows if row.row_id in first}


def opened_by(pages: Iterable[Page], seq: int, at: datetime) -> list[Page]:
    """`Publication.objects.opened`, of the past: what readers had seen of an article as that Event was written, at that
    moment. The last is what they saw last.
    """
    return [page for page in pages if page.is_known_at(seq) and page.opens <= at]


def opened_as_seen(pages: Iterable[Page], seq: int, at: datetime) -> tuple[list[Page], list[Page]]:
    """The same, twice: what opened by itself while the verb waited may not have been open when it looked."""
    opened = opened_by(pages, seq, at)
    return opened, [page for page in opened if page.opens <= max(at - LONGEST_WAIT, page.told.at)]

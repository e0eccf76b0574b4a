"""What `verify_record` checks of what texts grew from: just the Edition that Events tell, so that a text which lacks a
change that readers saw can't be passed off as one that has it.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from articles.models import Article, Cancellation, Draft, Edition, Purpose
from articles.windows_told import Page, opened_by, pages_told
from record.chain import Event
from record.readable import UNREADABLE, in_pages, readable
from record.verification import Verification, register_check
from reviews.models import Review, ReviewPurpose

CREATE: Final = "create_article"
IMPORT: Final = "import_article"
DELETE: Final = "delete_article"
BEGIN_CORRECTION: Final = "begin_correction"
FREEZE: Final = "freeze_edition"
PUBLISH: Final = "publish"
REBASE: Final = "rebase_draft"
UNSCHEDULE: Final = "unschedule"
GROWING: Final = (CREATE, IMPORT, DELETE, BEGIN_CORRECTION, FREEZE, PUBLISH, REBASE, UNSCHEDULE)


@register_check
def texts_grew_from_what_was_told(verification: Verification) -> None:
    """Each Edition is based on the one from which its Draft grew by then, as the Events before tell; and each Draft
    grows from the one that all Events tell.
    """
    rows = Article.objects.order_by("pk").values_list("pk", "uuid")
    for page in in_pages(rows.iterator(), 100):
        uuids: dict[UUID | None, int] = {uuid: pk for pk, uuid in page}
        growths = _growths(verification, [*uuids.values()])
        events = Event.objects.filter(article__in=uuids, verb__in=GROWING).order_by("seq")
        lines = events.values_list("seq", "verb", "article", "row", "body")
        # Events that can't be read are named where the chain is walked.
        for seq, verb, uuid, row, body in readable(lines, lambda *_: None, 500):
            with suppress(*UNREADABLE):
                growths[uuids[uuid]].hear(seq, verb, row, json.loads(body)["facts"])
        drafts = Draft.objects.filter(article__in=growths).order_by("pk")
        for pk, article, purpose, base in drafts.values_list("pk", "article", "purpose", "base"):
            if base != (due := growths[article].grows_from[purpose]):
                wrong = f"it grows from {_named(base)}, where events tell of {_named(due)}"
                verification.found("articles_draft", pk, wrong)


class Frozen(NamedTuple):
    """An Edition: what its Draft was for, and the Edition (its key) on which it is based."""

    purpose: str
    based_on: int | None


@dataclass
class Growth:
    """From which Edition (its key) each Draft of an article grows, as its Events tell it one after the other."""

    verification: Verification
    editions: Mapping[int, Frozen]
    pages: Mapping[int, Page]
    # Publications, by the key, with the purpose of the Review on which each rests.
    purposes: Mapping[int, str]
    # When each Publication was cancelled.
    cancelled: Mapping[int, datetime]
    grows_from: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(map(str, Purpose)))

    def hear(self, seq: int, verb: str, row: str, facts: dict[str, Any]) -> None:
        """The next Event of the article."""
        if verb in (CREATE, DELETE) or (verb == IMPORT and facts.get("began")):
            self.grows_from = dict.fromkeys(self.grows_from)
        elif verb == BEGIN_CORRECTION:
            self.grows_from[Purpose.CORRECTION] = facts["edition"]
        elif verb == REBASE:
            self._rebased(seq, facts)
        elif verb == PUBLISH:
            self._published(_key_of(row))
        elif verb == UNSCHEDULE:
            self._cancelled(seq, facts["publication"])
        elif verb == FREEZE:
            self._frozen(seq, _key_of(row))

    def _frozen(self, seq: int, key: int) -> None:
        purpose, based_on = self.editions[key]
        due = self.grows_from[purpose]
        if based_on != due:
            wrong = f"it grew from {_named(based_on)}, where the events before event {seq} tell of {_named(due)}"
            self.verification.found("articles_edition", key, wrong)

    def _rebased(self, seq: int, facts: dict[str, Any]) -> None:
        was, due = facts["was"], self.grows_from[facts["purpose"]]
        if was != due:
            wrong = f"it tells of a text that grew from {_named(was)}, where the events before tell of {_named(due)}"
            self.verification.found("record_event", seq, wrong)
        self.grows_from[facts["purpose"]] = facts["edition"]

    def _published(self, key: int) -> None:
        """As `publish` does: what is reviewed once more as it is changes no Draft."""
        if self.purposes[key] != ReviewPurpose.REREVIEW:
            edition = self.pages[key].edition
            self.grows_from[self.editions[edition].purpose] = edition

    def _cancelled(self, seq: int, key: int) -> None:
        """As `articles.actions.windows.cancel_window` does: what was written on from it grows from what readers saw."""
        edition = self.pages[key].edition
        purpose, known = self.editions[edition]
        opened = {page.edition for page in opened_by(self.pages.values(), seq, self.cancelled[key])}
        if edition in opened or self.grows_from[purpose] != edition:
            return
        while known is not None and known not in opened:
            known = self.editions[known].based_on
        self.grows_from[purpose] = known


def _growths(verification: Verification, articles: list[int]) -> dict[int, Growth]:
    """Those of some articles, at their beginning."""
    told = pages_told(articles)
    pages = {article: {page.pk: page for page in told[article]} for article in articles}
    editions: dict[int, dict[int, Frozen]] = {article: {} for article in articles}
    rows = Edition.objects.filter(article__in=articles).values_list("article", "pk", "purpose", "based_on")
    for article, pk, purpose, based_on in rows.iterator():
        editions[article][pk] = Frozen(purpose, based_on)
    reviews = dict(Review.objects.filter(article__in=articles).values_list("pk", "purpose"))
    purposes = {
        page.pk: reviews[page.told.review]
        for article in articles
        for page in told[article]
        if page.told.review in reviews
    }
    of_these = Cancellation.objects.filter(publication__article__in=articles)
    # Rows that can't be read are named where each is looked at.
    cancelled = dict(readable(of_these.order_by("pk").values_list("publication", "at"), lambda *_: None, 500))
    return {
        article: Growth(verification, editions[article], pages[article], purposes, cancelled) for article in articles
    }


def _key_of(row: str) -> int:
    return int(row.partition(":")[2])


def _named(edition: int | None) -> str:
    return "none" if edition is None else f"edition {edition}"

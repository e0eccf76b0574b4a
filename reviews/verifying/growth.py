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

from articles.models import Article, Cancellation, Draft, DraftSave, Edition, Purpose
from articles.verifying.windows_told import Page, opened_as_seen, opened_by, pages_told
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
        growths = _growths(verification, dict(page))
        events = Event.objects.filter(article__in=uuids, verb__in=GROWING).order_by("seq")
        lines = events.values_list("seq", "verb", "article", "row", "body")
        # Events that can't be read are named where the chain is walked.
        for seq, verb, uuid, row, body in readable(lines, lambda *_: None, 500):
            with suppress(*UNREADABLE):
                told = json.loads(body)
                growths[uuids[uuid]].hear(seq, verb, row, told["facts"], datetime.fromisoformat(told["at"]))
        drafts = Draft.objects.filter(article__in=growths).order_by("pk")
        for pk, article, purpose, base in drafts.values_list("pk", "article", "purpose", "base"):
            if base != (due := growths[article].grows_from[purpose]):
                wrong = f"it grows from {_named(base)}, where events tell of {_named(due)}"
                verification.found("articles_draft", pk, wrong)


class Frozen(NamedTuple):
    """An Edition: what its Draft was for, the Edition (its key) on which it is based, and its digest."""

    purpose: str
    based_on: int | None
    digest: str


@dataclass
class Growth:
    """From which Edition (its key) each Draft of an article grows, as its Events tell it one after the other."""

    verification: Verification
    article: UUID
    editions: Mapping[int, Frozen]
    pages: Mapping[int, Page]
    # Publications, by the key, with the purpose of the Review on which each rests.
    purposes: Mapping[int, str]
    # When each Publication was cancelled.
    cancelled: Mapping[int, datetime]
    grows_from: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(map(str, Purpose)))
    was_submitted: bool = False

    def hear(self, seq: int, verb: str, row: str, facts: dict[str, Any], at: datetime) -> None:
        """The next Event of the article."""
        if verb == DELETE and self.was_submitted:
            wrong = "it tells of deleting an article that had been submitted"
            self.verification.found("record_event", seq, wrong)
        if verb in (CREATE, DELETE) or (verb == IMPORT and facts.get("began")):
            self.grows_from = dict.fromkeys(self.grows_from)
        elif verb == BEGIN_CORRECTION:
            self._takes_up(seq, facts["edition"], at)
            self.grows_from[Purpose.CORRECTION] = facts["edition"]
        elif verb == REBASE:
            self._rebased(seq, facts, at)
        elif verb == PUBLISH:
            self._published(_key_of(row))
        elif verb == UNSCHEDULE:
            self._cancelled(seq, facts["publication"])
        elif verb == FREEZE:
            self._frozen(seq, _key_of(row))

    def _frozen(self, seq: int, key: int) -> None:
        self.was_submitted = True
        purpose, based_on, _digest = self.editions[key]
        due = self.grows_from[purpose]
        if based_on != due:
            wrong = f"it grew from {_named(based_on)}, where the events before event {seq} tell of {_named(due)}"
            self.verification.found("articles_edition", key, wrong)

    def _takes_up(self, seq: int, edition: int, at: datetime) -> None:
        """A verb that lets a text grow from an Edition takes what readers saw last by then."""
        seen = {opened[-1].edition for opened in opened_as_seen(self.pages.values(), seq, at) if opened}
        if edition not in seen:
            wrong = f"it tells of a text that grows from {_named(edition)}, which readers hadn’t seen last by then"
            self.verification.found("record_event", seq, wrong)

    def _rebased(self, seq: int, facts: dict[str, Any], at: datetime) -> None:
        self._takes_up(seq, facts["edition"], at)
        if facts["digest"] != self.editions[facts["edition"]].digest:
            self.verification.found("record_event", seq, "its digest is not that of the edition that it names")
        saves = DraftSave.objects.filter(article_uuid=self.article, purpose=facts["purpose"], number=facts["save"])
        if not saves.exists():
            self.verification.found("record_event", seq, "it tells of a save that nobody made")
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
        purpose, known, _digest = self.editions[edition]
        opened = {page.edition for page in opened_by(self.pages.values(), seq, self.cancelled[key])}
        if edition in opened or self.grows_from[purpose] != edition:
            return
        while known is not None and known not in opened:
            known = self.editions[known].based_on
        self.grows_from[purpose] = known


def _growths(verification: Verification, uuids: Mapping[int, UUID]) -> dict[int, Growth]:
    """Those of some articles, by their keys, at their beginning."""
    articles = [*uuids]
    told = pages_told(articles)
    pages = {article: {page.pk: page for page in told[article]} for article in articles}
    editions: dict[int, dict[int, Frozen]] = {article: {} for article in articles}
    rows = Edition.objects.filter(article__in=articles)
    values = rows.values_list("article", "pk", "purpose", "based_on", "content_row")
    for article, pk, purpose, based_on, digest in values.iterator():
        editions[article][pk] = Frozen(purpose, based_on, digest)
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
        article: Growth(verification, uuids[article], editions[article], pages[article], purposes, cancelled)
        for article in articles
    }


def _key_of(row: str) -> int:
    return int(row.partition(":")[2])


def _named(edition: int | None) -> str:
    return "none" if edition is None else f"edition {edition}"

"""What `verify_record` checks of what is taken back: that just those pages ended with it which rested on it."""

import json
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from articles.models import Authority, Cancellation, Publication, Withdrawal
from record.canonical import normal_text
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.tellings import first_bodies, first_told, moment_of
from record.verification import Verification, register_check
from reviews.authority import WHOLE_TEXT
from reviews.models import Attestation, Revocation, SignOff
from reviews.verifying.publications import Given, counting, given_for

TAKING_BACK: Final = ("revoke", "revoke_attestation")
ENDING: Final = ("unschedule", "withdraw")


@register_check
def pages_end_with_what_they_rested_on(verification: Verification) -> None:
    """With a signature, or an attestation, that is taken back, each page ends that was live or scheduled and rested on
    it, in the same step; and no other does.
    """
    rows = Revocation.objects.select_related("sign_off__edition", "attestation__edition").order_by("pk")
    for page in in_pages(verification.each(rows), 100):
        told = first_bodies([row.row_id for row in page], TAKING_BACK)
        for revocation in page:
            # That no event tells of it is named where each is looked at.
            if (event := told.get(revocation.row_id)) and (
                wrong := fault_in(_wrong_with_words, revocation, event[1])
                or fault_in(_wrong_with_ends, revocation, *event)
            ):
                verification.found("reviews_revocation", revocation.pk, wrong)


def _wrong_with_words(revocation: Revocation, told: dict[str, Any]) -> str:
    is_so = (told["facts"]["digest"], told["why"]) == (revocation.given.digest, normal_text(revocation.reason))
    return "" if is_so else "it is not as the event says that tells of it"


def _wrong_with_ends(revocation: Revocation, seq: int, told: dict[str, Any]) -> str:
    ends: list[int] = told["facts"]["ends"]
    before = Event.objects.filter(seq__lt=seq).order_by("-seq")[: len(ends)]
    ended = {event.told["facts"]["publication"] for event in before if event.verb in ENDING}
    article = revocation.given.edition.article_id
    rows = Publication.objects.filter(article=article).select_related("edition", "published_review__review")
    pages = list(rows.order_by("opens", "pk"))
    first = first_told(pages)
    known = [page for page in pages if first.get(page.row_id, seq) < seq]
    if ended != set(ends) or ended - {page.pk for page in known}:
        return f"event {seq} tells that other pages ended with it than did"
    # Its ends come just before it, each with an Event of its own.
    cancelled = _ended(Cancellation, article, seq - len(ends))
    over = cancelled | _ended(Withdrawal, article, seq - len(ends))
    then = _Then(seq, revocation.at, known, cancelled, over, given_for({page.edition_id for page in known}))
    for page in known:
        rested = then.rested_on(page, revocation.given)
        if page.pk in ends and not rested:
            return f"publication {page.pk} ended with it, by event {seq}, though it didn't rest on it"
        # That it is open may have come after: what had taken its place was cancelled, once a clock was set back.
        if page.pk not in ends and rested and then.is_public(page) and then.is_public(_as_told(page, seq)):
            return f"publication {page.pk} rested on it, and went on, by event {seq}"
    return ""


def _ended(kind: type[Cancellation] | type[Withdrawal], article: int, seq: int) -> set[int]:
    """The Publications of an article that were ended so before that Event."""
    rows = [*kind._default_manager.filter(publication__article=article)]
    first = first_told(rows)
    return {row.publication_id for row in rows if first.get(row.row_id, seq) < seq}


def _as_told(page: Publication, seq: int) -> Publication:
    """A Publication with the end that Events before that one tell."""
    page = copy(page)
    events = Event.objects.filter(article=page.article.uuid, seq__lt=seq).order_by("seq").values_list("body", flat=True)
    # Events that can't be read are named where the chain is walked.
    for body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            state = json.loads(body)["facts"]["states"][page.row_id]
            page.closes = moment_of(state["closes"]) if state["closes"] else None
    return page


@dataclass(frozen=True, slots=True)
class _Then:
    """An article's Publications as something was taken back by that Event, at that moment: in the order in which they
    open; and those of them that were cancelled before, and cancelled or withdrawn.
    """

    seq: int
    at: datetime
    pages: list[Publication]
    cancelled: set[int]
    over: set[int]
    given: dict[int, list[Given]]

    def is_public(self, page: Publication) -> bool:
        """Whether it was live, or scheduled."""
        if page.pk in self.over:
            return False
        return page.opens > self.at or ((page.closes is None or page.closes > self.at) and not page.is_gone(self.at))

    def rested_on(self, page: Publication, given: SignOff | Attestation) -> bool:
        """Whether its authority was whole until then, and is not without this: `reviews.authority.stands`, of the
        past.
        """
        texts = [page]
        if page.authority == Authority.CORRECTION:
            whole = [
                other
                for other in self.pages
                if other.opens < page.opens and other.authority in WHOLE_TEXT and other.pk not in self.cancelled
            ]
            if not whole:
                return False
            texts.append(whole[-1])
        return all(map(self._stood, texts)) and any(row.row == given for text in texts for row in self._counting(text))

    def _counting(self, page: Publication) -> list[Given]:
        # One Event before, so that what is taken back by this one counts.
        return counting(page, self.seq - 1, self.given)

    def _stood(self, page: Publication) -> bool:
        rows = self._counting(page)
        if page.authority == Authority.ATTESTATION:
            return bool(rows)
        return set(page.published_review.review.required_roles) <= {row.role for row in rows}

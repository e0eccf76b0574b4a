"""What `verify_record` checks of Publications: what each rests on, and when that is over."""

import json
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple

from articles.models import Authority, Publication
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.verification import Verification, first_told, register_check
from reviews.authority import WHOLE_TEXT
from reviews.models import Attestation, PolicyVersion, Review, ReviewPurpose, SignOff

OPENING_VERBS: Final = ("publish", "republish")
# A page turns overdue when its last day is over, wherever the library is.
LONGEST_DAY: Final = timedelta(days=3)


@register_check
def publications_rest_on_what_was_told(verification: Verification) -> None:
    """Each Publication rests on the Review that its Event names, of its own Edition and kind of authority, and that
    Review had by then what it asked for.
    """
    rows = Publication.objects.select_related("edition", "published_review__review").order_by("pk")
    graces = _graces()
    for page in in_pages(verification.each(rows), 500):
        told = _openings_told([row.row_id for row in page])
        given = _given(page)
        whole = _reviewed_whole(page)
        for publication in page:
            opening = told.get(publication.row_id)
            if wrong := (
                fault_in(_wrong_with_authority, publication, opening)
                or fault_in(_wrong_with_order, publication, opening, given)
                or fault_in(_wrong_with_due_day, publication)
                or fault_in(_wrong_with_grace, publication, whole, graces)
            ):
                verification.found("articles_publication", publication.pk, wrong)


class Opening(NamedTuple):
    """What the first Event of a Publication tells: its number, the Review it rests on, the digest of its text."""

    seq: int
    review: int
    digest: str | None


def _wrong_with_authority(publication: Publication, told: Opening | None) -> str:
    rests_on = getattr(publication, "published_review", None)
    if rests_on is None or told is None or rests_on.review_id != told.review:
        return "it doesn't rest on the review that the record says"
    if told.digest not in (None, publication.edition.digest):
        return "it shows another text than the record says"
    if rests_on.review.edition_id != publication.edition_id or not _is_kind(publication, rests_on.review):
        return "it rests on a review of another text or kind"
    return ""


def _is_kind(publication: Publication, review: Review) -> bool:
    if publication.authority == Authority.ATTESTATION:
        return review.purpose == ReviewPurpose.MAIN
    return (publication.authority == Authority.CORRECTION) == (review.purpose == ReviewPurpose.CORRECTION)


def _wrong_with_order(publication: Publication, told: Opening, given: dict[int, list["Given"]]) -> str:
    """A text is signed, or attested, before it is published."""
    review = publication.published_review.review
    by_then = [row for row in given.get(review.edition_id, ()) if row.holds_at(told.seq)]
    if publication.authority == Authority.ATTESTATION:
        holds = any(row.role is None and row.review == review.pk for row in by_then)
    else:
        own = review.purpose == ReviewPurpose.REREVIEW
        counting = (row for row in by_then if (row.review == review.pk if own else row.purpose == review.purpose))
        holds = set(review.required_roles) <= {row.role for row in counting}
    return "" if holds else "it was published before it had what its review asked for"


def _wrong_with_due_day(publication: Publication) -> str:
    """The instant may only come earlier, so it is never later than the day says that is frozen beside it."""
    due = datetime.combine(publication.next_review_due, time(), UTC)
    return "" if publication.overdue_at <= due + LONGEST_DAY else "it turns overdue later than its review is due"


class Grace(NamedTuple):
    """What a version of the policy grants a page that is overdue, in days; None where for ever."""

    noindex_after: int | None
    gone_after: int | None


class Whole(NamedTuple):
    """A Publication of a text that was reviewed whole: from when on, and under which policy (its id)."""

    opens: datetime
    policy: int


def _wrong_with_grace(publication: Publication, whole: dict[int, list[Whole]], graces: dict[int, Grace]) -> str:
    """Nor are the other instants later than the policy says under which the whole text was reviewed."""
    review = publication.published_review.review
    policy = review.policy_id
    if publication.authority == Authority.CORRECTION:
        before = [text for text in whole.get(publication.article_id, ()) if text.opens < publication.opens]
        if not before:
            return "no text that was reviewed whole stands before it"
        policy = before[-1].policy
    due = datetime.combine(publication.next_review_due, time(), UTC) + LONGEST_DAY
    for name, moment, days in (
        ("asked to be forgotten", publication.noindex_at, graces[policy].noindex_after),
        ("gone", publication.gone_at, graces[policy].gone_after),
    ):
        if days is not None and (moment is None or moment > due + timedelta(days=days)):
            return f"it is {name} later than the policy of its review says"
    return ""


def _graces() -> dict[int, Grace]:
    """By the id of the version. One whose document can't be read is named where the versions are looked at."""
    graces: dict[int, Grace] = {}
    for version in readable(PolicyVersion.objects.order_by("pk"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            graces[version.pk] = Grace(version.rules.noindex_after_days, version.rules.gone_after_days)
    return graces


def _reviewed_whole(page: list[Publication]) -> dict[int, list[Whole]]:
    """What corrections among some Publications can build on, by article, the first one first."""
    articles = {publication.article_id for publication in page if publication.authority == Authority.CORRECTION}
    rows = Publication.objects.filter(article__in=articles, authority__in=WHOLE_TEXT, cancelled_at=None)
    whole: dict[int, list[Whole]] = defaultdict(list)
    told = rows.order_by("opens", "pk").values_list("article", "opens", "published_review__review__policy")
    # Rows that can't be read are named where each is looked at.
    for article, opens, policy in readable(told, lambda *_: None, 500):
        whole[article].append(Whole(opens, policy))
    return whole


class Given(NamedTuple):
    """A signature, or an attestation where `role` is None, with the numbers of the Events that tell of it and that took
    it back.
    """

    review: int
    purpose: str
    role: str | None
    seq: int
    taken_back: int | None

    def holds_at(self, seq: int) -> bool:
        """Whether it was given before that Event, and not taken back before it."""
        return self.seq < seq and (self.taken_back is None or self.taken_back > seq)


def _given(page: list[Publication]) -> dict[int, list[Given]]:
    """What was given for the texts of some Publications, by Edition."""
    editions = {publication.edition_id for publication in page}
    # Rows that can't be read are named where each is looked at.
    signed = SignOff.objects.filter(edition__in=editions).select_related("review", "revocation").order_by("pk")
    attested = Attestation.objects.filter(edition__in=editions).select_related("review", "revocation").order_by("pk")
    signatures = list(readable(signed, lambda *_: None, 500))
    attestations = list(readable(attested, lambda *_: None, 500))
    rows: list[SignOff | Attestation] = [*signatures, *attestations]
    revoked = {row.row_id: row.revocation for row in rows if hasattr(row, "revocation")}
    first = first_told([*rows, *revoked.values()])
    given: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        role = row.role if isinstance(row, SignOff) else None
        taken_back = first.get(revoked[row.row_id].row_id) if row.row_id in revoked else None
        review, seq = row.review, first.get(row.row_id, 0)
        given[row.edition_id].append(Given(review.pk, review.purpose, role, seq, taken_back))
    return given


def _openings_told(row_ids: list[str]) -> dict[str, Opening]:
    told: dict[str, Opening] = {}
    events = Event.objects.filter(row__in=row_ids, verb__in=OPENING_VERBS).order_by("seq")
    # Events that can't be read are named where the chain is walked.
    for row, seq, body in readable(events.values_list("row", "seq", "body"), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            told.setdefault(row, Opening(seq, facts.get("review", 0), facts.get("digest")))
    return told

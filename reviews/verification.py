"""What `verify_record` checks of this room, beside the rows that Events speak of."""

import json
from collections import defaultdict
from collections.abc import Set
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from articles.models import Authority, Publication
from record.canonical import digest_of, utc_text
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.verification import Verification, first_told, register_check
from reviews.authority import WHOLE_TEXT
from reviews.models import (
    Attestation,
    PolicyVersion,
    PublishedReview,
    Review,
    ReviewPurpose,
    ReviewState,
    Revocation,
    SignOff,
)
from reviews.selectors import missing_roles

OPENING_VERBS = ("publish", "republish")
SIGN_OFF = "sign_off"
CHANGE_POLICY = "change_policy"
LONGEST_SIGNING = timedelta(hours=1)
# A page turns overdue when its last day is over, wherever the library is.
LONGEST_DAY = timedelta(days=3)


@register_check
def signatures_hold(verification: Verification) -> None:
    """Each signature names the digest of its Edition, which was frozen before, and was given by somebody who didn't
    write it.
    """
    verification.judge(SignOff.objects.select_related("edition", "review").order_by("pk"), _wrong_with_signature)
    verification.judge(Attestation.objects.select_related("edition").order_by("pk"), _wrong_with_attestation)
    _given_after_freezing(verification, SignOff.objects.select_related("edition").order_by("pk"))
    _given_as_told(verification)
    _given_after_freezing(verification, Attestation.objects.select_related("edition").order_by("pk"))


def _given_after_freezing(verification: Verification, rows: "QuerySet[Any, Any]") -> None:
    page: list[SignOff | Attestation]
    for page in in_pages(verification.each(rows), 500):
        first = first_told([*page, *(row.edition for row in page)])
        for row in page:
            # That no event tells of a row is named where each is looked at.
            if first.get(row.row_id, 0) < first.get(row.edition.row_id, 0):
                verification.found(row._meta.db_table, row.pk, "it was given before its Edition was frozen")


def _given_as_told(verification: Verification) -> None:
    """Each signature is of the moment, for the Review and in the role that its Event tells."""
    for page in in_pages(verification.each(SignOff.objects.order_by("pk")), 500):
        told: dict[str, dict[str, Any]] = {}
        events = Event.objects.filter(row__in=[row.row_id for row in page], verb=SIGN_OFF).order_by("seq")
        # Events that can't be read are named where the chain is walked.
        for name, body in readable(events.values_list("row", "body"), lambda *_: None, 500):
            with suppress(*UNREADABLE):
                told.setdefault(name, json.loads(body))
        for row in page:
            if wrong := fault_in(_wrong_with_telling, row, told.get(row.row_id)):
                verification.found("reviews_signoff", row.pk, wrong)


def _wrong_with_telling(signature: SignOff, told: dict[str, Any] | None) -> str:
    if told is None:
        return "no event tells that it was given"
    facts = told["facts"]
    if (signature.review_id, signature.edition_id, signature.role) != (
        facts["review"],
        facts["edition"],
        facts["role"],
    ):
        return "it is for another review, edition or role than its event tells"
    # The Event is written in the same transaction, a moment later.
    waited = datetime.fromisoformat(told["at"]) - signature.at
    return "" if timedelta(0) <= waited <= LONGEST_SIGNING else "it was given at another time than its event tells"


def _wrong_with_signature(signature: SignOff) -> str:
    if signature.digest != signature.edition.digest:
        return "it is for another digest than its Edition's"
    if signature.role not in signature.review.required_roles:
        return "its review didn't ask for a signature in its role"
    before = signature.review.sign_offs.filter(role=signature.role, pk__lt=signature.pk)
    if signature.turn != before.count() or before.filter(revocation=None).exists():
        return "another stands in its place"
    wrote = signature.edition.contributor_rows.filter(person=signature.reviewer_id).exists()
    return "its signer wrote at the text" if wrote else ""


def _wrong_with_attestation(attestation: Attestation) -> str:
    if attestation.digest != attestation.edition.digest:
        return "it is for another digest than its Edition's"
    wrote = attestation.edition.contributor_rows.filter(person=attestation.attested_by_id).exists()
    return "whoever attested it wrote at the text" if wrote else ""


@register_check
def reviews_stand_where_their_rows_say(verification: Verification) -> None:
    """A Review is signed or published only with the signatures it asked for, and published only with a Publication.

    A signature or an attestation taken back later leaves a published Review as it was.
    """
    uncancelled = PublishedReview.objects.filter(publication__cancelled_at=None)
    published = set(uncancelled.values_list("review", flat=True))
    verification.judge(Review.objects.order_by("pk"), _wrong_with_state)
    verification.judge(Review.objects.order_by("pk"), lambda review: _wrong_with_publication(review, published))


def _wrong_with_state(review: Review) -> str:
    complete = bool(review.required_roles) and not missing_roles(review)
    if review.state == ReviewState.PUBLISHED:
        complete = complete or _was_complete(review)
    signed = review.state in (ReviewState.APPROVED, ReviewState.PUBLISHED)
    if (signed and not complete) or (review.state == ReviewState.WAITING and complete):
        return f"it is {review.state}, which its signatures don't say"
    return ""


def _wrong_with_publication(review: Review, published: Set[int]) -> str:
    if (review.state == ReviewState.PUBLISHED) != (review.pk in published):
        return f"it is {review.state}, which its publication doesn't say"
    return ""


def _was_complete(review: Review) -> bool:
    """Whether it had its signatures, or an attestation, before some were taken back."""
    if review.attestations.exists():
        return True
    given = SignOff.objects.filter(edition=review.edition_id, review__purpose=review.purpose)
    if review.purpose == ReviewPurpose.REREVIEW:
        given = given.filter(review=review)
    return set(review.required_roles) <= set(given.values_list("role", flat=True))


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
        return review.attestations.exists()
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


@register_check
def revocations_name_what_they_take_back(verification: Verification) -> None:
    """Nothing is taken back before it was given, and no two attestations of a Review stand."""
    revocations = Revocation.objects.select_related("sign_off", "attestation").order_by("pk")
    verification.judge(revocations, _wrong_with_revocation)
    replacing = Attestation.objects.exclude(replaces=None).select_related("replaces__revocation").order_by("pk")
    verification.judge(replacing, _wrong_with_replacing)


def _wrong_with_revocation(revocation: Revocation) -> str:
    return "it is older than what it takes back" if revocation.at < revocation.given.at else ""


def _wrong_with_replacing(attestation: Attestation) -> str:
    before = attestation.replaces
    if before is None or before.review_id != attestation.review_id:
        return "it replaces one of another review"
    is_taken_back = hasattr(before, "revocation") and before.revocation.at <= attestation.at
    return "" if is_taken_back else "another stands in its place"


@register_check
def policies_are_as_told(verification: Verification) -> None:
    """The versions of the policy run 1, 2, 3 …, and each is as the Event tells that put it in force.

    The first comes with the library: its document is bound by every Review under it, its beginning by the Event that
    put the second in force.
    """
    told: dict[int, dict[str, Any]] = {}
    replaced: dict[int, str | None] = {}
    events = Event.objects.filter(row="", verb=CHANGE_POLICY).order_by("seq").values_list("body", flat=True)
    for body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            event = json.loads(body)
            told[event["facts"]["number"]] = event
            replaced[event["facts"]["number"] - 1] = event["facts"].get("replaced_since")
    for due, version in enumerate(verification.each(PolicyVersion.objects.order_by("number")), 1):
        event, since = told.pop(version.number, None), replaced.get(version.number)
        if wrong := fault_in(_wrong_with_policy, version, due, event) or _wrong_with_beginning(version, since):
            verification.found("reviews_policyversion", version.pk, wrong)
    for number in told:
        verification.found("reviews_policyversion", "", f"version {number} is missing, though an event tells of it")


def _wrong_with_policy(version: PolicyVersion, due: int, told: dict[str, Any] | None) -> str:
    if version.number != due:
        return f"its number is {version.number}, where {due} was due"
    if told is None:
        told_of = version.number == 1 and version.by_id is None
        return "" if told_of else "no event tells of it"
    facts, actor = told["facts"], told["actor"]
    # Events of old don't tell since when.
    since = facts.get("since", utc_text(version.since))
    row = (digest_of(version.document), version.by_id, utc_text(version.since))
    if row != (facts["document_digest"], actor and actor["id"], since):
        return "it is not as the event tells that put it in force"
    return ""


def _wrong_with_beginning(version: PolicyVersion, told: str | None) -> str:
    """`told`: since when it stood, as the Event says that put another in its place. Events of old don't."""
    is_another = told is not None and utc_text(version.since) != told
    return "it didn't begin when the event says that put another in its place" if is_another else ""

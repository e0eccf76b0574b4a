"""What `verify_record` checks of this room, beside the rows that Events speak of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Set
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from articles.signatures import BY_COMMAND
from people.roles import is_administrator
from people.tellings import RolesTold
from record.canonical import digest_of, utc_text
from record.chain import Event
from record.errors import BadInput
from record.exporting import register_texts
from record.movements import LONGEST_WAIT
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.tellings import LONGEST_VERB, first_told, moment_of
from record.verification import Verification, register_check
from reviews.actions.attest import check_days
from reviews.actions.sign_off import meaning_of
from reviews.models import (
    Attestation,
    PolicyVersion,
    PublishedReview,
    Review,
    Reviewer,
    ReviewPurpose,
    ReviewState,
    Revocation,
    SignOff,
)
from reviews.models.review import OPEN_STATES
from reviews.selectors import missing_roles
from reviews.verb_words import VERBS
from reviews.verifying.live import profile_events

SIGN_OFF = "sign_off"
CHANGE_POLICY = "change_policy"
GIVING = (SIGN_OFF, "attest")


@register_texts
def policies() -> Iterable[tuple[str, str]]:
    """What an export of the record holds of the policy: each version that a Review, or an Event, names by its digest.

    Only the first can be unnamed, which comes with the library, before a Review opens under it or it is replaced.
    """
    named = PolicyVersion.objects.filter(Q(pk__in=Review.objects.values("policy")) | Q(number__gt=1))
    documents = {digest_of(document): document for document in named.values_list("document", flat=True)}
    events = Event.objects.filter(row="", verb=CHANGE_POLICY).order_by("seq").values_list("body", flat=True)
    told = {digest for body in events.iterator() for digest in json.loads(body)["facts"].get("documents", ())}
    first = PolicyVersion.objects.filter(number=1).values_list("document", flat=True)
    documents |= {digest_of(document): document for document in first if digest_of(document) in told}
    return sorted(documents.items())


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


@register_check
def signatures_came_while_their_reviews_were_open(verification: Verification) -> None:
    """Nothing is signed or attested in a Review that was over by then, as the Events before tell."""
    articles = Review.objects.filter(Q(sign_offs__isnull=False) | Q(attestations__isnull=False)).order_by("article")
    for page in in_pages(articles.values_list("article__uuid", flat=True).distinct().iterator(), 100):
        events = Event.objects.filter(article__in=page).order_by("seq").values_list("seq", "verb", "body")
        states: dict[str, str] = {}
        # Events that can't be read are named where the chain is walked.
        for seq, verb, body in readable(events, lambda *_: None, 500):
            with suppress(*UNREADABLE):
                event = json.loads(body)
                facts = event["facts"]
                # Where none tells, it is of old.
                state = states.get(f"review:{facts.get('review')}", ReviewState.WAITING)
                if verb in GIVING and state not in OPEN_STATES:
                    kind, _colon, key = event["row"].partition(":")
                    verification.found(f"reviews_{kind}", key, f"its review was {state} by then, by event {seq}")
                told = facts.get("states", {})
                states |= {row: told[row]["state"] for row in told if row.startswith(f"{Review.row_kind}:")}


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
    if abs(waited) > LONGEST_VERB:
        return "it was given at another time than its event tells"
    if (told["actor"] and told["actor"]["id"]) != signature.reviewer_id:
        return "its event names another person than it"
    if signature.method != facts["method"] or (signature.method in BY_COMMAND and told["door"] != signature.method):
        return "it was given in another way than its event tells"
    return ""


def _wrong_with_signature(signature: SignOff) -> str:
    if signature.digest != signature.edition.digest:
        return "it is for another digest than its Edition's"
    if signature.role not in signature.review.required_roles:
        return "its review didn't ask for a signature in its role"
    if signature.meaning != meaning_of(signature.review, signature.role):
        return "it says something else than signatures in its role say"
    if signature.at < signature.edition.submitted_at - LONGEST_VERB:
        return "it is older than its Edition"
    before = signature.review.sign_offs.filter(role=signature.role, pk__lt=signature.pk)
    if signature.turn != before.count() or before.filter(revocation=None).exists():
        return "another stands in its place"
    wrote = signature.edition.contributor_rows.filter(person=signature.reviewer_id).exists()
    return "its signer wrote at the text" if wrote else ""


def _wrong_with_attestation(attestation: Attestation) -> str:
    if attestation.digest != attestation.edition.digest:
        return "it is for another digest than its Edition's"
    try:
        # The day may have begun already, wherever the library is.
        check_days(attestation.reviewed_on, attestation.due, attestation.at.date() + timedelta(days=1))
    except BadInput:
        return "its days are not those of a review and of the next one"
    wrote = attestation.edition.contributor_rows.filter(person=attestation.attested_by_id).exists()
    return "whoever attested it wrote at the text" if wrote else ""


class ProfileTold(NamedTuple):
    """What an Event says of a reviewer's profile from then on: its number, its moment, and the facts."""

    seq: int
    at: datetime
    facts: dict[str, Any]


@register_check
def signers_had_profiles(verification: Verification) -> None:
    """Each signature was given by a reviewer whose profile, by then, printed that name and those credentials, and said
    that they sign in this role and that their credentials hold.

    Events of old don't tell every column; what none tells of is not compared.
    """
    reviewers = set(Reviewer.objects.values_list("person", flat=True))
    told: dict[int, list[ProfileTold]] = defaultdict(list)
    # Events that can't be read are named where the chain is walked.
    for seq, body in readable(profile_events(), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            event = json.loads(body)
            told[event["facts"]["person"]].append(ProfileTold(seq, moment_of(event["at"]), event["facts"]))
    for page in in_pages(verification.each(SignOff.objects.order_by("pk")), 500):
        first = first_told(page)
        for row in page:
            if row.reviewer_id not in reviewers:
                verification.found("reviews_signoff", row.pk, "its signer has no profile of a reviewer")
            by_then = [profile for profile in told[row.reviewer_id] if profile.seq < first.get(row.row_id, 0)]
            if wrong := fault_in(_wrong_with_profile, row, by_then):
                verification.found("reviews_signoff", row.pk, wrong)


def _wrong_with_profile(signature: SignOff, by_then: list[ProfileTold]) -> str:
    if not by_then:
        return "no event tells that its signer had a profile of a reviewer by then"
    # The newest; and those that were still in force shortly before, since a verb asks before it waits.
    ended = [later.at for later in by_then[1:]]
    in_force = [by_then[-1]]
    in_force += [old for old, end in zip(by_then, ended, strict=False) if end >= signature.at - LONGEST_WAIT]
    faults = [_wrong_with_told(signature, profile) for profile in in_force]
    return "" if "" in faults else faults[0]


def _wrong_with_told(signature: SignOff, profile: ProfileTold) -> str:
    facts = profile.facts
    printed = (facts.get("printed_name", signature.printed_name), facts.get("credentials", signature.credentials))
    if printed != (signature.printed_name, signature.credentials):
        return f"its signer's profile said otherwise than it prints, by event {profile.seq}"
    if signature.role not in facts.get("roles", [signature.role]):
        return f"its signer didn't sign in this role, by event {profile.seq}"
    expire = facts.get("credentials_expire")
    # The day is the organisation's.
    if expire and date.fromisoformat(expire) < signature.at.date() - timedelta(days=1):
        return f"its signer's credentials had expired, by event {profile.seq}"
    return ""


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
def revocations_name_what_they_take_back(verification: Verification) -> None:
    """Nothing is taken back before it was given, and no two attestations of a Review stand."""
    revocations = Revocation.objects.select_related("sign_off", "attestation").order_by("pk")
    roles = verification.heard(RolesTold)
    verification.judge(revocations, lambda revocation: _wrong_with_revocation(revocation, roles))
    replacing = Attestation.objects.exclude(replaces=None).select_related("replaces__revocation").order_by("pk")
    verification.judge(replacing, _wrong_with_replacing)


def _wrong_with_revocation(revocation: Revocation, roles: RolesTold) -> str:
    if revocation.at < revocation.given.at - LONGEST_VERB:
        return "it is older than what it takes back"
    first = first_told([revocation]).get(revocation.row_id, 0)
    own = revocation.sign_off and revocation.by_id == revocation.sign_off.reviewer_id
    if not own and not roles.could(revocation.by_id, is_administrator, first, revocation.at):
        return f"by event {first} somebody takes back what was not theirs, who was no administrator by then"
    return ""


def _wrong_with_replacing(attestation: Attestation) -> str:
    before = attestation.replaces
    if before is None or before.review_id != attestation.review_id:
        return "it replaces one of another review"
    is_taken_back = hasattr(before, "revocation") and before.revocation.at - LONGEST_VERB <= attestation.at
    return "" if is_taken_back else "another stands in its place"


@register_check
def policies_are_as_told(verification: Verification) -> None:
    """The versions of the policy run 1, 2, 3 …, and each is as the Event tells that put it in force.

    The first comes with the library: its document is bound by every Review under it, its beginning by the Event that
    put the second in force.
    """
    told: dict[int, dict[str, Any]] = {}
    replaced: dict[int, str | None] = {}
    events = Event.objects.filter(row="", verb=CHANGE_POLICY).order_by("seq").values_list("seq", "body")
    for seq, body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            event = json.loads(body)
            number = event["facts"]["number"]
            if number in told:
                verification.found(Event._meta.db_table, seq, f"version {number} of the policy was in force already")
                continue
            told[number] = event
            replaced[number - 1] = event["facts"].get("replaced_since")
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
    if abs(version.since - moment_of(told["at"])) > LONGEST_WAIT:
        return "it came into force at another moment than the event that tells so"
    return ""


def _wrong_with_beginning(version: PolicyVersion, told: str | None) -> str:
    """`told`: since when it stood, as the Event says that put another in its place. Events of old don't."""
    is_another = told is not None and utc_text(version.since) != told
    return "it didn't begin when the event says that put another in its place" if is_another else ""


@register_check
def verbs_are_known(verification: Verification) -> None:
    """An Event of a verb for which there are no words is named. It is no fault: a later release may know more verbs."""
    for verb in sorted(verification.verbs.keys() - VERBS.keys()):
        verification.remark(f"record_event {verification.verbs[verb]}: nobody knows its verb, {verb!r}.")

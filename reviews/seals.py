"""Signatures and seals of texts that are in review, in the shape that pages show."""

from datetime import date, datetime, timedelta

from articles.models import Organisation
from articles.seal import Kind, Seal, Signature, attestation, byline_of, signature
from record import clock
from reviews.actions.sign_off import meaning_of
from reviews.authority import last_signed
from reviews.dates import add_months, start_of_day
from reviews.models import Attestation, Method, Review, Reviewer, ReviewPurpose, SignOff
from reviews.selectors import attestation_of, counting_signatures, was_changed


def signature_shown(sign_off: SignOff, organisation: Organisation) -> Signature:
    """A signature as it was given, on its day in the organisation's time zone."""
    return signature(
        name=sign_off.printed_name,
        credentials=sign_off.credentials,
        role=sign_off.role,
        meaning=sign_off.meaning,
        method=sign_off.method,
        on=organisation.day_of(sign_off.at),
        kind=_kind(sign_off.review),
    )


def attestation_shown(given: Attestation, organisation: Organisation) -> Signature:
    """A review of old, with whose word it is and since which day."""
    return attestation(
        name=given.name,
        credentials=given.credentials,
        on=given.reviewed_on,
        attested_by=given.printed_name,
        attested_on=organisation.day_of(given.at),
        method=given.method,
        changed=was_changed(given),
    )


def seal_so_far(review: Review, signatures: list[Signature]) -> Seal:
    """What would stand on the page if the text were published with these signatures. Nothing verifies it yet."""
    if review.purpose == ReviewPurpose.CORRECTION:
        return _seal_of_correction(review, signatures)
    last = max((given.on for given in signatures), default=None)
    return Seal(
        number=review.edition.number,
        digest=review.edition.digest,
        reviews=signatures,
        last_reviewed=last,
        next_review_due=add_months(last, review.months) if last else None,
    )


def seal_on_attestation(review: Review, given: Signature, due: date, organisation: Organisation, now: datetime) -> Seal:
    """What would stand on the page if the text were published on this attestation."""
    return Seal(
        number=review.edition.number,
        digest=review.edition.digest,
        reviews=[given],
        last_reviewed=given.on,
        next_review_due=due,
        overdue=start_of_day(due + timedelta(days=1), organisation) <= now,
    )


def seal_to_publish(review: Review, organisation: Organisation, now: datetime) -> Seal:
    """What would stand on the page if the text were published as it stands in review."""
    if given := attestation_of(review):
        return seal_on_attestation(review, attestation_shown(given, organisation), given.due, organisation, now)
    return seal_so_far(review, [signature_shown(row, organisation) for row in counting_signatures(review)])


def seal_when_signed(review: Review, given: list[Signature], reviewer: Reviewer, role: str, today: date) -> Seal:
    """What would stand on the page if this reviewer signed now: shown beside the pen."""
    own = signature(
        name=reviewer.printed_name,
        credentials=reviewer.credentials,
        role=role,
        meaning=meaning_of(review, role),
        method=Method.PASSWORD,
        on=today,
        kind=_kind(review),
    )
    return seal_so_far(review, [*given, own])


def _seal_of_correction(review: Review, signatures: list[Signature]) -> Seal:
    """The review of the whole text stands on, with its dates; beside it, who checked the wording."""
    now = clock.now()
    signed = last_signed(review.article_id, now)
    return Seal(
        number=review.edition.number,
        digest=review.edition.digest,
        reviews=[*(byline_of(signed) if signed else []), *signatures],
        last_reviewed=signed.last_reviewed if signed else None,
        next_review_due=signed.next_review_due if signed else None,
        overdue=signed is not None and signed.overdue_at <= now,
    )


def _kind(review: Review) -> Kind:
    return "wording" if review.purpose == ReviewPurpose.CORRECTION else "review"

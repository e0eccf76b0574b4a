"""Signatures and seals of texts that are in review, in the shape that pages show."""

from datetime import date

from articles.models import Organisation
from articles.seal import Seal, Signature, signature
from reviews.actions.sign_off import MEANINGS
from reviews.dates import add_months
from reviews.models import Method, Review, Reviewer, SignOff, SignOffRole


def signature_shown(sign_off: SignOff, organisation: Organisation) -> Signature:
    """A signature as it was given, on its day in the organisation's time zone."""
    return signature(
        name=sign_off.printed_name,
        credentials=sign_off.credentials,
        role=sign_off.role,
        meaning=sign_off.meaning,
        method=sign_off.method,
        on=organisation.day_of(sign_off.at),
    )


def seal_so_far(review: Review, signatures: list[Signature]) -> Seal:
    """What would stand on the page if the text were published with these signatures. Nothing verifies it yet."""
    last = max((given.on for given in signatures), default=None)
    return Seal(
        number=review.edition.number,
        digest=review.edition.digest,
        reviews=signatures,
        last_reviewed=last,
        next_review_due=add_months(last, review.months) if last else None,
    )


def seal_when_signed(review: Review, given: list[Signature], reviewer: Reviewer, role: str, today: date) -> Seal:
    """What would stand on the page if this reviewer signed now: shown beside the pen."""
    own = signature(
        name=reviewer.printed_name,
        credentials=reviewer.credentials,
        role=role,
        meaning=MEANINGS[SignOffRole(role)],
        method=Method.PASSWORD,
        on=today,
    )
    return seal_so_far(review, [*given, own])

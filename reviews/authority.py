"""What a Publication rests on: exactly one kind of authority, and the byline and dates that follow from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict, overload

from django.utils.translation import gettext as _

from articles.models import Authority, Edition, Organisation, Publication
from people.models import User
from record.canonical import JsonValue, digest_of
from record.errors import NotAllowed, WrongState
from reviews.dates import add_months, start_of_day
from reviews.models import Attestation, Review, ReviewPurpose, SignOff
from reviews.policy import PolicyDocument
from reviews.selectors import attestation_of, counting_signatures, was_changed

# What a later correction builds on: a review of the whole text.
WHOLE_TEXT = (Authority.SIGNATURES, Authority.ATTESTATION)


@dataclass(frozen=True, slots=True)
class Rests:
    """The authority of a text: its kind, who stands in the byline, and the dates. Frozen on the Publication."""

    kind: Authority
    byline: list[JsonValue]
    last_reviewed: date
    next_review_due: date
    overdue_at: datetime
    noindex_at: datetime | None = None
    gone_at: datetime | None = None


def check_authority(review: Review, by: User, now: datetime, organisation: Organisation) -> Rests:
    """What the Edition under review may be published on, as it stands now.

    Raises `WrongState` where it lacks something, `NotAllowed` where the policy wants somebody else to publish.
    """
    check_digest(review.edition)
    if signatures := _signatures(review):
        people = {row.reviewer_id for row in signatures}
        if review.purpose == ReviewPurpose.CORRECTION:
            rests = _on_correction(review, signatures, now, organisation)
        else:
            rests = _on_signatures(review, signatures, organisation)
    elif attestation := attestation_of(review):
        people = {attestation.attested_by_id}
        rests = _on_attestation(attestation, review, organisation)
    else:
        raise WrongState(_("A required signature is missing."))
    people.update(review.edition.contributor_ids)
    if review.policy.rules.publisher_apart and by.pk in people:
        raise NotAllowed(_("The review policy asks for somebody to publish who neither wrote nor signed the text."))
    return rests


def stands(publication: Publication, *, without: SignOff | Attestation | None = None) -> bool:
    """Whether the authority of a Publication is still whole, perhaps if one thing that was given were taken back."""
    review = publication.published_review.review
    if publication.authority == Authority.ATTESTATION:
        return attestation_of(review) not in (None, without)
    if set(review.required_roles) - {row.role for row in counting_signatures(review) if row != without}:
        return False
    if publication.authority == Authority.CORRECTION:
        signed = signed_before(publication)
        return signed is not None and stands(signed, without=without)
    return True


def signed_before(publication: Publication) -> Publication | None:
    """The Publication of the last text that was reviewed whole, on which a correction builds."""
    rows = Publication.objects.filter(article=publication.article_id, opens__lt=publication.opens, cancelled_at=None)
    return rows.filter(authority__in=WHOLE_TEXT).select_related("edition").order_by("-opens").first()


def last_signed(article_id: int, now: datetime) -> Publication | None:
    """The newest Publication whose text was reviewed whole: what *minor* is measured against."""
    rows = Publication.objects.opened(now).filter(article=article_id, authority__in=WHOLE_TEXT)
    return rows.select_related("edition").order_by("-opens").first()


def check_digest(edition: Edition) -> None:
    """Raises `WrongState` where the text that is stored isn't the one that was frozen."""
    if digest_of(edition.text) != edition.digest:
        raise WrongState(_("The stored text doesn't have its digest. Nothing was done. Tell an administrator at once."))


def _signatures(review: Review) -> list[SignOff]:
    """The required signatures, on exactly the stored text, by people who didn't write it; none where one is missing."""
    edition = review.edition
    signatures = [
        row
        for row in counting_signatures(review)
        if row.digest == edition.digest and row.reviewer_id not in edition.contributor_ids
    ]
    return [] if set(review.required_roles) - {signature.role for signature in signatures} else signatures


def _on_signatures(review: Review, signatures: list[SignOff], organisation: Organisation) -> Rests:
    last_reviewed = organisation.day_of(max(signature.at for signature in signatures))
    due = add_months(last_reviewed, review.months)
    return Rests(
        kind=Authority.SIGNATURES,
        byline=[signature_row(signature, organisation.day_of(signature.at)) for signature in signatures],
        last_reviewed=last_reviewed,
        next_review_due=due,
        **_instants(due, review.policy.rules, organisation),
    )


def _on_attestation(attestation: Attestation, review: Review, organisation: Organisation) -> Rests:
    return Rests(
        kind=Authority.ATTESTATION,
        byline=[attestation_row(attestation, organisation.day_of(attestation.at))],
        last_reviewed=attestation.reviewed_on,
        next_review_due=attestation.due,
        **_instants(attestation.due, review.policy.rules, organisation),
    )


def _on_correction(review: Review, signatures: list[SignOff], now: datetime, organisation: Organisation) -> Rests:
    """The review of the whole text stands on, with its dates; the signature is for the wording alone."""
    signed = last_signed(review.article_id, now)
    if signed is None or not stands(signed):
        raise WrongState(_("The text that this corrects has no review any more that stands. Submit it as a new text."))
    newest = Publication.objects.standing(now).filter(article=review.article_id).first()
    if newest is None:
        raise WrongState(_("Readers see no page of this article any more, so there is nothing to correct."))
    return Rests(
        kind=Authority.CORRECTION,
        byline=[
            *signed.signatures,
            *(wording_row(signature, organisation.day_of(signature.at)) for signature in signatures),
        ],
        last_reviewed=signed.last_reviewed,
        next_review_due=signed.next_review_due,
        overdue_at=newest.overdue_at,
        noindex_at=newest.noindex_at,
        gone_at=newest.gone_at,
    )


def signature_row(signature: SignOff, on: date) -> dict[str, JsonValue]:
    """How a signature stands in a byline, given its day in the organisation's time zone."""
    return {
        "name": signature.printed_name,
        "credentials": signature.credentials,
        "role": signature.role,
        "meaning": signature.meaning,
        "method": signature.method,
        "on": on.isoformat(),
    }


def wording_row(signature: SignOff, on: date) -> dict[str, JsonValue]:
    """The same of the signature on a correction."""
    return {**signature_row(signature, on), "kind": "wording"}


def attestation_row(attestation: Attestation, attested_on: date) -> dict[str, JsonValue]:
    """How an attestation stands there, given the day on which it was given.

    Readers are told where the review of old didn't see this very text. Other rows stay as they always were.
    """
    changed: dict[str, JsonValue] = {"changed_since_import": True} if was_changed(attestation) else {}
    return {
        "kind": "attestation",
        "name": attestation.name,
        "credentials": attestation.credentials,
        "on": attestation.reviewed_on.isoformat(),
        "attested_by": attestation.printed_name,
        "attested_on": attested_on.isoformat(),
        "method": attestation.method,
        **changed,
    }


class _Instants(TypedDict):
    overdue_at: datetime
    noindex_at: datetime | None
    gone_at: datetime | None


def _instants(due: date, rules: PolicyDocument, organisation: Organisation) -> _Instants:
    """When a page turns overdue and what follows, by the policy under which it was reviewed. Whole days, there."""
    return _Instants(
        overdue_at=_end_of(due, 0, organisation),
        noindex_at=_end_of(due, rules.noindex_after_days, organisation),
        gone_at=_end_of(due, rules.gone_after_days, organisation),
    )


@overload
def _end_of(day: date, later: int, organisation: Organisation) -> datetime: ...
@overload
def _end_of(day: date, later: int | None, organisation: Organisation) -> datetime | None: ...
def _end_of(day: date, later: int | None, organisation: Organisation) -> datetime | None:
    """The moment at which a day is over there, or so many days after it; None where that never comes."""
    return None if later is None else start_of_day(day + timedelta(days=1 + later), organisation)

"""What `verify_record` checks of this room, beside the rows that Events speak of."""

from collections.abc import Iterator

from articles.models import Authority, Publication
from record.chain import Event
from record.verification import Verification, register_check
from reviews.models import Attestation, PublishedReview, Review, ReviewPurpose, ReviewState, Revocation, SignOff
from reviews.selectors import attestation_of, missing_roles

OPENING_VERBS = ("publish", "republish")


@register_check
def signatures_hold(verification: Verification) -> None:
    """Each signature names the digest of its Edition and was given by somebody who didn't write it."""
    for signature in SignOff.objects.select_related("edition").order_by("pk").iterator(1000):
        if signature.digest != signature.edition.digest:
            verification.found("reviews_signoff", signature.pk, "it is for another digest than its Edition's")
        elif signature.edition.contributor_rows.filter(person=signature.reviewer_id).exists():
            verification.found("reviews_signoff", signature.pk, "its signer wrote at the text")
    for attestation in Attestation.objects.select_related("edition").order_by("pk").iterator(1000):
        if attestation.digest != attestation.edition.digest:
            verification.found("reviews_attestation", attestation.pk, "it is for another digest than its Edition's")
        elif attestation.edition.contributor_rows.filter(person=attestation.attested_by_id).exists():
            verification.found("reviews_attestation", attestation.pk, "whoever attested it wrote at the text")


@register_check
def reviews_stand_where_their_rows_say(verification: Verification) -> None:
    """A Review is signed or published only with the signatures it asked for, and published only with a Publication.

    A signature taken back later leaves a published Review as it was.
    """
    uncancelled = PublishedReview.objects.filter(publication__cancelled_at=None)
    published = set(uncancelled.values_list("review", flat=True))
    for review in Review.objects.order_by("pk").iterator(1000):
        complete = bool(review.required_roles) and not missing_roles(review)
        if review.state == ReviewState.PUBLISHED:
            complete = complete or _was_complete(review)
        signed = review.state in (ReviewState.APPROVED, ReviewState.PUBLISHED)
        if (signed and not complete) or (review.state == ReviewState.WAITING and complete):
            verification.found("reviews_review", review.pk, f"it is {review.state}, which its signatures don't say")
        if (review.state == ReviewState.PUBLISHED) != (review.pk in published):
            verification.found("reviews_review", review.pk, f"it is {review.state}, which its publication doesn't say")


def _was_complete(review: Review) -> bool:
    """Whether it had its signatures before some were taken back."""
    given = SignOff.objects.filter(edition=review.edition_id, review__purpose=review.purpose)
    if review.purpose == ReviewPurpose.REREVIEW:
        given = given.filter(review=review)
    return set(review.required_roles) <= set(given.values_list("role", flat=True))


@register_check
def publications_rest_on_what_was_told(verification: Verification) -> None:
    """Each Publication rests on the Review that its Event names, of its own Edition and kind of authority."""
    rows = Publication.objects.select_related("published_review__review").order_by("pk")
    for page in _pages(rows.iterator(1000)):
        told = _reviews_told([row.row_id for row in page])
        for publication in page:
            rests_on = getattr(publication, "published_review", None)
            if rests_on is None or rests_on.review_id != told.get(publication.row_id):
                what = "it doesn't rest on the review that the record says"
            elif rests_on.review.edition_id != publication.edition_id or not _is_kind(publication, rests_on.review):
                what = "it rests on a review of another text or kind"
            else:
                continue
            verification.found("articles_publication", publication.pk, what)


def _is_kind(publication: Publication, review: Review) -> bool:
    if publication.authority == Authority.ATTESTATION:
        return attestation_of(review) is not None
    return (publication.authority == Authority.CORRECTION) == (review.purpose == ReviewPurpose.CORRECTION)


def _reviews_told(row_ids: list[str]) -> dict[str, int]:
    events = Event.objects.filter(row__in=row_ids, verb__in=OPENING_VERBS)
    return {event.row: event.told["facts"].get("review", 0) for event in events}


def _pages(rows: Iterator[Publication], size: int = 500) -> Iterator[list[Publication]]:
    page: list[Publication] = []
    for row in rows:
        page.append(row)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


@register_check
def revocations_name_their_signatures(verification: Verification) -> None:
    """Nobody's signature is taken back before it was given."""
    for revocation in Revocation.objects.select_related("sign_off").order_by("pk").iterator(1000):
        if revocation.at < revocation.sign_off.at:
            verification.found("reviews_revocation", revocation.pk, "it is older than the signature it takes back")

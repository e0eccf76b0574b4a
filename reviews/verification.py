"""What `verify_record` checks of this room, beside the rows that Events speak of."""

from record.verification import Verification, register_check
from reviews.models import PublishedReview, SignOff


@register_check
def signatures_hold(verification: Verification) -> None:
    """Each signature names the digest of its Edition and was given by somebody who didn't write it."""
    for signature in SignOff.objects.select_related("edition").order_by("pk").iterator(1000):
        if signature.digest != signature.edition.digest:
            verification.found("reviews_signoff", signature.pk, "it is for another digest than its Edition's")
        elif signature.edition.contributor_rows.filter(person=signature.reviewer_id).exists():
            verification.found("reviews_signoff", signature.pk, "its signer wrote at the text")


@register_check
def publications_rest_on_signatures(verification: Verification) -> None:
    """Each Publication's Edition holds the signatures that its Review asked for."""
    for row in PublishedReview.objects.select_related("publication", "review").order_by("pk").iterator(1000):
        signed = set(
            SignOff.objects.filter(edition=row.publication.edition_id, review__purpose=row.review.purpose).values_list(
                "role", flat=True
            )
        )
        if row.review.edition_id != row.publication.edition_id or set(row.review.required_roles) - signed:
            verification.found(
                "articles_publication", row.publication_id, "it lacks a signature that its review asked for"
            )

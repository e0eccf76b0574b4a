"""What `verify_record` checks of this room, beside the rows that Events speak of."""

from articles.models import Article, Publication
from record.canonical import utc_text
from record.verification import Verification, register_check
from reviews.models import PublishedReview, Review, ReviewState, SignOff
from reviews.replay import Told, told_of
from reviews.selectors import missing_roles


@register_check
def signatures_hold(verification: Verification) -> None:
    """Each signature names the digest of its Edition and was given by somebody who didn't write it."""
    for signature in SignOff.objects.select_related("edition").order_by("pk").iterator(1000):
        if signature.digest != signature.edition.digest:
            verification.found("reviews_signoff", signature.pk, "it is for another digest than its Edition's")
        elif signature.edition.contributor_rows.filter(person=signature.reviewer_id).exists():
            verification.found("reviews_signoff", signature.pk, "its signer wrote at the text")


@register_check
def reviews_stand_where_their_rows_say(verification: Verification) -> None:
    """A Review is signed or published only with the signatures it asked for, and published only with a Publication."""
    published = set(PublishedReview.objects.values_list("review", flat=True))
    for review in Review.objects.order_by("pk").iterator(1000):
        complete = not missing_roles(review) and bool(review.required_roles)
        signed = review.state in (ReviewState.APPROVED, ReviewState.PUBLISHED)
        if (signed and not complete) or (review.state == ReviewState.WAITING and complete):
            verification.found("reviews_review", review.pk, f"it is {review.state}, which its signatures don't say")
        if (review.state == ReviewState.PUBLISHED) != (review.pk in published):
            verification.found("reviews_review", review.pk, f"it is {review.state}, which its publication doesn't say")


@register_check
def public_lives_are_as_told(verification: Verification) -> None:
    """Windows, withdrawals and what each Publication rests on are those that the Events tell of."""
    articles = Article.objects.order_by("pk").prefetch_related("publications__published_review", "withdrawals")
    for article in articles.iterator(500):
        told = told_of(article.uuid)
        for publication in article.publications.all():
            if wrong := _wrong_with(publication, told):
                verification.found("articles_publication", publication.pk, wrong)
        for withdrawal in article.withdrawals.all():
            ended = utc_text(withdrawal.ended_at) if withdrawal.ended_at else None
            if told.withdrawals.get(withdrawal.pk, "") != ended:
                verification.found("articles_withdrawal", withdrawal.pk, "its end is not the one on record")


def _wrong_with(publication: Publication, told: Told) -> str:
    closes = utc_text(publication.closes) if publication.closes else None
    if told.closes.get(publication.pk, "") != closes:
        return "its window closes at another moment than the record says"
    if publication.cancelled_at or publication.noindex_at or publication.gone_at:
        return "it holds an instant of which the record says nothing"
    if told.overdue_at.get(publication.pk) != utc_text(publication.overdue_at):
        return "it turns overdue at another moment than the record says"
    rests_on = getattr(publication, "published_review", None)
    if rests_on is None or rests_on.review_id != told.review.get(publication.pk):
        return "it doesn't rest on the review that the record says"
    return ""

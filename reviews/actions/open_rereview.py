"""`open_rereview`: the text that readers see, or would see were it not overdue, is reviewed once more as it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.content import is_quick_to_age
from articles.models import Article
from articles.windows import standing_of
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import WrongState
from reviews.actions.publish import end_rereview
from reviews.models import PolicyVersion, Review, ReviewPurpose
from reviews.notifications import notify_reviewers
from reviews.requirements import new_review


@transaction.atomic
def open_rereview(*, article: Article, by: User, door: str) -> Review:
    """Open a Review on the live Edition. It asks for signatures of its own; published, it brings new dates.

    A page that is gone because its review is long overdue comes back this way. One of a text that readers see no more,
    since another had been scheduled and has opened, is over then. Raises `WrongState` where no page stands, or such a
    Review of this very text is open already.
    """
    article = lock_article(article.pk)
    allow(by, "reviews.open_rereview", article)
    now = now_in_verb()
    standing = standing_of(article, now)
    if standing is None:
        raise WrongState(_("Readers see no page of this article, so there is nothing to review again."))
    edition = standing.edition
    if Review.objects.open().filter(edition=edition, purpose=ReviewPurpose.REREVIEW).exists():
        raise WrongState(_("The text is being reviewed again already."))
    over = end_rereview(article, now)
    review = new_review(
        article,
        edition,
        ReviewPurpose.REREVIEW,
        ages_quickly=is_quick_to_age(edition),
        policy=PolicyVersion.current(),
        by=by,
    )
    record_event(
        "open_rereview",
        actor=by,
        door=door,
        article=article.uuid,
        row=review,
        touched=over,
        edition=edition.pk,
        digest=edition.digest,
        required=review.required_roles,
        policy=review.policy.number,
    )
    notify_reviewers(review, review.required_roles)
    return review

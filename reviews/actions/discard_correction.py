"""`discard_correction`: a correction that nobody wants any more goes. Readers never saw it."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.articles import forget_versions
from articles.actions.locking import lock_article, lock_draft
from articles.models import Draft, Purpose
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.errors import Conflict, WrongState
from reviews.models import Review, ReviewPurpose


@transaction.atomic
def discard_correction(*, draft: Draft, seen: int, by: User, door: str) -> None:
    """Delete a correction as the caller saw it after `seen` saves. Who saved what stays known.

    So whoever wrote at it doesn't sign the next correction either. Raises `WrongState` while it is in review.
    """
    article = lock_article(draft.article_id)
    allow(by, "reviews.discard_correction", draft)
    current = lock_draft(draft)
    if current.purpose != Purpose.CORRECTION:
        raise WrongState(_("This is no correction."))
    if current.saves != seen:
        raise Conflict(_("The correction was saved again since you looked. Look again."))
    if Review.objects.open().filter(article=article, purpose=ReviewPurpose.CORRECTION).exists():
        raise WrongState(_("The correction is in review. Take it back first."))
    forget_versions(current)
    current.delete()
    record_event("discard_correction", actor=by, door=door, article=article.uuid, save=seen)

"""`unschedule`: a scheduled Publication never opens. What it would have replaced stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.actions.words import reason_said
from articles.models import Publication
from people.allowing import allow
from people.models import User
from record.clock import now_in_verb
from record.errors import WrongState
from reviews.actions.opening import cancel_schedule


@transaction.atomic
def unschedule(*, publication: Publication, reason: str, by: User, door: str) -> None:
    """Cancel what is scheduled. The page it would have replaced gets back the end that it had.

    Its Review can be published again. Raises `WrongState` from the very second on at which it opens.
    """
    article = lock_article(publication.article_id)
    allow(by, "reviews.schedule_edition", article)
    reason = reason_said(reason, missing=_("Say why it is cancelled. The reason is kept on record."))
    cancel_schedule(lock_scheduled(publication, now := now_in_verb()), now=now, by=by, door=door, reason=reason)


def lock_scheduled(publication: Publication, now: datetime) -> Publication:
    """The Publication, still scheduled; its article's row is locked. Raises `WrongState` where it is too late."""
    known = Publication.objects.filter(pk=publication.pk).select_related("edition")
    if scheduled := known.scheduled(now).first():
        return scheduled
    current = known.get()
    if current.cancelled_at:
        raise WrongState(_("This was cancelled already."))
    if current.opens > now:
        raise WrongState(_("The page was withdrawn since, so this never opens."))
    raise WrongState(_("Readers see it already. It can be withdrawn, or replaced."))

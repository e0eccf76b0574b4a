"""`change_end`: a page goes away at another moment, or stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.actions.windows import End, check_end_seen, close_window
from articles.models import Publication
from articles.windows import scheduled_of
from people.allowing import allow
from people.models import User
from record.canonical import utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, WrongState
from reviews.dates import check_moment


@transaction.atomic
def change_end(
    *, publication: Publication, closes: datetime | None, by: User, door: str, end_seen: End | None = None
) -> None:
    """Let a live or scheduled page end at the future moment `closes`, or have no end.

    `end_seen` is the end that stood on the caller's screen; where it is another by now, that is a `Conflict`.

    Raises `WrongState` where readers don't see it any more, or where another text is scheduled to take its place.
    """
    article = lock_article(publication.article_id)
    allow(by, "reviews.schedule_edition", article)
    now = now_in_verb()
    public = Publication.objects.live(now) | Publication.objects.scheduled(now)
    current = public.filter(pk=publication.pk).first()
    if current is None:
        raise WrongState(_("This page has ended already."))
    check_end_seen(current, end_seen)
    scheduled = scheduled_of(article, now)
    if scheduled and scheduled.pk != current.pk:
        raise WrongState(_("Another text is scheduled to take its place. Cancel that first."))
    if closes is not None:
        check_moment(closes)
    if closes is not None and closes <= max(now, current.opens):
        raise BadInput(_("The end has to be a moment to come, after the beginning. To end it now, withdraw the page."))
    if closes == current.closes:
        raise BadInput(_("It ends at just that moment already."))
    former = current.closes
    close_window(current, closes)
    record_event(
        "change_end",
        actor=by,
        door=door,
        article=article.uuid,
        row=current,
        former=utc_text(former) if former else None,
        digest=current.edition.digest,
    )

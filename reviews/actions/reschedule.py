"""`reschedule`: what is scheduled opens, or ends, at another moment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.actions.windows import End, check_end_seen
from articles.models import Organisation, Publication
from articles.windows import live_of, newest_opened
from people.allowing import allow
from people.models import User
from record.clock import now_in_verb
from record.errors import BadInput
from reviews.actions.locking import lock_review
from reviews.actions.opening import cancel_schedule
from reviews.actions.publish import publish_signed
from reviews.actions.republish import republish
from reviews.actions.unschedule import lock_scheduled
from reviews.dates import check_moment, moment_words


@transaction.atomic
def reschedule(
    *,
    publication: Publication,
    opens: datetime,
    closes: datetime | None,
    by: User,
    door: str,
    end_seen: End | None = None,
) -> Publication:
    """Cancel a scheduled Publication and schedule its Edition anew, in one step. Gives the new Publication.

    `end_seen` is the end that stood on the caller's screen; where it is another by now, that is a `Conflict`.
    """
    article = lock_article(publication.article_id)
    allow(by, "reviews.schedule_edition", article)
    check_moment(opens)
    now = now_in_verb()
    scheduled = lock_scheduled(publication, now)
    check_end_seen(scheduled, end_seen)
    if (opens, closes) == (scheduled.opens, scheduled.closes):
        raise BadInput(_("It is scheduled for just that already."))
    review = lock_review(scheduled.published_review.review)
    reason = _("Moved to %(moment)s.") % {"moment": moment_words(opens, Organisation.current())}
    cancel_schedule(scheduled, now=now, by=by, door=door, reason=reason, moved=True)
    last, live = newest_opened(article, now), live_of(article, now)
    if last and last.published_review.review_id == review.pk:
        # What is scheduled is the page that readers saw last, coming back.
        return republish(article=article, last_seen=last.pk, by=by, door=door, opens=opens, closes=closes)
    return publish_signed(review, live_seen=live.pk if live else None, by=by, door=door, opens=opens, closes=closes)

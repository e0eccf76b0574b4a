"""`republish`: a page that was withdrawn, or whose time had ended, comes back as it was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.models import Article, Authority, Organisation, Publication
from articles.windows import live_of, newest_opened, scheduled_of, waiting_of
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, WrongState
from reviews.actions.opening import cancel_schedule, check_schedule, facts_of, open_on, opening
from reviews.authority import Rests, check_digest, stands


@transaction.atomic
def republish(
    *,
    article: Article,
    last_seen: int,
    by: User,
    door: str,
    opens: datetime | None = None,
    closes: datetime | None = None,
    scheduled_seen: int | None = None,
) -> Publication:
    """Let readers see again what they saw last: the same Edition on the same authority, with the same dates.

    `last_seen` is the id of the Publication that the caller saw as the last one.

    Raises `WrongState` where readers see a page now, where what it rests on was taken back, or once the review is over.
    """
    article = lock_article(article.pk)
    allow(by, "reviews.republish_article", article)
    now = now_in_verb()
    last, scheduled = newest_opened(article, now), scheduled_of(article, now)
    if last is None:
        raise WrongState(_("Readers never saw a page of this article."))
    if live_of(article, now):
        raise WrongState(_("Readers see the page now."))
    if last.pk != last_seen:
        raise Conflict(_("Another text was published since you looked. Look again."))
    check_schedule(scheduled, scheduled_seen)
    if scheduled:
        reason = _("Edition %(number)d was published again in its place.") % {"number": last.edition.number}
        for waiting in waiting_of(article, now):
            cancel_schedule(waiting, now=now, by=by, door=door, reason=reason)
    moment = opening(opens, last, now)
    _check_still_good(last, moment)
    review = last.published_review.review
    publication, changed = open_on(
        review, _rests_again(last), newest=last, standing=None, opens=moment, closes=closes, by=by,
        organisation=Organisation.current(),
    )  # fmt: skip
    record_event(
        "republish",
        actor=by,
        door=door,
        article=article.uuid,
        row=publication,
        touched=changed,
        **facts_of(publication, review),
    )
    return publication


def _check_still_good(last: Publication, moment: datetime) -> None:
    """Signed as before, in date, and the very text."""
    check_digest(last.edition)
    if not stands(last):
        raise WrongState(_("What it rested on was taken back. Submit the text for review again."))
    if moment >= last.overdue_at:
        raise WrongState(_("Its review is over by then. Submit the text for review again."))


def _rests_again(last: Publication) -> Rests:
    """Byline and dates as they stood."""
    return Rests(
        kind=Authority(last.authority),
        byline=list(last.signatures),
        last_reviewed=last.last_reviewed,
        next_review_due=last.next_review_due,
        overdue_at=last.overdue_at,
        noindex_at=last.noindex_at,
        gone_at=last.gone_at,
    )

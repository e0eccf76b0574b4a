"""`publish`: an Edition with its authority goes to readers, now or at a future second."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.actions.articles import forget_versions
from articles.actions.windows import End, check_end_seen
from articles.models import Article, Draft, Edition, Organisation, Publication, Purpose
from articles.windows import lacks, standing_of, waiting_of, windows_of
from people.allowing import allow
from people.models import User
from record.chain import Recorded, record_event
from record.clock import now_in_verb
from record.errors import Conflict, WrongState
from reviews.actions.locking import lock_review
from reviews.actions.opening import cancel_schedule, check_schedule, facts_of, open_on, opening
from reviews.authority import check_authority
from reviews.models import Review, ReviewPurpose, ReviewState
from reviews.selectors import over_unseen
from reviews.transitions import move


@transaction.atomic
def publish(
    *,
    review: Review,
    live_seen: int | None,
    by: User,
    door: str,
    opens: datetime | None = None,
    closes: datetime | None = None,
    scheduled_seen: int | None = None,
    end_seen: End | None = None,
) -> Publication:
    """Publish the Edition of an approved Review: now, or at the future moment `opens`; for good, or until `closes`.

    `live_seen` and `scheduled_seen` are the ids of the Publications that the caller saw live and scheduled, if any.
    What is scheduled is cancelled in the same step. `end_seen` is the end that they saw of what is live.

    Raises `Conflict` where readers see something else by now than the caller saw, or the text grew from something else.
    """
    review = lock_review(review)
    if review.state != ReviewState.APPROVED:
        allow(by, "reviews.publish_edition", review)
        raise WrongState(
            _("Only a signed text can be published. This review is: %(state)s.")
            % {"state": ReviewState(review.state).label}
        )
    return publish_signed(
        review, live_seen=live_seen, scheduled_seen=scheduled_seen, opens=opens, closes=closes, by=by, door=door,
        end_seen=end_seen,
    )  # fmt: skip


def publish_signed(
    review: Review,
    *,
    live_seen: int | None,
    by: User,
    door: str,
    opens: datetime | None,
    closes: datetime | None,
    scheduled_seen: int | None = None,
    end_seen: End | None = None,
) -> Publication:
    """The same for a locked Review that is approved, or that was published and is only moved to another moment."""
    allow(by, "reviews.publish_edition", review)
    article, edition = review.article, review.edition
    now = now_in_verb()
    organisation = Organisation.current()
    rests = check_authority(review, by, now, organisation)
    windows = windows_of(article, now)
    newest, live, standing, scheduled = windows.newest, windows.live, windows.standing, windows.scheduled
    if live_seen != (live.pk if live else None):
        raise Conflict(_("What readers see has changed since you looked. Look again, then publish."))
    check_end_seen(live, end_seen)
    check_schedule(scheduled, scheduled_seen)
    if over := over_unseen(review):
        raise WrongState(over)
    _check_base(edition, newest, now)
    _lock_draft(review)
    if scheduled:
        reason = _("Edition %(number)d was published in its place.") % {"number": edition.number}
        for waiting in waiting_of(article, now):
            cancel_schedule(waiting, now=now, by=by, door=door, reason=reason, instead=edition)
        standing = standing_of(article, now)
    moment = opening(opens, newest, now)
    publication, changed = open_on(
        review, rests, newest=newest, standing=standing, opens=moment, closes=closes, by=by, organisation=organisation
    )
    if review.state != ReviewState.PUBLISHED:
        move(review, ReviewState.PUBLISHED, now)
        changed.append(review)
    if review.purpose != ReviewPurpose.REREVIEW:
        _grow_from(edition)
        # Until a scheduled text opens, what readers see may be signed once more.
        changed += end_rereview(review.article, now) if newest and opens is None else []
    record_event(
        "publish",
        actor=by,
        door=door,
        article=article.uuid,
        row=publication,
        touched=changed,
        **facts_of(publication, review),
    )
    return publication


def _check_base(edition: Edition, newest: Publication | None, now: datetime) -> None:
    """The text must have grown from what readers saw last, or a change that went public meanwhile would be undone
    unseen.

    What it grew from may be an Edition that was scheduled and never opened. Readers missed nothing of that one, so its
    own base counts in its place, back to the first that opened: no change that ever went public is passed over. It was
    reviewed against what readers see, and whoever wrote what never opened is a contributor of it.
    """
    if newest is not None and lacks(edition, newest.edition, now):
        raise Conflict(
            _(
                "Another text of this article was published since this one was begun. "
                "Bring its changes in and submit again."
            )
        )


def _lock_draft(review: Review) -> None:
    """Lock the Draft that will grow from what this Review publishes, before the first Event is written."""
    if connection.features.has_select_for_update and review.purpose != ReviewPurpose.REREVIEW:
        list(_growing_from(review.edition).select_for_update().values_list("pk"))


def _growing_from(edition: Edition) -> QuerySet[Draft]:
    return Draft.objects.filter(article=edition.article_id, purpose=edition.purpose)


def _grow_from(edition: Edition) -> None:
    """From now on its Draft grows from this Edition. A correction that nobody wrote on at has done its work."""
    drafts = _growing_from(edition)
    if edition.purpose == Purpose.CORRECTION and (done := drafts.filter(saves=edition.save_number).first()):
        forget_versions(done)
        done.delete()
    else:
        drafts.update(base=edition)


def end_rereview(article: Article, now: datetime) -> list[Recorded]:
    """Another text takes, or took, the place of the one that was being reviewed once more."""
    rows = Review.objects.open().filter(article=article, purpose=ReviewPurpose.REREVIEW)
    ended: list[Recorded] = []
    for row in rows.select_for_update(no_key=True):
        move(row, ReviewState.SUPERSEDED, now)
        ended.append(row)
    return ended

"""What `publish`, `republish` and `reschedule` share: the moment, the rows, the schedule that is cancelled."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.actions.windows import cancel_window, open_window
from articles.models import Cancellation, Edition, Organisation, Publication
from articles.windows import earliest_opening, lacks
from people.models import User
from record.canonical import canonical_text, utc_text
from record.chain import Recorded, record_event
from record.errors import BadInput, Conflict, WrongState
from reviews.authority import Rests
from reviews.dates import check_moment
from reviews.models import PublishedReview, Review, ReviewPurpose, ReviewState
from reviews.selectors import missing_roles
from reviews.transitions import move


def opening(opens: datetime | None, newest: Publication | None, now: datetime) -> datetime:
    """The moment at which a window opens that was asked for `opens`; None asks for now."""
    if opens is None:
        return earliest_opening(newest, now)
    check_moment(opens)
    if opens <= now:
        raise BadInput(_("That moment has passed. Choose a later one, or publish now."))
    if newest is not None and opens < earliest_opening(newest, now):
        raise BadInput(
            _("By the record, readers had this page after that moment: the clock was set back. Choose a later one.")
        )
    return opens


def check_end(opens: datetime, closes: datetime | None) -> None:
    """Raises `BadInput` where a window would close before it opens, or when nobody lives to see it."""
    if closes is None:
        return
    check_moment(closes)
    if closes <= opens:
        raise BadInput(_("The end has to come after the beginning."))


def open_on(
    review: Review,
    rests: Rests,
    *,
    newest: Publication | None,
    standing: Publication | None,
    opens: datetime,
    closes: datetime | None,
    by: User,
    organisation: Organisation,
) -> tuple[Publication, list[Recorded]]:
    """A Publication of the Review's Edition, with its authority, byline and dates. Gives what else changed.

    `newest` is the last that readers saw of the article, `standing` what holds the window.
    """
    check_end(opens, closes)
    _check_in_grace(opens, rests)
    publication, changed = open_window(
        newest=newest, standing=standing, opens=opens, closes=closes,
        article=review.article, edition=review.edition, published_by=by,
        authority=rests.kind, byline=canonical_text(rests.byline),
        last_reviewed=rests.last_reviewed, next_review_due=rests.next_review_due,
        last_updated=organisation.day_of(_first_opening(review.edition, newest) or opens),
        overdue_at=rests.overdue_at, noindex_at=rests.noindex_at, gone_at=rests.gone_at,
    )  # fmt: skip
    PublishedReview.objects.create(publication=publication, review=review)
    return publication, changed


def _check_in_grace(opens: datetime, rests: Rests) -> None:
    """Raises `WrongState` where readers would never see it: its review is too long overdue by then."""
    if rests.gone_at is not None and rests.gone_at <= opens:
        raise WrongState(
            _("By then its review is so long overdue that readers would find a notice in its place. Review it again.")
        )


def facts_of(publication: Publication, review: Review) -> dict[str, Any]:
    """What the Event of an opening tells."""
    return {
        "review": review.pk,
        "edition": publication.edition_id,
        "digest": publication.edition.digest,
        "authority": str(publication.authority),
        "opens": utc_text(publication.opens),
        "closes": utc_text(publication.closes) if publication.closes else None,
        "replaces": publication.replaces_id,
    }


def check_schedule(scheduled: Publication | None, seen: int | None) -> None:
    """Raises `Conflict` unless what is scheduled is what the caller saw, and wants cancelled."""
    if scheduled is not None and seen is None:
        raise Conflict(
            _("Another text of this article is scheduled, and would come back later. Cancel it in the same step.")
        )
    if seen != (scheduled.pk if scheduled else None):
        raise Conflict(_("What is scheduled has changed since you looked. Look again."))


def cancel_schedule(
    publication: Publication,
    *,
    now: datetime,
    by: User,
    door: str,
    reason: str,
    instead: Edition | None = None,
    moved: bool = False,
) -> None:
    """Cancel a scheduled Publication, with its Event. Its Review can be published again, where nothing newer waits and
    it doesn't lack what opens `instead`, now or later. One that is only `moved` is published again in the same step,
    and its Review stays as it is, whatever newer text waits. Raises `Conflict` where another opens after it, which only
    a clock that was set back brings about.
    """
    behind = Publication.objects.filter(article=publication.article_id, cancelled_at=None, opens__gt=publication.opens)
    if behind.exists():
        # The one before it can't have its end back, since windows don't overlap.
        raise Conflict(
            _(
                "By the record, another text of this article opens after this one: the clock was set back. Set it "
                "right, or cancel that one first."
            )
        )
    changed = cancel_window(publication, now)
    cancellation = Cancellation.objects.create(publication=publication, at=now, by=by, reason=reason)
    review = publication.published_review.review
    if not moved and not review.published.filter(publication__cancelled_at=None).exists():
        changed.append(_back(review, now, instead))
    record_event(
        "unschedule",
        actor=by,
        door=door,
        article=publication.article.uuid,
        row=cancellation,
        touched=changed,
        why=reason,
        publication=publication.pk,
        digest=publication.edition.digest,
    )


def _back(review: Review, now: datetime, instead: Edition | None) -> Review:
    """The Review of a text that won't be public after all, where it stood before."""
    newer = Review.objects.open().filter(article=review.article_id, purpose=review.purpose).exclude(pk=review.pk)
    live_changed = review.purpose == ReviewPurpose.REREVIEW and not (
        Publication.objects.standing(now).filter(edition=review.edition_id).exists()
    )
    if newer.exists() or live_changed or (instead is not None and lacks(review.edition, instead, now)):
        move(review, ReviewState.SUPERSEDED, now)
    elif not missing_roles(review):
        move(review, ReviewState.APPROVED, now)
    else:
        move(review, ReviewState.WAITING, now)
    return review


def _first_opening(edition: Edition, newest: Publication | None) -> datetime | None:
    """When this very text went public first, if it ever did."""
    if newest is None:
        return None
    rows = Publication.objects.filter(
        article=edition.article_id, edition__content_row=edition.digest, cancelled_at=None
    )
    return rows.order_by("opens").values_list("opens", flat=True).first()

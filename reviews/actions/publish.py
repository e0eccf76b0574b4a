"""`publish`: an Edition that holds its signatures goes to readers."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Authority, Draft, Edition, Organisation, Publication, Withdrawal
from people.models import User
from record.canonical import JsonValue, canonical_text, digest_of, utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, NotAllowed, WrongState
from reviews.actions.locking import allow, lock_review
from reviews.dates import add_months, start_of_day
from reviews.models import PublishedReview, Review, ReviewState, SignOff
from reviews.selectors import counting_signatures
from reviews.transitions import move


@transaction.atomic
def publish(*, review: Review, live_seen: int | None, by: User, door: str) -> Publication:
    """Publish the Edition of an approved Review, now.

    `live_seen` is the id of the Publication the caller saw live, if any.

    Raises `Conflict` where readers see something else by now than the caller saw, or the text grew from something else.
    """
    review = lock_review(review)
    allow(by, "reviews.publish_edition", review)
    edition, article = review.edition, review.article
    signatures = _check_authority(review, by)
    now = now_in_verb()
    newest = Publication.objects.opened(now).filter(article=article).order_by("-opens").first()
    live = Publication.objects.live(now).filter(article=article).first() if newest else None
    if live_seen != (live.pk if live else None):
        raise Conflict(_("What readers see has changed since you looked. Look again, then publish."))
    _check_base(edition, newest)
    opens = max(now, newest.opens + timedelta(microseconds=1)) if newest else now
    if live:
        Publication.objects.filter(pk=live.pk).update(closes=opens)
    standing = Withdrawal.objects.filter(article=article, ended_at=None).first() if newest else None
    if standing:
        Withdrawal.objects.filter(pk=standing.pk).update(ended_at=opens)
    publication = Publication.objects.create(
        article=article, edition=edition, opens=opens, authority=Authority.SIGNATURES, published_by=by,
        **_byline(review, edition, signatures, opens, first=newest is None),
    )  # fmt: skip
    PublishedReview.objects.create(publication=publication, review=review)
    move(review, ReviewState.PUBLISHED, now)
    Draft.objects.filter(article=article, purpose=edition.purpose).update(base=edition)
    record_event(
        "publish",
        actor=by,
        door=door,
        article=article.uuid,
        row=publication,
        review=review.pk,
        edition=edition.pk,
        digest=edition.digest,
        replaces=live.pk if live else None,
        opens=utc_text(opens),
        overdue_at=utc_text(publication.overdue_at),
        ends_withdrawal=standing.pk if standing else None,
    )
    return publication


def _check_authority(review: Review, by: User) -> list[SignOff]:
    """The required signatures, on exactly the stored text, by people who didn't write it."""
    edition = review.edition
    if review.state != ReviewState.APPROVED:
        raise WrongState(
            _("Only a signed text can be published. This review is: %(state)s.")
            % {"state": ReviewState(review.state).label}
        )
    if digest_of(edition.text) != edition.digest:
        raise WrongState(
            _("The stored text doesn't have its digest. Nothing was published. Tell an administrator at once.")
        )
    contributors = {row.person_id for row in edition.contributor_rows.all()}
    signatures = [
        row
        for row in counting_signatures(review)
        if row.digest == edition.digest and row.reviewer_id not in contributors
    ]
    lacking = set(review.required_roles) - {signature.role for signature in signatures}
    if lacking or not signatures:
        raise WrongState(_("A required signature is missing."))
    if review.policy.rules.publisher_apart and by.pk in contributors | {row.reviewer_id for row in signatures}:
        raise NotAllowed(_("The review policy asks for somebody to publish who neither wrote nor signed the text."))
    return signatures


def _check_base(edition: Edition, newest: Publication | None) -> None:
    """The text must have grown from what readers saw last, or a change that went public meanwhile would be undone
    unseen.
    """
    grown_from = (edition.based_on_id, edition.pk)
    if newest is not None and newest.edition_id not in grown_from:
        raise Conflict(
            _(
                "Another text of this article was published since this one was begun. "
                "Bring its changes in and submit again."
            )
        )
    if newest is None and edition.based_on_id is not None:
        raise Conflict(_("The text this one grew from was never published."))


def _byline(
    review: Review, edition: Edition, signatures: list[SignOff], opens: datetime, *, first: bool
) -> dict[str, object]:
    """Byline and dates as they stand now, frozen beside the signature. All days are the organisation's."""
    organisation = Organisation.current()
    last_reviewed = organisation.day_of(max(signature.at for signature in signatures))
    due = add_months(last_reviewed, review.months)
    rows: list[JsonValue] = [
        {
            "name": signature.printed_name,
            "credentials": signature.credentials,
            "role": signature.role,
            "meaning": signature.meaning,
            "method": signature.method,
            "on": organisation.day_of(signature.at).isoformat(),
        }
        for signature in signatures
    ]
    return {
        "byline": canonical_text(rows),
        "last_reviewed": last_reviewed,
        "last_updated": (None if first else _first_public(edition, organisation)) or organisation.day_of(opens),
        "next_review_due": due,
        "overdue_at": start_of_day(due + timedelta(days=1), organisation),
    }


def _first_public(edition: Edition, organisation: Organisation) -> date | None:
    """The day on which this very text went public before, if it did."""
    first = (
        Publication.objects.filter(article=edition.article_id, edition__content_row=edition.digest, cancelled_at=None)
        .order_by("opens")
        .values_list("opens", flat=True)
        .first()
    )
    return organisation.day_of(first) if first else None

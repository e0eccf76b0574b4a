"""What `revoke` and `revoke_attestation` share: what pages rest on is taken back, and those pages end."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.actions.words import reason_said
from articles.models import Article, Publication
from articles.windows import live_of, waiting_of
from people.allowing import allow
from people.models import User
from record.canonical import JsonValue
from record.chain import Recorded, record_event
from record.clock import now_in_verb
from record.errors import Conflict, WrongState
from reviews.actions.opening import cancel_schedule
from reviews.actions.withdraw import take_away
from reviews.authority import last_signed, stands
from reviews.models import Attestation, Review, ReviewPurpose, ReviewState, Revocation, SignOff
from reviews.notifications import notify_of_ending, notify_reviewers
from reviews.selectors import missing_roles
from reviews.transitions import move


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of it: where it was taken back already, why pages end, and to readers of those."""

    already: str
    why: str
    notice: str


def take_back(
    given: SignOff | Attestation,
    *,
    verb: str,
    permission: str,
    saying: Saying,
    reason: str,
    by: User,
    door: str,
    ends_seen: list[int] | None,
) -> Revocation:
    """Take it back, inside the transaction of the verb that asks."""
    article = lock_article(given.edition.article_id)
    allow(by, permission, given)
    reason = reason_said(reason, missing=_("Say why it is taken back. The reason is kept on record."))
    name = "sign_off" if isinstance(given, SignOff) else "attestation"
    if Revocation.objects.filter(**{name: given}).exists():
        raise WrongState(saying.already)
    now = now_in_verb()
    ends = ends_with(given, now)
    if ends_seen is not None and sorted(ends_seen) != sorted(row.pk for row in ends):
        raise Conflict(_("Other pages rest on it by now. Look again, then take it back."))
    revocation = Revocation.objects.create(**{name: given}, by=by, printed_name=by.printed_name, at=now, reason=reason)
    # Before it is told: what was scheduled comes back as a review that waits, and may have nothing to stand on.
    _end(article, ends, saying, now=now, by=by, door=door)
    facts: dict[str, JsonValue] = {name: given.pk, "digest": given.digest, "ends": [row.pk for row in ends]}
    record_event(
        verb,
        actor=by,
        door=door,
        article=article.uuid,
        row=revocation,
        touched=[*_superseded(article, now), *_waiting_again(article, now)],
        why=reason,
        **facts,
    )
    notify_of_ending(ends, revocation, saying.why)
    review = Review.objects.select_related("edition").get(pk=given.review_id)
    if review.state == ReviewState.WAITING:
        notify_reviewers(review, missing_roles(review))
    return revocation


def ends_with(given: SignOff | Attestation, now: datetime) -> list[Publication]:
    """The Publications, live or scheduled, that would end if it were taken back: live ones first."""
    article = given.edition.article_id
    public = Publication.objects.live(now) | Publication.objects.scheduled(now)
    rows = public.filter(article=article).order_by("opens")
    rows = rows.select_related("article__owner", "edition", "published_review__review")
    return [row for row in rows if stands(row) and not stands(row, without=given)]


def corrections_lost(given: SignOff | Attestation, now: datetime) -> list[Review]:
    """The corrections in review that would have nothing to build on if it were taken back."""
    signed = last_signed(given.edition.article_id, now)
    if signed is None or not stands(signed) or stands(signed, without=given):
        return []
    return list(_open_corrections(given.edition.article_id).select_related("edition"))


def _open_corrections(article_id: int) -> QuerySet[Review]:
    return Review.objects.open().filter(article=article_id, purpose=ReviewPurpose.CORRECTION).order_by("pk")


def _superseded(article: Article, now: datetime) -> list[Recorded]:
    """Corrections in review, signed or not, of a text whose own review doesn't stand any more: nothing can come of
    them.
    """
    signed = last_signed(article.pk, now)
    if signed is not None and stands(signed):
        return []
    corrections = list(_open_corrections(article.pk).select_for_update(no_key=True))
    for review in corrections:
        move(review, ReviewState.SUPERSEDED, now)
    return [*corrections]


def _waiting_again(article: Article, now: datetime) -> list[Recorded]:
    """Reviews that were ready to publish and lack a signature again."""
    waiting: list[Recorded] = []
    for review in Review.objects.select_for_update(no_key=True).filter(article=article, state=ReviewState.APPROVED):
        if missing_roles(review):
            move(review, ReviewState.WAITING, now)
            waiting.append(review)
    return waiting


def _end(article: Article, ends: list[Publication], saying: Saying, *, now: datetime, by: User, door: str) -> None:
    """First what is scheduled, so that nothing which rests on it can open again."""
    ending = {row.pk for row in ends}
    live = live_of(article, now)
    for waiting in waiting_of(article, now):
        if waiting.pk in ending:
            cancel_schedule(waiting, now=now, by=by, door=door, reason=saying.why)
    scheduled = Publication.objects.scheduled(now).filter(article=article).order_by("opens").first()
    if live and live.pk in ending:
        take_away(
            article, now=now, by=by, door=door, reason=saying.why, notice=saying.notice,
            until=scheduled.opens if scheduled else None,
        )  # fmt: skip

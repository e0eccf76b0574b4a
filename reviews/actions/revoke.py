"""`revoke`: a signature is taken back. The pages that rested on it end."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.windows import live_of, scheduled_of
from articles.actions.words import words_said
from articles.models import Article, Publication
from people.models import User
from record.chain import Recorded, record_event
from record.clock import now_in_verb
from record.errors import BadInput, Conflict, WrongState
from reviews.actions.locking import allow, lock_article
from reviews.actions.opening import cancel_schedule
from reviews.actions.withdraw import take_away
from reviews.authority import stands
from reviews.models import Review, ReviewState, Revocation, SignOff
from reviews.selectors import missing_roles
from reviews.transitions import move

LONGEST = 5_000


@transaction.atomic
def revoke(*, sign_off: SignOff, reason: str, by: User, door: str, ends_seen: list[int] | None = None) -> Revocation:
    """Take a signature back, with the reason. It counts nowhere from now on; the row itself stands.

    Publications, live or scheduled, that rested on it end. `ends_seen` are the ids of those of which the caller was
    told; where others would end by now, that is a `Conflict`.
    """
    article = lock_article(sign_off.edition.article_id)
    sign_off = SignOff.objects.select_related("review", "edition").get(pk=sign_off.pk)
    allow(by, "reviews.revoke_sign_off", sign_off)
    reason = words_said(reason, most=LONGEST)
    if not reason:
        raise BadInput(_("Say why the signature is taken back. The reason is kept on record."))
    if Revocation.objects.filter(sign_off=sign_off).exists():
        raise WrongState(_("This signature was taken back already."))
    now = now_in_verb()
    ends = ends_with(sign_off, now)
    if ends_seen is not None and sorted(ends_seen) != sorted(row.pk for row in ends):
        raise Conflict(_("Other pages rest on this signature by now. Look again, then take it back."))
    revocation = Revocation.objects.create(
        sign_off=sign_off, by=by, printed_name=by.printed_name, at=now, reason=reason
    )
    record_event(
        "revoke",
        actor=by,
        door=door,
        article=article.uuid,
        row=revocation,
        touched=_unsigned(article, now),
        why=reason,
        sign_off=sign_off.pk,
        digest=sign_off.digest,
        ends=[row.pk for row in ends],
    )
    _end(article, ends, sign_off, now=now, by=by, door=door)
    return revocation


def ends_with(sign_off: SignOff, now: datetime) -> list[Publication]:
    """The Publications, live or scheduled, that would end if this signature were taken back: live ones first."""
    article = sign_off.edition.article_id
    public = Publication.objects.live(now) | Publication.objects.scheduled(now)
    rows = public.filter(article=article).select_related("edition", "published_review__review").order_by("opens")
    return [row for row in rows if stands(row) and not stands(row, without=sign_off)]


def _unsigned(article: Article, now: datetime) -> list[Recorded]:
    """Reviews that were ready to publish and lack a signature again."""
    waiting: list[Recorded] = []
    for review in Review.objects.select_for_update(no_key=True).filter(article=article, state=ReviewState.APPROVED):
        if not hasattr(review, "attestation") and missing_roles(review):
            move(review, ReviewState.WAITING, now)
            waiting.append(review)
    return waiting


def _end(article: Article, ends: list[Publication], sign_off: SignOff, *, now: datetime, by: User, door: str) -> None:
    """First what is scheduled, so that nothing which rests on the signature can open again."""
    why = _("The signature of %(name)s was taken back.") % {"name": sign_off.printed_name}
    ending = {row.pk for row in ends}
    scheduled, live = scheduled_of(article, now), live_of(article, now)
    if scheduled and scheduled.pk in ending:
        cancel_schedule(scheduled, now=now, by=by, door=door, reason=why)
        scheduled = None
    if live and live.pk in ending:
        take_away(
            article, now=now, by=by, door=door, reason=why,
            notice=_("A signature under this page was taken back, so we took the page away."),
            until=scheduled.opens if scheduled else None,
        )  # fmt: skip

"""`withdraw`: a page goes away at once, or never comes, and a notice or another article stands in its place."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.locking import lock_article
from articles.actions.windows import close_window
from articles.actions.words import reason_said, words_said
from articles.models import Article, Publication, Withdrawal
from articles.windows import SOONEST, newest_opened, scheduled_of, standing_of, waiting_of
from people.allowing import allow
from people.models import User
from record.canonical import utc_text
from record.chain import Recorded, record_event
from record.clock import now_in_verb
from record.errors import BadInput, Conflict, WrongState
from reviews.actions.opening import cancel_schedule

LONGEST_NOTICE = 5_000


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What came of withdrawing: a page that readers saw, or its past, is gone; what was scheduled is cancelled.

    At least one of the two.
    """

    withdrawal: Withdrawal | None
    cancelled: Publication | None


@transaction.atomic
def withdraw(
    *,
    article: Article,
    reason: str,
    by: User,
    door: str,
    notice: str = "",
    replacement: Article | None = None,
    history_stays: bool = False,
    last_seen: int | None = None,
    scheduled_seen: int | None = None,
) -> Withdrawn:
    """Withdraw the page, and cancel what is scheduled. Where there is no page to withdraw, since it was never public or
    is withdrawn already, what is scheduled is cancelled alone, and the withdrawal that stands stays as it was.

    `reason` is for the record, `notice` for readers. Readers are led on to `replacement` while it is live. Past
    Editions, PDFs and images go with the page unless `history_stays`. A page whose time has ended can be withdrawn
    too: then its past goes. `last_seen` is the id of the Publication that the caller saw as the last one, if they
    looked, 0 where readers had seen none; where it is another by now, that is a `Conflict`. `scheduled_seen` is the
    same of what is scheduled.
    """
    article = lock_article(article.pk)
    allow(by, "reviews.withdraw_article", article)
    reason = reason_said(reason, missing=_("Say why the page is withdrawn. The reason is kept on record."))
    notice = words_said(notice, most=LONGEST_NOTICE)
    now = now_in_verb()
    last, scheduled = newest_opened(article, now), scheduled_of(article, now)
    takes = is_to_take(article, last, now)
    if not takes and scheduled is None:
        never = _("Readers see no page of this article, so there is nothing to withdraw.")
        raise WrongState(_("The page is withdrawn already.") if last else never)
    if last_seen is not None and last_seen != (last.pk if last else 0):
        raise Conflict(_("What readers see has changed since you looked. Look again, then withdraw."))
    if scheduled_seen is not None and scheduled_seen != (scheduled.pk if scheduled else 0):
        raise Conflict(_("What is scheduled has changed since you looked. Look again, then withdraw."))
    _check_replacement(article, replacement, now)
    if scheduled:
        why = _("The page was withdrawn.") if takes else reason
        for waiting in waiting_of(article, now):
            cancel_schedule(waiting, now=now, by=by, door=door, reason=why)
    if not takes:
        return Withdrawn(None, scheduled)
    withdrawal = take_away(
        article, now=now, by=by, door=door, reason=reason, notice=notice, replacement=replacement,
        history_stays=history_stays,
    )  # fmt: skip
    return Withdrawn(withdrawal, scheduled)


def is_to_take(article: Article, last: Publication | None, now: datetime) -> bool:
    """Whether readers saw something of the article, `last` of it this, that no withdrawal has taken away yet."""
    return last is not None and not Withdrawal.objects.standing(now).filter(article=article).exists()


def take_away(
    article: Article,
    *,
    now: datetime,
    by: User,
    door: str,
    reason: str,
    notice: str,
    replacement: Article | None = None,
    history_stays: bool = False,
    until: datetime | None = None,
) -> Withdrawal:
    """Close what readers see, with the Withdrawal and its Event. It stands `until` then, where that is known."""
    last = newest_opened(article, now)
    if last is None:
        raise WrongState(_("Readers see no page of this article, so there is nothing to withdraw."))
    at, closed = now, list[Recorded]()
    if standing_of(article, now):
        at = max(now, last.opens + SOONEST)
        close_window(last, at)
        closed.append(last)
    withdrawal = Withdrawal.objects.create(
        article=article, publication=last, at=at, by=by, reason=reason, notice=notice, replacement=replacement,
        history_stays=history_stays, ended_at=until,
    )  # fmt: skip
    record_event(
        "withdraw",
        actor=by,
        door=door,
        article=article.uuid,
        row=withdrawal,
        touched=closed,
        why=reason,
        publication=last.pk,
        digest=last.edition.digest,
        at=utc_text(at),
        replacement=str(replacement.uuid) if replacement else None,
    )
    return withdrawal


def _check_replacement(article: Article, replacement: Article | None, now: datetime) -> None:
    if replacement is None:
        return
    if replacement.pk == article.pk:
        raise BadInput(_("An article can't take its own place. Name another one."))
    if not Publication.objects.live(now).filter(article=replacement).exists():
        raise BadInput(_("Readers see no page of the article that is to take its place. Name one that is live."))

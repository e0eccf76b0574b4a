"""`withdraw`: a page goes away at once, and a notice stands in its place."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.words import words_said
from articles.models import Article, Publication, Withdrawal
from people.models import User
from record.canonical import utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, WrongState
from reviews.actions.locking import allow, lock_article

LONGEST = 5_000


@transaction.atomic
def withdraw(*, article: Article, reason: str, notice: str, by: User, door: str) -> Withdrawal:
    """Withdraw what readers see.

    `reason` is for the record, `notice` for readers. Its past Editions and images go with it.
    """
    article = lock_article(article.pk)
    allow(by, "reviews.withdraw_article", article)
    reason = words_said(reason, most=LONGEST)
    notice = words_said(notice, most=LONGEST)
    if not reason:
        raise BadInput(_("Say why the page is withdrawn. The reason is kept on record."))
    now = now_in_verb()
    live = Publication.objects.live(now).filter(article=article).select_related("edition").first()
    if live is None:
        raise WrongState(_("Readers see no page of this article, so there is nothing to withdraw."))
    at = max(now, live.opens + timedelta(microseconds=1))
    Publication.objects.filter(pk=live.pk).update(closes=at)
    withdrawal = Withdrawal.objects.create(
        article=article, publication=live, at=at, by=by, reason=reason, notice=notice
    )
    record_event(
        "withdraw",
        actor=by,
        door=door,
        article=article.uuid,
        row=withdrawal,
        why=reason,
        publication=live.pk,
        digest=live.edition.digest,
        closes=utc_text(at),
    )
    return withdrawal

"""`propose_safety_notice`: a warning over a set of pages, which a second person has to confirm before it shows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.words import words_said
from articles.models import Article, Publication, SafetyNotice, SafetyNoticePage
from people.allowing import allow
from people.models import User
from record.canonical import utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput
from reviews.dates import check_moment
from reviews.notifications import notify_confirmers

LONGEST_TEXT: Final = 1_000
LONGEST_REASON: Final = 5_000
MOST_NAMED: Final = 10
# An end that nobody lives to see is none.
LONGEST_TIME: Final = timedelta(days=3 * 366)


@transaction.atomic
def propose_safety_notice(
    *, text: str, articles: Iterable[Article], ends_at: datetime, reason: str, by: User, door: str
) -> SafetyNotice:
    """Propose a notice over these articles, plain text, to stand until `ends_at`. `reason` is for the record and staff.

    Readers see nothing of it before `confirm_safety_notice`. Nothing of the articles changes, so none is locked. Raises
    `BadInput` for an article of which readers never saw a page: there is nothing to warn of.

    Sent twice it is one proposal, which is given back while it waits; over other pages it is another.
    """
    # So that a second press waits for the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    now = now_in_verb()
    notice = SafetyNotice(
        text=words_said(text, most=LONGEST_TEXT),
        ends_at=ends_at,
        reason=words_said(reason, most=LONGEST_REASON),
        proposed_by=by,
        proposed_at=now,
    )
    allow(by, "reviews.propose_safety_notice", notice)
    over = {article.pk: article for article in articles}
    _check(notice, over, now)
    if same := _waiting_already(notice, over, now):
        return same
    notice.save()
    SafetyNoticePage.objects.bulk_create(SafetyNoticePage(notice=notice, article_id=pk) for pk in sorted(over))
    record_event(
        "propose_safety_notice",
        actor=by,
        door=door,
        row=notice,
        why=notice.reason,
        ends_at=utc_text(ends_at),
        articles=sorted(str(article.uuid) for article in over.values()),
    )
    notify_confirmers(notice)
    return notice


def _waiting_already(notice: SafetyNotice, over: dict[int, Article], now: datetime) -> SafetyNotice | None:
    """The very same by the same person, over the same pages."""
    alike = SafetyNotice.objects.waiting(now).filter(
        proposed_by=notice.proposed_by, text=notice.text, reason=notice.reason, ends_at=notice.ends_at
    )
    return next((each for each in alike if set(each.pages.values_list("article", flat=True)) == over.keys()), None)


def _check(notice: SafetyNotice, over: dict[int, Article], now: datetime) -> None:
    if not notice.text:
        raise BadInput(_("Say what readers have to know, and what they should do."))
    if not notice.reason:
        raise BadInput(_("Say why. The reason is kept on record and read by whoever confirms."))
    if not over:
        raise BadInput(_("Choose at least one page over which the notice is to stand."))
    seen = Publication.objects.opened(now).filter(article__in=over).values_list("article", flat=True).distinct()
    if never := over.keys() - set(seen):
        raise BadInput(
            _("Readers never saw a page of %(count)d of these articles. Leave out: %(slugs)s.")
            % {"count": len(never), "slugs": ", ".join(sorted(over[pk].slug for pk in sorted(never)[:MOST_NAMED]))}
        )
    check_moment(notice.ends_at)
    if notice.ends_at <= now:
        raise BadInput(_("The end has to be a moment to come."))
    if notice.ends_at > now + LONGEST_TIME:
        raise BadInput(_("A notice can stand for three years at most. It can be proposed again then."))

"""Mails that tell people what waits for them. A dead mail server loses nothing: each mail is a row first."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused
from typing import ClassVar

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from articles.models import Organisation, Publication, SafetyNotice
from articles.windows import scheduled_of
from people.models import User
from people.notifications import mail_reaches_nobody
from people.roles import ADMINISTRATOR, PUBLISHER
from record import clock
from record.heads import DailyHead
from reviews.models import ChangeRequest, Feedback, Notice, Review, Revocation
from reviews.selectors import authors_to_tell, confirmers, possible_signers, publishers

logger = logging.getLogger(__name__)

# After a failure, saves and submissions no longer wait for the server; `deliver_notices` tries again.
PAUSE_AFTER_FAILURE = timedelta(minutes=5)


class MailServer:
    """What this process knows of the mail server: until when nobody waits for it, after it failed."""

    spared_until: ClassVar[datetime | None] = None


# Of the texts that a mail is about, so many by name.
MOST_LISTED = 100
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def without_mails() -> Iterator[None]:
    """Nobody is told of what happens inside: for the commands of a demo, which make whole libraries."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def notify_reviewers(review: Review, roles: Iterable[str]) -> None:
    """Whoever could sign in one of these roles hears that a text waits."""
    owe(
        possible_signers(review, roles),
        subject=_("Waiting for review: %(title)s") % {"title": review.edition.title},
        text=_(
            "“%(title)s”, Edition %(number)d, waits for a signature.\n\n"
            "What changed: %(note)s\n\nRead it here: %(url)s\n"
        )
        % {
            "title": review.edition.title,
            "number": review.edition.number,
            "note": review.edition.change_note,
            "url": _url(review.get_absolute_url()),
        },
    )


def notify_publishers(review: Review) -> None:
    """Whoever can publish hears that a text is signed."""
    owe(
        publishers(),
        subject=_("Ready to publish: %(title)s") % {"title": review.edition.title},
        text=_("“%(title)s”, Edition %(number)d, has its signatures and can be published: %(url)s\n")
        % {"title": review.edition.title, "number": review.edition.number, "url": _url(review.get_absolute_url())},
    )


def notify_publishers_of_many(reviews: list[Review]) -> None:
    """Whoever can publish hears, in one mail, that these texts were attested."""
    if not reviews:
        return
    # A form of its own for one of them: it is the usual mail then.
    if len(reviews) == 1:
        notify_publishers(reviews[0])
        return
    listed = "\n".join(f"{review.edition.title}: {_url(review.get_absolute_url())}" for review in reviews[:MOST_LISTED])
    owe(
        publishers(),
        subject=_("Ready to publish: %(count)d texts from before the move") % {"count": len(reviews)},
        text=_("%(count)d imported texts were attested and can be published: %(url)s\n\n%(listed)s\n")
        % {"count": len(reviews), "url": _url("/reviews/"), "listed": listed},
    )


def notify_confirmers(notice: SafetyNotice) -> None:
    """Whoever can confirm a safety notice hears that it wants a second person."""
    owe(
        confirmers(notice),
        subject=_("A safety notice needs a second person, now"),
        text=_(
            "%(name)s proposes a safety notice over %(count)d pages. Readers don’t see it before somebody else "
            "confirms it.\n\n%(text)s\n\nWhy: %(reason)s\n\nRead and confirm it here: %(url)s\n"
        )
        % {
            "name": notice.proposed_by.printed_name,
            "count": notice.pages.count(),
            "text": notice.text,
            "reason": notice.reason,
            "url": _url(f"/reviews/notices/{notice.pk}/"),
        },
    )


def notify_of_lifting(notice: SafetyNotice, by: User, reason: str) -> None:
    """Whoever put a safety notice there hears that somebody else lifted it, or dropped the proposal."""
    people = {notice.proposed_by, notice.confirmed_by} - {by, None}
    owe(
        [person for person in people if person and person.is_active],
        subject=_("A safety notice was lifted"),
        text=_("%(name)s lifted this safety notice:\n\n%(text)s\n\nWhy: %(reason)s\n\n%(url)s\n")
        % {
            "name": by.printed_name,
            "text": notice.text,
            "reason": reason,
            "url": _url(f"/reviews/notices/{notice.pk}/"),
        },
    )


def notify_authors(request: ChangeRequest) -> None:
    """Whoever submitted and wrote hears what has to change."""
    review = request.review
    owe(
        authors_to_tell(review),
        subject=_("Changes asked for: %(title)s") % {"title": review.edition.title},
        text=_("%(name)s asks for changes to “%(title)s”, Edition %(number)d:\n\n%(reasons)s\n\n%(url)s\n")
        % {
            "name": request.printed_name,
            "title": review.edition.title,
            "number": review.edition.number,
            "reasons": request.reasons,
            "url": _url(review.get_absolute_url()),
        },
    )


def notify_of_ending(ended: list[Publication], revocation: Revocation, why: str) -> None:
    """The article's owner and the publishers hear that pages ended with what they rested on: live ones first.

    Not whoever took it back: they were shown which would end.
    """
    if not ended:
        return
    page = ended[0]
    owner = page.article.owner
    people = {owner} | set(publishers()) if owner.is_active else set(publishers())
    is_live = page.opens <= revocation.at
    owe(
        people - {revocation.by},
        subject=(_("A page ended: %(title)s") if is_live else _("A scheduled page was cancelled: %(title)s"))
        % {"title": page.edition.shown_title},
        text=_(
            "%(why)s “%(title)s”, Edition %(numbers)s, rested on it. %(done)s\n\n"
            "%(name)s gave this reason:\n\n%(reason)s\n\n%(next)s %(url)s\n"
        )
        % {
            "why": why,
            "title": page.edition.shown_title,
            "numbers": ", ".join(str(row.edition.number) for row in ended),
            "name": revocation.printed_name,
            "reason": revocation.reason,
            "done": " ".join(_what_ended(ended, revocation.at)),
            "next": _what_comes(page, revocation.at),
            # By which the mail is found where the text is redacted.
            "url": "\n".join(_url(row.published_review.review.get_absolute_url()) for row in ended),
        },
    )


def _what_ended(ended: list[Publication], at: datetime) -> Iterator[str]:
    if any(row.opens <= at for row in ended):
        yield _("What was live is withdrawn.")
    if any(row.opens > at for row in ended):
        yield _("What was scheduled is cancelled.")


def _what_comes(page: Publication, at: datetime) -> str:
    if (later := scheduled_of(page.article, at)) is None:
        return _("The text has to be submitted and reviewed again before readers can have it:")
    return _("Edition %(number)d doesn’t rest on it. It stays scheduled, and brings the page back on %(day)s:") % {
        "number": later.edition.number,
        "day": Organisation.current().day_of(later.opens).isoformat(),
    }


def notify_of_safety(feedback: Feedback) -> None:
    """Publishers and administrators hear at once that a reader's words may be about somebody's safety.

    The words themselves stay where they are destroyed in time.
    """
    people = User.objects.filter(is_active=True, groups__name__in=[PUBLISHER, ADMINISTRATOR]).distinct()
    owe(
        people,
        subject=_("Safety, now: a reader reports something on %(title)s") % {"title": feedback.edition.shown_title},
        text=_(
            "%(name)s has marked what a reader wrote of “%(title)s”, Edition %(number)d, as a matter of safety.\n\n"
            "Read it now, and decide whether the page has to be withdrawn or a safety notice put over it: %(url)s\n"
        )
        % {
            "name": feedback.sorted_by.printed_name if feedback.sorted_by else "",
            "title": feedback.edition.shown_title,
            "number": feedback.edition.number,
            "url": _url(f"/admin/reviews/feedback/{feedback.pk}/change/"),
        },
    )


def notify_of_head(head: DailyHead) -> None:
    """Whoever keeps heads outside of the house gets the one of the day. Sent with what else is due, not at once."""
    text = _(
        "This is where the record of %(library)s ended on %(day)s: event %(seq)d.\n\n"
        "Keep the line below as a file, somewhere the library can't reach. If an event before this one is ever changed "
        "or removed, or all of the record is computed anew, the file shows it: give it to `verify_record --head FILE`, "
        "or to the stand-alone verifier with an exported record. What it is for: %(url)s\n\n"
        "%(file)s\n"
    ) % {
        "library": Organisation.current().library_name,
        "day": head.day.isoformat(),
        "seq": head.seq,
        "url": _url("/record/"),
        "file": head.signed.text,
    }
    subject = _("Head of the record, %(day)s: event %(seq)d") % {"day": head.day.isoformat(), "seq": head.seq}
    now = clock.now()
    Notice.objects.bulk_create(
        Notice(address=address, subject=subject, text=text, due=now) for address in settings.HEAD_RECIPIENTS
    )


def owe(people: Iterable[User], *, subject: str, text: str) -> None:
    """Write down a mail to each, inside the verb's transaction, and try to send after the commit.

    The rows are born put off: until then they are for whoever wrote them to send, and afterwards for anybody.
    """
    if _quiet.get():
        return
    due = clock.now() + PAUSE_AFTER_FAILURE
    line = " ".join(subject.split())[:300]
    notices = [Notice(to=person, subject=line, text=text, due=due) for person in people if person.email]
    if notices:
        Notice.objects.bulk_create(notices)
        transaction.on_commit(partial(nudge, notices))


def nudge(notices: Iterable[Notice]) -> None:
    """Send these just after they were written, unless the mail server failed this process a moment ago.

    Where no mail server is named they wait for one.
    """
    if mail_reaches_nobody():
        return
    if MailServer.spared_until is None or clock.now() >= MailServer.spared_until:
        _send_each(notices, _post)


def deliver() -> tuple[int, int]:
    """Send what is due: how many were sent, and how many are still owed. Stops at the first failure of the server.

    Where no mail server is named, all that is owed waits for one.
    """
    if mail_reaches_nobody():
        return 0, _unsent().count()
    due = _unsent().filter(due__lte=clock.now()).select_related("to").order_by("due", "pk")
    return _send_each(list(due), _claim_and_post), _unsent().count()


def _unsent() -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at=None)


def _send_each(notices: Iterable[Notice], send: Callable[[Notice], bool]) -> int:
    """Send these, one by one, until the server fails: how many were sent."""
    sent = 0
    for notice in notices:
        try:
            if send(notice):
                sent += 1
        except (SMTPRecipientsRefused, ValueError) as error:  # or it can't be written as a mail
            _postpone(notice)
            logger.warning("A mail was refused and waits: %s", error)
        except OSError as error:
            _postpone(notice)
            MailServer.spared_until = clock.now() + PAUSE_AFTER_FAILURE
            logger.warning("The mail server can't be reached, mails wait: %s", error)
            break
    return sent


def _claim_and_post(notice: Notice) -> bool:
    """Send one mail that anybody may send.

    Its row is put off first, so that two who deliver at once don't both send it, and no transaction waits for a mail
    server. Whoever dies in between leaves it to be sent again.
    """
    unchanged = Notice.objects.filter(pk=notice.pk, sent_at=None, due=notice.due)
    return bool(unchanged.update(due=clock.now() + PAUSE_AFTER_FAILURE)) and _post(notice)


def _post(notice: Notice) -> bool:
    """Send one mail that nobody else sends meanwhile."""
    if notice.recipient:
        mail.EmailMessage(notice.subject, notice.text, to=[notice.recipient]).send()
    Notice.objects.filter(pk=notice.pk).update(sent_at=clock.now())
    return True


def _postpone(notice: Notice) -> None:
    later = clock.now() + PAUSE_AFTER_FAILURE
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(tries=F("tries") + 1, due=later)


def _url(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{path}"

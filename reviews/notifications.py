"""Mails that tell people what waits for them. A dead mail server loses nothing: each mail is a row first."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from people.models import User
from record import clock
from reviews.models import ChangeRequest, Notice, Review
from reviews.selectors import possible_signers, publishers

logger = logging.getLogger(__name__)

# After a failure, saves and submissions no longer wait for the server; `deliver_notices` tries again.
PAUSE_AFTER_FAILURE = timedelta(minutes=5)
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


def notify_authors(request: ChangeRequest) -> None:
    """Whoever submitted and wrote hears what has to change."""
    review = request.review
    authors = {
        review.edition.submitted_by,
        *(row.person for row in review.edition.contributor_rows.select_related("person")),
    }
    owe(
        [person for person in authors if person.is_active],
        subject=_("Changes asked for: %(title)s") % {"title": review.edition.title},
        text=_("%(name)s asks for changes of “%(title)s”, Edition %(number)d:\n\n%(reasons)s\n\n%(url)s\n")
        % {
            "name": request.printed_name,
            "title": review.edition.title,
            "number": review.edition.number,
            "reasons": request.reasons,
            "url": _url(review.get_absolute_url()),
        },
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
    """Send these just after they were written, unless the mail server failed a moment ago."""
    if not Notice.objects.filter(sent_at=None, due__gt=clock.now(), tries__gt=0).exists():
        _send_each(notices, _post)


def deliver() -> tuple[int, int]:
    """Send what is due: how many were sent, and how many are still owed. Stops at the first failure of the server."""
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
        except SMTPRecipientsRefused as error:
            _postpone(notice)
            logger.warning("A mail was refused and waits: %s", error)
        except OSError as error:
            _postpone(notice)
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
    if notice.to.is_active and notice.to.email:
        mail.EmailMessage(notice.subject, notice.text, to=[notice.to.email]).send()
    Notice.objects.filter(pk=notice.pk).update(sent_at=clock.now())
    return True


def _postpone(notice: Notice) -> None:
    later = clock.now() + PAUSE_AFTER_FAILURE
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(tries=F("tries") + 1, due=later)


def _url(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{path}"

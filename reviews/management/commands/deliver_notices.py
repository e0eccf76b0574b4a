"""`deliver_notices`: notes the head of the record once a day, forgets what is too old to be kept, sends what is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from people.forgetting import forget_counts
from people.notifications import mail_reaches_nobody
from reviews.actions import forget_feedback, note_head
from reviews.notifications import deliver


class Command(BaseCommand):
    """Exit 0 when nothing is owed any more, 1 when mails have to wait."""

    help = "Note the head of the record of the day, and send the mails that are due. Safe to run anywhere, any time."

    def handle(self, *args: Any, **options: Any) -> None:
        note_head()
        forget_feedback()
        forget_counts()
        sent, owed = deliver()
        self.stdout.write(_("Sent: %(sent)d.") % {"sent": sent})
        if owed:
            raise CommandError(_why_they_wait() % {"owed": owed}, returncode=1)


def _why_they_wait() -> str:
    if mail_reaches_nobody():
        return _("No mail server is named (EMAIL_URL). Waiting for one: %(owed)d.")
    return _("Waiting to be sent again: %(owed)d. Each is tried five minutes after it was last, at the earliest.")

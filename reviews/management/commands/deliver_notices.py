"""`deliver_notices`: sends the mails that are due. Safe to run anywhere, any number of times."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reviews.notifications import deliver


class Command(BaseCommand):
    """Exit 0 when nothing is owed any more, 1 when mails have to wait."""

    help = "Send the mails that are due. Safe to run anywhere, any number of times."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, owed = deliver()
        self.stdout.write(_("Sent: %(sent)d.") % {"sent": sent})
        if owed:
            raise CommandError(
                _("The mail server did not take everything. Waiting to be sent again: %(owed)d.") % {"owed": owed},
                returncode=1,
            )

"""`deliver_notices`: sends the mails that are due. Safe to run anywhere, any number of times."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.notifications import deliver


class Command(BaseCommand):
    """Exit 0 when nothing is owed any more, 1 when mails have to wait."""

    help = "Send the mails that are due. Safe to run anywhere, any number of times."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, owed = deliver()
        self.stdout.write(f"Sent: {sent}.")
        if owed:
            raise CommandError(
                f"The mail server did not take everything. Waiting to be sent again: {owed}.", returncode=1
            )

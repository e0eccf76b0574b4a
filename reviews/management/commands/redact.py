"""`redact`: destroy a text for good, by two administrators, from a shell."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from people.shell import person_named
from record.commands import GraveCommand
from record.errors import Refusal
from reviews.actions import redact


class Command(GraveCommand):
    """Exit 0 when the text is gone, 1 when that was refused, 2 for wrong usage."""

    help = "Destroy a text and every copy of it for good. Its digest and the record of it stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("digest", metavar="DIGEST", help="the SHA-256 of the signed text: 64 digits and letters")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="an administrator")
        parser.add_argument(
            "--and", required=True, dest="second", metavar="USERNAME", help="another administrator, who agrees"
        )
        parser.add_argument(
            "--reason", required=True, metavar="TEXT", help="why; kept on record, without the text's words"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        digest = options["digest"].strip().lower()
        by, second = person_named(options["by"]), person_named(options["second"])
        try:
            redaction = redact(digest=digest, by=by, second=second, reason=options["reason"], door="shell")
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        self.stdout.write(_("Redacted by event %(number)d: %(digest)s") % {"number": redaction.event, "digest": digest})
        self.stdout.write(
            _(
                "Backups made before now still hold the text, and so may freed space in the database until it is"
                " vacuumed: see “Redaction” in docs/operators.md."
            )
        )

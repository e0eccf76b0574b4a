"""`import_redirects`: the addresses of an old site lead to pages of ours. A report line for each line of the file."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.actions.import_redirects import Done, Outcome, import_redirects
from articles.importing.redirects import BadAddress, Line, read_redirects


class Command(BaseCommand):
    """Exit 0 when all lines went in, 1 when one was refused (the rest is in), 2 for wrong usage."""

    help = "Let the addresses of an old site lead to pages of this library. A bad line is refused, the rest goes in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="CSV", help="a CSV file in UTF-8 whose first line is from,to")

    def handle(self, *args: Any, **options: Any) -> None:
        done = import_redirects(lines=_lines(options["file"]), door="import")
        for row in done:
            self.stdout.write(_report(row))
        counts = Counter(row.outcome for row in done)
        told = [f"{counts[outcome]:,} {outcome}" for outcome in Outcome if counts[outcome]]
        lines = ngettext("%(number)s line", "%(number)s lines", len(done)) % {"number": f"{len(done):,}"}
        self.stdout.write(f"{lines}: {', '.join(told)}." if told else f"{lines}.")
        if refused := counts[Outcome.REFUSED]:
            sentence = ngettext("%(number)s line was refused.", "%(number)s lines were refused.", refused)
            raise CommandError(sentence % {"number": f"{refused:,}"}, returncode=1)


def _lines(path: Path) -> list[Line]:
    try:
        return read_redirects(path.read_bytes())
    except OSError as error:
        raise CommandError(_("%(path)s can’t be read.") % {"path": path}, returncode=2) from error
    except BadAddress as refusal:
        raise CommandError(f"{path}: {refusal}", returncode=1) from refusal


def _report(row: Done) -> str:
    if row.outcome == Outcome.REFUSED:
        return f"line {row.line.number}: refused: {row.note}"
    note = f" ({row.note})" if row.note else ""
    return f"line {row.line.number}: {row.outcome}: {row.line.from_address} → {row.line.to_address}{note}"

"""`export_record`: the whole record in a file that anybody can check, with `record/verifier.py` and nothing of ours."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from record.canonical import NotCanonical
from record.exporting import export
from record.progress import ProgressBar


class Command(BaseCommand):
    """Exit 0 when the file is written, 1 when something can't be, 2 for wrong usage. Changes nothing in the record."""

    help = "Write the whole record to a file as JSON lines, for `python record/verifier.py FILE`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="where to; a file that stands there is replaced")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.is_dir() or not file.parent.is_dir():
            raise CommandError(f"{file} can't be a file: name one in a folder that is there.", returncode=2)
        try:
            with ProgressBar(sys.stderr) as bar:
                exported = export(file, progress=bar)
        except NotCanonical as error:
            raise CommandError(f"The record can't be exported: {error}", returncode=1) from error
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}", returncode=1) from error
        counts = ", ".join(f"{count:,} {stage}" for stage, count in exported.counts.items())
        head = exported.head
        self.stdout.write(f"Exported: {counts}. It holds texts that were never public.")
        signed = f"signed with the key {head.key}" if head.key else "unsigned"
        self.stdout.write(f"It ends at event {head.seq}, hash {head.hash}, {signed}.")

"""`trial_library`: folders of files, published by the thousand. Only in a demo."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from record.errors import Refusal
from record.progress import ProgressBar
from reviews.demo.trial_library import make_trial_library


class Command(BaseCommand):
    """Exit 0 whether or not something was left out, 1 outside a demo, 2 for wrong usage."""

    help = "Import, submit, sign and publish every file of the folders, N copies of each. Only in a demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="a folder with .md files")
        parser.add_argument("--copies", type=_count, default=1, metavar="N", help="so many articles of each file")

    def handle(self, *args: Any, folders: list[Path], copies: int, **options: Any) -> None:
        try:
            with ProgressBar(sys.stderr) as bar:
                library = make_trial_library(folders, copies=copies, progress=bar)
        except FileNotFoundError as error:
            raise CommandError(_("Nothing is at %(path)s.") % {"path": error}, returncode=2) from error
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        for line in library.left_out:
            self.stdout.write(_("Left out: %(line)s") % {"line": line})
        self.stdout.write(
            _("Readers have %(published)s articles of these folders; %(left)s were left out.")
            % {"published": f"{library.published:,}", "left": f"{len(library.left_out):,}"}
        )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a number from 1 on is expected, not %(text)s") % {"text": text})
    return int(text)

"""`verify_record`: recompute the whole record and compare it with what stands in the database."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from record.progress import ProgressBar
from record.verification import MOST_FINDINGS, NotedHead, Verification, verify


class Command(BaseCommand):
    """Exit 0 when the record is whole, 1 with the broken links named, 2 for wrong usage."""

    help = "Recompute every digest and the whole chain of events; exit 1 and name what is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            metavar="FILE",
            type=noted_head,
            help="a head of the record as noted before: JSON with seq and hash",
        )

    def handle(self, *args: Any, head: NotedHead | None, **options: Any) -> None:
        with ProgressBar(sys.stderr) as bar:
            verification = verify(head=head, progress=bar)
        if not verification.is_whole:
            raise CommandError(_told_broken(verification), returncode=1)
        counts = ", ".join(f"{count:,} {stage}" for stage, count in verification.counts.items())
        self.stdout.write(f"The record is whole: {counts}.")
        for remark in verification.remarks:
            self.stdout.write(remark)
        self.stdout.write(f"It ends at event {verification.head.seq}, hash {verification.head.hash}.")


def noted_head(name: str) -> NotedHead:
    """The head that a file holds. What else the file says of it is not looked at here."""
    try:
        told = json.loads(Path(name).read_text(encoding="utf-8"))
        seq, hash_ = told["seq"], told["hash"]
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name} can't be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise argparse.ArgumentTypeError(f"{name} is no noted head: JSON with seq and hash is expected") from error
    if isinstance(seq, bool) or not isinstance(seq, int) or seq < 0 or not isinstance(hash_, str):
        raise argparse.ArgumentTypeError(f"{name} is no noted head: seq is a number from 0 on, hash a text")
    return NotedHead(seq, hash_.lower())


def _told_broken(verification: Verification) -> str:
    lines = [f"The record is broken in {verification.broken:,} place(s). The first: {verification.findings[0]}"]
    lines += [f"  {finding}" for finding in verification.findings[1:]]
    if verification.broken > MOST_FINDINGS:
        lines.append(f"  … and {verification.broken - MOST_FINDINGS:,} more.")
    return "\n".join(lines)

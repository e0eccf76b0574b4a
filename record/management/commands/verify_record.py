"""`verify_record`: recompute the whole record and compare it with what stands in the database."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from record.chain import FIRST_HASH
from record.heads import SignedHead
from record.progress import ProgressBar
from record.verification import MOST_FINDINGS, NotedHead, Verification, verify

HASH = re.compile("[0-9a-fA-F]{64}")


class Command(BaseCommand):
    """Exit 0 when the record is whole, 1 with the broken links named, 2 for wrong usage."""

    help = "Recompute every digest and the whole chain of events; exit 1 and name what is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            metavar="FILE",
            type=noted_head,
            help="a head of the record as mailed or published: JSON with seq and hash, perhaps time, key and signature",
        )

    def handle(self, *args: Any, head: SignedHead | None, **options: Any) -> None:
        if head and head.key and not head.signature_holds:
            raise CommandError("The noted head isn't signed with the key that it names.", returncode=1)
        with ProgressBar(sys.stderr) as bar:
            verification = verify(head=NotedHead(head.seq, head.hash) if head else None, progress=bar)
        if not verification.is_whole:
            raise CommandError(_told_broken(verification), returncode=1)
        counts = ", ".join(f"{count:,} {stage}" for stage, count in verification.counts.items())
        self.stdout.write(f"The record is whole: {counts}.")
        for remark in verification.remarks:
            self.stdout.write(remark)
        self.stdout.write(f"It ends at event {verification.head.seq}, hash {verification.head.hash}.")


def noted_head(name: str) -> SignedHead:
    """The head that a file holds. Its key is believed: whoever noted the head knew whose it is."""
    try:
        told = json.loads(Path(name).read_text(encoding="utf-8"))
        seq, hash_ = told["seq"], told["hash"]
        others = [told.get(field, "") for field in ("time", "key", "signature")]
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name} can't be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise argparse.ArgumentTypeError(f"{name} is no noted head: JSON with seq and hash is expected") from error
    if type(seq) is not int or seq < 0 or not all(isinstance(text, str) for text in (hash_, *others)):
        raise argparse.ArgumentTypeError(f"{name} is no noted head: seq is a number from 0 on, all else is text")
    if not HASH.fullmatch(hash_) or (seq == 0 and hash_ != FIRST_HASH):
        raise argparse.ArgumentTypeError(f"{name} is no noted head: its hash is that of no event")
    return SignedHead(seq, hash_.lower(), *others)


def _told_broken(verification: Verification) -> str:
    lines = [f"The record is broken in {verification.broken:,} place(s). The first: {verification.findings[0]}"]
    lines += [f"  {finding}" for finding in verification.findings[1:]]
    if verification.broken > MOST_FINDINGS:
        lines.append(f"  … and {verification.broken - MOST_FINDINGS:,} more.")
    return "\n".join(lines)

"""The record, a million events long: verifying it here, exporting it, verifying the file, and what an Event costs."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from django.db import transaction

from healthlib.environment import BASE_DIR
from people.models import User
from record.canonical import canonical_text, utc_text
from record.chain import Event, Head, event_hash, record_event
from tests import factories
from tests.benchmarks.table import Row, paired, seconds

EVENTS = 1_000_000
AT_ONCE = 10_000


def fill(number: int) -> None:
    """Append as many Events, chained like any others, without the verbs that would take days to do it."""
    last = Event.objects.order_by("-seq").first()
    seq, before = (last.seq, last.hash) if last else (0, "0" * 64)
    # Behind what is there, and all within the hour by which clocks may differ.
    begun = datetime.now(UTC)
    with transaction.atomic():
        for start in range(0, number, AT_ONCE):
            page = []
            for place in range(start, min(start + AT_ONCE, number)):
                article = UUID(int=place // 7)
                body = _body(begun + timedelta(milliseconds=place), article, place)
                seq += 1
                before = event_hash(before, seq, body)
                page.append(Event(seq=seq, verb="refuse_sign_off", article=article, row="", body=body, hash=before))
            Event.objects.bulk_create(page)
        Head.objects.update_or_create(pk=1, defaults={"seq": seq, "hash": before})


def _body(at: datetime, article: UUID, place: int) -> str:
    """As long as a signature’s, the most frequent of the long ones, and of no row: of those there would be as many."""
    return canonical_text(
        {
            "at": utc_text(at),
            "verb": "refuse_sign_off",
            "actor": {"id": place % 50, "username": f"reviewer{place % 50}"},
            "door": "desk",
            "article": str(article),
            "row": "",
            "row_digest": "",
            "why": "",
            "facts": {
                "review": place,
                "edition": place,
                "digest": hashlib.sha256(str(place).encode()).hexdigest(),
                "role": "medical",
                "method": "password",
            },
        }
    )


# Timed in processes of their own, which also say how much memory they took at most.
TIMED = """
import pathlib, re, time
before = time.perf_counter()
work()
taken = time.perf_counter() - before
# Not getrusage: that begins with what the process that started this one had.
most = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(taken, int(most[1]) / 1024)
"""
VERIFY = """
import django
django.setup()
from record.verification import verify
def work():
    assert verify().is_whole
"""
EXPORT = """
import django, pathlib, sys
django.setup()
from record.exporting import export
def work():
    export(pathlib.Path(sys.argv[1]))
"""
STAND_ALONE = """
import sys
sys.path.insert(0, "record")
import verifier
def work():
    verifier.verify(open(sys.argv[1], "rb"))
"""


def rows(folder: Path) -> Iterator[Row]:
    yield _recording()
    file = folder / "record.jsonl"
    fill(EVENTS // 10)
    few = [_timed(work, file) for work in (VERIFY, EXPORT, STAND_ALONE)]
    fill(EVENTS - EVENTS // 10)
    many = [_timed(work, file) for work in (VERIFY, EXPORT, STAND_ALONE)]
    total = Event.objects.count()
    plain = seconds(_read_and_hash)
    for what, bound, (_short, small), (long, large) in zip(
        ("verify_record", "export_record", "record/verifier.py"), (40_000, 40_000, 30_000), few, many, strict=True
    ):
        yield Row(
            f"{what}, {total:,} events",
            total / long,
            "a second",
            bound,
            at_least=True,
            peer=f"reading all and hashing each, nothing compared, {total / plain:,.0f} a second",
            ratio=plain / long,
        )
        yield Row(
            f"{what}, memory for ten times the events",
            large / small,
            "times",
            1.2,
            at_least=False,
            peer=f"{small:.0f} MB at {EVENTS // 10:,}, {large:.0f} MB at {EVENTS:,}",
        )


def _timed(work: str, file: Path) -> tuple[float, float]:
    """Seconds and megabytes of a piece of work."""
    done = subprocess.run(
        [sys.executable, "-c", work + TIMED, str(file)], capture_output=True, text=True, check=True, cwd=BASE_DIR
    )
    taken, most = done.stdout.split()
    return float(taken), float(most)


def _recording() -> Row:
    """What an Event adds to a verb's transaction, beside the same transaction without one."""
    by = factories.person()
    turns = count()

    def write() -> None:
        # Another value each time: SQLite writes nothing where nothing changes, and then commits at once.
        User.objects.filter(pk=by.pk).update(name=f"Somebody {next(turns)}")

    def without() -> None:
        with transaction.atomic():
            write()

    def with_event() -> None:
        with transaction.atomic():
            write()
            record_event("greet", actor=by, door="trial", digest="0" * 64)

    ours, peer = paired(with_event, without, 300)
    return Row(
        "recording an Event adds to a verb",
        (ours - peer) * 1000,
        "ms",
        1,
        at_least=False,
        peer=f"the same transaction without it, {peer * 1000:.2f} ms",
        ratio=ours / peer,
    )


def _read_and_hash() -> None:
    for _seq, body in Event.objects.order_by("seq").values_list("seq", "body").iterator(5000):
        hashlib.sha256(body.encode()).hexdigest()

"""Verification: everything that the record says, recomputed and compared with what stands in the database.

The chain alone can't show that its end was cut off, or that all of it was written again from the start. For that a
head noted elsewhere is compared: `verify(head=...)`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from record.canonical import NotCanonical
from record.chain import FIRST_HASH, Event, Head, Recorded, event_hash, recorded_models
from record.heads import DailyHead
from record.watch import faults

PAGE: Final = 5000
# A record that is broken everywhere is not better understood by a million lines.
MOST_FINDINGS: Final = 200

Progress = Callable[[str, int, int], None]
Check = Callable[["Verification"], None]


class NotedHead(NamedTuple):
    """A head of the record as somebody noted it at some time: the Event of this number had this hash."""

    seq: int
    hash: str


BEFORE_THE_FIRST: Final = NotedHead(0, FIRST_HASH)


class Finding(NamedTuple):
    """One broken link: in which table, at which row, and what is wrong with it."""

    table: str
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.what}" if self.id else f"{self.table}: {self.what}"


@dataclass
class Verification:
    """What one run of `verify` looked at, and what it found broken."""

    progress: Progress | None = None
    findings: list[Finding] = field(default_factory=list)
    # What is no fault and has to be named all the same, a line each.
    remarks: list[str] = field(default_factory=list)
    # How many findings there are in all; the list holds the first of them.
    broken: int = 0
    # How many pieces of each stage were looked at.
    counts: dict[str, int] = field(default_factory=dict)
    head: NotedHead = BEFORE_THE_FIRST

    @property
    def is_whole(self) -> bool:
        """True when nothing is broken."""
        return not self.broken

    def found(self, table: str, row: object, what: str) -> None:
        """Note a broken link."""
        self.broken += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(table, str(row), what))

    def remark(self, line: str) -> None:
        """Name what is no fault."""
        self.remarks.append(line)

    def step(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage is."""
        self.counts[stage] = done
        if self.progress:
            self.progress(stage, done, max(done, total))


_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """Add a room's own check to every verification: it calls `found` and `step`, only reads, opens no transaction."""
    if check not in _checks:
        _checks.append(check)
    return check


def verify(*, head: NotedHead | None = None, progress: Progress | None = None) -> Verification:
    """Recompute the whole record, and compare it with `head` where given. Changes nothing, keeps nobody waiting."""
    verification = Verification(progress)
    with one_moment():
        _verify_chain(verification, head)
        _verify_daily_heads(verification)
        for model in recorded_models():
            _verify_rows(verification, model)
        for check in _checks:
            check(verification)
        for fault in faults(connection.alias):
            verification.found(fault.table, "", f"the guard {fault.piece.name} {fault.what}")
    return verification


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it stood at one moment, while others write on."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): that takes SQLite's write lock, and every writer would wait until the end.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


# ---- The chain ------------------------------------------------------------------------------------------------------


# An Event as read for verification: number, verb, article as the database writes it, row, body, hash. Plain tuples,
# because there are millions of them.
Line: TypeAlias = tuple[int, str, str | None, str, str, str]
_read_json: Final = json.JSONDecoder().raw_decode


def _verify_chain(verification: Verification, noted: NotedHead | None) -> None:
    """Walk the Events from the first to the last, and compare where that ends with the head."""
    table = Event._meta.db_table
    total = Event.objects.count()
    seq, before = 0, FIRST_HASH
    done = 0
    verification.step("events", 0, total)
    for page in _event_pages(verification):
        for line in page:
            if line[0] != seq + 1:
                verification.found(table, line[0], f"the event before it is {seq}: some are missing between")
            elif fault := _fault_of(line, before):
                verification.found(table, line[0], fault)
            seq, before = line[0], line[5]
            if noted and seq == noted.seq and before != noted.hash:
                verification.found(table, seq, f"its hash is {before}, but the noted head says {noted.hash}")
        _verify_rows_told_of(verification, page)
        done += len(page)
        verification.step("events", done, total)
    verification.head = NotedHead(seq, before)
    _verify_head(verification, noted)


def _event_pages(verification: Verification) -> Iterator[list[Line]]:
    """Key-set pages: as quick at the end as at the beginning, and never more than one in memory."""
    # The article as text: a UUID made of it would take as long as all else that is done with an Event.
    columns: QuerySet[Event, Line] = Event.objects.order_by("seq").values_list(
        "seq", "verb", Cast("article", TextField()), "row", "body", "hash"
    )
    last = 0
    try:
        # The first page isn't bounded below: an Event numbered 0 or less has to be seen too.
        page = list(columns[:PAGE])
        while page:
            yield page
            last = page[-1][0]
            page = list(columns.filter(seq__gt=last)[:PAGE])
    except (ValueError, TypeError) as error:
        verification.found(Event._meta.db_table, last, f"the events after it can't be read ({error})")


def _fault_of(line: Line, before: str) -> str:
    """What is wrong with one Event, given the hash before it; empty when nothing is."""
    seq, verb, article, row, body, hash_ = line
    if not isinstance(body, str) or event_hash(before, seq, body) != hash_:
        return "its hash is not that of its number, its body and the hash before it"
    try:
        told, end = _read_json(body)
        in_body = (told["verb"], (told["article"] or "").replace("-", ""), told["row"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return "its body can't be read"
    if end != len(body):
        return "its body can't be read"
    # SQLite keeps UUIDs without hyphens.
    columns = (verb, str(article or "").replace("-", ""), row)
    return "" if columns == in_body else f"its columns say {columns}, its body says {in_body}"


def _verify_head(verification: Verification, noted: NotedHead | None) -> None:
    """The head row names the last Event; so does, or did, the noted head."""
    table, last = Head._meta.db_table, verification.head
    stored = Head.objects.filter(pk=1).values_list("seq", "hash").first()
    if stored is None and last.seq:
        verification.found(table, 1, f"is missing, though there are events up to {last.seq}")
    elif stored is not None and stored != last:
        verification.found(table, 1, f"says the chain ends at {stored}, but it ends at {tuple(last)}")
    if noted and noted.seq > last.seq:
        verification.found(
            Event._meta.db_table, noted.seq, f"is missing: the noted head knows of it, the record ends at {last.seq}"
        )
    elif noted and noted.seq == 0 and noted.hash != FIRST_HASH:
        verification.found(Event._meta.db_table, 0, f"the noted head says {noted.hash} before the first event")


def _verify_daily_heads(verification: Verification) -> None:
    """Each head that was noted is still the one that the chain had there, and its signature is that of its key."""
    hashes = Event.objects.filter(seq=OuterRef("seq")).values("hash")
    for head in DailyHead.objects.annotate(now=Subquery(hashes)).order_by("day").iterator(PAGE):
        if head.now != head.hash:
            wrong = f"event {head.seq} had the hash {head.hash} then, and now has {head.now}"
        elif head.key and not head.signed.signature_holds:
            wrong = "its signature is not that of its key"
        else:
            continue
        verification.found(DailyHead._meta.db_table, head.day, wrong)


# ---- The rows of which the Events speak -----------------------------------------------------------------------------


def _verify_rows_told_of(verification: Verification, page: Iterable[Line]) -> None:
    """Every row that an Event names is still there."""
    table = Event._meta.db_table
    models = {model.row_kind: model for model in recorded_models()}
    told_of: dict[str, dict[str, int]] = defaultdict(dict)
    for seq, _verb, _article, row, _body, _hash in page:
        if row:
            kind, _colon, key = str(row).partition(":")
            told_of[kind].setdefault(key, seq)
    for kind, keys in told_of.items():
        if kind not in models:
            verification.found(table, min(keys.values()), f"it speaks of a row of an unknown kind, {kind!r}")
            continue
        standing = {str(key) for key in _standing_keys(models[kind], keys)}
        for key, seq in keys.items():
            if key not in standing:
                name = models[kind]._meta.db_table
                verification.found(name, key, f"is missing, though event {seq} speaks of it")


def _standing_keys(model: type[Recorded], keys: Iterable[str]) -> Iterable[Any]:
    primary = model._meta.pk
    readable = []
    for key in keys:
        try:
            readable.append(primary.to_python(key))
        except ValidationError:
            continue
    return model._base_manager.filter(pk__in=readable).values_list("pk", flat=True)


def _verify_rows(verification: Verification, model: type[Recorded]) -> None:
    """Every row of a recorded model is as its newest Event says."""
    stage = str(model._meta.verbose_name_plural)
    total = model._base_manager.count()
    done = 0
    verification.step(stage, 0, total)
    for page in _row_pages(verification, model):
        told = _digests_told([row.row_id for row in page])
        states = _states_told(model, page)
        for row in page:
            fault = _fault_of_row(row, told.get(row.row_id)) or _fault_of_state(row, states)
            if fault:
                verification.found(model._meta.db_table, row.pk, fault)
        done += len(page)
        verification.step(stage, done, total)


def _row_pages(verification: Verification, model: type[Recorded]) -> Iterator[list[Recorded]]:
    rows = model._base_manager.order_by("pk").prefetch_related(*model.record_related)
    last: object = ""
    try:
        page = list(rows[:PAGE])
        while page:
            yield page
            last = page[-1].pk
            page = list(rows.filter(pk__gt=last)[:PAGE])
    except (ValueError, TypeError) as error:
        verification.found(model._meta.db_table, last, f"the rows after it can't be read ({error})")


def _digests_told(row_ids: list[str]) -> dict[str, object]:
    """The digest that the newest Event of each row gives for it."""
    told: dict[str, object] = {}
    lines = Event.objects.filter(row__in=row_ids).order_by("seq").values_list("row", "body")
    for row, body in lines:
        try:
            told[row] = json.loads(body)["row_digest"]
        except (ValueError, KeyError, TypeError):
            told[row] = None
    return told


def _states_told(model: type[Recorded], page: list[Recorded]) -> dict[str, object]:
    """What the newest Events say of the columns that may change, of each row of a page."""
    if not model.may_change:
        return {}
    row_ids = {row.row_id for row in page}
    tells = Q(row__in=row_ids)
    if model.article_uuid_path:
        of_page = model._base_manager.filter(pk__in=[row.pk for row in page])
        tells |= Q(article__in=list(of_page.order_by().values_list(model.article_uuid_path, flat=True).distinct()))
    told: dict[str, object] = {}
    for body in Event.objects.filter(tells).order_by("seq").values_list("body", flat=True).iterator(PAGE):
        try:
            states = json.loads(body)["facts"].get("states", {})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        told.update((row_id, state) for row_id, state in states.items() if row_id in row_ids)
    return told


def _fault_of_state(row: Recorded, told: dict[str, object]) -> str:
    """What of the columns that may change is not as the newest Event says."""
    if not row.may_change:
        return ""
    state, said = row.record_state(), told.get(row.row_id)
    if not isinstance(said, dict):
        return f"no event tells of its {', '.join(row.may_change)}"
    differing = [name for name in row.may_change if state[name] != said.get(name)]
    return f"its {', '.join(differing)} is not as the newest event that tells of it says" if differing else ""


def _fault_of_row(row: Recorded, told: object) -> str:
    if told is None:
        return "no event tells of it"
    try:
        digest = row.record_digest()
    except NotCanonical as error:
        return f"can't be written as canonical text ({error})"
    return "" if digest == told else "is not as the newest event that tells of it says"

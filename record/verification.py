"""Verification: everything that the record says, recomputed and compared with what stands in the database.

The chain alone can't show that its end was cut off, or that all of it was written again from the start. For that a
head noted elsewhere is compared: `verify(head=...)`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import ExpressionWrapper, F, QuerySet, TextField
from django.db.models.functions import Cast

from record.chain import FIRST_HASH, Event, Head, Recorded, event_hash, recorded_models
from record.heads import VERB as NOTE_HEAD
from record.readable import PAGE, UNREADABLE, fault_in, in_pages, in_words, readable
from record.redaction import VERB as REDACT
from record.stored import watched_models, written_otherwise
from record.tellings import LONGEST_VERB, fault_of, moment_of, states_told, tellings_of
from record.watch import faults, missing_constraints

# A record that is broken everywhere is not better understood by a million lines.
MOST_FINDINGS: Final = 200

Progress = Callable[[str, int, int], None]
Check = Callable[["Verification"], None]
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)


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
    # The Events behind which heads of days were noted: number and body.
    notings: list[tuple[int, str]] = field(default_factory=list)
    # The number of the first Event of each verb.
    verbs: dict[str, int] = field(default_factory=dict)
    # The first Event that tells of the redaction of each text, by its digest.
    redactions: dict[str, int] = field(default_factory=dict)
    # What followed the Events as the chain was walked, by its class.
    listeners: dict[type["Listener"], "Listener"] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """True when nothing is broken."""
        return not self.broken

    def found(self, table: str, row: object, what: str) -> None:
        """Note a broken link."""
        self.broken += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(table, str(row), what))

    def each(self, rows: "QuerySet[Any, T]") -> Iterator[T]:
        """The rows as a stream, in their order; each that can't be read is a broken link, and passed over."""
        return readable(rows, self.found, PAGE)

    def judge(self, rows: "QuerySet[M, M]", wrong_with: Callable[[M], str], stage: str = "") -> None:
        """Look at each row: `wrong_with` says what is wrong with it, and is empty where nothing is."""
        total = rows.count() if stage else 0
        for number, row in enumerate(self.each(rows), 1):
            if wrong := fault_in(wrong_with, row):
                self.found(row._meta.db_table, row.pk, wrong)
            if stage and (number % 500 == 0 or number == total):
                self.step(stage, number, total)

    def heard(self, kind: "type[L]") -> "L":
        """The listener of this kind, which has heard all Events by the time that rooms' checks begin."""
        listener = self.listeners[kind]
        assert isinstance(listener, kind)  # noqa: S101 - for the type checker
        return listener

    def remark(self, line: str) -> None:
        """Name what is no fault."""
        self.remarks.append(line)

    def step(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage is."""
        self.counts[stage] = done
        if self.progress:
            self.progress(stage, done, max(done, total))


class Listener:
    """Follows the Events of its verbs while the chain is walked, in their order, so that none has to be read again.

    One is made for each verification. It keeps what later checks ask it for, and names what is broken itself.
    """

    def __init__(self, verification: Verification) -> None:
        self.verification = verification

    def verbs(self) -> Iterable[str]:
        """Those whose Events it wants to hear."""
        raise NotImplementedError

    def hear(self, seq: int, told: dict[str, Any]) -> None:
        """The next Event: its number and its body."""
        raise NotImplementedError


L = TypeVar("L", bound=Listener)

_listeners: list[type[Listener]] = []


def register_listener(kind: type[L]) -> type[L]:
    """Let this follow the Events in every verification."""
    if kind not in _listeners:
        _listeners.append(kind)
    return kind


_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """Add a room's own check to every verification: it calls `judge`, `found` and `step`, only reads, and opens no
    transaction.
    """
    if check not in _checks:
        _checks.append(check)
    return check


def verify(*, head: NotedHead | None = None, progress: Progress | None = None) -> Verification:
    """Recompute the whole record, and compare it with `head` where given. Changes nothing, keeps nobody waiting."""
    verification = Verification(progress)
    with one_moment():
        _carry_out(verification, "the chain", partial(_verify_chain, noted=head))
        if connection.vendor == "sqlite":
            for watched in watched_models():
                _carry_out(verification, watched._meta.db_table, partial(_verify_stored, model=watched))
        for model in recorded_models():
            _carry_out(verification, model._meta.db_table, partial(_verify_rows, model=model))
        for check in _checks:
            _carry_out(verification, getattr(check, "__name__", repr(check)), check)
        for fault in faults(connection.alias):
            verification.found(fault.table, "", f"the guard {fault.piece.name} {fault.what}")
        for table, name in missing_constraints(connection.alias):
            verification.found(table, "", f"the constraint {name} is missing")
    return verification


def _carry_out(verification: Verification, name: str, check: Check) -> None:
    """Whoever spoils the record so that a check stumbles over it gets a finding for that, and the others go on."""
    try:
        check(verification)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no proof that nothing is broken
        verification.found(name, "", f"the check couldn't be carried out to its end ({in_words(error)})")


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
FIRST_MOMENT: Final = "0001-01-01T00:00:00.000000Z"
LENGTH_OF_MOMENT: Final = len(FIRST_MOMENT)
_read_json: Final = json.JSONDecoder().raw_decode


def _verify_chain(verification: Verification, noted: NotedHead | None) -> None:
    """Walk the Events from the first to the last, and compare where that ends with the head."""
    table = Event._meta.db_table
    total = Event.objects.count()
    seq, before = 0, FIRST_HASH
    times = _Times()
    ears = _ears(verification)
    done = 0
    verification.step("events", 0, total)
    for page in in_pages(verification.each(_lines()), PAGE):
        for line in page:
            if type(line[0]) is not int:
                verification.found(table, line[0], "its number is none")
                continue
            if line[0] != seq + 1:
                verification.found(table, line[0], f"the event before it is {seq}: some are missing between")
            elif fault := fault_in(_fault_of, line, before, times):
                verification.found(table, line[0], fault)
            seq, before = line[0], line[5]
            if noted and seq == noted.seq and before != noted.hash:
                verification.found(table, seq, f"its hash is {before}, but the noted head says {noted.hash}")
        _verify_rows_told_of(verification, page)
        verification.notings.extend((line[0], line[4]) for line in page if line[1] == NOTE_HEAD)
        for line in page:
            verification.verbs.setdefault(line[1], line[0])
            if line[1] in ears:
                _let_hear(verification, ears[line[1]], line)
            if line[1] == REDACT:
                with suppress(*UNREADABLE):
                    verification.redactions.setdefault(json.loads(line[4])["facts"]["digest"], line[0])
        done += len(page)
        verification.step("events", done, total)
    verification.head = NotedHead(seq, before)
    _verify_head(verification, noted)


def _ears(verification: Verification) -> dict[str, list[Listener]]:
    """By each verb, who listens to it."""
    verification.listeners = {kind: kind(verification) for kind in _listeners}
    ears: dict[str, list[Listener]] = defaultdict(list)
    for listener in verification.listeners.values():
        for verb in listener.verbs():
            ears[verb].append(listener)
    return dict(ears)


def _let_hear(verification: Verification, ears: Iterable[Listener], line: Line) -> None:
    try:
        told = json.loads(line[4])
    except UNREADABLE:
        # Named where it is looked at.
        return
    for listener in ears:
        try:
            listener.hear(line[0], told)
        except UNREADABLE as error:
            verification.found(Event._meta.db_table, line[0], f"can't be checked ({in_words(error)})")


def _lines() -> "QuerySet[Event, Line]":
    """The Events in their order."""
    # The article as text: a UUID made of it would take as long as all else that is done with an Event.
    article = (
        Cast("article", TextField())
        if connection.vendor == "postgresql"
        else ExpressionWrapper(F("article"), output_field=TextField())
    )
    return Event.objects.order_by("seq").values_list("seq", "verb", article, "row", "body", "hash")


class _Times:
    """The moments of the Events in their order, as text: equally long, so that they compare as moments do."""

    def __init__(self) -> None:
        self.latest = FIRST_MOMENT

    def fault_of(self, at: str) -> str:
        """What is wrong with the next: it runs back behind one before it, further than a clock does by itself."""
        if len(at) != LENGTH_OF_MOMENT:
            return "its moment can't be read"
        before = self.latest
        if at >= before:
            self.latest = at
            return ""
        if moment_of(before) - moment_of(at) <= LONGEST_VERB:
            return ""
        # Told once, not of each that comes after.
        self.latest = at
        return f"it is of {at}, though one before it is of {before}"


def _fault_of(line: Line, before: str, times: _Times) -> str:
    """What is wrong with one Event, given the hash and the moments before it; empty when nothing is."""
    _seq, verb, article, row, body, hash_ = line
    if not isinstance(body, str) or event_hash(before, line[0], body) != hash_:
        return "its hash is not that of its number, its body and the hash before it"
    try:
        told, end = _read_json(body)
        in_body = (told["verb"], told["article"] and _as_stored(told["article"]), told["row"])
        is_behind = times.fault_of(told["at"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return "its body can't be read"
    if end != len(body):
        return "its body can't be read"
    columns = (verb, article, row)
    return is_behind if columns == in_body else f"its columns say {columns}, its body says {in_body}"


def _as_stored(uuid: str) -> str:
    """SQLite keeps UUIDs without hyphens."""
    return uuid if connection.vendor == "postgresql" else uuid.replace("-", "")


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


# ---- The rows of which the Events speak -----------------------------------------------------------------------------


def _verify_rows_told_of(verification: Verification, page: Iterable[Line]) -> None:
    """Every row that an Event names is still there, and verbs that make a row name one."""
    table = Event._meta.db_table
    models = {model.row_kind: model for model in recorded_models()}
    makes = {verb: model.row_kind for model in models.values() for verb in model.told_by}
    told_of: dict[str, dict[str, int]] = defaultdict(dict)
    for seq, verb, _article, row, _body, _hash in page:
        kind, _colon, key = str(row).partition(":")
        if row:
            told_of[kind].setdefault(key, seq)
        if verb in makes and kind != makes[verb]:
            verification.found(table, seq, f"it tells of no {makes[verb]}, though it is one of {verb!r}")
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


def _verify_stored(verification: Verification, model: type[models.Model]) -> None:
    """Every value stands in the database just as Django writes it."""
    for key, columns in written_otherwise(model):
        verification.found(model._meta.db_table, key, f"its {', '.join(columns)} is not stored as it was written")


def _verify_rows(verification: Verification, model: type[Recorded]) -> None:
    """Every row of a recorded model is as all Events say that tell of it."""
    stage = str(model._meta.verbose_name_plural)
    total = model._base_manager.count()
    done = 0
    verification.step(stage, 0, total)
    rows = model._base_manager.order_by("pk").prefetch_related(*model.record_related)
    for page in in_pages(verification.each(rows), PAGE):
        told = tellings_of([row.row_id for row in page])
        states = states_told(model, page)
        for row in page:
            fault = fault_of(row, told.get(row.row_id, []), states, verification.redactions)
            if fault:
                verification.found(model._meta.db_table, row.pk, fault)
        done += len(page)
        verification.step(stage, done, total)

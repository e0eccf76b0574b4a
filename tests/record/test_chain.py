"""The chain of Events: what is told, in which form, and what is refused."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.db.transaction import TransactionManagementError

from record.canonical import NotCanonical, canonical_text, digest_of
from record.chain import FIRST_HASH, Event, Head, record_event
from record.clock import standing_at
from tests.record.notes import Note, put_down

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ARTICLE = UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")

pytestmark = pytest.mark.django_db


def test_an_event_tells_everything_in_canonical_text(ada: AbstractBaseUser) -> None:
    with standing_at(NOON):
        event = record_event(
            "greeted", actor=ada, door="desk", article=ARTICLE, why="It was noon.", to=["Zoë", "Bo"], times=2
        )
    assert event.body == (
        '{"actor":{"id":7,"username":"ada"},"article":"7d444840-9dc0-11d1-b245-5ffdce74fad2",'
        '"at":"2026-01-31T12:00:00.000000Z","door":"desk","facts":{"times":2,"to":["Zoë","Bo"]},'
        '"row":"","row_digest":"","verb":"greeted","why":"It was noon."}'
    )
    assert (event.verb, event.article, event.row) == ("greeted", ARTICLE, "")
    assert event.told == json.loads(event.body)
    assert str(event) == "1 greeted"


def test_each_hash_covers_the_one_before(ada: AbstractBaseUser) -> None:
    events = [record_event("counted", actor=None, door="shell", number=number) for number in (1, 2, 3)]
    before = "0" * 64
    for seq, event in enumerate(events, start=1):
        assert event.seq == seq
        before = hashlib.sha256(f"{before}\n{seq}\n{event.body}".encode()).hexdigest()
        assert event.hash == before
    head = Head.objects.get()
    assert (head.pk, head.seq, head.hash) == (1, 3, before)
    assert str(head) == f"3 {before}"
    assert list(Event.objects.all()) == events
    assert FIRST_HASH == "0" * 64


def test_an_event_goes_with_its_transaction(ada: AbstractBaseUser) -> None:
    record_event("kept", actor=ada, door="admin")
    with transaction.atomic():
        record_event("undone", actor=ada, door="admin")
        transaction.set_rollback(True)
    assert record_event("kept", actor=ada, door="admin").seq == 2
    assert [event.verb for event in Event.objects.all()] == ["kept", "kept"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(ada: AbstractBaseUser) -> None:
    with pytest.raises(TransactionManagementError, match="inside the transaction"):
        record_event("greeted", actor=ada, door="desk")
    assert not Event.objects.exists()


def test_unknown_doors_are_refused(ada: AbstractBaseUser) -> None:
    with pytest.raises(ValueError, match="'window' is no door"):
        record_event("greeted", actor=ada, door="window")


@pytest.mark.parametrize("fact", [1.5, "e\u0301", NOON, 2**60])
def test_facts_that_canonical_text_cannot_carry_are_refused(ada: AbstractBaseUser, fact: Any) -> None:
    before = record_event("greeted", actor=ada, door="desk")
    with pytest.raises(NotCanonical, match=r"\$\.facts\.fact"), transaction.atomic():
        record_event("greeted", actor=ada, door="desk", fact=fact)
    assert (Event.objects.count(), Head.objects.get().hash) == (1, before.hash)


def test_a_reason_as_typed_is_made_fit(ada: AbstractBaseUser) -> None:
    event = record_event("greeted", actor=ada, door="desk", why="cafe\u0301\r\nat noon")
    assert event.told["why"] == "café\nat noon"


def test_events_never_change_or_go(ada: AbstractBaseUser) -> None:
    event = record_event("greeted", actor=ada, door="desk")
    for rewrite in (
        event.delete,
        lambda: Event.objects.update(verb="forged"),
        lambda: Event.objects.bulk_create([Event(seq=1, verb="forged", body="{}", hash="0" * 64)]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()
    assert Event.objects.get().verb == "greeted"


@pytest.mark.parametrize("wrong", [{"seq": 0}, {"seq": -1}])
def test_numbers_begin_at_one(wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(verb="forged", body="{}", hash="0" * 64, **wrong)


def test_there_is_one_head_only() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.create(pk=2, seq=5, hash="0" * 64)


# ---- Rows on record -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_notes")
def test_an_event_carries_the_digest_of_its_row(ada: AbstractBaseUser) -> None:
    note = put_down("as signed", by=ada, at=NOON, day=date(2026, 2, 1), number=5)
    event = Event.objects.get()
    assert event.row == note.row_id == f"note:{note.pk}"
    values = {
        "id": note.pk,
        "key": str(note.key),
        "text": "as signed",
        "at": "2026-01-31T12:00:00.000000Z",
        "day": "2026-02-01",
        "number": 5,
    }
    assert event.told["row_digest"] == note.record_digest() == digest_of(canonical_text(values))


@pytest.mark.usefixtures("_notes")
def test_the_digest_is_of_what_the_database_holds(ada: AbstractBaseUser) -> None:
    """Not of what was given: here a number as text, and a moment in another zone."""
    note = put_down("as signed", by=ada, at=NOON.astimezone(), number="5")
    assert Event.objects.get().told["row_digest"] == Note.objects.get(pk=note.pk).record_digest()


@pytest.mark.usefixtures("_notes")
def test_every_column_counts_and_empty_ones_are_left_out(ada: AbstractBaseUser) -> None:
    note = Note.objects.get(pk=put_down("as signed", by=ada, at=NOON, number=0).pk)
    assert set(note.record_values()) == {"id", "key", "text", "at", "number"}
    digest = note.record_digest()
    for name, value in {
        "text": "other",
        "number": None,
        "day": date(2026, 1, 1),
        "at": NOON + timedelta(microseconds=1),
    }.items():
        changed = Note.objects.get(pk=note.pk)
        setattr(changed, name, value)
        assert changed.record_digest() != digest, name


@pytest.mark.usefixtures("_notes")
def test_a_row_that_canonical_text_cannot_carry_is_refused(ada: AbstractBaseUser) -> None:
    with pytest.raises(NotCanonical, match=r"\$\.text"):
        put_down("e\u0301", by=ada, at=NOON)
    assert not Event.objects.exists()


def test_row_kinds_have_to_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    from record import checks

    class Same(Note):
        class Meta:
            proxy = True
            app_label = "guardedtests"
            apps = Note._meta.apps

    kinds = {"": "record.E004", "a:b": "record.E004", "note": "record.E005"}
    for kind, says in kinds.items():
        monkeypatch.setattr(Same, "row_kind", kind)
        monkeypatch.setattr(checks, "recorded_models", lambda: iter([Note, Same]))
        assert [message.id for message in checks.row_kinds_differ()] == [says]
    assert issubclass(Same, models.Model)

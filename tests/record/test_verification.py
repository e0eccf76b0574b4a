"""Tampering of every sort is found, and named by table, id and what."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection

from record import verification
from record.chain import FIRST_HASH, Event, Head, event_hash, record_event
from record.verification import Finding, NotedHead, Verification, verify
from tests.flush import guards_down
from tests.record.notes import Note, put_down

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
NOTES = Note._meta.db_table

pytestmark = pytest.mark.usefixtures("_notes")


@pytest.fixture
def notes(ada: AbstractBaseUser) -> list[Note]:
    """Three notes, each with its Event, and an Event that speaks of no row."""
    notes = [put_down(text, by=ada, at=NOON, number=0) for text in ("one", "two", "three")]
    record_event("closed", actor=ada, door="desk")
    return notes


@pytest.fixture(autouse=True, params=[1, 2, 5000], ids=["pages of 1", "pages of 2", "one page"])
def _pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of a page makes no difference."""
    monkeypatch.setattr(verification, "PAGE", request.param)


def chain_again() -> None:
    """Do what a forger with all rights would: compute every hash anew, the head's too."""
    before = FIRST_HASH
    for event in Event.objects.all():
        before = event_hash(before, event.seq, event.body)
        Event.objects.filter(pk=event.pk).update(hash=before)
    Head.objects.update(seq=event.seq, hash=before)


def found() -> list[Finding]:
    return verify().findings


def test_a_whole_record(notes: list[Note]) -> None:
    result = verify()
    assert (result.findings, result.is_whole) == ([], True)
    assert result.counts == {"events": 4, "notes": 3}
    head = Head.objects.get()
    assert result.head == (head.seq, head.hash)


def test_an_empty_record_is_whole() -> None:
    result = verify()
    assert (result.findings, result.head) == ([], (0, FIRST_HASH))


@pytest.mark.parametrize(
    "change",
    [
        {"body": "{}"},
        {"body": "no JSON"},
        {"hash": "f" * 64},
    ],
)
def test_a_changed_event(notes: list[Note], change: dict[str, Any]) -> None:
    with guards_down(connection):
        Event.objects.filter(seq=2).update(**change)
    first = found()[0]
    assert (first.table, first.id, first.what) == (
        "record_event",
        "2",
        "its hash is not that of its number, its body and the hash before it",
    )


@pytest.mark.parametrize("change", [{"verb": "x"}, {"row": ""}, {"article": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}])
def test_changed_columns_of_an_event(notes: list[Note], change: dict[str, Any]) -> None:
    with guards_down(connection):
        Event.objects.filter(seq=2).update(**change)
    first = found()[0]
    assert (first.table, first.id) == ("record_event", "2")
    assert first.what.startswith("its columns say ")


def test_an_event_chained_again_with_a_body_that_says_nothing(notes: list[Note]) -> None:
    with guards_down(connection):
        Event.objects.filter(seq=4).update(body="[]")
        chain_again()
    assert found() == [Finding("record_event", "4", "its body can't be read")]


def test_an_event_taken_out(notes: list[Note]) -> None:
    with guards_down(connection):
        Event.objects.filter(seq=2).delete()
    assert Finding("record_event", "3", "the event before it is 1: some are missing between") == found()[0]


def test_an_event_put_in_by_hand(notes: list[Note]) -> None:
    Event.objects.create(seq=5, verb="forged", body="{}", hash="0" * 64)
    assert {(finding.table, finding.id) for finding in found()} == {("record_event", "5"), ("record_head", "1")}


def test_the_end_cut_off(notes: list[Note]) -> None:
    with guards_down(connection):
        Event.objects.filter(seq=4).delete()
    (finding,) = found()
    assert (finding.table, finding.id) == ("record_head", "1")
    assert finding.what.startswith("says the chain ends at (4, ")


def test_the_head_gone(notes: list[Note]) -> None:
    Head.objects.all().delete()
    assert found() == [Finding("record_head", "1", "is missing, though there are events up to 4")]


@pytest.mark.parametrize("change", [{"text": "forged"}, {"number": 1}, {"number": None}, {"day": "2026-01-01"}])
def test_a_changed_row(notes: list[Note], change: dict[str, Any]) -> None:
    with guards_down(connection):
        Note.objects.filter(pk=notes[1].pk).update(**change)
    assert found() == [Finding(NOTES, str(notes[1].pk), "is not as the newest event that tells of it says")]


def test_a_row_that_no_text_can_carry_any_more(notes: list[Note]) -> None:
    with guards_down(connection):
        Note.objects.filter(pk=notes[1].pk).update(text="e\u0301")
    (finding,) = found()
    assert finding.id == str(notes[1].pk)
    assert "can't be written as canonical text ($.text" in finding.what


def test_a_row_taken_out(notes: list[Note]) -> None:
    key = str(notes[1].pk)
    with guards_down(connection):
        notes[1].delete()
    assert found() == [Finding(NOTES, key, "is missing, though event 2 speaks of it")]


def test_a_row_put_in_by_hand(notes: list[Note]) -> None:
    note = Note.objects.create(text="forged", at=NOON)
    assert found() == [Finding(NOTES, str(note.pk), "no event tells of it")]


def test_every_event_of_a_row_that_never_changes_counts(notes: list[Note], ada: AbstractBaseUser) -> None:
    """Given a changed row, when an Event is appended that tells of it as it is now, then the old ones are believed."""
    record_event("looked at", actor=ada, door="desk", row=Note.objects.get(pk=notes[1].pk))
    assert found() == []
    with guards_down(connection):
        Note.objects.filter(pk=notes[1].pk).update(number=7)
    record_event("changed", actor=ada, door="desk", row=Note.objects.get(pk=notes[1].pk))
    what = "event 6 tells otherwise of it than those before, though it never changes"
    assert found() == [Finding(NOTES, str(notes[1].pk), what)]


def test_a_redaction_lets_no_row_change_that_it_blanks_nothing_of(notes: list[Note], ada: AbstractBaseUser) -> None:
    with guards_down(connection):
        Note.objects.filter(pk=notes[1].pk).update(text="")
    record_event("redact", actor=ada, door="desk", digest=Note.objects.get(pk=notes[1].pk).text_digest)
    record_event("redact_note", actor=ada, door="desk", row=Note.objects.get(pk=notes[1].pk))
    assert [finding.id for finding in found() if finding.table != "record_event"] == [str(notes[1].pk)]


def test_the_newest_event_counts_where_nothing_says_that_a_row_never_changes(
    notes: list[Note], ada: AbstractBaseUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guards_down(connection):
        Note.objects.filter(pk=notes[1].pk).update(number=7)
    record_event("changed", actor=ada, door="desk", row=Note.objects.get(pk=notes[1].pk))
    monkeypatch.setattr(Note._meta, "constraints", [])
    assert found() == []


def test_an_event_of_an_unknown_kind(notes: list[Note], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "recorded_models", lambda: iter([]))
    assert found()[0] == Finding("record_event", "1", "it speaks of a row of an unknown kind, 'note'")


def test_a_lost_guard(notes: list[Note]) -> None:
    name = {"sqlite": "guard_record_event_update", "postgresql": "guard_record_event_row"}[connection.vendor]
    more = {"sqlite": "", "postgresql": " ON record_event"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{more}")
    assert found() == [Finding("record_event", "", f"the guard {name} is missing")]


# ---- Heads noted elsewhere ------------------------------------------------------------------------------------------


def test_a_noted_head_that_still_holds(notes: list[Note], ada: AbstractBaseUser) -> None:
    head = Head.objects.get()
    record_event("later", actor=ada, door="desk")
    assert verify(head=NotedHead(head.seq, head.hash)).is_whole
    assert verify(head=NotedHead(0, FIRST_HASH)).is_whole


def test_a_history_written_again_from_the_start_shows_against_a_noted_head(notes: list[Note]) -> None:
    head = Head.objects.get()
    with guards_down(connection):
        event = Event.objects.get(seq=4)
        Event.objects.filter(seq=4).update(body=json.dumps({**event.told, "why": "forged"}))
        chain_again()
    assert verify().is_whole
    (finding,) = verify(head=NotedHead(head.seq, head.hash)).findings
    assert (finding.table, finding.id) == ("record_event", "4")
    assert f"the noted head says {head.hash}" in finding.what


def test_an_end_cut_off_with_its_head_shows_against_a_noted_head(notes: list[Note]) -> None:
    head = Head.objects.get()
    with guards_down(connection):
        Event.objects.filter(seq=4).delete()
        chain_again()
    assert verify().is_whole
    (finding,) = verify(head=NotedHead(head.seq, head.hash)).findings
    assert finding.what == "is missing: the noted head knows of it, the record ends at 3"


def test_a_noted_head_before_the_first_event(notes: list[Note]) -> None:
    (finding,) = verify(head=NotedHead(0, "f" * 64)).findings
    assert finding.id == "0"


# ---- What other rooms add, and what is told on the way --------------------------------------------------------------


def test_a_check_of_a_room_above(notes: list[Note]) -> None:
    @verification.register_check
    def check(result: Verification) -> None:
        result.step("texts", 2, 2)
        result.found("articles_text", "abc", "hashes to something else")

    verification.register_check(check)
    result = verify()
    assert result.findings == [Finding("articles_text", "abc", "hashes to something else")]
    assert result.counts["texts"] == 2
    assert str(result.findings[0]) == "articles_text abc: hashes to something else"


def test_progress_is_told_stage_by_stage(notes: list[Note]) -> None:
    told = []
    verify(progress=lambda *step: told.append(step))
    assert told[0] == ("events", 0, 4)
    assert ("events", 4, 4) in told
    assert told[-1] == ("notes", 3, 3)


def test_a_record_broken_everywhere_is_told_within_bounds(notes: list[Note], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "MOST_FINDINGS", 2)
    with guards_down(connection):
        Note.objects.update(text="forged")
    result = verify()
    assert (len(result.findings), result.broken) == (2, 3)

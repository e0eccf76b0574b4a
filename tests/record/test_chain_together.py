"""Many writers at once, each with a connection of its own: the chain stays one chain."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from record import verification
from record.chain import Event, Head, record_event
from record.verification import verify

WRITERS, TURNS = 4, 15


class UndoneError(Exception):
    """A verb that fails after its Event."""


def write(start: Barrier, writer: int) -> None:
    """Append Events, every fifth of which is rolled back with its verb."""
    try:
        start.wait()
        for turn in range(TURNS):
            try:
                with transaction.atomic():
                    record_event("written", actor=None, door="trial", writer=writer, turn=turn)
                    if turn % 5 == 4:
                        raise UndoneError
            except UndoneError:
                continue
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_appends_at_once_leave_no_gap_and_no_fork() -> None:
    start = Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as threads:
        for done in [threads.submit(write, start, writer) for writer in range(WRITERS)]:
            done.result()

    kept = WRITERS * (TURNS - TURNS // 5)
    assert list(Event.objects.values_list("seq", flat=True)) == list(range(1, kept + 1))
    assert Head.objects.get().seq == kept
    assert verify().is_whole
    for writer in range(WRITERS):
        turns = [
            event.told["facts"]["turn"] for event in Event.objects.all() if event.told["facts"]["writer"] == writer
        ]
        assert turns == [turn for turn in range(TURNS) if turn % 5 != 4]
    moments = [event.told["at"] for event in Event.objects.all()]
    assert moments == sorted(moments)


@pytest.mark.django_db(transaction=True)
def test_verification_keeps_no_writer_waiting_and_sees_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer appends between the walk and the look at the head: it is let through, and is no fault."""
    with transaction.atomic():
        record_event("before", actor=None, door="trial")
    verify_head = verification._verify_head

    def write_first(*given: Any) -> None:
        with ThreadPoolExecutor(1) as threads:
            threads.submit(write, Barrier(1), 0).result(timeout=20)
        verify_head(*given)

    monkeypatch.setattr(verification, "_verify_head", write_first)
    result = verify()
    assert result.is_whole, result.findings
    assert (result.head.seq, Head.objects.get().seq) == (1, 1 + TURNS - TURNS // 5)

"""The one clock, and how tests make it stand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from record.chain import Event, record_event
from record.clock import catch_up, now, now_in_verb, standing_at
from record.tellings import moment_of

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_runs_in_utc_and_close_to_the_machine_s_clock() -> None:
    for moment in (now(), now_in_verb()):
        assert moment.utcoffset() == timedelta(0)
        assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.django_db
def test_runs_on_inside_a_transaction() -> None:
    with transaction.atomic():
        first = now_in_verb()
        later = next(moment for moment in iter(now_in_verb, None) if moment != first)
        assert later > first


@pytest.mark.django_db
def test_stands_for_readers_verbs_and_every_thread_and_can_be_moved() -> None:
    with standing_at(NOON) as clock:
        assert now() == now_in_verb() == NOON
        clock.move(timedelta(days=1))
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(now).result() == NOON + timedelta(days=1) == now_in_verb()
    assert now() != NOON


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        '{"at":"2026-01-31T12:30:00.0000001"}',
        '{"at":"0001-01-01T00:00:00"}',
        '{"at":5}',
        "{}",
        "",
        "[]",
        '{"at":"9999-12-31T23:59:59-14:00"}',
    ],
)
def test_goes_on_where_the_last_event_says_no_moment(body: str) -> None:
    Event.objects.create(seq=1, verb="note", body=body, hash="0" * 64)
    with standing_at(NOON):
        assert now_in_verb() - NOON < timedelta(hours=1)
        assert now() - NOON < timedelta(hours=1)


def noted() -> datetime:
    """An Event, and its moment."""
    with transaction.atomic():
        return moment_of(record_event("note_head", actor=None, door="shell").told["at"])


@pytest.mark.django_db(transaction=True)
def test_is_never_behind_the_record_within_the_hour() -> None:
    """Given an Event, when the clock is set back, then verbs and readers of this process go on just after it; a clock
    that is set back further isn't waited for.
    """
    with standing_at(NOON) as clock:
        noted()
        clock.move(-timedelta(minutes=59))
        assert NOON < now() == now_in_verb() < NOON + timedelta(seconds=1)
        assert noted() > NOON
        clock.move(-timedelta(minutes=2))
        assert now() == now_in_verb() == clock.moment


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_leaves_no_time_behind() -> None:
    """Given a clock that is fast, when a verb is undone, several Events in, and the clock is set right, then time goes
    by the clock.
    """
    with standing_at(NOON) as clock:
        with transaction.atomic():
            noted()
            noted()
            transaction.set_rollback(True)
        clock.move(-timedelta(minutes=50))
        assert now() == now_in_verb() == clock.moment


@pytest.mark.django_db(transaction=True)
def test_a_process_that_was_behind_catches_up() -> None:
    with standing_at(NOON):
        noted()
    with standing_at(NOON - timedelta(minutes=20)) as clock:
        assert now() == clock.moment
        catch_up()
        assert now() > NOON


def test_one_standing_clock_inside_another() -> None:
    with standing_at(NOON):
        with standing_at(NOON - timedelta(days=365)):
            assert now().year == 2025
        assert now() == NOON


def test_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), standing_at(datetime(2026, 1, 31)):  # noqa: DTZ001
        pass

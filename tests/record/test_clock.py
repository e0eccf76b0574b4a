"""The one clock, and how tests make it stand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from record.clock import now, now_in_verb, standing_at

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


def test_one_standing_clock_inside_another() -> None:
    with standing_at(NOON):
        with standing_at(NOON - timedelta(days=365)):
            assert now().year == 2025
        assert now() == NOON


def test_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), standing_at(datetime(2026, 1, 31)):  # noqa: DTZ001
        pass

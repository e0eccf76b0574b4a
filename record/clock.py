"""The one clock. Readers ask the process's own; verbs ask the database, after they have taken their locks.

Only tests replace it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection


class StandingClock:
    """A clock that shows one moment until it is moved. Tests only."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def move(self, by: timedelta) -> None:
        """Let the clock show a later moment (or, with a negative `by`, an earlier one)."""
        self.moment += by


# The one put up last counts. Empty outside of tests.
_standing: list[StandingClock] = []


def now() -> datetime:
    """The moment for readers: the process's own clock, in UTC."""
    return _standing[-1].moment if _standing else datetime.now(UTC)


def now_in_verb() -> datetime:
    """The moment for verbs: the database's clock, in UTC. Ask after the lock has been taken.

    PostgreSQL's `now()` is when the transaction began, before any waiting for a lock; `clock_timestamp()` is when it
    is asked. SQLite has no clock of its own that knows microseconds, and runs in this process anyway.
    """
    if _standing:
        return _standing[-1].moment
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[StandingClock]:
    """Let the clock stand, for every thread of the process. Tests only; yields the clock, which can be moved."""
    if moment.utcoffset() is None:
        raise ValueError("The clock needs a moment with a time zone.")
    clock = StandingClock(moment.astimezone(UTC))
    _standing.append(clock)
    try:
        yield clock
    finally:
        _standing.remove(clock)

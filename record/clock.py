"""The one clock. Readers ask the process's own; verbs ask the database, after they have taken their locks.

Time never runs back behind the record: where a clock was set back, it all but stands still, a microsecond behind the
last Event, until it has caught up. So what a verb did never lies ahead of the next. Only tests replace the clock.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection

from record.readable import UNREADABLE

FARTHEST: Final = timedelta(hours=1)
"""How far behind the record a clock may be. What is on record of a later moment was written by a clock that was wrong
then, and for that nobody waits.
"""


TICK: Final = timedelta(microseconds=1)
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass
class OnRecord:
    """The last moment on record, as far as this process has read or written it."""

    moment: datetime = _NEVER

    def or_later(self, moment: datetime) -> datetime:
        """That moment; or just after the last on record, where that is ahead of it."""
        return self.moment + TICK if moment < self.moment <= moment + FARTHEST else moment


class StandingClock:
    """A clock that shows one moment until it is moved. Tests only."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.on_record = OnRecord()

    def move(self, by: timedelta) -> None:
        """Let the clock show a later moment (or, with a negative `by`, an earlier one)."""
        self.moment += by


_on_record = OnRecord()
# The one put up last counts. Empty outside of tests.
_standing: list[StandingClock] = []


_ASK_POSTGRESQL: Final = "SELECT clock_timestamp(), (SELECT body FROM record_event ORDER BY seq DESC LIMIT 1)"
_ASK_SQLITE: Final = "SELECT NULL, (SELECT body FROM record_event ORDER BY seq DESC LIMIT 1)"


def now() -> datetime:
    """The moment for readers: the process's own clock, in UTC; never before what this process knows to be on record."""
    if _standing:
        return _standing[-1].on_record.or_later(_standing[-1].moment)
    return _on_record.or_later(datetime.now(UTC))


def recorded(moment: datetime) -> None:
    """An Event of that moment was written by this process."""
    (_standing[-1].on_record if _standing else _on_record).moment = moment


def now_in_verb() -> datetime:
    """The moment for verbs: the database's clock, in UTC; never before the last Event. Ask it after the lock.

    PostgreSQL's `now()` is when the transaction began, before any waiting for a lock; `clock_timestamp()` is when it
    is asked. SQLite has no clock of its own that knows microseconds, and runs in this process anyway.
    """
    moment = catch_up()
    if _standing:
        return _standing[-1].on_record.or_later(_standing[-1].moment)
    return _on_record.or_later(moment.astimezone(UTC) if moment else datetime.now(UTC))


def catch_up() -> datetime | None:
    """Learn the last moment on record, so that `now` isn't behind it: for pages from which people act. Gives the
    database's own moment, where it has a clock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASK_POSTGRESQL if connection.vendor == "postgresql" else _ASK_SQLITE)
        moment, last = cursor.fetchone()
    # An Event that can't be read is named where the chain is walked.
    with suppress(*UNREADABLE):
        recorded(datetime.fromisoformat(json.loads(last)["at"]).astimezone(UTC))
    by_database: datetime | None = moment
    return by_database


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

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
    """The last moment on record, as far as this process knows: of nothing that may still be rolled back."""

    moment: datetime = _NEVER

    def or_later(self, moment: datetime, last: datetime | None = None) -> datetime:
        """That moment; or just after the `last` on record, where that is ahead of it."""
        last = last or self.moment
        return last + TICK if moment < last <= moment + FARTHEST else moment


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
    return _known().or_later(_standing[-1].moment if _standing else datetime.now(UTC))


def recorded(moment: datetime) -> None:
    """An Event of that moment is on record."""
    _known().moment = max(_known().moment, moment)


def now_in_verb() -> datetime:
    """The moment for verbs: the database's clock, in UTC; never before the last Event. Ask it after the lock.

    PostgreSQL's `now()` is when the transaction began, before any waiting for a lock; `clock_timestamp()` is when it
    is asked. SQLite has no clock of its own that knows microseconds, and runs in this process anyway.
    """
    by_database, last = _asked()
    moment = _standing[-1].moment if _standing else by_database or datetime.now(UTC)
    return _known().or_later(moment, last)


def catch_up() -> None:
    """Learn the last moment on record, so that `now` isn't behind it: for pages from which people act."""
    _by_database, last = _asked()
    if last:
        recorded(last)


def _asked() -> tuple[datetime | None, datetime | None]:
    """The moment of the database, where it has a clock, and that of the last Event."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK_POSTGRESQL if connection.vendor == "postgresql" else _ASK_SQLITE)
        moment, body = cursor.fetchone()
    last = None
    # An Event that can't be read is named where the chain is walked.
    with suppress(*UNREADABLE):
        last = datetime.fromisoformat(json.loads(body)["at"]).astimezone(UTC)
    return moment and moment.astimezone(UTC), last


def _known() -> OnRecord:
    return _standing[-1].on_record if _standing else _on_record


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

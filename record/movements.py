"""How a column that may change may do so: what is compared between one Event that tells of it and the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

# From the moment that a verb writes to that of its Event, which is asked after the lock that all verbs wait for: a few
# milliseconds, or, behind the longest batch, minutes.
LONGEST_WAIT: Final = timedelta(minutes=5)


class Mover(NamedTuple):
    """The Event that tells of a change: its number, its verb, who did it (the id), its moment."""

    seq: int
    verb: str
    actor: object
    at: datetime


@dataclass(frozen=True)
class Movement:
    """A rule for one column. `verbs` are those that change it; none stands for any."""

    verbs: tuple[str, ...] = ()

    def fault(self, before: object, now: object, event: Mover) -> str:
        """What is wrong with this change, in words that follow the column's name; empty where nothing is."""
        if self.verbs and event.verb not in self.verbs:
            return "which that verb never does"
        return self._fault(before, now, event)

    def _fault(self, before: object, now: object, event: Mover) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Stays(Movement):
    """No verb changes it, though the database would let it move one way."""

    def _fault(self, before: object, now: object, event: Mover) -> str:
        return "which no verb does"


@dataclass(frozen=True)
class SetOnce(Movement):
    """Empty at first; once it has a value, that stays. `OnceAt` and `OnceBy` say which value."""

    def _fault(self, before: object, now: object, event: Mover) -> str:
        return "" if before is None else "which had a value for good"


@dataclass(frozen=True)
class OnceAt(SetOnce):
    """The moment at which it was done: that of the Event."""

    def _fault(self, before: object, now: object, event: Mover) -> str:
        return super()._fault(before, now, event) or _not_then(now, event)


@dataclass(frozen=True)
class OnceBy(SetOnce):
    """Who did it: the actor of the Event."""

    def _fault(self, before: object, now: object, event: Mover) -> str:
        is_so = now == event.actor
        return super()._fault(before, now, event) or ("" if is_so else "which names another person than did it")


@dataclass(frozen=True)
class Then(Movement):
    """Empty, or the moment of the Event that changed it last."""

    def _fault(self, before: object, now: object, event: Mover) -> str:
        return "" if now is None else _not_then(now, event)


@dataclass(frozen=True)
class End(Movement):
    """An end, or none. Once it has passed it stays, and none is put into the past."""

    def _fault(self, before: object, now: object, event: Mover) -> str:
        if before is not None and _moment(before) < event.at - LONGEST_WAIT:
            return "which had passed by then"
        if now is not None and _moment(now) < event.at - LONGEST_WAIT:
            return "which puts it into the past"
        return ""


@dataclass(frozen=True)
class Steps(Movement):
    """A state, and from each where it may go."""

    allowed: Mapping[str, frozenset[str]] | None = None

    def _fault(self, before: object, now: object, event: Mover) -> str:
        steps = (self.allowed or {}).get(str(before), frozenset[str]())
        return "" if now in steps else f"which never goes from {before!r} to {now!r}"


def fault_of_move(rules: Mapping[str, Movement], before: object, now: object, event: Mover) -> str:
    """What is wrong with the change from one telling of a row's state to the next; empty where nothing is.

    Before the first telling, all that verbs set later is empty.
    """
    if not isinstance(now, dict) or not isinstance(before, dict | None):
        raise TypeError("a state that is no object")
    for name, rule in rules.items():
        # What a column held that Events of old don't tell of, or where it began, is not known.
        if name not in now or (not isinstance(rule, SetOnce | End) and name not in (before or {})):
            continue
        was = (before or {}).get(name)
        if was != now[name] and (wrong := rule.fault(was, now[name], event)):
            return f"event {event.seq}, a {event.verb!r}, changes its {name}, {wrong}"
    return ""


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def _not_then(value: object, event: Mover) -> str:
    return "" if abs(_moment(value) - event.at) <= LONGEST_WAIT else "to a moment that isn't its own"

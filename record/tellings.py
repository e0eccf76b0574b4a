"""What Events tell of a row, and where the row is otherwise."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

from django.db.models import Min, Q

from record.chain import Event, Recorded
from record.guards import immutable_guard
from record.movements import Mover, fault_of_move
from record.readable import PAGE, UNREADABLE, fault_in, readable

# From the moment that a verb took to that of its Event, behind whatever both waited for; and what clocks may run back
# that are set right, or of which one machine takes over from another.
LONGEST_VERB: Final = timedelta(hours=1)


class Telling(NamedTuple):
    """What an Event says of its row: the row's digest, and that of the text it speaks of, where it tells that. And
    whom it names as its actor, and its moment.
    """

    seq: int
    row: object
    text: object
    actor: object
    at: object


def tellings_of(row_ids: list[str]) -> dict[str, list[Telling]]:
    """What the Events of each row say of it, in their order; of those that say the same, the first."""
    told: dict[str, list[Telling]] = defaultdict(list)
    lines = Event.objects.filter(row__in=row_ids).order_by("seq").values_list("row", "seq", "body")
    for row, seq, body in readable(lines, lambda *_: None, PAGE):
        try:
            event = json.loads(body)
            actor = event["actor"] and event["actor"]["id"]
            telling = Telling(seq, event["row_digest"], event["facts"].get("digest"), actor, event["at"])
        except UNREADABLE:
            telling = Telling(seq, None, None, None, None)
        if not told[row] or told[row][-1][1:3] != telling[1:3]:
            told[row].append(telling)
    return told


def first_told(rows: Iterable[Recorded]) -> dict[str, int]:
    """The number of the first Event of each row."""
    events = Event.objects.filter(row__in=[row.row_id for row in rows]).order_by()
    return dict(events.values("row").annotate(first=Min("seq")).values_list("row", "first"))


def first_bodies(row_ids: Collection[str], verbs: Collection[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Number and body, read, of the first Event of these verbs that tells of each row."""
    told: dict[str, tuple[int, dict[str, Any]]] = {}
    events = Event.objects.filter(row__in=row_ids, verb__in=verbs).order_by("seq").values_list("row", "seq", "body")
    # Events that can't be read are named where the chain is walked.
    for row, seq, body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            told.setdefault(row, (seq, json.loads(body)))
    return told


class State(NamedTuple):
    """What the newest Event says of the columns that may change, and the first change on the way there that none may
    make.
    """

    newest: object
    fault: str


UNTOLD: Final = State(None, "")


def states_told(model: type[Recorded], page: list[Recorded]) -> dict[str, State]:
    """What Events say of the columns that may change, of each row of a page: every telling, in their order."""
    if not model.may_change:
        return {}
    row_ids = {row.row_id for row in page}
    tells = Q(row__in=row_ids)
    if model.article_uuid_path:
        of_page = model._base_manager.filter(pk__in=[row.pk for row in page])
        tells |= Q(article__in=list(of_page.order_by().values_list(model.article_uuid_path, flat=True).distinct()))
    told: dict[str, State] = {}
    for seq, verb, body in _bodies(tells):
        try:
            event = json.loads(body)
            states = {row: state for row, state in event["facts"].get("states", {}).items() if row in row_ids}
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        for row_id, state in states.items():
            before, fault = told.get(row_id, UNTOLD)
            if not fault and before != state:
                fault = fault_in(_fault_of_change, model, before, state, (seq, verb, event))
            told[row_id] = State(state, fault)
    return told


def _fault_of_change(model: type[Recorded], before: object, now: object, by: tuple[int, str, dict[str, Any]]) -> str:
    seq, verb, event = by
    actor = event["actor"] and event["actor"]["id"]
    return fault_of_move(model.may_change, before, now, Mover(seq, verb, actor, moment_of(event["at"])))


def _bodies(tells: Q) -> Iterator[tuple[int, str, str]]:
    """Number, verb and body of the Events that can be read, in their order: the others are named where the chain is
    walked.
    """
    lines = Event.objects.filter(tells).order_by("seq").values_list("seq", "verb", "body")
    return readable(lines, lambda *_: None, PAGE)


def moment_of(at: object) -> datetime:
    """The moment of an Event, as its body tells it."""
    return datetime.fromisoformat(str(at))


def fault_of(row: Recorded, tellings: list[Telling], states: dict[str, State], redactions: dict[str, int]) -> str:
    """In which way a row is not as all Events say that tell of it; empty where it is."""
    return (
        fault_in(_fault_of_row, row, tellings)
        or fault_in(_fault_of_tellings, row, tellings, redactions)
        or fault_in(_fault_of_first, row, tellings[:1])
        or fault_in(_fault_of_state, row, states)
    )


def _fault_of_row(row: Recorded, tellings: list[Telling]) -> str:
    if not tellings or tellings[-1].row is None:
        return "" if row.told_late and not tellings else "no event tells of it"
    return "" if row.record_digest() == tellings[-1].row else "is not as the newest event that tells of it says"


def _fault_of_tellings(row: Recorded, tellings: list[Telling], redactions: dict[str, int]) -> str:
    """A row that never changes was always told of as it is now: or else an Event was written for another row.

    A redaction blanks what it has to, once, and an Event behind its own tells of the row as it is from then on.
    """
    for seq, _row, text, *_who_and_when in tellings:
        if row.text_digest and text not in (None, row.text_digest):
            return f"event {seq} tells of another text"
    guard = immutable_guard(type(row))
    changes = [later.seq for earlier, later in pairwise(tellings) if earlier.row != later.row]
    if guard is None or not changes:
        return ""
    blank = bool(guard.way.blanks) and not any(getattr(row, name) for name in guard.way.blanks)
    if blank and redactions.get(row.text_digest, changes[0]) < changes[0]:
        del changes[0]
    return f"event {changes[0]} tells otherwise of it than those before, though it never changes" if changes else ""


def _fault_of_first(row: Recorded, tellings: list[Telling]) -> str:
    """The first Event was written by the verb that made the row: by the same person, at the same time."""
    for seq, _row, _text, actor, at in tellings:
        if row.actor_column and actor != getattr(row, row.actor_column):
            return f"event {seq}, the first that tells of it, names another person than it, or none"
        if row.moment_column and abs(moment_of(at) - getattr(row, row.moment_column)) > LONGEST_VERB:
            return f"event {seq}, the first that tells of it, is of another time"
    return ""


def _fault_of_state(row: Recorded, told: dict[str, State]) -> str:
    """What of the columns that may change is not as the newest Event says, or came there as it never does."""
    if not row.may_change:
        return ""
    state, (said, fault) = row.record_state(), told.get(row.row_id, UNTOLD)
    if not isinstance(said, dict):
        return f"no event tells of its {', '.join(row.may_change)}"
    differing = [name for name in row.may_change if state[name] != said.get(name)]
    return f"its {', '.join(differing)} is not as the newest event that tells of it says" if differing else fault

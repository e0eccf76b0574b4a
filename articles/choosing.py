"""What a person decides where two texts clash: the merged text keeps ours, unless they choose theirs. Pure.

Texts are chosen clash by clash. The clashes of one list are one choice, since its items hang together.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from articles.content import read_text
from articles.details import Details, DraftText
from articles.labels import LABELS
from articles.merging import MergeConflict, Merged, merge
from articles.three_way import merge_texts

_LISTS: Final = frozenset(name for name, about in Details.model_fields.items() if isinstance(about.default, list))


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: `number` from 0, where it is, and both wordings. `nth` counts the clashes of one text."""

    number: int
    place: str
    label: str
    part: str
    line: int | None
    base: str
    ours: str
    theirs: str
    nth: int = 0


def choices_of(merged: Merged) -> list[Choice]:
    """What there is to decide, in the order of the page."""
    return [_choice(number, *found) for number, found in enumerate(_decisions(merged))]


def _decisions(merged: Merged) -> Iterator[tuple[str, list[MergeConflict], int]]:
    for place, found in groupby(merged.conflicts, lambda conflict: _place(conflict.place)):
        conflicts = list(found)
        if place in _LISTS:
            yield place, conflicts, 0
        else:
            yield from ((place, [conflict], nth) for nth, conflict in enumerate(conflicts))


def _place(place: str) -> str:
    """The list that a place is in; any other place itself."""
    field = place.partition(".")[0]
    return field if field in _LISTS else place


def _choice(number: int, place: str, conflicts: list[MergeConflict], nth: int) -> Choice:
    first = conflicts[0]
    base, ours, theirs = (
        "\n".join(getattr(conflict, side) for conflict in conflicts) for side in ("base", "ours", "theirs")
    )
    label = first.label if len(conflicts) == 1 else str(LABELS[place])
    return Choice(number, place, label, first.part, first.line, base, ours, theirs, nth)


def chosen_text(base: DraftText, ours: DraftText, theirs: DraftText, *, take_theirs: Collection[int]) -> DraftText:
    """The merged text with theirs where that was chosen. Raises `BadFields` where the two can't stand together."""
    merged = merge(base, ours, theirs)
    choices = [choice for choice in choices_of(merged) if choice.number in take_theirs]
    if not choices:
        return merged.text
    values = merged.text.stored()
    # The same merge with the sides changed: theirs stands wherever the two clash.
    other_way = merge(base, theirs, ours).text
    for place, found in groupby(choices, lambda choice: choice.place):
        text, clashes = merge_texts(*(_text_at(side, place) for side in (base, ours, theirs)))
        chosen = list(found)
        told = sum(choice.place == place for choice in choices_of(merged))
        if clashes and len(clashes) == told:
            for choice in reversed(chosen):
                clash = clashes[choice.nth]
                text = text[: clash.at] + clash.theirs + text[clash.at + len(clash.ours) :]
            _put(values, place, text)
        else:
            _put(values, place, _value_at(other_way, place))
    return read_text(values)


def _text_at(text: DraftText, place: str) -> str:
    value = _value_at(text, place)
    return value if isinstance(value, str) else ""


def _value_at(text: DraftText, place: str) -> Any:
    field, _dot, inner = place.partition(".")
    stored = text.stored()
    value = {**stored, **stored["details"]}.get(field)
    return (value or {}).get(inner) if inner else value


def _put(values: dict[str, Any], place: str, value: Any) -> None:
    """Into the stored document; nothing is left out of it."""
    field, _dot, inner = place.partition(".")
    group = values if field in ("title", "lead", "body") else values["details"]
    if inner:
        group = group.setdefault(field, {})
        field = inner
    if value is None:
        group.pop(field, None)
    else:
        group[field] = value

"""Two texts side by side, field by field, in the words of the writing page. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.diffing import DiffRow, diff_rows, folded
from articles.labels import LABELS, PART_LABELS


@dataclass(frozen=True, slots=True)
class Change:
    """A field in which two texts differ. `old` and `new` are both, whole; `rows` what changed, for templates."""

    label: str
    old: str
    new: str
    rows: list[DiffRow]


def readable(stored: Mapping[str, Any]) -> dict[str, str]:
    """Every field as plain text, by its label; lists have a line for each item.

    Takes what `DraftText.stored` gives, or a row's own columns: an old text can be read whatever today's rules say.
    """
    values = {**stored, **stored["details"]}
    return {str(label): plain(values.get(name), name) for name, label in LABELS.items()}


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """The fields that differ, in their order."""
    labels = dict.fromkeys([*old, *new])
    return [
        _change(label, old.get(label, ""), new.get(label, "")) for label in labels if old.get(label) != new.get(label)
    ]


def _change(label: str, old: str, new: str) -> Change:
    return Change(label, old, new, folded(diff_rows(old, new)))


def plain(value: Any, name: str) -> str:
    """The value of the field `name`, as JSON has it, as plain text."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "\n".join(_parts(value, name))
    if isinstance(value, list):
        return "\n".join("; ".join(_parts(item, name)) if isinstance(item, dict) else str(item) for item in value)
    return str(value)


def _parts(group: dict[str, Any], name: str) -> Iterator[str]:
    """In the order of the writing page: PostgreSQL gives back the keys of JSON in one of its own."""
    order = [place.partition(".")[2] for place in PART_LABELS if place.startswith(f"{name}.")]
    for key in [*order, *sorted(set(group) - set(order))]:
        if key in group:
            yield f"{PART_LABELS.get(f'{name}.{key}', key)}: {group[key]}"

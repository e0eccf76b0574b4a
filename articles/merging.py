"""The one three-way merge: for saves that meet, for rebasing a Draft on what was published meanwhile, for bringing back
a Part. Pure.

What one side changed is taken; what both changed alike is taken once. Texts merge by lines and words, lists by item,
small groups by field. Where both changed the same thing, the merged text keeps ours and a conflict lists theirs:
nothing is lost without being told. A person always looks at what comes out, and it is reviewed as what it then is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from articles.comparing import plain
from articles.details import Care, Details, DraftText, Reference, Video
from articles.labels import label_of
from articles.list_merging import merge_lists
from articles.markdown import BadText
from articles.three_way import merge_texts


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """Something that both sides changed. `ours` stands in the merged text, `theirs` doesn't; `base` is what both had.

    `place` is a field (`body`, `care.phone`, `references.2`); `part` the heading above it and `line` the line of the
    merged text, where that has several.
    """

    place: str
    base: str
    ours: str
    theirs: str
    line: int | None = None
    part: str = ""

    @property
    def label(self) -> str:
        """The place in the words of the writing page."""
        return label_of(self.place)


@dataclass(frozen=True, slots=True)
class Merged:
    """A valid text, and what a person has to decide."""

    text: DraftText
    conflicts: list[MergeConflict] = field(default_factory=list)


# Texts of several words. The other fields of a group are taken whole: half an address is none.
_TEXTS: Final = frozenset(
    {"title", "lead", "body", "closing_note", "care.body", "references.title", "video.title", "video.caption"}
    | {"video.presenter", "video.transcript", "key_facts"}
)
_OF_SEVERAL_LINES: Final = frozenset({"body", "closing_note", "care.body", "video.transcript"})
_GROUPS: Final[dict[str, type[Video | Care]]] = {"video": Video, "care": Care}


def merge(base: DraftText, ours: DraftText, theirs: DraftText) -> Merged:
    """What both sides made of `base`. Never raises; the text is always valid."""
    merger = _Merger()
    top = merger.merge_fields(("title", "lead", "body"), base, ours, theirs, model=DraftText)
    details = merger.merge_fields(Details.model_fields, base.details, ours.details, theirs.details, model=Details)
    return Merged(ours.model_copy(update={**top, "details": ours.details.model_copy(update=details)}), merger.conflicts)


class _Merger:
    """Gathers the conflicts of one merge."""

    def __init__(self) -> None:
        self.conflicts: list[MergeConflict] = []

    def merge_fields(
        self, names: Iterable[str], base: BaseModel, ours: BaseModel, theirs: BaseModel, *, model: type[BaseModel]
    ) -> dict[str, Any]:
        """Each field by its kind. What comes of two changes is validated like anything typed."""
        values: dict[str, Any] = {}
        for name in names:
            sides = (getattr(base, name), getattr(ours, name), getattr(theirs, name))
            before = len(self.conflicts)
            merged = self.merge_values(name, *sides)
            if not any(merged is side for side in sides):
                try:
                    merged = _validated(model, name, merged)
                except (BadText, ValidationError):
                    # Both made it longer than it may be, or signs met that can't stand beside each other.
                    del self.conflicts[before:]
                    merged = sides[1]
                    self.conflict(name, *sides)
            values[name] = merged
        return values

    def merge_values(self, place: str, base: Any, ours: Any, theirs: Any) -> Any:
        """One value of three. Gives one of them itself where it can be taken whole."""
        if theirs in (base, ours) or ours == base:
            return theirs if ours == base else ours
        if place in _GROUPS:
            return self.merge_groups(place, _GROUPS[place], base, ours, theirs)
        if isinstance(ours, list):
            return self.merge_items(place, base, ours, theirs)
        if isinstance(ours, Reference):
            return self.merge_groups(place, Reference, base, ours, theirs)
        if place in _TEXTS:
            return self.merge_words(place, base, ours, theirs)
        self.conflict(place, base, ours, theirs)
        return ours

    def merge_words(self, place: str, base: str, ours: str, theirs: str) -> str:
        merged, clashes = merge_texts(base, ours, theirs)
        for clash in clashes:
            above = merged[: clash.at]
            several = place in _OF_SEVERAL_LINES
            self.conflicts.append(
                MergeConflict(
                    place,
                    clash.base,
                    clash.ours,
                    clash.theirs,
                    line=above.count("\n") + 1 if several else None,
                    part=_heading_above(above) if place == "body" else "",
                )
            )
        return merged

    def merge_groups(self, place: str, model: type[BaseModel], base: Any, ours: Any, theirs: Any) -> Any:
        """Field by field. A group that isn't there has nothing in any of its fields."""
        values: dict[str, Any] = {}
        for name, about in model.model_fields.items():
            sides = [getattr(side, name) if side else about.default for side in (base, ours, theirs)]
            values[name] = self.merge_values(f"{place}.{name}", *sides)
        if (ours is None or theirs is None) and not any(values.values()):
            return None
        return model.model_construct(**values)

    def merge_items(self, place: str, base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
        merged = merge_lists(base, ours, theirs)
        items = list(merged.items)
        for clash in merged.clashes:
            number = items.index(clash.ours) + 1 if clash.ours in items else None
            where = f"{place}.{number}" if number else place
            if number and clash.theirs is not None and clash.base is not None:
                before = len(self.conflicts)
                both = self.merge_values(place, clash.base, clash.ours, clash.theirs)
                items[number - 1] = both
                self.conflicts[before:] = [_numbered(found, place, where) for found in self.conflicts[before:]]
            else:
                self.conflict(where, clash.base, clash.ours, clash.theirs)
        if merged.order_clashes:
            self.conflict(place, base, ours, theirs)
        return items

    def conflict(self, place: str, base: Any, ours: Any, theirs: Any) -> None:
        """Ours stands, whole."""
        was, we, they = (_readable(side, place) for side in (base, ours, theirs))
        self.conflicts.append(MergeConflict(place, was, we, they))


def _validated(model: type[BaseModel], name: str, value: Any) -> Any:
    """The value as the document takes it. Raises where it doesn't."""
    needed = {} if model is Details else {"title": "title"}
    return getattr(model.model_validate({**needed, name: _dumped(value)}), name)


def _dumped(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    return [_dumped(item) for item in value] if isinstance(value, list) else value


def _readable(value: Any, place: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    value = _dumped(value)
    name = place.partition(".")[0]
    # An item of a list reads as a list of one: all in one line.
    return plain([value] if isinstance(value, dict) and name not in _GROUPS else value, name)


def _numbered(found: MergeConflict, place: str, where: str) -> MergeConflict:
    return replace(found, place=where + found.place.removeprefix(place))


def _heading_above(text: str) -> str:
    """The last heading that begins a Part, without its signs."""
    headings = re.findall(r"^ {0,3}##?[ \t]+(.+?)[ \t]*(?:\{#[^{}]*\})?[ \t]*$", text, re.MULTILINE)
    return str(headings[-1]) if headings else ""

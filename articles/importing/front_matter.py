"""Front matter: from the YAML at the head of a file to plain values that remember their lines.

The YAML is read event by event and never constructed: it can name no Python object, holds no aliases that grow, and
is nested no deeper than an article needs. A word without quotes is text, but for `true`, `false`, `null` and numbers:
`no` is a word, and so is 2025-06-17, which the field it stands in reads as a date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml
from django.utils.translation import gettext as _
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from articles.importing.bad_file import BadFile
from articles.sentences import shortened

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

DEEPEST: Final = 8
MOST_CHARACTERS: Final = 300_000

# The same grammar twice; the one in C is there wherever PyYAML came as a wheel.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Final[dict[str, bool | None]] = {"": None, "~": None, "null": None, "true": True, "false": False}
# A number that begins with 0 or + is a code or a phone number: it keeps its digits.
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER: Final = re.compile(r"-?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values, and the line of the file on which each place (`references.2.url`, items counted from 1) begins."""

    values: dict[str, Value]
    lines: dict[str, int]

    def line_of(self, place: str) -> int:
        """The line of a place, or of what it stands in where it isn't there itself."""
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        return self.lines.get(place, 1)


def read_front_matter(text: str, first_line: int) -> FrontMatter:
    """The YAML that begins on that line of the file. Raises `BadFile` where it is none or holds what it may not."""
    if len(text) > MOST_CHARACTERS:
        raise BadFile.at(
            1, _("The front matter is too long: at most %(most)d characters are allowed.") % {"most": MOST_CHARACTERS}
        )
    try:
        return _Reader(text, first_line).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFile.at((mark.line if mark else 0) + first_line, _not_yaml(error.problem or "")) from error
    except yaml.YAMLError as error:
        raise BadFile.at(first_line, _not_yaml(getattr(error, "reason", ""))) from error


class _Reader:
    """Builds the values from YAML's events, and refuses on the way."""

    def __init__(self, text: str, first_line: int) -> None:
        self._events: Iterator[Event] = yaml.parse(text, Loader=_LOADER)
        self._first_line = first_line
        self._lines: dict[str, int] = {}

    def read(self) -> FrontMatter:
        documents = 0
        values: dict[str, Value] = {}
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refusal(event, _("The front matter ends here, but something follows."))
            elif isinstance(event, NodeEvent):
                values = self._top(event)
        return FrontMatter(values, self._lines)

    def _top(self, event: NodeEvent) -> dict[str, Value]:
        value = self._value(event, "", DEEPEST)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._refusal(event, _("The front matter has to be lines such as “title: Asthma”."))
        return value

    def _value(self, event: Event, place: str, depth: int) -> Value:
        self._check(event, depth)
        if place:
            self._lines[place] = self._line(event)
        if isinstance(event, ScalarEvent):
            return _read_plain(event.value) if event.implicit[0] else event.value
        if isinstance(event, SequenceStartEvent):
            return self._items(place, depth - 1)
        return self._pairs(place, depth - 1)

    def _items(self, place: str, depth: int) -> list[Value]:
        items: list[Value] = []
        for event in self._until_end():
            items.append(self._value(event, _below(place, str(len(items) + 1)), depth))
        return items

    def _pairs(self, place: str, depth: int) -> dict[str, Value]:
        """A group of keys. One without a value counts as left out."""
        pairs: dict[str, Value] = {}
        for event in self._until_end():
            self._check(event, depth)
            if not isinstance(event, ScalarEvent):
                raise self._refusal(event, _("A key has to be a word."))
            key: str = event.value
            inside, line = _below(place, key), self._line(event)
            if key in pairs:
                raise self._refusal(
                    event,
                    _("“%(key)s” stands here for the second time; the first is on line %(first)d.")
                    % {"key": shortened(key), "first": self._lines[inside]},
                )
            pairs[key] = self._value(next(self._events), inside, depth)
            self._lines[inside] = line
        return {key: value for key, value in pairs.items() if value is not None}

    def _until_end(self) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _check(self, event: Event, depth: int) -> None:
        """Nothing but text, lists and groups, and none too deep."""
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            name = f"{'*' if isinstance(event, AliasEvent) else '&'}{shortened(str(getattr(event, 'anchor', '')))}"
            raise self._refusal(
                event,
                _("“%(name)s” refers to another place. Write out what is meant, or put it in quotes.") % {"name": name},
            )
        if tag := getattr(event, "tag", None):
            name = shortened(tag.replace("tag:yaml.org,2002:", "!!"))
            raise self._refusal(
                event, _("“%(name)s” names a type. Only text, lists and groups of keys are allowed.") % {"name": name}
            )
        if depth <= 0 and isinstance(event, SequenceStartEvent | MappingStartEvent):
            raise self._refusal(event, _("Lists and groups are nested too deep here."))

    def _line(self, event: Event) -> int:
        line: int = event.start_mark.line if event.start_mark else 0
        return line + self._first_line

    def _refusal(self, event: Event, sentence: str) -> BadFile:
        return BadFile.at(self._line(event), sentence)


def _read_plain(word: str) -> Any:
    """What a word without quotes means."""
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    if _WHOLE.fullmatch(word):
        return int(word)
    if _NUMBER.fullmatch(word):
        return float(word)
    return word


def _below(place: str, step: str) -> str:
    return f"{place}.{step}" if place else step


def _not_yaml(problem: str) -> str:
    return _("This is not valid YAML (%(problem)s). Text that holds a colon or begins with a sign may need quotes.") % {
        "problem": problem
    }

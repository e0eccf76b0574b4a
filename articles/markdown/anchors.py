"""Anchors: the names that parts of a page are linked to by. Stable, readable, unique in the page."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

RESERVED: Final = frozenset(
    {
        "care",
        "closing-note",
        "codes",
        "credit",
        "introduction",
        "key-facts",
        "lead",
        "license",
        "references",
        "synonyms",
        "title",
        "video",
    }
)
"""Names of the page's other signed fragments. A heading of the text gets a number behind it instead."""

LONGEST: Final = 80
_APOSTROPHES: Final = re.compile("['’ʼ]")
_ASCII_GAP: Final = re.compile(r"[^a-z0-9]+")


def slug_of(words: str) -> str:
    """`words` as lower-case words joined by single hyphens: letters, marks and digits of any script, nothing else.

    Empty where nothing of that kind is there. Never holds an underscore or two hyphens in a row.
    """
    words = _APOSTROPHES.sub("", words.lower())
    if words.isascii():
        return _ASCII_GAP.sub("-", words).strip("-")
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in words)
    return "-".join(unicodedata.normalize("NFC", word) for word in map(_without_first_marks, kept.split()) if word)


def is_slug(name: str) -> bool:
    """Whether `name` is a slug as it stands."""
    return bool(name) and slug_of(name) == name


def anchor_of(heading: str, taken: Container[str] = frozenset()) -> str:
    """The anchor of a heading: its slug, with -2, -3, … behind it where the name is taken or reserved."""
    wanted = _shortened(slug_of(heading)) or "part"
    anchor, number = wanted, 1
    while anchor in taken or anchor in RESERVED:
        number += 1
        anchor = f"{wanted}-{number}"
    return anchor


class Anchors:
    """The ids of one page, handed out one by one. It remembers how far it counted: 10,000 equal headings are quick."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def keep(self, anchor: str) -> bool:
        """Takes exactly this anchor, if it is free."""
        if anchor in self._taken or anchor in RESERVED:
            return False
        self._taken.add(anchor)
        return True

    def take(self, wanted: str) -> str:
        """Takes this anchor, or the first free one that begins with it."""
        number = self._numbers.get(wanted, 1)
        anchor = wanted if number == 1 else f"{wanted}-{number}"
        while not self.keep(anchor):
            number += 1
            anchor = f"{wanted}-{number}"
        self._numbers[wanted] = number
        return anchor

    def take_for(self, heading: str) -> str:
        """The anchor of a heading, now taken; the same answer as `anchor_of`."""
        return self.take(_shortened(slug_of(heading)) or "part")


def _shortened(slug: str) -> str:
    """At most LONGEST characters, cut between words where there is a gap."""
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def _without_first_marks(word: str) -> str:
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:]
    return word

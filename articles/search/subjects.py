"""What a title is about, where that is only a part of it: "Kidney Stones in Adults" is about kidney stones. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from articles.english import how_usual
from articles.search.said_in_english import ASKED
from articles.search.words import GENERIC_WORDS, SPANISH_STOPS, STOP_WORDS, stem, words_in

# "Nutrition for …", "Living with …": what is told of the thing, not the thing.
_MORE_TOLD: Final = """
basics care challenges choosing coping diet facing facts finding guide help guidelines introduction living management
managing methods monitor monitoring nutrition overview preparing prevent preventing resources understanding
"""
_TOLD: Final = ASKED.union(_MORE_TOLD.split())
# What binds a name together rather than ends it: "ataxia with vitamin E deficiency", "type I".
_MORE_BINDS: Final = "a an by cant from i like long no not of the to very von with"
_BINDS: Final = SPANISH_STOPS.union(_MORE_BINDS.split())
_BEFORE: Final = frozenset({"a", "an", "i", "of", "the", "to", "with"})
_ENDS: Final = STOP_WORDS - _BINDS
_JOINS: Final = frozenset({"and", "or"})
_PARTS: Final = re.compile(r"[;()/?!]|:\s|\s[-–—]\s")
_SEVERAL: Final = 2
_LONGEST: Final = 6
_EVERYDAY: Final = 5_000
"""How usual a word may be that is a subject by itself: "obesity", and not "heart"."""
_NONE: Final = frozenset({*GENERIC_WORDS, "deficiency"})


def subjects_of(title: str) -> Iterator[str]:
    """What a title names in a part of it, as folded words.

    Its parts stand before and after a colon or in brackets; of each what is told, of whom, and in whom is left off. A
    list is a name of its own: "Short stature, hernia, and teething delay" is none of them.
    """
    for part in _PARTS.split(title):
        if "," not in part:
            yield from _named_in(words_in(part))


def _named_in(words: Sequence[str]) -> Iterator[str]:
    if words[-1:] == ["syndrome"] and not _JOINS.isdisjoint(words):
        return
    longest = 0
    for before, piece in _pieces(words):
        name = _without_what_is_told(piece)
        several = _telling(name) >= _SEVERAL
        # "Obesity and insulin resistance" are two; "X-linked anemia and ataxia", or "blood in urine", is one.
        joined = before in _JOINS and (several or longest <= _SEVERAL)
        if not name or (longest and not joined):
            continue
        longest = max(longest, len(name))
        if len(name) <= _LONGEST and (several or _is_one_by_itself(name)):
            yield " ".join(name)


def _pieces(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """What stands between the small words that end a name, each with the one before it."""
    before, piece = "", list[str]()
    for word in words:
        if word not in _ENDS:
            piece.append(word)
            continue
        if piece:
            yield before, piece
        before, piece = word, []
    if piece:
        yield before, piece


def _without_what_is_told(piece: list[str]) -> list[str]:
    told = list(takewhile((_TOLD | _BEFORE).__contains__, piece))
    # "Treatment resistance" is a thing; "treatment of" and "to prevent" are none.
    return piece[len(told) :] if told == piece or _BEFORE.issuperset(told[-1:]) else piece


def _telling(name: Sequence[str]) -> int:
    """How many of its words tell; of "hepatitis A" both."""
    return sum(word not in STOP_WORDS or (at > 0 and len(word) == 1) for at, word in enumerate(name))


def _is_one_by_itself(name: Sequence[str]) -> bool:
    return len(name) == 1 and name[0] not in _NONE and max(map(how_usual, (name[0], stem(name[0])))) <= _EVERYDAY

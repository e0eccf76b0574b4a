"""How else a type or factor with a number is written: "diabetes type one" is "type 1 diabetes". Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Final

_FACTORS: Final = frozenset({"factor", "factors"})
_TYPES: Final = frozenset({"type", "types"})
_NUMBERED: Final = _FACTORS | _TYPES
_SPELLED_OUT: Final = "one two three four five six seven eight nine ten eleven twelve thirteen"
_FIGURES: Final = "i ii iii iv v vi vii viii ix x xi xii xiii"
_IN_WORDS: Final = _SPELLED_OUT.split()
_ROMAN: Final = _FIGURES.split()
_DIGITS: Final = {word: str(number) for words in (_IN_WORDS, _ROMAN) for number, word in enumerate(words, start=1)}
_AS_ROMAN: Final = {str(number): roman for number, roman in enumerate(_ROMAN, start=1)}


def in_figures(words: list[str]) -> list[str]:
    """The words with numbers in the figures in which texts write them: of types that are spelled out in digits, of
    factors in Roman ones.
    """
    return [_in_figures(before, word) for before, word in pairwise(["", *words])]


def _in_figures(before: str, word: str) -> str:
    if before in _FACTORS:
        return _AS_ROMAN.get(_DIGITS.get(word, word), word)
    return _DIGITS[word] if before in _TYPES and word in _IN_WORDS else word


def written_otherwise(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The same name with its type or factor in digits, in Roman figures, and at its other end."""
    numbered = [at for at in range(len(words) - 1) if words[at] in _NUMBERED and _is_number(words[at + 1])]
    if len(numbered) != 1:
        return
    at = numbered[0]
    before, kind, number, after = words[:at], words[at], words[at + 1], words[at + 2 :]
    digits = _DIGITS.get(number, number)
    figures = dict.fromkeys((number, digits, _AS_ROMAN.get(digits, number)))
    ends = [(before, after), (after, before)] if not (before and after) else [(before, after)]
    for (first, last), figure in product(ends, figures):
        if (way := (*first, kind, figure, *last)) != tuple(words):
            yield way


def _is_number(word: str) -> bool:
    return word in _ROMAN or word[0].isdigit() or len(word) == 1

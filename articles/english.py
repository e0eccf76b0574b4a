"""The usual words of English, out of pyspellchecker's dictionary: misspelt ones are not among them."""

import re
from functools import lru_cache
from typing import Final

from spellchecker import SpellChecker

_SPELLINGS: Final = [
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"[ao]e", "e"),
        (r"our", "or"),
        (r"(?<=\w)[iy]s(?=e|ing|ation)", "iz"),
        (r"re\b", "er"),
        (r"(?<=\w)ogue\b", "og"),
        (r"nce\b", "nse"),
        (r"ll", "l"),
    )
]
"""How British and American spelling differ: haemorrhage, colour, organise, centre, dialogue, licence, travelled."""


@lru_cache(maxsize=1)
def dictionary() -> SpellChecker:
    """Read once in a process, when it is first needed: a quarter of a second and 14 MB."""
    return SpellChecker(language="en")


def how_usual(word: str) -> int:
    """How often a word in small letters stands in the dictionary's films and books; 0 for one that it doesn't hold."""
    times: int = dictionary()[word]
    return times


def are_spellings_of_one(word: str, other: str) -> bool:
    """Whether two words differ only as British and American spelling do."""
    return _plain(word) == _plain(other)


def _plain(word: str) -> str:
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word

"""Whether somebody's words repeat what may not stay: the record keeps reasons and notes for good."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Words that repeat so many in a row, or so long a passage, keep what is to be destroyed.
RUN: Final = 3
QUOTED: Final = 25


def repeats(words: str, passages: Iterable[str]) -> bool:
    """Whether they quote one of these, however it is spaced, punctuated and capitalised."""
    said = _runs(words, RUN) | _runs(words, 2)
    for passage in passages:
        if len(passage) >= QUOTED and passage in words:
            return True
        if said & _runs(passage, max(2, min(RUN, len(_words(passage))))):
            return True
    return False


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())

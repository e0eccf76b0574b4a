"""Words of the library near one that was mistyped."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from articles.search.statements import spelled_near
from articles.search.words import is_spelled, shortened, slips_allowed

_MOST_READ: Final = 4_000
_TWO_LOST_FROM: Final = 6
"""A word of eight letters may have lost two."""


def near_words(words: Sequence[str], *, most: int) -> dict[str, list[tuple[int, str]]]:
    """For each word those of the library that it may have been meant for, with the number of errors, nearest first.

    The word itself is none of them. Letters changed, left out, added or swapped are errors.
    """
    by_key: dict[int, set[str]] = {}
    for word in words:
        if is_spelled(word):
            for key in shortened(word, 2 if len(word) >= _TWO_LOST_FROM else 1):
                by_key.setdefault(key, set()).add(word)
    near: dict[str, dict[str, int]] = {word: {} for word in words}
    for key, known in spelled_near(list(by_key), _MOST_READ) if by_key else ():
        for word in by_key[key]:
            if known not in near[word] and known != word:
                slips = DamerauLevenshtein.distance(word, known, score_cutoff=slips_allowed(known))
                near[word][known] = slips
    return {
        word: sorted((slips, known) for known, slips in found.items() if slips <= slips_allowed(known))[:most]
        for word, found in near.items()
    }

"""How a word sounds, roughly, in English: who has only heard a word writes another that sounds like it.

Only what is heard first and the consonants after it count: "altzimers" and "alzheimers" are one. The rules are those of
Metaphone (L. Philips, 1990), fewer and coarser, with what English makes of Greek: "psoriasis", "pneumonia", "asthma".
"""

import re
from functools import lru_cache
from typing import Final

_RULES: Final = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|mn|pn)", "n"),
        (r"^(?:ps|x)", "s"),
        (r"^pt", "t"),
        (r"^wr", "r"),
        (r"sthm|thsm", "sm"),
        (r"mb\b", "m"),
        (r"ph", "f"),
        (r"gh", ""),
        (r"[cst]io", "so"),
        (r"sch(?=[^aeiouy])", "s"),
        (r"sch", "sk"),
        (r"ch|ck|q", "k"),
        (r"cz|cs|x", "ks"),
        (r"s?c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"[dt]?z|ts", "s"),
        (r"d?g(?=[eiy])", "j"),
        (r"^[aeiouy]+", "a"),
        (r"(?<!^)[aeiouywh]", ""),
        (r"(.)\1+", r"\1"),
    )
]
_FEWEST: Final = 3
"""Sounds that tell a word from others: with fewer, too much sounds alike."""


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """How a folded word sounds; empty where that says too little."""
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    return word if len(word) >= _FEWEST else ""

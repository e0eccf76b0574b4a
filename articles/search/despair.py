"""Whether somebody says that they want to die, or are afraid to, in English or in Spanish. Then help comes first, and
no illness is named for the word "die". Pure.
"""

import re
from collections.abc import Sequence
from typing import Final

from articles.search.said_in_english import BESIDE
from articles.search.words import STOP_WORDS

SUICIDE: Final = "suicide"
"""What is looked for where nothing else is asked."""
_SAYS: Final = re.compile(
    r"""\b(?:
    suicid\w* | sucid\w* | suicde | suiside | self \s harm\w* | unalive
    | (?:want|wants|wanna|wish) \s (?:(?:i|could|just|to)\s)* (?:die|be\sdead)
    | (?:am \s i|i \s am|im) \s (?:dying|(?:going \s to|gonna) \s die)
    | wish \s i \s (?:was|were) \s dead | better \s off \s dead
    | (?:kill|killing|hang|hanging|harm|harming|cutting) \s (?:my|him|her|your)self
    | (?:end|ending|take|taking) \s (?:my|his|her|your) \s (?:own\s)? life | end(?:ing)? \s it \s all
    | (?:dont|not) \s want \s to \s (?:live|be\salive) | no \s reason \s to \s live
    | (?:quiero|quisiera|quiere) \s (?:morir(?:me|se)?|estar\smuert[ao]) | matarme | quitarme \s la \s vida
    | no \s quiero \s (?:seguir\s)? (?:vivir|viviendo)
    )\b""",
    re.VERBOSE,
)
_MORE_BESIDE: Final = "anymore attempt attempts feel feeling feelings hotline life line myself thinking thoughts"
_BESIDE: Final = STOP_WORDS | BESIDE.union(_MORE_BESIDE.split())


def without_despair(words: Sequence[str]) -> list[str] | None:
    """What else is asked by folded words of which some say that somebody wants to die; None where none do."""
    left, times = _SAYS.subn(" ", " ".join(words))
    if not times:
        return None
    return [] if _BESIDE.issuperset(left.split()) else left.split()

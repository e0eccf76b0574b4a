"""Which characters people see: some that Unicode counts as letters or symbols show nothing."""

import unicodedata
from typing import Final

# Fillers, joiners and selectors that Unicode counts as printable, and that show nothing.
UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159") | {
    chr(code)
    for first, last in ((0xFE00, 0xFE0F), (0x180B, 0x180F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
}


def says_something(words: str) -> bool:
    """Whether a letter, a number or a symbol can be seen in it: spaces, fillers and full stops alone say nothing."""
    return any(unicodedata.category(char)[0] in "LNS" and char not in UNSEEN for char in words)

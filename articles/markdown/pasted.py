"""Lists and tables as word processors leave them behind: Markdown runs their lines together.

What the editor wrote is shown as it is written; a person is told, since doses of a table become one sentence.
"""

import re
from collections.abc import Sequence
from typing import Final

# The signs of lists in word processors (two of them in the private area, from a font of signs), with a gap or not, and
# what only a gap makes a sign.
_ITEM: Final = re.compile("[•▪●■‣⁃\uf0b7\uf0a7]\\s?\\S|[·▫○□◦]\\s|§\t|o(?:\t| {2,})")
# A dash begins a remark, too: one alone is no list.
_DASH: Final = re.compile(r"[–—]\s")
_CELLS: Final = re.compile(r"\S[ ]*\t[ \t]*\S|\S *\| *\S")
_CODE: Final = re.compile(r"(`+)[^`\n]+\1")
_FEWEST_ROWS: Final = 2


def first_item(lines: Sequence[str]) -> int | None:
    """Which of a paragraph's lines is the first that was an item of a list, counted from 0."""
    dashes = sum(_DASH.match(line.lstrip()) is not None for line in lines)
    signs = (_ITEM, _DASH) if dashes >= _FEWEST_ROWS else (_ITEM,)
    return next((number for number, line in enumerate(lines) if any(sign.match(line.lstrip()) for sign in signs)), None)


def first_row(lines: Sequence[str]) -> int | None:
    """Which of them is the first row of what was a table, counted from 0: one is none, and code is none."""
    rows = [
        number
        for number, line in enumerate(lines)
        if _CELLS.search(_CODE.sub("", line)) and not _ITEM.match(line.lstrip())
    ]
    return rows[0] if len(rows) >= _FEWEST_ROWS else None

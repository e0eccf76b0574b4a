"""Lists and tables as word processors leave them behind: Markdown runs their lines together.

What the editor wrote is shown as it is written; a person is told, since doses of a table become one sentence.
"""

import re
from collections.abc import Sequence
from typing import Final

# The signs of lists in word processors (some in the private area, from fonts of signs), with a gap or not, and what
# only a gap makes a sign.
_ITEM: Final = re.compile(
    "[•▪●■‣⁃➢➤✓✔❖\uf0b7\uf0a7\uf0d8\uf0fc\uf076]\\s?\\S|[·▫○□◦]\\s|(?:§|Ø|[a-zA-Z][.)]|[ivx]{1,4}[.)])\t|o(?:\t| {2,})|"
    r"\d{1,2}\.\)\s"
)
# These begin a remark, too: one alone is no list.
_PERHAPS: Final = re.compile(r"[–—]\s|\(\d{1,2}\)\s")
_CELLS: Final = re.compile(r"\S[ ]*\t[ \t]*\S|\S *\| *\S|\S {3,}\S")
_CODE: Final = re.compile(r"(`+)[^`\n]+\1")
_FEWEST_ROWS: Final = 2


def first_item(lines: Sequence[str]) -> int | None:
    """Which of a paragraph's lines is the first that was an item of a list, counted from 0."""
    perhaps = sum(_PERHAPS.match(line.lstrip()) is not None for line in lines)
    signs = (_ITEM, _PERHAPS) if perhaps >= _FEWEST_ROWS else (_ITEM,)
    return next((number for number, line in enumerate(lines) if any(sign.match(line.lstrip()) for sign in signs)), None)


def first_row(lines: Sequence[str]) -> int | None:
    """Which of them is the first row of what was a table, counted from 0: one is none, and code is none."""
    rows = [
        number
        for number, line in enumerate(lines)
        if _CELLS.search(_CODE.sub("", line)) and not _ITEM.match(line.lstrip())
    ]
    return rows[0] if len(rows) >= _FEWEST_ROWS else None

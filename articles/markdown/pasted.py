"""Lists and tables as word processors leave them behind: Markdown runs their lines together.

What the editor wrote is shown as it is written; a person is told, since doses of a table become one sentence.
"""

import re
from collections.abc import Sequence
from typing import Final

# The signs of lists in word processors (two of them in the private area, from a font of signs), or an "o" with a gap.
_ITEM: Final = re.compile("[•·▪▫●○■□◦‣⁃\uf0b7\uf0a7]\\s|o(?:\t| {2,})")
_CELLS: Final = re.compile(r"\S[ ]*\t[ \t]*\S|\S *\| *\S")
_FEWEST_ROWS: Final = 2


def first_item(lines: Sequence[str]) -> int | None:
    """Which of a paragraph's lines is the first that was an item of a list, counted from 0."""
    return next((number for number, line in enumerate(lines) if _ITEM.match(line.lstrip())), None)


def first_row(lines: Sequence[str]) -> int | None:
    """Which of them is the first row of what was a table, counted from 0: one is none."""
    rows = [number for number, line in enumerate(lines) if _CELLS.search(line) and not _ITEM.match(line.lstrip())]
    return rows[0] if len(rows) >= _FEWEST_ROWS else None

"""Tables: how their columns stand and what they are called."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

_NUMBER: Final = re.compile(r"[<>≤≥≈~±+−–-]?\s*[$€£¥]?\s*\d.*", re.DOTALL)


@dataclass(slots=True)
class TableLayout:
    """One table: its name for who can't see it, and a class for each column."""

    label: str
    classes: list[str]
    lacks_head: bool = False
    column: int = 0

    def next_class(self) -> str:
        """The class of the next cell of a row, as an attribute or nothing."""
        name = self.classes[self.column]
        self.column += 1
        return f' class="{name}"' if name else ""


def read_table(tokens: list[Token], at: int, labels: Counter[str]) -> TableLayout:
    """The layout of the table that opens at `at`.

    It is named by the words of its first row, so that its name is in the text's own language.
    A column set to the right in which every filled cell begins with a number is a column of numbers.
    """
    heads: list[str] = []
    aligns: list[str] = []
    numbers: list[bool] = []
    column = 0
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(_words(tokens[index + 1]))
            aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            numbers.append(True)
        elif token.type == "td_open":
            words = _words(tokens[index + 1])
            if words and not _NUMBER.fullmatch(words):
                numbers[column] = False
            column += 1
    classes = [_class_of(align, number) for align, number in zip(aligns, numbers, strict=True)]
    return TableLayout(_label(heads, labels), classes, lacks_head=not all(heads))


def _class_of(align: str, number: bool) -> str:
    if align == "right":
        return "number" if number else "right"
    return "center" if align == "center" else ""


def _label(heads: list[str], labels: Counter[str]) -> str:
    """The first row's words. Tables with the same words are told apart by a number."""
    label = ", ".join(head for head in heads if head)
    labels[label] += 1
    return label if labels[label] == 1 or not label else f"{label} ({labels[label]})"


def _words(token: Token) -> str:
    """The words of a cell."""
    return " ".join("".join(child.content or " " for child in token.children or ()).split())

"""Blocks between `::: name` and `:::`: care cards, callouts, lists of do and don't, details, figures with a credit.

Here stands what they are called, how their first and last line is read, and what is told of them.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from .addresses import Kind, read_address
from .findings import Block, Findings

CARDS: Final = ("non-urgent", "urgent", "emergency")
LISTS: Final = ("do", "dont")
NAMES: Final = (*CARDS, "warning", "inset", *LISTS, "details", "figure")
IN_DETAILS: Final = ("inset", *LISTS, "figure")
"""What may stand inside details. What a reader must not miss may not: it would be folded away."""

# Signed with the rest, in the article's language, and so never translated to the reader's.
LEVELS: Final = {
    "non-urgent": "Non-urgent advice",
    "urgent": "Urgent advice",
    "emergency": "Emergency",
    "warning": "Important",
}
HEADINGS: Final = {"do": "Do", "dont": "Don’t"}

_LINE: Final = re.compile(r":{3,}[ \t]*([^\s:]*)(.*)")
_ENDS_A_BLOCK: Final = re.compile(r"#{1,2}(?:[ \t]|$)")


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's rule. A block ends at its `:::`; else where the next Part begins, or with what it stands in.

    Each line is looked at once for every block it stands in, and those are few (`MAX_DEPTH`).
    """
    name, title = _read(state, start)
    if name is None:
        return False
    if name not in NAMES:
        _report_unknown(state, start, name)
        return False
    if silent:
        return True
    last, closed = _find_end(state, start, end)
    opening = state.push("block_open", "div", 1)
    opening.map = [start, last]
    opening.info = name
    opening.meta = {"closed": closed, "titled": bool(title)}
    if title:
        words = state.push("inline", "", 0)
        words.content, words.map, words.children = title, [start, start + 1], []
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.push("block_close", "div", -1)
    state.parentType, state.lineMax = parent, line_max
    state.line = last + closed
    return True


def _read(state: StateBlock, line: int) -> tuple[str | None, str]:
    """The name and the words behind it; an empty name at the end of a block; None for any other line."""
    at = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", at):
        return None, ""
    found = _LINE.fullmatch(state.src[at : state.eMarks[line]])
    return (found[1], found[2].strip()) if found else (None, "")


def _find_end(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """The line on which the block that opens at `start` ends, and whether a `:::` stands there."""
    inside = 1
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return line, False
        at = state.bMarks[line] + state.tShift[line]
        if _ENDS_A_BLOCK.match(state.src[at : min(at + 3, state.eMarks[line])]):
            return line, False
        name, title = _read(state, line)
        if name in NAMES:
            inside += 1
        elif name == "" and not title:
            inside -= 1
            if not inside:
                return line, True
    return end, False


def _report_unknown(state: StateBlock, line: int, name: str) -> None:
    """Once for each line, however often the parser asks."""
    told: set[int] = state.env.setdefault("told_containers", set())
    if line in told:
        return
    told.add(line)
    findings: Findings = state.env["findings"]
    if name:
        message = _("“%(name)s” is no block. There are %(names)s. The line is shown as it is.")
        message %= {"name": name[:40], "names": ", ".join(NAMES)}
    else:
        message = _("Here ::: ends a block, but none is open. The line is shown as it is.")
    findings.problem(line + 1, "block", message)


def read_block(tokens: list[Token], at: int) -> Block:
    """What is told of the block that opens at `at`: its items, its links to articles, and what follows it."""
    opening = tokens[at]
    items: list[str] = []
    links: list[str] = []
    images = 0
    end = at + 1
    while tokens[end].level != opening.level or tokens[end].type != "block_close":
        token = tokens[end]
        if token.type == "list_item_open" and token.level == opening.level + 2:
            items.append(_first_words(tokens, end))
        for child in token.children or ():
            images += child.type == "image"
            links.extend(_article(child))
        end += 1
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    return Block(
        name=opening.info,
        line=opening.map[0] + 1 if opening.map else 1,
        titled=opening.meta["titled"],
        items=items,
        links=links,
        images=images,
        empty=end == at + 1 + opening.meta["titled"],
        closed=opening.meta["closed"],
        goes_on=following is not None and following.nesting >= 0 and following.type not in _BEGINS_ANEW,
    )


_BEGINS_ANEW: Final = ("heading_open", "block_open", "hr")


def _first_words(tokens: list[Token], at: int) -> str:
    """The words with which the list item at `at` begins."""
    for token in tokens[at + 1 : at + 3]:
        if token.type == "inline":
            words = "".join(child.content or " " if child.type != "image" else "" for child in token.children or ())
            return " ".join(words.split())
    return ""


def _article(child: Token) -> Iterator[str]:
    if child.type != "link_open":
        return
    address = read_address(str(child.attrs.get("href", "")))
    if address and address.kind is Kind.ARTICLE:
        yield address.name

"""The parsers, made once, and the limits that keep hostile text from holding a process.

The dialect is CommonMark with tables, without raw HTML and without indented code (a paragraph with spaces in front is a
paragraph). The library behind it cuts text that is nested too deeply, drops it silently; here such text is refused.
All limits count signs of the text, none counts seconds, so that the same text always has the same answer.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .citations import citation
from .containers import container
from .findings import Findings
from .text import BadText

MAX_LINES: Final = 20_000
MAX_PARAGRAPH: Final = 20_000
"""Characters of one paragraph, heading or table cell."""
MAX_BRACKETS: Final = 5_000
"""Opening brackets of a whole text: each may be the beginning of a link."""
MAX_DEPTH: Final = 16
"""Levels of blocks inside blocks. A quote or a `:::` block is one level, a list with its item two."""
MAX_COLUMNS: Final = 40
MAX_CELLS: Final = 10_000
"""Cells of all tables of a text."""
MAX_TABLE_SIGNS: Final = 20_000
"""Upright strokes of a whole text: each may part two cells."""

escape: Callable[[str], str] = escapeHtml

_EXPLICIT_ANCHOR: Final = re.compile(r"(?:^|[ \t]+)\{#([^\s{}]*)\}[ \t]*$")


def parse_body(text: str, findings: Findings) -> list[Token]:
    """The tokens of an article's body."""
    return _parse(_BODY, text, findings)


def parse_note(text: str, findings: Findings) -> list[Token]:
    """The tokens of a small text, in which a line that begins with # is no heading."""
    return _parse(_NOTE, text, findings)


def _parse(parser: MarkdownIt, text: str, findings: Findings) -> list[Token]:
    _check_counts(text)
    env: dict[str, Any] = {"findings": findings}
    try:
        tokens = parser.parse(text, env)
    except RecursionError:
        raise BadText(_("The text is nested too deeply.")) from None
    _report_definitions(env, tokens, findings)
    return tokens


def _check_counts(text: str) -> None:
    for sign, most, sentence in (
        ("\n", MAX_LINES, _("The text has more than %(most)d lines.")),
        ("[", MAX_BRACKETS, _("The text has more than %(most)d opening brackets.")),
        ("|", MAX_TABLE_SIGNS, _("The text has more than %(most)d upright strokes (the sign between cells).")),
    ):
        if text.count(sign) > most:
            raise BadText(sentence % {"most": most})


def _refuse_depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Stands before all rules for blocks and matches nothing."""
    if state.level > MAX_DEPTH:
        raise BadText(_("Lists, quotes and blocks stand inside each other too deeply."), start + 1)
    return False


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library's rule for tables, after a look at how large the table is and whether every cell will be shown."""
    if not table(state, start, end, True):
        return False
    if silent:
        return True
    columns = _cells_in(state, start)
    if columns > MAX_COLUMNS:
        raise BadText(_("A table has more than %(most)d columns.") % {"most": MAX_COLUMNS}, start + 1)
    cells = state.env.get("cells", 0) + columns
    row = start + 2
    while row < end and not state.isEmpty(row) and state.sCount[row] >= state.blkIndent:
        if _cells_in(state, row) > columns:
            message = _("A row has more cells than its table has columns. The last cells are not shown.")
            state.env["findings"].problem(row + 1, "table", message)
        cells += columns
        if cells > MAX_CELLS:
            raise BadText(_("The tables have more than %(most)d cells.") % {"most": MAX_CELLS}, start + 1)
        row += 1
    state.env["cells"] = cells
    return table(state, start, end, False)


def _cells_in(state: StateBlock, line: int) -> int:
    cells = escapedSplit(getLine(state, line).strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def _no_footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library's rule for definitions, but for `[^1]: source`: that is shown as it is written, and told of."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def _star_of_a_name(state: StateInline, silent: bool) -> bool:
    """The star in HLA-B*57:01 or CYP2C19*2 is part of the name: two of them in a line are no emphasis."""
    src, at = state.src, state.pos
    if src[at] != "*" or at == 0 or at + 1 >= state.posMax:
        return False
    if not (src[at - 1].isalnum() and src[at + 1].isdigit()):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _prepare_inline(state: StateCore) -> None:
    """Between blocks and words: refuses what is too long, takes explicit anchors off their headings."""
    heading: Token | None = None
    for token in state.tokens:
        if token.type == "heading_open":
            heading = token
        elif token.type == "inline":
            if len(token.content) > MAX_PARAGRAPH:
                line = token.map[0] + 1 if token.map else None
                raise BadText(_("A paragraph has more than %(most)d characters.") % {"most": MAX_PARAGRAPH}, line)
            if heading and (found := _EXPLICIT_ANCHOR.search(token.content)):
                heading.meta["anchor"] = found[1]
                token.content = token.content[: found.start()]
            heading = None


def _report_definitions(env: dict[str, Any], tokens: list[Token], findings: Findings) -> None:
    """`[name]: address` is a definition and never shown. One that nothing uses is probably text that got lost."""
    references: dict[str, Any] = env.get("references", {})
    duplicates: list[Any] = env.get("duplicate_refs", [])
    if not references:
        return
    used = {child.meta.get("label") for token in tokens for child in token.children or () if child.meta}
    unused = [found for label, found in references.items() if label not in used]
    for found in sorted([*unused, *duplicates], key=lambda found: found["map"][0]):
        message = _("This line defines the address of a link that nothing uses. It is not shown.")
        findings.problem(found["map"][0] + 1, "definition", message)


def _make(*, headings: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_DEPTH + 4, "store_labels": True})
    parser.enable("table")
    parser.disable(["code", "html_block", "html_inline"])
    if not headings:
        parser.disable(["heading", "lheading"])
    parser.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("reference", _no_footnote)
    parser.block.ruler.before("table", "depth", _refuse_depth)
    parser.block.ruler.before(
        "table", "container", container, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.inline.ruler.before("emphasis", "star_of_a_name", _star_of_a_name)
    parser.inline.ruler.before("link", "citation", citation)
    parser.core.ruler.after("block", "prepare_inline", _prepare_inline)
    # Every address becomes a link here and is judged where the page is written, so that a refused one can be told of.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


_BODY: Final = _make(headings=True)
_NOTE: Final = _make(headings=False)

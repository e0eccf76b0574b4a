"""Blocks: paragraphs, lists, tables, figures and headings. Writes the HTML of one text and cuts it into its Parts."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from markdown_it.token import Token

from .anchors import Anchors, is_slug
from .findings import EmptyPart, Findings, LostList
from .inline import InlineWriter
from .parser import escape
from .tables import TableLayout, read_table
from .text import check_words

_COLONS: Final = (":", "：")
_SHOWS_A_LIST: Final = {"bullet_list_open", "ordered_list_open", "table_open", "blockquote_open", "fence"}
_LOOKS_LIKE_HEADING: Final = re.compile(r"#{1,6}[ \t]")


@dataclass(slots=True)
class Piece:
    """The introduction (no heading), or one Part: what is written between two level-2 headings."""

    anchor: str = ""
    heading: str = ""
    line: int = 1
    html: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    empty: bool = True


class BlockWriter:
    """Writes the blocks of one text. `pieces` begins with the introduction."""

    def __init__(self, tokens: list[Token], inline: InlineWriter, findings: Findings) -> None:
        self.tokens = tokens
        self.inline = inline
        self.findings = findings
        self.anchors: Anchors = inline.anchors
        self.pieces = [Piece()]
        self.html = self.pieces[0].html
        self.level = 1
        self.tables: list[TableLayout] = []
        self.labels: Counter[str] = Counter()
        self.at = 0

    def write(self) -> list[Piece]:
        """Goes through the tokens once. Whoever writes more than one of them moves `at` on."""
        self._keep_explicit_anchors()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            handler = _HANDLERS.get(token.type)
            if handler:
                handler(self, token)
            elif token.nesting >= 0:
                self.html.append(f"<{token.tag}>")
            else:
                self.html.append(f"</{token.tag}>\n")
            self.at += 1
        return self.pieces

    def empty_parts(self) -> list[EmptyPart]:
        """The Parts in which nothing but headings stands."""
        return [EmptyPart(piece.line, piece.heading) for piece in self.pieces[1:] if piece.empty]

    def words(self, token: Token) -> str:
        """Writes an inline token; its words belong to the Part that is being written."""
        html, words = self.inline.write(token)
        self.html.append(html)
        if words and not words.isspace():
            piece = self.pieces[-1]
            piece.words.append(words)
            piece.empty = False
        return words

    def _keep_explicit_anchors(self) -> None:
        """The anchors that headings ask for come before those made from other headings' words."""
        for token in self.tokens:
            if token.type != "heading_open" or "anchor" not in token.meta:
                continue
            anchor = token.meta["anchor"]
            if not is_slug(anchor):
                message = _("“%(anchor)s” can’t be an anchor: small letters, digits and single hyphens only.")
            elif not self.anchors.keep(anchor):
                message = _("The anchor “%(anchor)s” is taken. This heading gets another one.")
            else:
                continue
            token.meta["anchor"] = ""
            self.findings.problem(_line(token), "heading", message % {"anchor": anchor})

    def inline_token(self, token: Token) -> None:
        self.words(token)

    def paragraph(self, token: Token) -> None:
        content = self.tokens[self.at + 1]
        children = [child for child in content.children or () if child.type != "text" or child.content]
        if len(children) == 1 and children[0].type == "image" and not token.hidden:
            self._figure(children[0], _line(token))
            self.at += 2
            return
        if not token.hidden:
            self.html.append("<p>")
        self._look_for_lost_lists(self.words(content))
        if _LOOKS_LIKE_HEADING.match(content.content):
            message = _("A line that begins with # is no heading here. It is shown as it is.")
            self.findings.problem(_line(token), "heading", message)
        if not token.hidden:
            self.html.append("</p>\n")
        elif self.tokens[self.at + 3].type != "list_item_close":
            self.html.append("\n")
        self.at += 2

    def _look_for_lost_lists(self, words: str) -> None:
        if ":" not in words and "：" not in words:
            return
        lines = words.split("\n")
        following = self.tokens[self.at + 3] if self.at + 3 < len(self.tokens) else None
        for number, text in enumerate(map(str.strip, lines)):
            if not text.endswith(_COLONS):
                continue
            last = number == len(lines) - 1
            if last and following and (following.type in _SHOWS_A_LIST or self._is_image(self.at + 3)):
                continue
            self.findings.lost_lists.append(LostList(self.inline.lines[number], text))

    def _is_image(self, at: int) -> bool:
        """Whether the block at `at` is a paragraph that begins with an image."""
        if self.tokens[at].type != "paragraph_open":
            return False
        return any(child.type == "image" for child in (self.tokens[at + 1].children or [])[:1])

    def _figure(self, image: Token, line: int) -> None:
        """An image that stands alone, with its title as caption."""
        caption = " ".join(str(image.attrs.get("title", "")).split())
        html, alt = self.inline.write_image(image, line)
        piece = self.pieces[-1]
        if alt:
            piece.words.append(alt)
        if not html.startswith("<img "):
            piece.empty = piece.empty and not html
            self.html.append(f"<p>{html}</p>\n" if html else "")
            return
        piece.empty = False
        if caption:
            check_words(caption, line)
            piece.words.append(caption)
            html += f"<figcaption>{escape(caption)}</figcaption>"
        self.html.append(f"<figure>{html}</figure>\n")

    def heading(self, token: Token) -> None:
        line = _line(token)
        html, words = self.inline.write(self.tokens[self.at + 1], heading=True)
        self.at += 2
        words = " ".join(words.split())
        if not words:
            self.findings.problem(line, "heading", _("A heading has no words. It is not shown."))
            if html:
                self.html.append(f"<p>{html}</p>\n")
            return
        level = self._level_of(token, line)
        anchor = token.meta.get("anchor") or self.anchors.take_for(words)
        if level == 2:
            self.pieces.append(Piece(anchor, words, line))
            self.html = self.pieces[-1].html
        self.pieces[-1].words.append(words)
        self.html.append(f'<h{level} id="{escape(anchor)}">{html}</h{level}>\n')

    def _level_of(self, token: Token, line: int) -> int:
        """The level a heading is shown with. Only the title is level 1, and no Part begins inside a list or quote."""
        level = int(token.tag[1])
        if token.level:
            self.findings.problem(line, "heading", _("A heading stands inside a list or a quote."))
            return max(level, 3)
        if level == 1:
            message = _("Only the title is a heading of level 1. This heading begins a Part, as one of level 2 does.")
            self.findings.problem(line, "heading", message)
            level = 2
        if level > self.level + 1:
            message = _("A heading of level %(level)d stands below one of level %(above)d: a level is left out.")
            self.findings.problem(line, "heading", message % {"level": level, "above": self.level})
        self.level = level
        return level

    def list_open(self, token: Token) -> None:
        start = token.attrs.get("start")
        of_class = ' class="terms"' if self._is_terms() else ""
        of_start = f' start="{int(start)}"' if start is not None else ""
        self.html.append(f"<{token.tag}{of_class}{of_start}>\n")

    def _is_terms(self) -> bool:
        """Whether every item of the list that opens here begins with "**Term**:"."""
        level = self.tokens[self.at].level
        for at in range(self.at + 1, len(self.tokens)):
            token = self.tokens[at]
            if token.level == level:
                return True
            begins_item = token.type == "list_item_open" and token.level == level + 1
            if begins_item and not _begins_with_term(self.tokens[at + 2]):
                return False
        return True

    def fence(self, token: Token) -> None:
        check_words(token.content, _line(token))
        piece = self.pieces[-1]
        piece.words.append(token.content.rstrip("\n"))
        piece.empty = piece.empty and not token.content.strip()
        self.html.append(f"<pre><code>{escape(token.content)}</code></pre>\n")

    def rule(self, token: Token) -> None:
        self.html.append("<hr>\n")

    def table_open(self, token: Token) -> None:
        layout = read_table(self.tokens, self.at, self.labels)
        self.tables.append(layout)
        if layout.label:
            named = f' role="region" tabindex="0" aria-label="{escape(layout.label)}"'
        else:
            named = ' tabindex="0"'
            message = _("A table has no words in its first row, to name its columns.")
            self.findings.problem(_line(token), "table", message)
        self.html.append(f'<div class="table"{named}><table>\n')

    def table_close(self, token: Token) -> None:
        self.tables.pop()
        self.html.append("</table></div>\n")

    def row(self, token: Token) -> None:
        self.tables[-1].column = 0
        self.html.append("<tr>")

    def cell(self, token: Token) -> None:
        of_scope = ' scope="col"' if token.tag == "th" else ""
        self.html.append(f"<{token.tag}{of_scope}{self.tables[-1].next_class()}>")

    def cell_close(self, token: Token) -> None:
        self.html.append(f"</{token.tag}>")


_HANDLERS: Final[dict[str, Callable[[BlockWriter, Token], None]]] = {
    "inline": BlockWriter.inline_token,
    "paragraph_open": BlockWriter.paragraph,
    "heading_open": BlockWriter.heading,
    "bullet_list_open": BlockWriter.list_open,
    "ordered_list_open": BlockWriter.list_open,
    "fence": BlockWriter.fence,
    "hr": BlockWriter.rule,
    "table_open": BlockWriter.table_open,
    "table_close": BlockWriter.table_close,
    "tr_open": BlockWriter.row,
    "th_open": BlockWriter.cell,
    "td_open": BlockWriter.cell,
    "th_close": BlockWriter.cell_close,
    "td_close": BlockWriter.cell_close,
}


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _begins_with_term(token: Token) -> bool:
    """`**Term**: text`, or `**Term:** text`."""
    children = [child for child in token.children or () if child.type != "text" or child.content]
    if token.type != "inline" or not children or children[0].type != "strong_open":
        return False
    for at, child in enumerate(children):
        if child.type == "strong_close":
            after = children[at + 1] if at + 1 < len(children) else None
            if after is not None and after.type == "text" and after.content.startswith(_COLONS):
                return True
            return children[at - 1].type == "text" and children[at - 1].content.endswith(_COLONS)
    return False

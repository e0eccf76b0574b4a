"""Blocks: paragraphs, lists, tables, figures and headings. Writes the HTML of one text and cuts it into its Parts."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from markdown_it.token import Token

from .anchors import Anchors, anchor_of, is_slug
from .citations import cited_in, reference_id
from .containers import CARDS, HEADINGS, IN_DETAILS, LEVELS, LISTS, read_block
from .findings import Block, EmptyPart, Findings, LostList
from .inline import InlineWriter
from .parser import escape
from .pasted import first_item, first_row
from .tables import TableLayout, read_table
from .text import check_words

_COLONS: Final = (":", "：")
_SHOWS_A_LIST: Final = {"bullet_list_open", "ordered_list_open", "table_open", "blockquote_open", "fence", "block_open"}
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
    has_paste: bool = False


class BlockWriter:
    """Writes the blocks of one text. `pieces` begins with the introduction.

    `below` is the level of the heading that the text stands under on the page.
    """

    def __init__(self, tokens: list[Token], inline: InlineWriter, findings: Findings, *, below: int = 1) -> None:
        self.tokens = tokens
        self.inline = inline
        self.findings = findings
        self.anchors: Anchors = inline.anchors
        self.pieces = [Piece()]
        self.html = self.pieces[0].html
        self.level = below
        self.headings = below == 1
        self.open: list[str] = []
        """The names of the `:::` blocks that are being written, the innermost last."""
        self.endings: list[tuple[str, str]] = []
        """How each of them ends: its HTML, and words that stand in it last."""
        self.tables: list[TableLayout] = []
        self.labels: Counter[str] = Counter()
        self.at = 0

    def write(self) -> list[Piece]:
        """Goes through the tokens once. Whoever writes more than one of them moves `at` on."""
        self._keep_ids_of_references()
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

    def _keep_ids_of_references(self) -> None:
        """The ids of references that are cited come before the anchors of headings."""
        for number in set(cited_in(self.tokens)):
            if number <= (self.inline.references or 0):
                self.anchors.keep(reference_id(number))

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
        image = _image_alone(content)
        if image is not None and not token.hidden:
            self._figure(image, _line(token))
            self.at += 2
            return
        if not token.hidden:
            self.html.append("<p>")
        self._look_for_lost_lists(self.words(content), self.at + 3)
        self._look_for_pastes(content.content.split("\n"), _line(token))
        if _LOOKS_LIKE_HEADING.match(content.content):
            message = _("A line that begins with # is no heading here. It is shown as it is.")
            self.findings.problem(_line(token), "heading", message)
        if not token.hidden:
            self.html.append("</p>\n")
        elif self.tokens[self.at + 3].type != "list_item_close":
            self.html.append("\n")
        self.at += 2

    def _look_for_lost_lists(self, words: str, next_at: int) -> None:
        if ":" not in words and "：" not in words:
            return
        lines = words.split("\n")
        following = self.tokens[next_at] if next_at < len(self.tokens) else None
        for number, text in enumerate(map(str.strip, lines)):
            if not text.endswith(_COLONS):
                continue
            last = number == len(lines) - 1
            if last and following and (following.type in _SHOWS_A_LIST or self._is_image(next_at)):
                continue
            self.findings.lost_lists.append(LostList(self.inline.lines[number], text))

    def _look_for_pastes(self, lines: list[str], at: int) -> None:
        """Tells of lists and tables that were pasted and show as plain lines: once in each Part."""
        row, item = first_row(lines), first_item(lines)
        place = item if row is None else row
        piece = self.pieces[-1]
        if place is None or piece.has_paste:
            return
        piece.has_paste = True
        if row is None:
            message = _("This looks like a list and isn’t one. Begin each item with “- ”, on a line of its own.")
        else:
            message = _(
                "This looks like a table and isn’t one. Write it as a table: “|” between the cells, and a row of “---” "
                "under the first."
            )
        self.findings.problem(at + place, "paste", message)

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
            self.findings.problem(line, "heading", _("A heading stands inside a list, a quote or a block."))
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
            if begins_item and (self.tokens[at + 1].type == "block_open" or not _begins_with_term(self.tokens[at + 2])):
                return False
        return True

    def block_open(self, token: Token) -> None:
        """A `:::` block: the bar with its level and heading, the summary of details, the picture of a figure."""
        block = read_block(self.tokens, self.at)
        self.findings.blocks.append(block)
        for message in self._block_problems(token, block):
            self.findings.problem(block.line, "block", message)
        name = block.name
        title = self.tokens[self.at + 1] if block.titled else None
        self.at += block.titled
        self.open.append(name)
        if name == "figure":
            self._open_figure(title)
            return
        if name == "details":
            html, words = self._title(title) if title else ("Details", "Details")
            self.pieces[-1].words.append(words)
            self.html.append(f"<details><summary>{html}</summary>\n")
            self.endings.append(("</details>\n", ""))
            return
        self.html.append(f'<div class="{name}">\n')
        self.endings.append(("</div>\n", ""))
        if name != "inset":
            self._block_heading(name, title)
        elif title:
            self.html.append("<p>")
            self.words(title)
            self.html.append("</p>\n")

    def block_close(self, token: Token) -> None:
        self.open.pop()
        html, words = self.endings.pop()
        self.html.append(html)
        if words:
            self.pieces[-1].words.append(words)

    def _block_problems(self, token: Token, block: Block) -> Iterator[str]:
        names = {"name": block.name}
        if not block.closed:
            yield _("The block “%(name)s” is not ended. Write ::: on a line of its own behind it.") % names
        if block.empty and not (block.name == "inset" and block.titled):
            yield _("Nothing stands in the block “%(name)s”.") % names
        elif block.name in LISTS and not block.items:
            yield _("The block “%(name)s” holds no list. Begin each of its lines with “- ”.") % names
        if not block.titled and block.name in (*CARDS, "details"):
            yield _("The block “%(name)s” has no heading. Write it behind the name, on the same line.") % names
        if token.level > len(self.open):
            yield _("The block “%(name)s” stands inside a list or a quote.") % names
        if self.open and (self.open[-1] != "details" or block.name not in IN_DETAILS):
            yield _("The block “%(name)s” stands inside another block. Only in details may stand: %(inner)s.") % {
                **names,
                "inner": ", ".join(IN_DETAILS),
            }

    def _title(self, title: Token) -> tuple[str, str]:
        """The words behind a block's name, without explanations: as HTML, and alone."""
        html, words = self.inline.write(title, heading=True)
        self._look_for_lost_lists(words, self.at + 1)
        return html, words

    def _block_heading(self, name: str, title: Token | None) -> None:
        """A heading one level below the one above. The level of a card is written, never only a colour."""
        level = min(max(self.level, 1) + 1, 6)
        said = LEVELS.get(name, "")
        html, words = self._title(title) if title else (HEADINGS.get(name, ""), HEADINGS.get(name, ""))
        if said:
            html = f"<strong>{said}:</strong> {html}" if words else f"<strong>{said}</strong>"
            words = f"{said}: {words}" if words else said
        self.pieces[-1].words.append(words)
        anchor = anchor_of(words)
        # A small text stands on the page with others: its place keeps its ids apart from theirs.
        anchor = escape(self.anchors.take(anchor if self.headings else f"{self.inline.place}--{anchor}"))
        self.html.append(f'<h{level} id="{anchor}">{html}</h{level}>\n')

    def _open_figure(self, credit: Token | None) -> None:
        """A figure: the picture first, then its caption, and who made it and under which license."""
        at = self.at + 1
        image = _image_alone(self.tokens[at + 1]) if self.tokens[at].type == "paragraph_open" else None
        html = ""
        if image is not None:
            html, alt = self.inline.write_image(image, _line(self.tokens[at]))
            self.pieces[-1].words.append(alt)
            self.at += 3
        if html.startswith("<img "):
            self.pieces[-1].empty = False
            if image is not None and image.attrs.get("title"):
                message = _("In a figure the caption stands below the image, not in quotation marks.")
                self.findings.problem(_line(self.tokens[at]), "image", message)
        else:
            self.findings.problem(_line(self.tokens[at]), "block", _("A figure begins with an image."))
            html = f"<p>{html}</p>" if html else ""
        has_caption = self.tokens[self.at + 1].type != "block_close"
        self.html.append(f"<figure>{html}" + ("<figcaption>\n" if has_caption or credit else ""))
        ending = "</figcaption></figure>\n" if has_caption or credit else "</figure>\n"
        words = ""
        if credit:
            made, words = self.inline.write(credit, heading=True)
            ending = f'<p class="credit">{made}</p>\n{ending}'
        self.endings.append((ending, words))

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
        if layout.label and layout.lacks_head:
            message = _("A column of this table has no name in the first row: who can’t see it hears none.")
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
    "block_open": BlockWriter.block_open,
    "block_close": BlockWriter.block_close,
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


def _image_alone(token: Token) -> Token | None:
    """The image of a paragraph in which nothing else stands."""
    children = [child for child in token.children or () if child.type != "text" or child.content]
    return children[0] if len(children) == 1 and children[0].type == "image" else None


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

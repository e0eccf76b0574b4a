"""The renderer itself: from what an editor wrote to the HTML that is signed. Preview and freeze both call it.

The same text gives the same HTML, whoever asks, whenever and in whatever language: nothing here reads a clock, a
setting or the database. Words in the language of whoever asks stand only in problems and refusals, never in the HTML;
what a block writes itself (“Urgent advice”) is in the article's language and signed with the rest.
"""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .anchors import Anchors
from .blocks import BlockWriter, Piece
from .findings import ArticleLink, Block, EmptyPart, Findings, LostList, Problem, Term
from .inline import ExplanationOf, ImageOf, InlineWriter
from .parser import escape, parse_body, parse_note
from .sanitiser import sanitise
from .text import MAX_CHARACTERS, BadText, normalise


@dataclass(frozen=True, slots=True)
class Part:
    """A level-2 heading and what stands under it. `html` begins with the `<h2 id=anchor>`. Signed."""

    anchor: str
    heading: str
    html: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """An article's body, rendered. `introduction` and the Parts' HTML are signed; all else is told or indexed.

    `text` is every word without markup, block by block, for search and for measuring; explanations stand in `terms`.
    `citations` are the numbers of the references it cites, each as often as it does.
    """

    introduction: str
    parts: list[Part]
    text: str
    links: list[ArticleLink]
    images: list[str]
    terms: list[Term]
    lost_lists: list[LostList]
    blocks: list[Block]
    citations: list[int]
    empty_parts: list[EmptyPart]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Note:
    """A small text without headings, rendered: closing note, care text, transcript. `html` is signed."""

    html: str
    text: str
    links: list[ArticleLink]
    images: list[str]
    terms: list[Term]
    lost_lists: list[LostList]
    blocks: list[Block]
    problems: list[Problem]


def no_glossary(_name: str) -> None:
    """The glossary of texts that have none."""


def render_body(
    text: str, *, image_of: ImageOf, explanation_of: ExplanationOf = no_glossary, references: int = 0
) -> Body:
    """An article's body, which can cite that many references. Raises `BadText` where it can't be read at all."""
    findings = Findings()
    text = normalise(text)
    writer = BlockWriter(
        parse_body(text, findings),
        InlineWriter(findings, image_of, explanation_of, Anchors(), "term", references=references),
        findings,
    )
    introduction, *pieces = writer.write()
    parts = [Part(piece.anchor, piece.heading, _finish(piece), piece.line, "\n".join(piece.words)) for piece in pieces]
    return Body(
        introduction=_finish(introduction),
        parts=parts,
        text="\n".join(words for piece in writer.pieces for words in piece.words),
        links=findings.links,
        images=findings.images,
        terms=findings.terms,
        lost_lists=findings.lost_lists,
        blocks=findings.blocks,
        citations=findings.citations,
        empty_parts=writer.empty_parts(),
        problems=sorted(findings.problems),
    )


def render_note(
    text: str,
    *,
    image_of: ImageOf,
    place: str,
    explanation_of: ExplanationOf = no_glossary,
    most: int = MAX_CHARACTERS,
) -> Note:
    """A small text. `place` (closing-note, care, transcript …) keeps its ids apart from those of other texts."""
    findings = Findings()
    text = normalise(text, most=most)
    writer = BlockWriter(
        parse_note(text, findings),
        InlineWriter(findings, image_of, explanation_of, Anchors(), place),
        findings,
        below=2,
    )
    (piece,) = writer.write()
    return Note(
        html=_finish(piece),
        text="\n".join(piece.words),
        links=findings.links,
        images=findings.images,
        terms=findings.terms,
        lost_lists=findings.lost_lists,
        blocks=findings.blocks,
        problems=sorted(findings.problems),
    )


def render_paragraphs(text: str, image_of: ImageOf, *, place: str = "note") -> str:
    """The HTML of a small text, for those who need nothing else of it."""
    return render_note(text, image_of=image_of, place=place).html


def render_inline(text: str, *, most: int = MAX_CHARACTERS) -> str:
    """One line of plain text (a title, a synonym) as HTML. No Markdown: every sign is shown as it is."""
    text = normalise(text, most=most)
    if "\n" in text:
        raise BadText(_("This has to stand on one line."))
    return checked(sanitise(escape(text)))


def checked(html: str, line: int | None = None) -> str:
    """`html` that was sanitised, after making sure that nothing will ever change it without being meant to.

    Neither normalising nor sanitising it again may alter a byte: what is signed has to stand on the page as it is.
    """
    if not unicodedata.is_normalized("NFC", html):
        raise BadText(_("An accent or other combining mark stands where no letter is before it."), line)
    if sanitise(html) != html:
        raise BadText(_("This can’t be written as HTML that every browser reads alike."), line)
    return html


def _finish(piece: Piece) -> str:
    html = "".join(piece.html).strip()
    return checked(sanitise(html), piece.line) if html else ""

"""Words inside a block: emphasis, links, images, explained words. Only phrasing content, valid in a `<p>`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from markdown_it.token import Token

from articles.sentences import shortened

from .addresses import Address, Kind, image_name, read_address
from .anchors import Anchors
from .citations import citation_id, cited_in_link, problem_with, reference_id, refuse_too_many
from .findings import ArticleLink, Findings, Term
from .html import problem_with_html
from .parser import escape
from .text import BadText, check_words

ImageOf = Callable[[str], tuple[int, int] | None]
"""Width and height of an own image, by its file name `<sha256>.<extension>`; None where there is no such image."""

ExplanationOf = Callable[[str], str | None]
"""What the glossary says of a term, by its name; None where it doesn't know it."""

_LONGEST_SHOWN: Final = 80

MAX_EMPHASIS: Final = 16
"""How deep emphasis may stand in emphasis. Browsers cut a page off at 512 elements inside each other."""

_CLASS_OF: Final = {Kind.EXTERNAL: ' class="external"', Kind.PHONE: ' class="phone"'}


class InlineWriter:
    """Writes the words of one text, block by block. Keeps what it finds in `findings`, takes ids from `anchors`."""

    def __init__(
        self,
        findings: Findings,
        image_of: ImageOf,
        explanation_of: ExplanationOf,
        anchors: Anchors,
        place: str,
        *,
        references: int | None = None,
    ) -> None:
        self.findings = findings
        self.image_of = image_of
        self.explanation_of = explanation_of
        self.anchors = anchors
        self.place = place
        self.references = references
        """How many references can be cited; None where none can be."""
        self.cited: Counter[int] = Counter()
        self.lines: list[int] = []
        """The line of the text on which each line of the words last written stands."""

    def write(self, token: Token, *, heading: bool = False) -> tuple[str, str]:
        """The HTML of an inline token, and its words alone. In a heading no word is explained."""
        children = token.children or []
        line = token.map[0] + 1 if token.map else 1
        self.lines = [line]
        if len(children) == 1 and children[0].type == "text":
            words = children[0].content
            self.note_html(words, line)
            if "&" in token.content or not words.isascii():
                check_words(words, line)
            return escape(words), words
        return _Run(self, line, heading, "&" in token.content).write(children)

    def note_html(self, words: str, line: int) -> None:
        """HTML is no Markdown here: it is shown as it stands, also what its writer took for hidden."""
        if problem := problem_with_html(words):
            self.findings.problem(line, "html", problem)

    def write_image(self, token: Token, line: int) -> tuple[str, str]:
        """An `<img>` and its alternative text; the text alone where it is no image of the library."""
        src = str(token.attrs.get("src", ""))
        alt = " ".join(_plain(token.children or []).split())
        if alt:
            check_words(alt, line)
        name = image_name(src)
        size = self.image_of(name) if name else None
        if name is None or size is None:
            if name is None:
                message = _("The image “%(address)s” is none of the library's own uploads. It is not shown.")
            else:
                message = _("There is no image “%(address)s” in the library. It is not shown.")
            self.findings.problem(line, "image", message % {"address": shortened(src, _LONGEST_SHOWN)})
            return escape(alt), alt
        if not alt:
            self.findings.problem(line, "alt", _("An image has no alternative text."))
        if name not in self.findings.images:
            self.findings.images.append(name)
        size_html = f'width="{int(size[0])}" height="{int(size[1])}"'
        return f'<img src="{escape(src)}" alt="{escape(alt)}" {size_html} loading="lazy">', alt


@dataclass(slots=True)
class _OpenLink:
    """A link whose words are being written. `address` is None where the words stand without a link."""

    address: Address | None
    explanation: str
    html_at: int
    words_at: int
    autolink: bool
    lines: int


class _Run:
    """One inline token on its way to HTML."""

    def __init__(self, writer: InlineWriter, line: int, heading: bool, entities: bool) -> None:
        self.writer = writer
        self.findings = writer.findings
        self.line = line
        self.heading = heading
        self.entities = entities
        self.html: list[str] = []
        self.words: list[str] = []
        self.depth = 0
        self.links: list[_OpenLink] = []

    def write(self, children: list[Token]) -> tuple[str, str]:
        """Goes through the children once."""
        for child in children:
            _HANDLERS[child.type](self, child)
        return "".join(self.html), "".join(self.words)

    def text(self, token: Token) -> None:
        words = token.content
        if not words:
            return
        if token.type == "text":
            self.writer.note_html(words, self.line)
        if self.entities or not words.isascii():
            check_words(words, self.line)
        self.html.append(escape(words))
        self.words.append(words)

    def line_break(self, token: Token) -> None:
        self.line += 1
        self.writer.lines.append(self.line)
        self.html.append("<br>\n" if token.type == "hardbreak" else "\n")
        self.words.append("\n")

    def code(self, token: Token) -> None:
        self.html.append("<code>")
        self.text(token)
        self.html.append("</code>")

    def emphasis(self, token: Token) -> None:
        self.depth += token.nesting
        if self.depth > MAX_EMPHASIS:
            raise BadText(_("Emphasis stands in emphasis too deeply."), self.line)
        before = self.words[-1][-1:] if self.words and token.nesting > 0 else ""
        if before.isascii() and before.isalnum():
            message = _("Emphasis begins inside a word. If the sign is meant itself, write \\%(sign)s.")
            self.findings.problem(self.line, "emphasis", message % {"sign": token.markup[:1]})
        self.html.append(f"<{token.tag}>" if token.nesting > 0 else f"</{token.tag}>")

    def image(self, token: Token) -> None:
        html, alt = self.writer.write_image(token, self.line)
        if token.attrs.get("title"):
            message = _("An image has a caption only where it stands alone in its paragraph. The caption is not shown.")
            self.findings.problem(self.line, "image", message)
        self.html.append(html)
        self.words.append(alt)
        self.line += _lines_in(token) + sum(child.type.endswith("break") for child in token.children or ())

    def citation(self, token: Token) -> None:
        """A small link to a reference. It is no word of the text: search and measures pass over it."""
        writer = self.writer
        if message := problem_with(token, references=writer.references, heading=self.heading):
            self.findings.problem(self.line, "citation", message)
            self.html.append(escape(token.markup))
            self.words.append(token.markup)
            return
        number = int(token.info)
        writer.cited[number] += 1
        self.findings.citations.append(number)
        refuse_too_many(self.findings, self.line)
        self.html.append(
            f'<a class="citation" href="#{reference_id(number)}" id="{citation_id(number, writer.cited[number])}"'
            f' aria-label="Reference {number}">[{number}]</a>'
        )

    def link_open(self, token: Token) -> None:
        """Leaves a place for the opening tag: whether the link stands is known when its words are."""
        href, title = str(token.attrs.get("href", "")), " ".join(str(token.attrs.get("title", "")).split())
        address = read_address(href)
        autolink = token.markup == "autolink"
        if self.links:
            # HTML has no link inside a link: `[words <https://…>](https://…)`. The outer one stands.
            self.findings.problem(self.line, "address", _("A link stands inside another link. It is shown as words."))
            address = None
        elif address is None:
            self._report_refused(href)
        elif title and address.kind is not Kind.TERM:
            message = _("The words in quotation marks behind the address of a link are not shown.")
            self.findings.problem(self.line, "address", message)
        self.links.append(_OpenLink(address, title, len(self.html), len(self.words), autolink, _lines_in(token)))
        self.html.append("")

    def link_close(self, token: Token) -> None:
        link = self.links.pop()
        words = " ".join("".join(self.words[link.words_at :]).split())
        if sign := cited_in_link(words):
            message = _("“%(sign)s” stands inside a link. Cite the reference behind it.")
            self.findings.problem(self.line, "citation", message % {"sign": sign})
        if link.address is None:
            if link.autolink:
                # What looks like an address in angle brackets may be anything: it is shown as it was written.
                self.html[link.html_at] = "&lt;"
                self.html.append("&gt;")
                self.words.insert(link.words_at, "<")
                self.words.append(">")
        elif not words:
            self.findings.problem(self.line, "address", _("A link has no words. It is not shown."))
        elif link.address.kind is Kind.TERM:
            self._explain(link, link.address.name, words)
        else:
            if link.address.kind is Kind.ARTICLE:
                self.findings.links.append(ArticleLink(link.address.name, self.line))
            of_class = _CLASS_OF.get(link.address.kind, "")
            self.html[link.html_at] = f'<a{of_class} href="{escape(link.address.href)}">'
            self.html.append("</a>")
        self.line += link.lines

    def _report_refused(self, href: str) -> None:
        if href:
            message = _("“%(address)s” can’t be the address of a link. Its words are shown without a link.")
            message %= {"address": shortened(href, _LONGEST_SHOWN)}
        else:
            message = _("A link leads nowhere. Its words are shown without a link.")
        self.findings.problem(self.line, "address", message)

    def _explain(self, link: _OpenLink, name: str, words: str) -> None:
        """A button that opens its explanation: the browser does it, with keyboard and touch, without a script.

        An explanation of its own comes before the glossary's.
        """
        explanation = link.explanation or self.writer.explanation_of(name)
        if self.heading:
            message = _("“%(word)s” stands in a heading, where no word can be explained.")
        elif not explanation:
            message = _("“%(word)s” has no explanation, and the glossary doesn’t know “%(name)s”.")
        else:
            check_words(explanation, self.line)
            anchor = self.writer.anchors.take(f"{self.writer.place}--{name}")
            self.html[link.html_at] = f'<button class="term" type="button" popovertarget="{escape(anchor)}">'
            self.html.append(
                f'</button><span class="explanation" id="{escape(anchor)}" popover="auto">{escape(explanation)}</span>'
            )
            self.findings.terms.append(Term(name, words, explanation, self.line, not link.explanation))
            return
        self.findings.problem(self.line, "term", message % {"word": words, "name": shortened(name, _LONGEST_SHOWN)})


_HANDLERS: Final[dict[str, Callable[[_Run, Token], None]]] = {
    "text": _Run.text,
    "softbreak": _Run.line_break,
    "hardbreak": _Run.line_break,
    "code_inline": _Run.code,
    "em_open": _Run.emphasis,
    "em_close": _Run.emphasis,
    "strong_open": _Run.emphasis,
    "strong_close": _Run.emphasis,
    "link_open": _Run.link_open,
    "link_close": _Run.link_close,
    "image": _Run.image,
    "citation": _Run.citation,
}


def _lines_in(token: Token) -> int:
    """How many lines the words in quotation marks behind an address take up, beyond the first."""
    return 0 if "label" in token.meta else str(token.attrs.get("title", "")).count("\n")


def _plain(children: list[Token]) -> str:
    """The words of an image's alternative text."""
    return "".join(
        " " if child.type.endswith("break") else _plain(child.children) if child.children else _signs(child)
        for child in children
    )


def _signs(child: Token) -> str:
    """In words that can hold no link a citation is shown as it is written."""
    return child.markup if child.type == "citation" else child.content

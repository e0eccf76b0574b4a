"""A strict reader of signed HTML: fails on anything that isn't balanced, listed and safe. For the renderer's tests."""

import re
import unicodedata
from html.parser import HTMLParser

from articles.markdown import CLASSES, Body, sanitise

IMAGE = "a" * 64 + ".png"
MISSING = "b" * 64 + ".png"

ATTRIBUTES = {
    "a": {"aria-label", "class", "href", "id"},
    "button": {"class", "type", "popovertarget"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"class", "start"},
    "p": {"class"},
    "span": {"class", "id", "popover"},
    "td": {"class"},
    "th": {"class", "scope"},
    "ul": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
BLOCKS = set("blockquote details div figcaption figure h2 h3 h4 h5 h6 hr li ol p pre".split())  # noqa: SIM905
BLOCKS |= set("summary table tbody td th thead tr ul".split())  # noqa: SIM905
PHRASING = set("a br button code em img span strong".split())  # noqa: SIM905
SAFE_HREF = re.compile(
    r"(?:https?://[^\s/@]+(?:[/?#]\S*)?|mailto:\S+@\S+|tel:[0-9().+;=ext-]+|/(?![/\\])\S*|#ref-[0-9]+)", re.IGNORECASE
)


def image_of(name: str) -> tuple[int, int] | None:
    """A library that holds one image."""
    return (640, 480) if name == IMAGE else None


class Page(HTMLParser):
    """Reads HTML, asserting on its way. Afterwards `ids`, `targets` and `words` can be asked."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.pieces: list[str] = []
        self.explaining = False
        self.citing = False
        self.feed(html)
        self.close()
        assert self.open == [], f"left open: {self.open}"

    @property
    def words(self) -> list[str]:
        """All words that stand on the page in order, with alternative texts, without explanations and citations."""
        return "".join(self.pieces).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in BLOCKS | PHRASING, tag
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        assert set(names) <= ATTRIBUTES.get(tag, set()), (tag, attrs)
        if any(
            parent in {"p", "button", "span", "a", "em", "strong", "summary", "h2", "h3", "h4"} for parent in self.open
        ):
            assert tag in PHRASING, f"{tag} inside {self.open}"
        if tag in {"a", "button"}:
            assert not {"a", "button"} & set(self.open), f"{tag} inside {self.open}"
        values = {name: value or "" for name, value in attrs}
        assert set(values.get("class", "").split()) <= CLASSES.get(tag, set())
        self._check_addresses(values)
        if "id" in values:
            assert re.fullmatch(r"[^\s_]+", values["id"])
            self.ids.append(values["id"])
        if "popovertarget" in values:
            self.targets.append(values["popovertarget"])
        if tag == "span":
            self.explaining = True
        if tag == "a":
            self.citing = values.get("class") == "citation"
        if tag == "img":
            assert {"src", "alt", "width", "height"} <= set(values)
            self.pieces.append(values["alt"])
        elif tag not in {"br", "hr"}:
            self.open.append(tag)
        if tag in BLOCKS or tag == "br":
            self.pieces.append(" ")

    def _check_addresses(self, values: dict[str, str]) -> None:
        if "href" in values:
            assert SAFE_HREF.fullmatch(values["href"]), values["href"]
        if "src" in values:
            assert re.fullmatch(r"/media/[0-9a-f]{64}\.[a-z]{3,4}", values["src"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> does not close what is open"
        self.open.pop()
        if tag == "span":
            self.explaining = False
        if tag == "a":
            self.citing = False
        if tag in BLOCKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not (self.explaining or self.citing):
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def check(html: str) -> Page:
    """Reads one fragment: balanced, listed, safe, its own NFC, unchanged by the sanitiser."""
    page = Page(html)
    assert unicodedata.normalize("NFC", html) == html
    assert sanitise(html) == html
    return page


def check_body(body: Body) -> None:
    """Every fragment of a body, and what has to hold over all of them."""
    pages = [check(html) for html in (body.introduction, *(part.html for part in body.parts))]
    ids = [name for page in pages for name in page.ids]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert all(target in ids for page in pages for target in page.targets)
    assert [word for page in pages for word in page.words] == body.text.split()
    for part in body.parts:
        assert part.html.startswith("<h2 id=")
        assert part.html.count("<h2") == 1
    assert "<h2" not in without_block_headings(body.introduction)


def without_block_headings(html: str) -> str:
    """Signed HTML without the headings that `:::` blocks begin with: before the first Part those are of level 2."""
    return re.sub(r'(<div class="[a-z-]+">)\n<h[2-6] id="[^"]+">[^\n]*', r"\1", html)

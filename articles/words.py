"""The words of signed HTML, a line for each block: for comparing texts. Pure.

Addresses of links, names of images and explanations of words stand in brackets, since whoever signs a text signs those
too.
"""

from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    "blockquote details div figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary table tr ul video".split()  # noqa: SIM905
)
_CELLS: Final = frozenset({"td", "th"})
_FILES: Final = {"img": "src", "source": "src", "track": "src", "video": "poster"}


def lines_of(html: str) -> list[str]:
    """The words of a fragment, block by block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


class _Reader(HTMLParser):
    """Gathers words until a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.verbatim = 0

    def end_line(self) -> None:
        words = "".join(self.words)
        if self.verbatim:
            self.lines.extend(line for line in words.split("\n") if line.strip())
        elif line := " ".join(words.split()):
            self.lines.append(line)
        self.words = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.end_line()
        if tag in _CELLS and self.words:
            self.words.append(" | ")
        if tag == "br":
            self.words.append(" ")
        if tag == "pre":
            self.verbatim += 1
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag == "span":
            self.words.append(" [")
        if name := values.get(_FILES.get(tag, "")):
            self._file(name, values.get("alt", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._address(self.links.pop())
        if tag == "span":
            self.words.append("]")
        if tag in _BLOCKS:
            self.end_line()
        if tag == "pre":
            self.verbatim -= 1

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def _address(self, address: str) -> None:
        """Where a link leads. Between a citation and its reference, their numbers say it."""
        if not address.startswith("#"):
            self.words.append(f" [{address}]")

    def _file(self, address: str, alternative: str) -> None:
        """A file by the beginning of its name, which tells it from any other."""
        name = address.removeprefix("/media/")
        short = f"{name[:12]}….{name.rpartition('.')[2]}"
        self.words.append(f" [{alternative}: {short}] " if alternative else f" [{short}] ")

"""What readers are given by a piece of signed HTML, whatever marks it up: two pieces that differ in nothing of this say
the same.
"""

from html.parser import HTMLParser
from typing import Final

# How words look. Nothing of it parts one word from the next.
_INSIDE_WORDS: Final = frozenset({"code", "em", "strong"})
# What parts words and says nothing of them. A list counts, a cell stands below its heading, a box says what to do.
_AROUND_WORDS: Final = frozenset({"br", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre"})
# Of any element: how it looks, and how a browser fetches it. A class says more: what to do, or not to do.
_LOOKS: Final = frozenset({"height", "loading", "preload", "role", "scope", "tabindex", "width"})
# In front of what is no word. Canonical text holds no such character.
_MARK: Final = "\0"


def words_shown(html: str) -> list[str]:
    """The words in their order, and between them all that leads elsewhere, shows something, puts words into a list, a
    table or a box, or hides them.
    """
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces).split()


def first_difference(one: list[str], other: list[str], *, words: int = 6) -> tuple[str, str]:
    """Where two such lists part, as it can stand in a sentence: a few words of each from there on."""
    at = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        at = min(len(one), len(other))
    at = max(0, at - 2)
    return _said(one[at : at + words]), _said(other[at : at + words])


def _said(words: list[str]) -> str:
    line = " ".join(word.lstrip(_MARK) for word in words)
    # It may be printed on a terminal.
    return "".join(sign if sign.isprintable() else "?" for sign in line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        telling = sorted((name, value or "") for name, value in attrs if name not in _LOOKS)
        if tag in _INSIDE_WORDS and not telling:
            return
        if tag in _AROUND_WORDS and not telling:
            self.pieces.append(" ")
            return
        self._mark(" ".join([f"<{tag}", *(f'{name}="{value}"' for name, value in telling)]) + ">")

    def handle_endtag(self, tag: str) -> None:
        if tag in _AROUND_WORDS:
            self.pieces.append(" ")
        elif tag not in _INSIDE_WORDS:
            self._mark(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self._mark(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._mark(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._mark(f"<?{data}>")

    def _mark(self, what: str) -> None:
        self.pieces.append(f" {_MARK}{'_'.join(what.split())} ")

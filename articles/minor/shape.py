"""A text as readers see it, in two: its words, and all that isn't words. Pure."""

from html.parser import HTMLParser
from typing import NamedTuple

from articles.details import MOST_REFERENCES
from articles.markdown import BadText, render_body, render_note


class Shape(NamedTuple):
    """`structure` is every element with its attributes, and explanations word by word; `words` is the text."""

    structure: list[str]
    words: str


def shape_of(text: str, *, markdown: bool, whole: bool) -> Shape | None:
    """None where the text can't be rendered. `whole` is an article's body, with headings.

    A word that the glossary explains is explained by its name here: what the glossary says is no part of the text.
    """
    if not markdown:
        return Shape([], text)
    try:
        if whole:
            body = render_body(text, image_of=_any_size, explanation_of=str, references=MOST_REFERENCES)
            html = "".join([body.introduction, *(f"<hr>{part.html}" for part in body.parts)])
        else:
            html = render_note(text, image_of=_any_size, place="note", explanation_of=str).html
    except BadText:
        return None
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Shape(reader.structure, "".join(reader.words))


def _any_size(_name: str) -> tuple[int, int]:
    return 1, 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.structure: list[str] = []
        self.words: list[str] = []
        self.explains = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.structure.append(f"<{tag} {sorted((name, value or '') for name, value in attrs)}>")
        self.explains = tag == "span"

    def handle_endtag(self, tag: str) -> None:
        self.structure.append(f"</{tag}>")
        self.explains = False

    def handle_data(self, data: str) -> None:
        if self.explains:
            self.structure.append(data)
        elif data.strip() and self.structure[-1:] != ["words"]:
            self.structure.append("words")
        self.words.append(data)

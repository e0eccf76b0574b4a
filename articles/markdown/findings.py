"""What rendering finds on its way: the things a text uses, and what is wrong with it.

Lines count from 1 in the text that was given. Nothing here is part of what is signed; it is told to people and kept in
tables beside it.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ProblemKind = Literal[
    "address",
    "image",
    "alt",
    "heading",
    "table",
    "paste",
    "term",
    "definition",
    "emphasis",
    "html",
    "block",
    "citation",
]


class Problem(NamedTuple):
    """Something the page can't show as it is written. The page is still well-formed; a person should look."""

    line: int
    message: str
    kind: ProblemKind


class ArticleLink(NamedTuple):
    """A link to another article of the library, by the slug it was written with."""

    slug: str
    line: int


class Term(NamedTuple):
    """A word that is explained in place: its name, the word as it stands, the explanation, and whether that is the
    glossary's.
    """

    name: str
    word: str
    explanation: str
    line: int
    from_glossary: bool = False


class LostList(NamedTuple):
    """A line that ends in a colon with no list behind it: a list that was lost on the way."""

    line: int
    text: str


class EmptyPart(NamedTuple):
    """A Part in which nothing but headings stands."""

    line: int
    heading: str


class Block(NamedTuple):
    """A block between `::: name` and `:::`, as far as it is judged.

    `items` are the words with which each item of its list begins, `links` the slugs of articles it links to; `goes_on`
    says that text follows it with no heading between.
    """

    name: str
    line: int
    titled: bool
    items: list[str]
    links: list[str]
    images: int
    empty: bool
    closed: bool
    goes_on: bool


@dataclass(slots=True)
class Findings:
    """Everything found in one text, in the order of the text."""

    links: list[ArticleLink] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    lost_lists: list[LostList] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    citations: list[int] = field(default_factory=list)
    """The number of the reference at each place that cites one."""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, kind: ProblemKind, message: str) -> None:
        """Notes one problem."""
        self.problems.append(Problem(line, message, kind))

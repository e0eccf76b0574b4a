"""An Edition's signed fragments as pages show them: unchanged, in order, with what the page needs to lead to them."""

import html
import re
from dataclasses import dataclass
from typing import Final

from django.utils.html import strip_tags

from articles.fragments import Page
from articles.models import Edition

_HEADING: Final = re.compile(r'<h2 id="(?P<anchor>[^"]+)">(?P<words>.*?)</h2>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ShownFragment:
    """A signed fragment. `html` goes into its `data-signed` element as it is; heading and anchor are read from it."""

    id: str
    kind: str
    html: str
    heading: str
    anchor: str


def shown_fragments(edition: Edition) -> list[ShownFragment]:
    """All fragments, in the order in which they are signed and shown."""
    return [_shown(piece["id"], piece["kind"], piece["html"]) for piece in edition.content["fragments"]]


def shown_page(page: Page) -> list[ShownFragment]:
    """The same of a text that isn't frozen: for the preview of a draft, and nowhere else."""
    return [_shown(piece.id, piece.kind, piece.html) for piece in page.fragments]


def with_headings(fragments: list[ShownFragment]) -> list[ShownFragment]:
    """Those that "On this page" leads to."""
    return [fragment for fragment in fragments if fragment.heading]


def _shown(id_: str, kind: str, fragment: str) -> ShownFragment:
    found = _HEADING.match(fragment)
    if not found:
        return ShownFragment(id_, kind, fragment, heading="", anchor="")
    words = " ".join(html.unescape(strip_tags(found["words"])).split())
    return ShownFragment(id_, kind, fragment, heading=words, anchor=html.unescape(found["anchor"]))

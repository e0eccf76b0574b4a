"""Where the page may put advertising: between parts, and nowhere near anything that matters more.

A slot stands outside every signed element, and only where the library has something to put there. Authors have no say
in it, but that an article or a shelf can opt out. Print, PDF, feeds and data know no slots at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string

from articles.models import Article, Organisation
from articles.shown import ShownFragment

MOST_SLOTS: Final = 3
# From one slot to the next, at least so many parts.
PARTS_BETWEEN: Final = 2
_EMERGENCY: Final = re.compile(r'<[a-z]+\b[^>]*\bclass="(?:[^"]*\s)?emergency(?:\s[^"]*)?"')


@dataclass(frozen=True, slots=True)
class Slot:
    """A place with something in it: before which part it stands, and what, as HTML of the library's making. Live."""

    before: str
    html: str


def filled_slots(fragments: Iterable[ShownFragment], article: Article, organisation: Organisation) -> list[Slot]:
    """The slots of an article's page in which something stands. An empty one isn't shown, so it is none."""
    if not carries_advertising(article, organisation):
        return []
    slots = []
    for number, before in enumerate(slots_before(fragments), start=1):
        context = {"number": number, "section": article.section}
        if html := render_to_string("articles/advertisement_content.html", context).strip():
            slots.append(Slot(before, html))
    return slots


def carries_advertising(article: Article, organisation: Organisation) -> bool:
    """Whether the page of an article may carry any: the library does, and neither article nor shelf opts out."""
    return organisation.advertising and not article.no_advertising and not article.section.no_advertising


def slots_before(fragments: Iterable[ShownFragment]) -> list[str]:
    """The ids of the parts before which a slot stands: always between two parts, neither of which holds an emergency
    card."""
    slots: list[str] = []
    before: ShownFragment | None = None
    since = PARTS_BETWEEN - 1
    for fragment in fragments:
        if fragment.kind == "part" and before and before.kind == "part":
            since += 1
            near_emergency = any(_EMERGENCY.search(part.html) for part in (before, fragment))
            if since >= PARTS_BETWEEN and len(slots) < MOST_SLOTS and not near_emergency:
                slots.append(fragment.id)
                since = 0
        before = fragment
    return slots

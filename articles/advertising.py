"""Where the page may put advertising: between parts, and nowhere near anything that matters more.

A slot stands outside every signed element, and only where the library has something to put there. Authors have no say
in it, but that an article or a shelf can opt out. Print, PDF, feeds and data know no slots at all.
"""

import html
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
_EMERGENCY_CARD: Final = re.compile(r'<[a-z]+\b[^>]*\bclass="(?:[^"]*\s)?emergency(?:\s[^"]*)?"')
_EMERGENCY_WORDS: Final = re.compile(
    r"\b(?:emergenc(?:y|ies)|(?:right|straight) ?away|immediate(?:ly)?|at once|without delay|ambulances?"
    r"|paramedics?|a&e|life[ -]threatening|poison|suicid\w*|samaritans|crisis|the er|(?:hospital|help|doctor|care) now"
    r"|(?:call|dial|ring|phone|text|telephone)\b[^.!?]{0,40} \d(?:[ -]?\d){2,})\b",
    re.IGNORECASE,
)
"""Words that send readers to get help at once. Too many of them cost an advertisement, too few a reader."""
_TAG: Final = re.compile(r"<[^>]*>")
_NUMBER: Final = re.compile(r"\d{3,}")


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
    for number, before in enumerate(slots_before(fragments, organisation.emergency_wording), start=1):
        context = {"number": number, "section": article.section}
        if html := render_to_string("articles/advertisement_content.html", context).strip():
            slots.append(Slot(before, html))
    return slots


def carries_advertising(article: Article, organisation: Organisation) -> bool:
    """Whether the page of an article may carry any: the library does, and neither article nor shelf opts out."""
    return organisation.advertising and not article.no_advertising and not article.section.no_advertising


def slots_before(fragments: Iterable[ShownFragment], emergency_wording: str = "") -> list[str]:
    """The ids of the parts before which a slot stands: always between two parts, neither about an emergency.

    `emergency_wording`: what the organisation itself says of one.
    """
    slots: list[str] = []
    before: ShownFragment | None = None
    since = PARTS_BETWEEN - 1
    for fragment in fragments:
        if fragment.kind == "part" and before and before.kind == "part":
            since += 1
            near_emergency = any(_is_of_emergency(part, emergency_wording) for part in (before, fragment))
            if since >= PARTS_BETWEEN and len(slots) < MOST_SLOTS and not near_emergency:
                slots.append(fragment.id)
                since = 0
        before = fragment
    return slots


def _is_of_emergency(part: ShownFragment, wording: str) -> bool:
    """Whether a part has an emergency card, or its words tell readers to get help at once, in ours or in the
    organisation's own wording or with a number of it."""
    if _EMERGENCY_CARD.search(part.html):
        return True
    words = _plain(_TAG.sub(" ", part.html))
    own = _plain(wording).rstrip(" .!")
    numbers = _NUMBER.findall(wording)
    return bool(
        _EMERGENCY_WORDS.search(words)
        or (own and own in words)
        or any(re.search(rf"(?<!\d){number}(?!\d)", words) for number in numbers)
    )


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).casefold().split())

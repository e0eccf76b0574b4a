"""The few words of a text that answer a query, with what was looked for marked. Escaped here, by us."""

import re
from collections.abc import Collection
from functools import lru_cache
from html import escape
from typing import Final

from django.utils.safestring import SafeString

from articles.search.words import stem, words_in

LENGTH: Final = 220
"""Characters of an extract, about three lines on a phone."""
_MOST_READ: Final = 30_000
_MOST_PLACES: Final = 40
_BETWEEN_BLOCKS: Final = " · "
_WHOLE_WORD: Final = re.compile(r"\w+(?:['’]s)?")


def extract_of(text: str, stems: Collection[str], *, otherwise: str) -> SafeString:
    """The stretch of the text that holds most of the stems, marked; where it holds none, how `otherwise` begins."""
    raw = text[:_MOST_READ]
    text, small = (one.replace("\n", _BETWEEN_BLOCKS) for one in (raw, raw.lower()))
    # A few letters become two in small, and places would shift.
    places = _places(text, small if len(small) == len(text) else text, stems)
    if not places:
        return SafeString(escape(_shortened(otherwise)))
    begin, end = _best_stretch(text, places)
    pieces, at = ["…" if begin else ""], begin
    for first, last, _stem in places:
        if begin <= first and last <= end:
            pieces += escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"
            at = last
    # Escaped piece by piece: Django's own formatting took as long as all else here.
    return SafeString("".join([*pieces, escape(text[at:end]), "…" if end < len(text) else ""]))


def _places(text: str, small: str, stems: Collection[str]) -> list[tuple[int, int, str]]:
    """Where the first of the stems stand: beginning, end, stem."""
    # The text isn't folded: what begins as a stem does is looked at whole.
    places = []
    for begins in {one[:12] for one in stems}:
        at, met = small.find(begins), 0
        while at >= 0 and met < _MOST_PLACES:
            if _begins_word(text, at) and (found := _WHOLE_WORD.match(text, at)):
                if (one := _stem_of(found[0])) in stems:
                    places.append((at, found.end(), one))
                    met += 1
                at = found.end() - 1
            at = small.find(begins, at + 1)
    return sorted(set(places))[:_MOST_PLACES]


def _begins_word(text: str, at: int) -> bool:
    return not at or not (text[at - 1].isalnum() or text[at - 1] == "_")


@lru_cache(maxsize=20_000)
def _stem_of(word: str) -> str:
    return "".join(map(stem, words_in(word)))


def _best_stretch(text: str, places: list[tuple[int, int, str]]) -> tuple[int, int]:
    """From a word's beginning to a word's end, around the place with most different words close together."""
    most = len({one for _first, _last, one in places})
    best, first = 0, 0
    for place, (begins, _last, _one) in enumerate(places):
        reach = begins + LENGTH * 3 // 4
        worth = len({one for _begins, last, one in places[place : place + 8] if last <= reach})
        if worth > best:
            best, first = worth, begins
        if best == most:
            break
    begin = _sentence_start(text, first)
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), first + 40)
    return begin, min(end, len(text))


def _sentence_start(text: str, first: int) -> int:
    """Where the sentence or line of a place begins, or a word not far before it."""
    floor = max(0, first - LENGTH // 3)
    before = text[floor:first]
    if starts := list(re.finditer(r"[.?!]\s+|· ", before)):
        return floor + starts[-1].end()
    space = before.find(" ")
    return floor + space + 1 if floor and space >= 0 else floor


def _shortened(text: str) -> str:
    if len(text) <= LENGTH:
        return text
    return text[: text.rfind(" ", 0, LENGTH)].rstrip(" ,;:") + "…"

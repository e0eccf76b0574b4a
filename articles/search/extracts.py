"""The few words of a text that answer a query, with what was looked for marked. Escaped here, by us."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from django.utils.html import format_html, format_html_join
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
    text = text[:_MOST_READ].replace("\n", _BETWEEN_BLOCKS)
    places = _places(text, stems)
    if not places:
        return format_html("{}", _shortened(otherwise))
    begin, end = _best_stretch(text, places)
    pieces, at = [], begin
    for first, last, _stem in places:
        if begin <= first and last <= end:
            pieces.append((text[at:first], text[first:last]))
            at = last
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return format_html("{}{}{}{}", before, marked, text[at:end], after)


def _places(text: str, stems: Collection[str]) -> list[tuple[int, int, str]]:
    """Where the first of the stems stand: beginning, end, stem."""
    # The text isn't folded: what begins as a stem does is looked at whole.
    small = text.lower()
    if len(small) != len(text):  # a few letters become two, and places would shift
        small = text
    places = []
    for begins in {one[:12] for one in stems}:
        at, met = small.find(begins), 0
        while at >= 0 and met < _MOST_PLACES:
            if (found := _WHOLE_WORD.match(text, at)) and _begins_word(text, at):
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

    def worth(place: int) -> tuple[int, int]:
        reach = places[place][0] + LENGTH * 3 // 4
        return len({one for _first, last, one in places[place : place + 8] if last <= reach}), -place

    first = places[max(range(len(places)), key=worth)][0]
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

"""What readers are shown: pages of results, suggestions while typing, the nearest titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import dropwhile
from typing import Any, Final

from django.utils.safestring import SafeString

from articles.english import how_usual
from articles.search.despair import without_despair
from articles.search.drugs import begins_drug, is_drug
from articles.search.extracts import extract_of
from articles.search.numbered import in_figures, written_otherwise
from articles.search.phrases import begun_phrases, is_decided, written_out
from articles.search.ranking import Ranked, rank
from articles.search.said_for import SAID_FOR
from articles.search.said_in_english import BESIDE
from articles.search.spelling import is_alone_a_drug, is_beside_a_drug, is_usual, near_words
from articles.search.statements import Asked
from articles.search.words import (
    STOP_WORDS,
    as_in_america,
    asked_in,
    cleaned,
    in_capitals,
    key_of,
    stem,
    without_amounts,
    words_in,
)

MOST_SUGGESTED: Final = 8
_LONGEST_SUGGESTED: Final = 100
# Just farther than two errors that can't be heard.
_HEARD_TWICE: Final = 1.1
_MOST_TRIED: Final = 8
# Letters of what is looked for among later words, and of what is left of a word.
_SHORTEST: Final = 3
_USUAL: Final = 100
_MOST_CORRECTED: Final = 3
_LONG: Final = 6


@dataclass(frozen=True, slots=True)
class Result:
    """An article that was found. `extract` is HTML, escaped, with what was looked for marked."""

    title: str
    slug: str
    extract: SafeString
    section: str
    last_reviewed: date

    @property
    def url(self) -> str:
        return f"/articles/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that begins as typed, and the article it leads to: `title` is that one's own."""

    name: str
    title: str
    url: str


def results_of(ranked: Ranked, editions: Sequence[int], at: datetime) -> list[Result]:
    """These Editions of what was found, as readers see them now."""
    found = {}
    for edition, title, slug, section, reviewed, lead, text in Asked(at, None).shown(editions) if editions else ():
        extract = extract_of(text or "", ranked.stems, otherwise=lead)
        found[edition] = Result(title, slug, extract, section, _as_date(reviewed))
    return [found[edition] for edition in editions if edition in found]


def suggest(query: str, at: datetime) -> list[Suggestion]:
    """Titles and synonyms that begin as typed so far, or from a later word on, or are what a phrase means that begins
    so, each article once; where none does, those that begin as was probably meant; else the nearest titles.
    """
    typed = cleaned(query)
    words = in_figures(asked_in(without_amounts(typed)))
    if not key_of(words) or without_despair(words) == []:
        return []
    ways = _as_typed(words)
    otherwise = [list(way) for words in ways for way in written_otherwise(words)]
    found = (
        _beginning([*written_out(words), *ways, *otherwise], at, phrases=True)
        or _whose(words, at)
        or _beginning(_as_meant(ways[-1]), at)
    )
    if found:
        return found
    capitals = in_capitals(typed)
    ranked = rank(" ".join(word.upper() if word in capitals else word for word in ways[-1]), at)
    last = ways[-1][-1]
    if begins_drug(last) and any(last in typed.split() for typed, _meant in ranked.read_as):
        return []
    named = [edition for edition in ranked.editions if edition in ranked.named][:MOST_SUGGESTED]
    # What a correction of a word that is long enough finds, at last.
    others = ranked.editions[:_MOST_CORRECTED] if ranked.did_you_mean and len(words[-1]) >= _LONG else []
    less = [] if begins_drug(last) or is_usual(last) else _with_less(ways[-1])
    return _shown(named, at) or _beginning(less, at) or _shown(others, at)


def _shown(editions: Sequence[int], at: datetime) -> list[Suggestion]:
    return [Suggestion(title, title, url) for title, url in _titles(editions, at)]


def _as_typed(words: list[str]) -> list[list[str]]:
    """The words, and without those in front that every question begins with: "what is asth". "Mi hi" is "my"."""
    words = words[words[0] == "mi" :] or words
    telling = list(dropwhile(STOP_WORDS.__contains__, words[:-1]))
    return [words, [*telling, words[-1]]] if len(telling) < len(words) - 1 else [words]


def _whose(words: list[str], at: datetime) -> list[Suggestion]:
    """The names that begin with the last word, where those before it say no more than who has it: "kids dia"."""
    beside = len(words) > 1 and all(word in STOP_WORDS or word in BESIDE for word in words[:-1])
    return _beginning([words[-1:]], at) if beside else []


def _with_less(words: list[str]) -> list[list[str]]:
    """The words without the last letter, of a long one the last two: "alzi" is how "alzheimer" may begin."""
    last = words[-1]
    return [[*words[:-1], last[:-less]] for less in (1, 2) if len(last) - less >= _SHORTEST + less - 1]


def _beginning(ways: Sequence[list[str]], at: datetime, *, phrases: bool = False) -> list[Suggestion]:
    """The names that begin with these words, in any of these ways.

    First what a phrase means that says how much, behind what begins so itself; then what is that name, whole; then by
    the order of the ways; of each those with a usual word there, those that begin so before those that go on so, and
    before what phrases mean that go on, titles, whole words, shorter names.
    """
    begun = {key: place for place, words in reversed(list(enumerate(ways))) for key in _beginnings(words)}
    long = [words for words in ways if len(key_of(words)) >= _SHORTEST] if phrases else []
    meant = [key for words in long for key in begun_phrases(words, MOST_SUGGESTED)]
    first = begun_phrases(ways[0], MOST_SUGGESTED) if long and ways[0] == long[0] and is_decided(ways[0]) else []
    meant = list(dict.fromkeys([*first, *meant]))
    later = [key for words in long for key in _beginnings(words)]
    rows = Asked(at, None).beginning(list(begun), 5 * MOST_SUGGESTED, later=later, whole=meant) if begun else []

    def likelier(row: tuple[Any, ...]) -> tuple[Any, ...]:
        edition, name, _title, _slug, kind, key = row
        place = min((place for start, place in begun.items() if bytes(key).startswith(start)), default=len(ways))
        words, named = ways[min(place, len(ways) - 1)], words_in(name)
        starts = key_of(named).startswith(tuple(begun))
        usual = any(word.startswith(words[-1]) and how_usual(word) > _USUAL for word in named if word not in STOP_WORDS)
        whole = named[: len(words)] == words
        said = first.index(bytes(key)) if bytes(key) in first else len(first)
        if first and bytes(key).startswith(tuple(_beginnings(ways[0]))):
            said = -1
        return said, key_of(named) not in begun, place, not usual, not starts, kind, not whole, len(name), name, edition

    found: dict[int, Suggestion] = {}
    for edition, name, title, slug, _kind, key in sorted(rows, key=likelier):
        if bytes(key) in meant or any(_begins_so(name, bytes(key), words) for words in ways):
            found.setdefault(edition, Suggestion(name, title, f"/articles/{slug}/"))
    return list(found.values())[:MOST_SUGGESTED]


def _beginnings(words: list[str]) -> list[bytes]:
    """The keys that begin with these words. The last one may not be finished, so that it can't be told from a plural
    yet: as it stands, too.
    """
    as_it_stands, finished = key_of(words[:-1]) + words[-1].encode(), key_of(words)
    return list(dict.fromkeys(start[:_LONGEST_SUGGESTED] for start in (as_it_stands, finished)))


def _begins_so(name: str, key: bytes, words: list[str]) -> bool:
    """Whether a name goes on from where it begins so. What is a plural is finished: "chrons" begins no "chronic"."""
    as_it_stands, *finished = _beginnings(words)
    spelled = key_of(words[:-1]) + as_in_america(words[-1]).encode()
    if key.startswith((as_it_stands, spelled[:_LONGEST_SUGGESTED])):
        return True
    return bool(finished) and key.startswith(finished[0]) and stem(words[-1]) in map(stem, words_in(name))


def _as_meant(words: list[str]) -> list[list[str]]:
    """The words with one of them as it may have been meant, the nearest first."""
    # A usual word alone is meant as it stands; beside others it may be a slip, as in "hart attack".
    slips = [word for word in words if word not in SAID_FOR and (len(words) > 1 or not is_usual(word))]
    begun = words[-1] if begins_drug(words[-1]) else ""
    near = near_words([word for word in slips if not (is_drug(word) or word == begun)], most=_MOST_TRIED)
    changed = [
        (away, [*words[:place], known, *words[place + 1 :]])
        for place, word in enumerate(words)
        for away, known in near.get(word, ())
        if not (is_beside_a_drug(word, known) or (len(words) == 1 and is_alone_a_drug(word, known)))
        and (away < _HEARD_TWICE or (away == 1 and known[0] == word[0]))
    ]
    return [meant for _away, meant in sorted(changed)[:_MOST_TRIED]]


def nearest(words: str, at: datetime, *, most: int = 5) -> list[tuple[str, str]]:
    """Title and address of the live articles with a name nearest to these words, such as those of a wrong address.

    Costs no more than one search.
    """
    ranked = rank(words.replace("-", " ").replace("_", " "), at)
    return _titles([edition for edition in ranked.editions if edition in ranked.named][:most], at)


def _titles(editions: Sequence[int], at: datetime) -> list[tuple[str, str]]:
    """Title and address of live articles."""
    shown = Asked(at, None).shown(editions) if editions else []
    found = {edition: (title, f"/articles/{slug}/") for edition, title, slug, *_rest in shown}
    return [found[edition] for edition in editions if edition in found]


def _as_date(day: date | str) -> date:
    """A day as the drivers give it."""
    return date.fromisoformat(day) if isinstance(day, str) else day

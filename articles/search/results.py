"""What readers are shown: pages of results, suggestions while typing, the nearest titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.safestring import SafeString

from articles.search.extracts import extract_of
from articles.search.ranking import Ranked, rank
from articles.search.said_for import SAID_FOR
from articles.search.spelling import is_usual, near_words
from articles.search.statements import Asked
from articles.search.words import MOST_WORDS, cleaned, key_of, words_in

MOST_SUGGESTED: Final = 8
_LONGEST_SUGGESTED: Final = 100
# Just farther than two errors that can't be heard.
_HEARD_TWICE: Final = 1.1
_MOST_TRIED: Final = 8


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
    """Titles and synonyms that begin as typed so far, each article once; where none does, those that begin as was
    probably meant; else the nearest titles.
    """
    typed = cleaned(query)
    words = words_in(typed)[:MOST_WORDS]
    if not key_of(words):
        return []
    return (
        _beginning([words], at)
        or _beginning(_as_meant(words), at)
        or [Suggestion(title, title, url) for title, url in nearest(typed, at, most=MOST_SUGGESTED)]
    )


def _beginning(ways: Sequence[list[str]], at: datetime) -> list[Suggestion]:
    """The names that begin with these words, in any of these ways.

    First what is that name, whole; then by the order of the ways; of each titles, whole words and shorter names first.
    """
    begun = {key: place for place, words in reversed(list(enumerate(ways))) for key in _beginnings(words)}
    rows = Asked(at, None).beginning(list(begun), 5 * MOST_SUGGESTED) if begun else []

    def likelier(row: tuple[Any, ...]) -> tuple[Any, ...]:
        edition, name, _title, _slug, kind, key = row
        place = min(place for start, place in begun.items() if bytes(key).startswith(start))
        words = ways[place]
        return bytes(key) not in begun, place, kind, words_in(name)[: len(words)] != words, len(name), name, edition

    found: dict[int, Suggestion] = {}
    for edition, name, title, slug, *_rest in sorted(rows, key=likelier):
        found.setdefault(edition, Suggestion(name, title, f"/articles/{slug}/"))
    return list(found.values())[:MOST_SUGGESTED]


def _beginnings(words: list[str]) -> list[bytes]:
    """The keys that begin with these words. The last one may not be finished, so that it can't be told from a plural
    yet: as it stands, too.
    """
    return [start[:_LONGEST_SUGGESTED] for start in (key_of(words[:-1]) + words[-1].encode(), key_of(words))]


def _as_meant(words: list[str]) -> list[list[str]]:
    """The words with one of them as it may have been meant, the nearest first."""
    # A usual word alone is meant as it stands; beside others it may be a slip, as in "hart attack".
    strange = [word for word in words if word not in SAID_FOR and (len(words) > 1 or not is_usual(word))]
    near = near_words(strange, most=_MOST_TRIED)
    changed = [
        (away, [*words[:place], known, *words[place + 1 :]])
        for place, word in enumerate(words)
        for away, known in near.get(word, ())
        if away < _HEARD_TWICE or (away == 1 and known[0] == word[0])
    ]
    return [meant for _away, meant in sorted(changed)[:_MOST_TRIED]]


def nearest(words: str, at: datetime, *, most: int = 5) -> list[tuple[str, str]]:
    """Title and address of the live articles with a name nearest to these words, such as those of a wrong address.

    Costs no more than one search.
    """
    ranked = rank(words.replace("-", " ").replace("_", " "), at)
    editions = [edition for edition in ranked.editions if edition in ranked.named][:most]
    shown = Asked(at, None).shown(editions) if editions else []
    found = {edition: (title, f"/articles/{slug}/") for edition, title, slug, *_rest in shown}
    return [found[edition] for edition in editions if edition in found]


def _as_date(day: date | str) -> date:
    """A day as the drivers give it."""
    return date.fromisoformat(day) if isinstance(day, str) else day

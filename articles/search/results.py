"""What readers are shown: pages of results, suggestions while typing, the nearest titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.safestring import SafeString

from articles.search.extracts import extract_of
from articles.search.ranking import Ranked, rank
from articles.search.statements import Asked
from articles.search.words import cleaned, key_of, words_in

MOST_SUGGESTED: Final = 8
_LONGEST_SUGGESTED: Final = 100


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
    """Titles and synonyms that begin as typed so far, each article once; after them the nearest titles."""
    typed = cleaned(query)
    words = words_in(typed)
    key = key_of(words)
    if not key:
        return []
    # The last word may not be finished, so that it can't be told from a plural yet: as it stands first.
    start = "".join(words).encode()[:_LONGEST_SUGGESTED]
    asked, found = Asked(at, None), dict[int, Suggestion]()
    for prefix in dict.fromkeys([start, key[:_LONGEST_SUGGESTED]]):
        if len(found) < MOST_SUGGESTED:
            for edition, name, title, slug in asked.beginning(prefix, 5 * MOST_SUGGESTED):
                found.setdefault(edition, Suggestion(name, title, f"/articles/{slug}/"))
    if not found:
        return [Suggestion(title, title, url) for title, url in nearest(typed, at, most=MOST_SUGGESTED)]
    return list(found.values())[:MOST_SUGGESTED]


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

"""What readers are shown: pages of results, suggestions while typing, the nearest titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString

from articles.models import Address, NameKind, Publication
from articles.search.extracts import extract_of
from articles.search.ranking import Ranked, live_in_language, rank
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
    rows = _shown(live_in_language(at).filter(edition__in=editions)).annotate(text=F("edition__indexed_text__text"))
    by_edition = {row.edition_id: row for row in rows.select_related("article__section")}
    return [
        Result(
            title=row.edition.title,
            slug=row.slug,  # type: ignore[attr-defined]
            extract=extract_of(row.text or "", ranked.stems, otherwise=row.edition.lead),
            section=row.article.section.name,
            last_reviewed=row.last_reviewed,
        )
        for edition in editions
        if (row := by_edition.get(edition))
    ]


def suggest(query: str, at: datetime) -> list[Suggestion]:
    """Titles and synonyms that begin as typed so far, each article once; after them the nearest titles."""
    typed = cleaned(query)
    key = key_of(words_in(typed))
    if not key:
        return []
    # The last word may not be finished, so that it can't be told from a plural yet.
    start = "".join(words_in(typed)).encode()[:_LONGEST_SUGGESTED]
    begins = Q()
    for prefix in {key, start}:
        begins |= Q(edition__indexed_names__key__gte=prefix, edition__indexed_names__key__lt=prefix + b"\xff")
    rows = (
        _shown(live_in_language(at).filter(begins, edition__indexed_names__kind__lt=NameKind.QUESTION))
        .annotate(name=F("edition__indexed_names__text"), key=F("edition__indexed_names__key"))
        .order_by("key", "edition__indexed_names__kind", "edition")[: 5 * MOST_SUGGESTED]
    )
    found: dict[int, Suggestion] = {}
    for row in rows:
        url = f"/articles/{row.slug}/"  # type: ignore[attr-defined]
        found.setdefault(row.edition_id, Suggestion(row.name, row.edition.title, url))
    if not found:
        return [Suggestion(title, title, url) for title, url in nearest(typed, at, most=MOST_SUGGESTED)]
    return list(found.values())[:MOST_SUGGESTED]


def nearest(words: str, at: datetime, *, most: int = 5) -> list[tuple[str, str]]:
    """Title and address of the live articles with a name nearest to these words, such as those of a wrong address.

    Costs no more than one search.
    """
    ranked = rank(words.replace("-", " ").replace("_", " "), at)
    editions = [edition for edition in ranked.editions if edition in ranked.named][:most]
    found = {row.edition_id: row for row in _shown(live_in_language(at).filter(edition__in=editions))}
    return [_title_and_address(found[edition]) for edition in editions if edition in found]


def _title_and_address(row: Publication) -> tuple[str, str]:
    return row.edition.title, f"/articles/{row.slug}/"  # type: ignore[attr-defined]


def _shown(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    current = Address.objects.filter(article=OuterRef("article"), current=True).values("slug")[:1]
    return rows.select_related("edition").annotate(slug=Subquery(current))

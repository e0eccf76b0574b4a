"""What programs are told stands in the library, and since when: live Publications that may be listed, nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import BigIntegerField, ExpressionWrapper, F, Max, Min, QuerySet

from articles.models import Address, Authority, GlossaryTerm, PolicyPage, Publication, Section
from articles.public.counted import counted
from articles.public.selectors import letters_with_counts, topics_with_counts
from articles.topics import TopicKind

# Articles whose keys share a thousand share a sitemap: what changes in one leaves the others as they are.
PER_MAP: Final = 1_000
NEWS: Final = 40
# So many openings are looked through for them: an article may have opened several times.
LOOKED_THROUGH: Final = 5 * NEWS


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and when what stands there last changed."""

    path: str
    changed: datetime | None = None


# The pages of a room above this one, which registers them.
PagesOf = Callable[[datetime], list[Place]]

_others: list[PagesOf] = []


@dataclass(frozen=True, slots=True)
class News:
    """An article that is new or was reviewed again. Title and lead are those that readers see now."""

    uuid: UUID
    title: str
    lead: str
    path: str
    published: datetime
    updated: datetime


def indexed_articles(at: datetime) -> QuerySet[Publication]:
    """The live Publications that search engines may list."""
    return Publication.objects.indexed(at).filter(article__language=settings.LANGUAGE_CODE).order_by()


def article_maps(at: datetime) -> list[tuple[int, datetime]]:
    """The numbers of all sitemaps that hold an article, each with the newest opening in it."""
    return counted("maps", at, _find_maps)


def _find_maps(at: datetime) -> list[tuple[int, datetime]]:
    number = ExpressionWrapper(F("article_id") / PER_MAP, output_field=BigIntegerField())
    rows = indexed_articles(at).annotate(map=number).values_list("map").annotate(Max("opens"))
    return sorted(rows)


def articles_of_map(number: int, at: datetime) -> list[Place]:
    """The articles of one sitemap."""
    first = number * PER_MAP
    rows = indexed_articles(at).filter(article_id__gte=first, article_id__lt=first + PER_MAP)
    opened = dict(rows.values_list("article_id", "opens"))
    slugs = Address.objects.filter(current=True, article_id__gte=first, article_id__lt=first + PER_MAP)
    return [
        Place(_path(slug), opened[article])
        for article, slug in slugs.order_by("article_id").values_list("article_id", "slug")
        if article in opened
    ]


def own_pages(at: datetime) -> list[Place]:
    """All that stands beside articles: those with a day of their last change, the lists by letter, body system and
    audience under which readers find something, and what other rooms show.
    """
    letters = [f"/a-z/{letter}/" for letter, count in letters_with_counts(at) if count]
    topics = [topic.url for found in topics_with_counts(at).values() for topic, _count in found]
    lists = ["/a-z/", *letters, *(f"/{kind}/" for kind in TopicKind), *topics]
    return [*dated_pages(at), *(Place(path) for path in lists), *(place for pages in _others for place in pages(at))]


def register_pages(pages: PagesOf) -> PagesOf:
    """Let the sitemap of the library's own pages name these too."""
    if pages not in _others:
        _others.append(pages)
    return pages


def dated_pages(at: datetime) -> list[Place]:
    """Front page, shelves, policy pages and their list, glossary. A shelf changed when something last opened on it."""
    opened = counted("shelf-changes", at, _find_shelf_changes)
    shelves = [Place(row.get_absolute_url(), opened.get(row.pk)) for row in Section.objects.all()]
    newest = newest_of(shelves)
    policies = [Place(row.get_absolute_url(), row.updated_at) for row in PolicyPage.objects.all()]
    about = Place("/about/", newest_of(policies))
    glossary = Place("/glossary/", GlossaryTerm.objects.aggregate(newest=Max("updated_at"))["newest"])
    return [Place("/", newest), Place("/sections/", newest), *shelves, about, *policies, glossary]


def _find_shelf_changes(at: datetime) -> dict[int, datetime]:
    return dict(indexed_articles(at).values_list("article__section").annotate(Max("opens")))


def newest_of(places: Iterable[Place]) -> datetime | None:
    """The last change of any of them."""
    return max((place.changed for place in places if place.changed), default=None)


def news(at: datetime) -> list[News]:
    """The articles that opened last with a review of their whole text, the newest first; those that may be listed."""
    opened = Publication.objects.opened(at).filter(article__language=settings.LANGUAGE_CODE)
    rows = opened.exclude(authority=Authority.CORRECTION).order_by("-opens").values_list("article_id", "opens")
    updated: dict[int, datetime] = {}
    for article, opens in rows[:LOOKED_THROUGH]:
        updated.setdefault(article, opens)
    live = indexed_articles(at).filter(article__in=updated).select_related("article", "edition")
    shown = sorted(live, key=lambda row: (updated[row.article_id], row.pk), reverse=True)[:NEWS]
    articles = [row.article_id for row in shown]
    slugs = dict(Address.objects.filter(current=True, article__in=articles).values_list("article_id", "slug"))
    first = dict(opened.order_by().filter(article__in=articles).values_list("article_id").annotate(Min("opens")))
    return [
        News(
            uuid=row.article.uuid,
            title=row.edition.title,
            lead=row.edition.lead,
            path=_path(slugs[row.article_id]),
            published=first[row.article_id],
            updated=updated[row.article_id],
        )
        for row in shown
    ]


def _path(slug: str) -> str:
    """As it stands in a URL, whatever script the slug is in."""
    return f"/articles/{quote(slug)}/"

"""What readers may know, asked of Publications and of what is frozen in them. Nothing here reads a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_lowercase
from typing import Final

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Lower

from articles.models import (
    Address,
    Article,
    EditionUse,
    IndexedName,
    NameKind,
    Publication,
    Section,
    UseKind,
    Withdrawal,
)
from articles.topics import TOPICS, Topic, TopicKind

NEWEST = 6
MOST_LINKING = 12
EXAMPLES = 4
OTHERS: Final = "0-9"
"""The address of what begins with no letter from A to Z."""
LETTERS: Final = (*ascii_lowercase, OTHERS)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. Title and lead are those that readers see now."""

    title: str
    url: str
    lead: str
    last_reviewed: date
    edition: int


def address_of(slug: str) -> Address | None:
    """The address with this slug, current or former, whether or not its article was ever public."""
    return Address.objects.filter(language=settings.LANGUAGE_CODE, slug=slug).select_related("article__section").first()


def live_publication(article: Article, at: datetime) -> Publication | None:
    """What readers see of an article, with its content."""
    return Publication.objects.live(at).filter(article=article).select_related("edition__content_row").first()


def standing_withdrawal(article: Article, at: datetime) -> Withdrawal | None:
    """Why readers see nothing of an article that they saw before."""
    return Withdrawal.objects.standing(at).filter(article=article).select_related("replacement").first()


def live_articles(at: datetime) -> QuerySet[Publication]:
    """Everything that lists may show, each with its current slug as `slug`. Other languages will stand elsewhere."""
    current = Address.objects.filter(article=OuterRef("article"), current=True).values("slug")[:1]
    return (
        Publication.objects.live(at)
        .filter(article__language=settings.LANGUAGE_CODE)
        .select_related("edition")
        .annotate(slug=Subquery(current))
    )


def in_section(section: Section, at: datetime) -> QuerySet[Publication]:
    """The articles of a shelf, by title."""
    return live_articles(at).filter(article__section=section).order_by(Lower("edition__title"), "pk")


def newly_reviewed(at: datetime) -> list[Listed]:
    """What was reviewed last."""
    return [listed(row) for row in live_articles(at).order_by("-last_reviewed", "-opens")[:NEWEST]]


def related_articles(slugs: list[str], here: Address, at: datetime) -> list[Listed]:
    """Those of these articles that readers can open now, in the given order, and then those that lead here.

    A former slug counts as its article's.
    """
    own = Address.objects.filter(article=here.article_id).values("slug")
    lead_here = EditionUse.objects.filter(
        edition=OuterRef("edition"), kind__in=(UseKind.ARTICLE, UseKind.RELATED), value__in=own
    )
    asked = Address.objects.filter(language=settings.LANGUAGE_CODE, slug__in=slugs)
    rows = (
        live_articles(at)
        .filter(Q(article__in=asked.values("article")) | Exists(lead_here))
        .exclude(article=here.article_id)
        .order_by(Lower("edition__title"), "pk")
    )
    places = dict(asked.values_list("article", "slug")) if slugs else {}
    order = {slug: place for place, slug in enumerate(slugs)}
    found = sorted(rows, key=lambda row: order.get(places.get(row.article_id, ""), len(order)))
    return [listed(row) for row in found[: len(slugs) + MOST_LINKING]]


def sections_with_counts(at: datetime) -> list[Section]:
    """All shelves in their order; `count` says how many articles readers find there."""
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    rows = live.order_by().values_list("article__section").annotate(Count("pk"))
    counts: dict[int, int] = dict(rows)
    sections = list(Section.objects.all())
    for section in sections:
        section.count = counts.get(section.pk, 0)  # type: ignore[attr-defined]
    return sections


def letters_with_counts(at: datetime) -> list[tuple[str, int]]:
    """Every letter of the A to Z with how many names stand under it."""
    rows = _names(at).order_by().values_list("letter").annotate(Count("pk"))
    counts: dict[str, int] = dict(rows)
    return [(letter, counts.get(_filed_under(letter), 0)) for letter in LETTERS]


def names_under(letter: str, at: datetime) -> QuerySet[IndexedName]:
    """The names under a letter: each with its article's title as `title` and current slug as `slug`."""
    current = Address.objects.filter(article=OuterRef("edition__article"), current=True).values("slug")[:1]
    rows = _names(at).filter(letter=_filed_under(letter)).order_by("key", "kind", "pk")
    return rows.annotate(title=F("edition__title"), slug=Subquery(current))


def _filed_under(letter: str) -> str:
    return "#" if letter == OTHERS else letter.upper()


def _names(at: datetime) -> QuerySet[IndexedName]:
    """Titles and synonyms of what is live."""
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    return IndexedName.objects.filter(
        Exists(live.filter(edition=OuterRef("edition"))), kind__in=(NameKind.TITLE, NameKind.SYNONYM)
    )


def examples_of(newest: Sequence[Listed], at: datetime) -> list[str]:
    """Short synonyms of these articles, one of each: words that people really type, and that find something."""
    rows = (
        _names(at)
        .filter(kind=NameKind.SYNONYM, edition__in=[article.edition for article in newest])
        .annotate(length=Length("text"))
        .filter(length__lte=24)
        .order_by("pk")
    )
    first: dict[int, str] = {}
    for row in rows:
        first.setdefault(row.edition_id, row.text)
    return list(first.values())[:EXAMPLES]


def on_topic(slug: str, at: datetime) -> QuerySet[Publication]:
    """The articles tagged with a body system or an audience, by title."""
    return live_articles(at).filter(edition__indexed_topics__slug=slug).order_by(Lower("edition__title"), "pk")


def topics_with_counts(at: datetime) -> dict[TopicKind, list[tuple[Topic, int]]]:
    """The topics that readers find articles on, each with how many."""
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    rows = live.order_by().values_list("edition__indexed_topics__slug").annotate(Count("pk"))
    counts: dict[str | None, int] = dict(rows)
    named = [(topic, counts[slug]) for slug, topic in TOPICS.items() if counts.get(slug)]
    return {kind: [(topic, count) for topic, count in named if topic.kind == kind] for kind in TopicKind}


def is_shown_media(name: str, at: datetime) -> bool:
    """Whether an Edition that uses this file is or was public, of an article that isn't withdrawn."""
    return Publication.objects.shown(at).filter(edition__uses__kind=UseKind.MEDIA, edition__uses__value=name).exists()


def listed(publication: Publication) -> Listed:
    """A Publication of `live_articles` as a line of a list."""
    edition = publication.edition
    slug: str = publication.slug  # type: ignore[attr-defined]
    return Listed(edition.title, f"/articles/{slug}/", edition.lead, publication.last_reviewed, edition.pk)

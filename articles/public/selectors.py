"""What readers may know, asked of Publications and of what is frozen in them. Nothing here reads a draft."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower

from articles.models import Address, Article, Publication, SafetyNotice, Section, UseKind, Withdrawal

NEWEST = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. Title and lead are those that readers see now."""

    title: str
    url: str
    lead: str
    last_reviewed: date


def address_of(slug: str) -> Address | None:
    """The address with this slug, current or former, whether or not its article was ever public."""
    return Address.objects.filter(language=settings.LANGUAGE_CODE, slug=slug).select_related("article__section").first()


def live_publication(article: Article, at: datetime) -> Publication | None:
    """What readers see of an article, with its content."""
    return Publication.objects.live(at).filter(article=article).select_related("edition__content_row").first()


def standing_withdrawal(article: Article, at: datetime) -> Withdrawal | None:
    """Why readers see nothing of an article that they saw before."""
    return Withdrawal.objects.standing(at).filter(article=article).select_related("replacement").first()


def safety_notices_of(article: Article, at: datetime) -> list[SafetyNotice]:
    """The warnings that stand over an article's pages at that moment, the newest first. Never a proposal."""
    rows = SafetyNotice.objects.shown(at).filter(pages__article=article).order_by("-confirmed_at", "-pk")
    return list(rows.only("text", "confirmed_at"))


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


def related_articles(slugs: list[str], at: datetime) -> list[Listed]:
    """Those of these articles that readers can open now, in the given order. A former slug counts as its article's."""
    if not slugs:
        return []
    asked = {"article__addresses__language": settings.LANGUAGE_CODE, "article__addresses__slug__in": slugs}
    rows = {row.asked: row for row in live_articles(at).filter(**asked).annotate(asked=F("article__addresses__slug"))}
    found = {rows[slug].pk: rows[slug] for slug in slugs if slug in rows}
    return [listed(row) for row in found.values()]


def sections_with_counts(at: datetime) -> list[Section]:
    """All shelves in their order; `count` says how many articles readers find there."""
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    rows = live.order_by().values_list("article__section").annotate(Count("pk"))
    counts: dict[int, int] = dict(rows)
    sections = list(Section.objects.all())
    for section in sections:
        section.count = counts.get(section.pk, 0)  # type: ignore[attr-defined]
    return sections


def is_shown_media(name: str, at: datetime) -> bool:
    """Whether an Edition that uses this file is or was public, of an article that isn't withdrawn."""
    return Publication.objects.shown(at).filter(edition__uses__kind=UseKind.MEDIA, edition__uses__value=name).exists()


def listed(publication: Publication) -> Listed:
    """A Publication of `live_articles` as a line of a list."""
    edition = publication.edition
    slug: str = publication.slug  # type: ignore[attr-defined]
    return Listed(edition.title, f"/articles/{slug}/", edition.lead, publication.last_reviewed)

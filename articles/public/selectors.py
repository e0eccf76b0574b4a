"""What readers may know, asked of Publications and of what is frozen in them. Nothing here reads a draft."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from rapidfuzz import fuzz, process

from articles.models import Address, Article, Edition, Publication, SafetyNotice, Section, UseKind, Withdrawal

NEWEST = 6
NEAREST = 5
# How many titles of a shelf are compared at most, and how many replacements of replacements are followed.
COMPARED = 1_000
LONGEST_CHAIN = 10


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
    """What readers see of an article, with its content.

    `since` is the moment at which they saw this Edition first, `has_past` whether anything of the article from
    before this Publication may still be shown.
    """
    lives = Publication.objects.opened(at).order_by("opens")
    first = lives.filter(edition=OuterRef("edition")).values("opens")[:1]
    before = Publication.objects.shown(at).filter(article=OuterRef("article"), opens__lt=OuterRef("opens"))
    rows = Publication.objects.live(at).filter(article=article).annotate(since=Subquery(first), has_past=Exists(before))
    return rows.select_related("edition__content_row").first()


def last_opened(article: Article, at: datetime) -> Publication | None:
    """What readers saw last of an article, whatever became of it."""
    return Publication.objects.opened(at).filter(article=article).select_related("edition").order_by("-opens").first()


def gone_publication(article: Article, at: datetime) -> Publication | None:
    """What readers would see of an article, were its review not so long overdue that the page is gone."""
    return Publication.objects.gone(at).filter(article=article).select_related("edition").first()


def standing_withdrawal(article: Article, at: datetime) -> Withdrawal | None:
    """Why readers see nothing of an article that they saw before."""
    rows = Withdrawal.objects.standing(at).filter(article=article)
    return rows.select_related("replacement", "publication__edition").first()


def hidden_by(publication: Publication) -> Withdrawal | None:
    """The last withdrawal that took away, for good, what was public as this Publication."""
    rows = Withdrawal.objects.filter(article=publication.article_id, at__gt=publication.opens, history_stays=False)
    return rows.select_related("publication__edition").order_by("-at", "-pk").first()


def stands_in_for(withdrawal: Withdrawal, at: datetime) -> Listed | None:
    """The live article to which readers of a withdrawn one are led; where its own place was taken too, that one."""
    met = {withdrawal.article_id}
    standing: Withdrawal | None = withdrawal
    while standing and standing.replacement and standing.replacement_id not in met and len(met) <= LONGEST_CHAIN:
        if live := live_articles(at).filter(article=standing.replacement).first():
            return listed(live)
        met.add(standing.replacement.pk)
        standing = standing_withdrawal(standing.replacement, at)
    return None


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


def nearest_articles(edition: Edition, section: Section, at: datetime) -> list[Listed]:
    """What readers can open now in the place of an Edition that is gone.

    Its related articles first, then those on the same shelf, the nearest titles first.
    """
    found = {row.url: row for row in related_articles(edition.related_slugs, at)}
    if len(found) < NEAREST:
        shelf = live_articles(at).filter(article__section=section).order_by("-pk")
        titles = dict(shelf.values_list("pk", "edition__title")[:COMPARED])
        close = process.extract(edition.title, titles, scorer=fuzz.token_set_ratio, limit=NEAREST)
        rows = {row.pk: listed(row) for row in shelf.filter(pk__in=[pk for _title, _score, pk in close])}
        found |= {rows[pk].url: rows[pk] for _title, _score, pk in close if rows[pk].url not in found}
    return list(found.values())[:NEAREST]


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
    """Whether an Edition that uses this file is or was public, and no withdrawal hides it."""
    return Publication.objects.shown(at).filter(edition__uses__kind=UseKind.MEDIA, edition__uses__value=name).exists()


def listed(publication: Publication) -> Listed:
    """A Publication of `live_articles` as a line of a list."""
    edition = publication.edition
    slug: str = publication.slug  # type: ignore[attr-defined]
    return Listed(edition.title, f"/articles/{slug}/", edition.lead, publication.last_reviewed)

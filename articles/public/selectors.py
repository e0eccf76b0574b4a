"""What readers may know, asked of Publications and of what is frozen in them. Nothing here reads a draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_lowercase
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, Length, Lower
from rapidfuzz import fuzz, process

from articles.media_names import media_name_of
from articles.models import (
    Address,
    Article,
    Edition,
    EditionUse,
    IndexedName,
    IndexedTopic,
    NameKind,
    Publication,
    SafetyNotice,
    Section,
    UseKind,
    Withdrawal,
)
from articles.public.counted import counted
from articles.topics import TOPICS, Topic, TopicKind

NEWEST = 6
NEAREST = 5
# How many titles of a shelf are compared at most, and how many replacements of replacements are followed.
COMPARED = 1_000
LONGEST_CHAIN = 10
MOST_LINKING = 12
# Words of a wrong address so short, and so many of them, are tried with every letter more.
SHORT = 4
MOST_SHORT = 4
EXAMPLES = 4
_PLAIN_WORDS: Final = re.compile(r"[^\W\d_](?:[a-z]|[ '’-](?=[a-z]))+")
OTHERS: Final = "0-9"
"""The address of what begins with no letter from A to Z: digits and other scripts. Readers see it as "Other"."""
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
    """What readers see of an article, with its content.

    `since` is the moment at which they saw this Edition first, `has_past` whether anything of the article from
    before this Publication may still be shown.
    """
    return _whole(at).filter(article=article).first()


def live_at(slug: str, at: datetime) -> Publication | None:
    """The same by its address, current or former (`at_current` tells), with its article: what a page asks in one go."""
    rows = _whole(at).filter(article__addresses__slug=slug, article__addresses__language=settings.LANGUAGE_CODE)
    rows = rows.annotate(at_current=F("article__addresses__current")).select_related("article__section")
    found: Publication | None = rows.first()
    return found


def _whole(at: datetime) -> QuerySet[Any]:
    lives = Publication.objects.opened(at).order_by("opens")
    first = lives.filter(edition=OuterRef("edition")).values("opens")[:1]
    before = Publication.objects.shown(at).filter(article=OuterRef("article"), opens__lt=OuterRef("opens"))
    rows = Publication.objects.live(at).annotate(since=Subquery(first), has_past=Exists(before))
    return rows.select_related("edition__content_row")


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


def past_safety_notices_of(article: Article, at: datetime) -> list[SafetyNotice]:
    """The warnings that stood over them before, the newest first, each with its end as `stood_until`."""
    rows = SafetyNotice.objects.over(at).filter(pages__article=article, confirmed_at__lte=at)
    ended = Least("ends_at", Coalesce("lifted_at", "ends_at"))
    return list(rows.annotate(stood_until=ended).order_by("-confirmed_at", "-pk"))


def live_articles(at: datetime) -> QuerySet[Publication]:
    """Everything that lists may show, each with its current slug as `slug`. Other languages will stand elsewhere."""
    current = Address.objects.filter(article=OuterRef("article"), current=True).values("slug")[:1]
    return (
        Publication.objects.live(at)
        .filter(article__language=settings.LANGUAGE_CODE)
        .select_related("edition")
        .annotate(slug=Subquery(current))
    )


def on_shelf(section: Section, at: datetime) -> QuerySet[Any]:
    """The live Editions of a shelf, by title as the A to Z sorts it."""
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE, edition=OuterRef("edition"))
    titles = IndexedName.objects.filter(Exists(live), kind=NameKind.TITLE, section=section)
    return titles.order_by("key", "edition_id").values_list("edition_id", flat=True)


def listed_editions(editions: Sequence[int], at: datetime) -> list[Listed]:
    """These Editions as lines of a list, in their order, as far as they are live."""
    rows = {row.edition_id: listed(row) for row in live_articles(at).filter(edition__in=list(editions))}
    return [rows[edition] for edition in editions if edition in rows]


def newly_reviewed(at: datetime) -> list[Listed]:
    """What was reviewed last. Nearly always among the last few Publications; else all are asked."""
    newest_first = ("-last_reviewed", "-opens")
    last = Publication.objects.order_by(*newest_first).values("pk")[: 10 * NEWEST]
    rows = live_articles(at).order_by(*newest_first)
    found = list(rows.filter(pk__in=last)[:NEWEST])
    return [listed(row) for row in (found if len(found) == NEWEST else rows[:NEWEST])]


def related_articles(slugs: list[str], here: Address, at: datetime) -> list[Listed]:
    """Those of these articles that readers can open now, in the given order, and then those that lead here.

    A former slug counts as its article's.
    """
    own = Address.objects.filter(article=here.article_id).values("slug")
    leading_here = EditionUse.objects.filter(kind__in=(UseKind.ARTICLE, UseKind.RELATED), value__in=own)
    asked = Address.objects.filter(language=settings.LANGUAGE_CODE, slug__in=slugs)
    # One list of both, since either engine would look through all Publications for what is in the one or the other.
    named = Publication.objects.filter(article__in=asked.values("article")).order_by().values("pk")
    leading = Publication.objects.filter(edition__in=leading_here.values("edition")).order_by().values("pk")
    rows = (
        live_articles(at)
        .filter(pk__in=named.union(leading))
        .exclude(article=here.article_id)
        .annotate(asked=Subquery(asked.filter(article=OuterRef("article")).values("slug")[:1]))
        .order_by(F("asked").asc(nulls_last=True), Lower("edition__title"), "pk")
    )
    order = {slug: place for place, slug in enumerate(slugs)}
    found = sorted(rows[: len(slugs) + MOST_LINKING], key=lambda row: order.get(row.asked or "", len(order)))
    return [listed(row) for row in found]


def nearest_articles(here: Address, edition: Edition, at: datetime) -> list[Listed]:
    """What readers can open now in the place of an Edition that is gone.

    Its related articles first, then those on the same shelf, the nearest titles first.
    """
    found = {row.url: row for row in related_articles(edition.related_slugs, here, at)}
    if len(found) < NEAREST:
        shelf = live_articles(at).filter(article__section=here.article.section_id).order_by("-pk")
        titles = dict(shelf.values_list("pk", "edition__title")[:COMPARED])
        close = process.extract(edition.title, titles, scorer=fuzz.token_set_ratio, limit=NEAREST)
        rows = {row.pk: listed(row) for row in shelf.filter(pk__in=[pk for _title, _score, pk in close])}
        found |= {rows[pk].url: rows[pk] for _title, _score, pk in close if rows[pk].url not in found}
    return list(found.values())[:NEAREST]


def lacking_a_letter(words: str, at: datetime) -> list[tuple[str, str]]:
    """Title and address of the live articles whose slug these words are but for one letter that a short word lacks: in
    such words the search takes no error. One query, on slugs alone.
    """
    given = words.lower().split()
    short = [place for place, word in enumerate(given) if len(word) < SHORT][:MOST_SHORT]
    slugs = [
        "-".join([*given[:place], given[place][:at_] + letter + given[place][at_:], *given[place + 1 :]])
        for place in short
        for at_ in range(len(given[place]) + 1)
        for letter in ascii_lowercase
    ]
    if not slugs:
        return []
    rows = live_articles(at).filter(article__addresses__slug__in=slugs).order_by(Lower("edition__title"), "pk")
    return [(found.title, found.url) for found in map(listed, rows.distinct()[:NEAREST])]


def sections_with_counts(at: datetime) -> list[Section]:
    """All shelves in their order; `count` says how many articles readers find there."""
    counts = counted("sections", at, _count_sections)
    sections = list(Section.objects.all())
    for section in sections:
        section.count = counts.get(section.pk, 0)  # type: ignore[attr-defined]
    return sections


def _count_sections(at: datetime) -> dict[int, int]:
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    return dict(live.order_by().values_list("article__section").annotate(Count("pk")))


def letters_with_counts(at: datetime) -> list[tuple[str, int]]:
    """Every letter of the A to Z with how many names stand under it."""
    counts = counted("letters", at, _count_letters)
    return [(letter, counts.get(_filed_under(letter), 0)) for letter in LETTERS]


def _count_letters(at: datetime) -> dict[str, int]:
    # Asked so, since all names are: the engine makes a list of what is live once, and asks it for each name.
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    names = IndexedName.objects.filter(edition__in=live.order_by().values("edition"), kind__lt=NameKind.QUESTION)
    return dict(names.order_by().values_list("letter").annotate(Count("pk")))


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
    """Short synonyms of these articles, one of each: words as people type them, and that find something. No
    abbreviations, which only doctors know.
    """
    rows = (
        _names(at)
        .filter(kind=NameKind.SYNONYM, edition__in=[article.edition for article in newest])
        .annotate(length=Length("text"))
        .filter(length__lte=24)
        .order_by("pk")
    )
    first: dict[int, str] = {}
    for row in rows:
        if _PLAIN_WORDS.fullmatch(row.text):
            first.setdefault(row.edition_id, row.text)
    return list(first.values())[:EXAMPLES]


def on_topic(slug: str, at: datetime) -> QuerySet[Publication]:
    """The articles tagged with a body system or an audience, by title."""
    return live_articles(at).filter(edition__indexed_topics__slug=slug).order_by(Lower("edition__title"), "pk")


def topics_with_counts(at: datetime) -> dict[TopicKind, list[tuple[Topic, int]]]:
    """The topics that readers find articles on, each with how many."""
    counts = counted("topics", at, _count_topics)
    named = [(topic, counts[slug]) for slug, topic in TOPICS.items() if counts.get(slug)]
    return {kind: [(topic, count) for topic, count in named if topic.kind == kind] for kind in TopicKind}


def _count_topics(at: datetime) -> dict[str, int]:
    live = Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)
    topics = IndexedTopic.objects.filter(edition__in=live.order_by().values("edition"))
    return dict(topics.order_by().values_list("slug").annotate(Count("edition")))


def video_since(publication: Publication, at: datetime) -> datetime | None:
    """Since when readers find this text's video on its article's page, as far as they may know; None for a video that
    is none of ours: nothing here tells when that came into the world.
    """
    video = publication.edition.content["source"]["details"].get("video", {})
    name = media_name_of(video.get("url", ""))
    if name is None:
        return None
    shown = Publication.objects.shown(at).filter(
        article=publication.article_id, edition__uses__kind=UseKind.MEDIA, edition__uses__value=name
    )
    return shown.order_by("opens").values_list("opens", flat=True).first()


def is_shown_media(name: str, at: datetime) -> bool:
    """Whether an Edition that uses this file is or was public, and no withdrawal hides it."""
    return Publication.objects.shown(at).filter(edition__uses__kind=UseKind.MEDIA, edition__uses__value=name).exists()


def listed(publication: Publication) -> Listed:
    """A Publication of `live_articles` as a line of a list."""
    edition = publication.edition
    slug: str = publication.slug  # type: ignore[attr-defined]
    return Listed(edition.title, f"/articles/{slug}/", edition.lead, publication.last_reviewed, edition.pk)

"""Choosing articles among many, without a script: what was found is ticked, what was chosen comes along."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import QueryDict

from articles.models import Article, EditionUse, Publication, UseKind

# So many are listed to be ticked one by one; all that were found can be taken whatever their number.
MOST_LISTED: Final = 300
_IDS = re.compile(r"[0-9]{1,18}(,[0-9]{1,18})*")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so far and what was found now, in the shape that templates/reviews/_choosing.html shows."""

    words: str = ""
    whole_texts: bool = False
    kept: str = ""
    chosen: list[Article] = field(default_factory=list)
    chosen_count: int = 0
    found: list[Article] = field(default_factory=list)
    found_count: int = 0
    searched: bool = False


def choice_from(sent: QueryDict, at: datetime) -> Choice:
    """The choice that a form sends: kept ones without those left out, ticked ones, all that was found if asked for."""
    words, whole = " ".join(sent.get("find", "").split())[:200], bool(sent.get("whole_texts"))
    found = articles_about(words, at, whole_texts=whole) if words else Article.objects.none()
    ids = chosen_ids(sent)
    if "take_all" in sent:
        ids |= set(found.values_list("pk", flat=True))
    chosen = with_titles(at).filter(pk__in=ids)
    ids = set(chosen.values_list("pk", flat=True))
    others = found.exclude(pk__in=ids)
    return Choice(
        words=words,
        whole_texts=whole,
        kept=",".join(map(str, sorted(ids))),
        chosen=list(chosen[:MOST_LISTED]),
        chosen_count=len(ids),
        found=list(others[:MOST_LISTED]),
        found_count=others.count(),
        searched=bool(words),
    )


def chosen_ids(sent: QueryDict) -> set[int]:
    """The ids of what is chosen, whatever they name. What is no id is left out."""
    kept = sent.get("kept", "")
    ids = set(kept.split(",")) if _IDS.fullmatch(kept) else set()
    ids -= set(sent.getlist("leave_out"))
    ids |= {value for value in sent.getlist("articles") if _IDS.fullmatch(value) and "," not in value}
    return {int(value) for value in ids}


def chosen_articles(sent: QueryDict, at: datetime) -> QuerySet[Article]:
    """What is chosen, but for what readers never saw a page of: the screen doesn't list that."""
    return with_titles(at).filter(pk__in=chosen_ids(sent))


def with_titles(at: datetime) -> QuerySet[Article]:
    """Articles that readers see or saw, by the `title` that they saw last; `is_live` of those that they see now."""
    opened = Publication.objects.opened(at).filter(article=OuterRef("pk")).order_by("-opens")
    return (
        Article.objects.annotate(
            title=Subquery(opened.values("edition__title")[:1]),
            is_live=Exists(Publication.objects.live(at).filter(article=OuterRef("pk"))),
        )
        .filter(title__isnull=False)
        .order_by(Lower("title"), "pk")
    )


def articles_about(words: str, at: datetime, *, whole_texts: bool = False) -> QuerySet[Article]:
    """Those with these words in a title, or that explain them, cite them (DOI, PMID) or lead to them (slug).

    Every Edition that was ever public counts, since past ones stay readable. `whole_texts` looks through all words.
    """
    told = [words, words.lower()]
    kinds = [UseKind.TERM, UseKind.DOI, UseKind.PMID, UseKind.ARTICLE, UseKind.RELATED]
    uses = EditionUse.objects.filter(kind__in=kinds, value__in=told).values("edition")
    about = Q(edition__title__icontains=words) | Q(edition__in=uses)
    if whole_texts:
        about |= Q(edition__content_row__text__icontains=words)
    return with_titles(at).filter(pk__in=Publication.objects.opened(at).filter(about).values("article"))

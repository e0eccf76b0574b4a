"""The glossary as texts use it: what a word is explained with, who wrote that, and which Editions carry it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from articles.models import (
    Address,
    Article,
    Draft,
    Edition,
    EditionUse,
    GlossaryTerm,
    GlossaryWording,
    Publication,
    Purpose,
    UseKind,
)
from record.canonical import digest_of
from record.clock import now_in_verb


class Wording(NamedTuple):
    """An explanation as the glossary holds it, and its number."""

    number: int
    explanation: str


class Glossary:
    """The glossary, read at once when the first word asks for it: one text never mixes two states of it."""

    def __init__(self) -> None:
        self._terms: dict[str, Wording] | None = None

    def __call__(self, name: str) -> str | None:
        """What the renderer asks: the explanation of a name, or None where the glossary doesn't know it."""
        found = self.wording(name)
        return found.explanation if found else None

    def wording(self, name: str) -> Wording | None:
        if self._terms is None:
            rows = GlossaryTerm.objects.values_list("slug", "wording", "explanation")
            self._terms = {slug: Wording(number, explanation) for slug, number, explanation in rows}
        return self._terms.get(name)


def use_of(slug: str, number: int) -> str:
    """How an EditionUse names a wording."""
    return f"{slug} {number}"


def wordings_used(values: Iterable[str]) -> dict[str, int]:
    """The number of the wording of each term, from such names."""
    named = (value.rpartition(" ") for value in values)
    return {slug: int(number) for slug, _space, number in named}


def authors_since(article: Article, taken: Mapping[str, int]) -> set[int]:
    """Who wrote these wordings since those that the article's last published Edition carries."""
    if not taken:
        return set()
    published = _published_wordings(article)
    rows = GlossaryWording.objects.filter(slug__in=taken).values_list("slug", "number", "by")
    return {by for slug, number, by in rows if published.get(slug, 0) < number <= taken[slug]}


def _published_wordings(article: Article) -> dict[str, int]:
    opened = Publication.objects.opened(now_in_verb()).filter(article=article)
    last = opened.order_by("-edition__number").values("edition")[:1]
    uses = EditionUse.objects.filter(edition__in=list(last.values_list("edition", flat=True)), kind=UseKind.WORDING)
    return wordings_used(uses.values_list("value", flat=True))


def glossary_of(content: Mapping[str, Any]) -> dict[str, str]:
    """The wordings that a signed content took from the glossary, by the names of their terms."""
    taken: dict[str, str] = content["source"].get("glossary", {})
    return taken


def carrying_older(term: GlossaryTerm, at: datetime) -> QuerySet[Edition]:
    """The Editions that carry another wording of this term than it has now; what readers see (`is_live`) first.

    Each with the article's `slug`, and its `draft`, where the new wording is brought in.
    """
    older = GlossaryWording.objects.filter(slug=term.slug).exclude(digest=digest_of(term.explanation))
    names = [use_of(term.slug, number) for number in older.values_list("number", flat=True)]
    live = Publication.objects.live(at).filter(edition=OuterRef("pk"))
    current = Address.objects.filter(article=OuterRef("article"), current=True).values("slug")[:1]
    drafts = Draft.objects.filter(article=OuterRef("article"), purpose=Purpose.MAIN).values("pk")[:1]
    return (
        Edition.objects.filter(uses__kind=UseKind.WORDING, uses__value__in=names)
        .annotate(is_live=Exists(live), slug=Subquery(current), draft=Subquery(drafts))
        .order_by("-is_live", "-submitted_at", "-pk")
    )

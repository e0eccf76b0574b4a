"""Where the words of a signed text stand beside its content: what has to be destroyed with it, and what to look at.

A text is compared passage by passage, a passage being a line of one of its fields. Its *own* passages are those that no
other Edition of the article and no Draft holds: what the article no longer says. One that differs from such a passage
by a few letters says the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from rapidfuzz import fuzz, process
from reversion.errors import RevertError
from reversion.models import Version

from articles.models import Draft, Edition, EditionUse, Media, PolicyPage, UseKind

SOURCE = ("title", "lead", "body", "details")
NEARLY = 90
"""So much of two passages is the same, in per cent, where one says what the other does."""
_TELLING = 20
"""Fewer letters than this may stand in any text by chance."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of one text.

    `same` are Drafts that hold exactly it; `own` its own passages; `versions` the saved states that hold it, or any of
    these, or nearly; `media` the files that nothing else uses; `shared` says how many of its passages other texts still
    hold, or nearly.
    """

    same: list[Draft]
    own: frozenset[str]
    versions: list[Version]
    media: list[Media]
    shared: list[tuple[Edition | Draft, int]]
    passages: int


def copies_of(editions: list[Edition]) -> Copies:
    """The copies of the text that these Editions, all that have its digest, share. It must not be redacted yet."""
    source = _source(editions[0].content["source"])
    passages = passages_of(source)
    others = _other_texts(editions)
    theirs = {text: _passages_of_text(text) for text in others}
    standing = frozenset[str]().union(*theirs.values())
    own = passages - standing
    return Copies(
        same=[text for text in others if isinstance(text, Draft) and _source_of(text) == source],
        own=own,
        versions=[version for version in _versions(editions) if _repeats(version, source, own, standing)],
        media=_media_of_nothing_else(editions),
        shared=[(text, len(found)) for text, held in theirs.items() if (found := _also_in(held, passages))],
        passages=len(passages),
    )


def passages_of(source: Mapping[str, Any]) -> frozenset[str]:
    """Every line of every field."""
    return frozenset(line for text in _texts(source) for line in map(str.strip, text.splitlines()) if line)


def _also_in(held: frozenset[str], passages: frozenset[str]) -> set[str]:
    """Those of the passages that are held, or nearly, or one within the other: a sentence in a paragraph."""
    plain = {_plain(line) for line in held}
    return {passage for passage in passages if passage in held or _nearly_in(_plain(passage), plain)}


def _plain(passage: str) -> str:
    """Its words alone: without emphasis, in small letters."""
    return " ".join("".join(char if char.isalnum() else " " for char in passage.casefold()).split())


def _nearly_in(passage: str, held: set[str]) -> bool:
    if len(passage) < _TELLING:
        return process.extractOne(passage, held, scorer=fuzz.ratio, score_cutoff=NEARLY) is not None
    # What is shorter, old or new, is looked for within the longer one.
    telling = [line for line in held if len(line) >= _TELLING]
    return process.extractOne(passage, telling, scorer=fuzz.partial_ratio, score_cutoff=NEARLY) is not None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _source(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What an editor wrote, without the related articles, which are no part of the signed text."""
    source = {name: stored.get(name) for name in SOURCE}
    details = source["details"] if isinstance(source["details"], dict) else {}
    source["details"] = {name: value for name, value in details.items() if name != "related"}
    return source


def _source_of(draft: Draft) -> dict[str, Any]:
    return _source({name: getattr(draft, name) for name in SOURCE})


def _passages_of_text(text: Edition | Draft) -> frozenset[str]:
    return passages_of(_source(text.content["source"]) if isinstance(text, Edition) else _source_of(text))


def _other_texts(editions: list[Edition]) -> list[Edition | Draft]:
    """The Drafts of the article, then its other Editions that stand."""
    article, digest = editions[0].article_id, editions[0].digest
    others = Edition.objects.filter(article=article).exclude(content_row=digest).exclude(title="").order_by("-number")
    return [
        *Draft.objects.filter(article=article).order_by("pk"),
        *others.select_related("content_row", "article"),
    ]


def _versions(editions: list[Edition]) -> Iterable[Version]:
    """The Versions of the article's Drafts, and those of Drafts that are gone, since nobody knows whose they were."""
    drafts = Draft.objects.annotate(key=Cast("pk", CharField()))
    own = drafts.filter(article=editions[0].article_id).values("key")
    rows: Iterable[Version] = (
        Version.objects.filter(content_type=ContentType.objects.get_for_model(Draft))
        .filter(Q(object_id__in=own) | ~Q(object_id__in=drafts.values("key")))
        .select_related("revision")
    )
    return rows


def _repeats(version: Version, source: dict[str, Any], own: frozenset[str], standing: frozenset[str]) -> bool:
    """Whether a saved state holds the text, or what the article no longer says."""
    try:
        kept = _source(version.field_dict)
    except RevertError:
        # It can't be read any more, so nobody can say that it holds nothing.
        return any(passage in version.serialized_data for passage in own)
    return kept == source or bool(_also_in(passages_of(kept) - standing, own))


def _media_of_nothing_else(editions: list[Edition]) -> list[Media]:
    """The files that the text uses, and no other text that stands, no Draft and no page about the library."""
    uses = EditionUse.objects.filter(kind=UseKind.MEDIA)
    names = set(uses.filter(edition__in=editions).values_list("value", flat=True))
    standing = uses.exclude(edition__in=editions).exclude(edition__title="")
    names -= set(standing.filter(value__in=names).values_list("value", flat=True))
    drafts = Draft.objects.annotate(written=Cast("details", TextField()))
    unused = [
        name
        for name in names
        if not drafts.filter(Q(body__contains=name) | Q(written__contains=name)).exists()
        and not PolicyPage.objects.filter(body__contains=name).exists()
    ]
    return list(Media.objects.filter(name__in=unused).order_by("name"))

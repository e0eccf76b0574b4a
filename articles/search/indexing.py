"""What an Edition is filed under. For verbs: at submission, and before a window opens where that is missing."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection, models

from articles.models import (
    Article,
    Edition,
    IndexedName,
    IndexedText,
    IndexedTopic,
    IndexedWord,
    LaterWord,
    NameKind,
    Publication,
    Spelling,
)
from articles.search.statements import words_known
from articles.search.subjects import subjects_of
from articles.search.words import filed_under, is_spelled, key_of, later_keys, own_key, slips_allowed, term_of, words_in
from articles.topics import topics_of

# Codes, sources and credits are no words of the text.
_TEXT_KINDS: Final = frozenset({"lead", "key-facts", "video", "introduction", "part", "closing-note", "care"})
_TITLE, _SYNONYM, _HEADING, _LEAD, _TEXT = 10, 6, 2, 2, 1
# Saturation: the more often a word stands in a text, the less once more adds; a long text needs it more often.
_HALF: Final = 3.0
_USUAL_LENGTH: Final = 600

_BLOCK: Final = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|t[hd]|blockquote|details|summary|br|figure)\b[^>]*>"
)
_CITATION: Final = re.compile(r'<a class="citation"[^>]*>[^<]*</a>')
_EXPLANATION: Final = re.compile(r'<span class="explanation"[^>]*>[^<]*</span>')
_TAG: Final = re.compile(r"<[^>]*>")
# How a word is said: "(AN-te-ko-AG-u-lants)". Its syllables are no words.
_SAID: Final = re.compile(r"\((?=[^)]*[A-Z]{2})(?=[^)]*[a-z])[A-Za-z]+(?:-[A-Za-z]+){2,}(?: [A-Za-z-]+)*\)")
_HEADINGS: Final = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Words:
    """What of a signed content is filed."""

    title: str
    synonyms: list[str]
    headings: list[str]
    lead: str
    text: str
    tags: list[str]

    @classmethod
    def of(cls, edition: Edition) -> "_Words":
        content = edition.content
        source = content["source"]
        details = source["details"]
        fragments = [piece["html"] for piece in content["fragments"] if piece["kind"] in _TEXT_KINDS]
        return cls(
            title=source["title"],
            synonyms=details.get("synonyms", []),
            headings=[plain(words) for fragment in fragments for words in _HEADINGS.findall(fragment)],
            lead=source["lead"],
            text="\n".join(plain(fragment) for fragment in fragments),
            tags=details.get("tags", []),
        )

    def weighed(self) -> "_Weighed":
        weighed = _Weighed()
        weighed.add(self.title, _TITLE)
        for synonym in self.synonyms:
            weighed.add(synonym, _SYNONYM)
        for heading in self.headings:
            weighed.add(heading, _HEADING)
        weighed.add(self.lead, _LEAD)
        weighed.add(self.text, _TEXT)
        return weighed


def index_edition(edition: Edition) -> None:
    """File an Edition under its names and words, unless it is filed already."""
    if not IndexedText.objects.filter(pk=edition.pk).exists():
        file_edition(edition)


def file_edition(edition: Edition) -> None:
    """File an Edition that isn't filed yet under its names and words.

    Only in the library's own language: others will have a search of their own.
    """
    if edition.article.language != settings.LANGUAGE_CODE:
        return
    words = _Words.of(edition)
    weighed = words.weighed()
    IndexedText.objects.create(edition=edition, text=words.text)
    names = list(_names(edition, words))
    _insert(
        IndexedName,
        ("edition_id", "kind", "text", "key", "letter", "section_id"),
        [(edition.pk, *name) for name in names],
    )
    _insert(LaterWord, ("edition_id", "kind", "text", "key"), [(edition.pk, *word) for word in _later_words(names)])
    IndexedTopic.objects.bulk_create(IndexedTopic(edition=edition, slug=slug) for slug in topics_of(words.tags))
    rows = [(edition.pk, term, weight) for term, weight in sorted(weighed.weights().items())]
    _insert(IndexedWord, ("edition_id", "term", "weight"), rows)
    _learn(weighed.spelled)


def filed_otherwise(edition: Edition) -> bool:
    """Whether a filed Edition shows readers other names or words than it would, were it filed now."""
    words = _Words.of(edition)
    names = list(_names(edition, words))
    stand = [
        _Name(row.kind, row.text, bytes(row.key), row.letter, row.section_id) for row in edition.indexed_names.all()
    ]
    later = [(row.kind, row.text, bytes(row.key)) for row in edition.later_words.all()]
    return (edition.indexed_text.text, Counter(stand), Counter(later)) != (
        words.text, Counter(names), Counter(_later_words(names))
    )  # fmt: skip


def move_to_shelf(article: Article) -> None:
    """File the titles of an article on the shelf on which it stands now."""
    IndexedName.objects.filter(kind=NameKind.TITLE, edition__article=article).update(section=article.section_id)


def forget_editions(editions: Sequence[Edition]) -> None:
    """Take Editions out of the index for good, and their words, where no other Edition holds them, out of the spelling.

    For whoever destroys a text: to be called while it can still be read.
    """
    words = {word for edition in editions for word in _Words.of(edition).weighed().spelled}
    _delete([edition.pk for edition in editions])
    gone = [word for word in words if not IndexedWord.objects.filter(term=term_of(word)).exists()]
    Spelling.objects.filter(word__in=gone)._raw_delete(using=connection.alias)


def forget_former(edition: Edition, at: datetime) -> None:
    """Take out of the index what an article's newer Edition leaves behind: all that is neither live nor scheduled."""
    kept = Publication.objects.filter(models.Q(closes__gt=at) | models.Q(closes=None), cancelled_at=None)
    former = Edition.objects.filter(article=edition.article_id, indexed_text__isnull=False).exclude(pk=edition.pk)
    _delete(list(former.exclude(publications__in=kept).values_list("pk", flat=True)))


def unindexed(at: datetime) -> models.QuerySet[Edition]:
    """Live and scheduled Editions that search doesn't know, as after an upgrade or a restore."""
    kept = Publication.objects.filter(models.Q(closes__gt=at) | models.Q(closes=None), cancelled_at=None)
    missing = Edition.objects.filter(publications__in=kept, indexed_text=None)
    return missing.filter(article__language=settings.LANGUAGE_CODE).select_related("content_row").distinct()


def empty_index() -> None:
    """Forget everything, to be made anew."""
    for model in (IndexedText, IndexedName, LaterWord, IndexedWord, IndexedTopic, Spelling):
        model._base_manager.all()._raw_delete(using=connection.alias)


def _delete(editions: Sequence[int]) -> None:
    if editions:
        for model in (IndexedText, IndexedName, LaterWord, IndexedWord, IndexedTopic):
            model._base_manager.filter(edition__in=editions)._raw_delete(using=connection.alias)


def plain(fragment: str) -> str:
    """The words of signed HTML, each block in a line of its own.

    A citation is no word, and what a word means stands beside the text.
    """
    beside = _EXPLANATION.sub("", _CITATION.sub("", fragment))
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", beside)))
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


class _Weighed:
    """The words of an Edition, each with how much it stands out, and those that can be spelled."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.length = 0
        self.spelled: set[str] = set()

    def add(self, text: str, weight: int) -> None:
        words = words_in(text)
        self.length += len(words)
        for word, count in Counter(words).items():
            self.counts[term_of(word)] += weight * count
        spelled = set(words_in(_SAID.sub(" ", text))) if _SAID.search(text) else set(words)
        self.spelled.update(filter(is_spelled, spelled))

    def weights(self) -> dict[int, int]:
        half = _HALF * (0.5 + 0.5 * min(self.length / _USUAL_LENGTH, 4.0))
        return {term: max(1, round(1000 * count / (count + half))) for term, count in self.counts.items()}


class _Name(NamedTuple):
    """A row of IndexedName, but for its Edition."""

    kind: int
    text: str
    key: bytes
    letter: str
    section: int | None


def _names(edition: Edition, words: _Words) -> Iterator[_Name]:
    """Each name once: a synonym that is the title again is none. The title always, since shelves go by it."""
    named = [(NameKind.TITLE, words.title), *((NameKind.SYNONYM, synonym) for synonym in words.synonyms)]
    named += [(NameKind.QUESTION, heading) for heading in words.headings if heading.endswith("?")]
    named += [(NameKind.SUBJECT, subject) for subject in subjects_of(words.title)]
    seen: set[bytes] = set()
    for kind, text in named:
        key = key_of(words_in(text))
        if (key or kind == NameKind.TITLE) and key not in seen:
            seen.add(key)
            shelf = edition.article.section_id if kind == NameKind.TITLE else None
            yield _Name(kind.value, text, key, letter_of(key), shelf)


def _later_words(names: Sequence[_Name]) -> Iterator[tuple[int, str, bytes]]:
    """Titles and synonyms, from each of their later words on: kind, text and key of rows of LaterWord."""
    for name in names:
        if name.kind < NameKind.QUESTION:
            for key in later_keys(name.text):
                yield name.kind, name.text, key


def letter_of(key: bytes) -> str:
    """Where a name stands in the A to Z: its letter, or "#" for digits and other scripts."""
    first = key[:1].decode("ascii", "replace").upper()
    return first if "A" <= first <= "Z" else "#"


def _learn(words: set[str]) -> None:
    """File words for spelling that the library doesn't know yet. In order, so that two who learn at once don't wait
    for each other in a circle.
    """
    if not words:
        return
    unknown = words - words_known([own_key(word) for word in words], list(words))
    rows = [(key, word) for word in sorted(unknown) for key in sorted(filed_under(word, slips_allowed(word)))]
    _insert(Spelling, ("key", "word"), rows)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Many narrow rows in one statement, several times faster than through model instances. Those there are stay."""
    if not rows:
        return
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = [model._meta.get_field(column).db_type(connection) for column in columns]
            arrays = ", ".join(f"%s::{kind}[]" for kind in types)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING",  # noqa: S608
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608

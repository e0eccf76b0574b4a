"""What search asks of the database, each written by the ORM once: writing it anew costs more than the answer.

A statement is written with markers in the places of what changes from one query to the next, and its SQL is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from articles.models import Address, IndexedName, IndexedWord, NameKind, Publication, Spelling

# Nothing of a library is of that time or has such a number or key.
AT: Final = datetime(1, 1, 2, tzinfo=UTC)
SHELF, TERM, EDITION, WORD_KEY = (-(2**62) - number for number in range(4))
KEY: Final = b"\0any key"
WORD: Final = "\0any word"
_UNTIL: Final = b"\0until"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL, and what is given to it, markers among it."""

    sql: str
    given: tuple[Any, ...]

    def filled(self, values: dict[Any, Any]) -> tuple[str, list[Any]]:
        """The SQL with these values in the place of their markers; a list stands for as many as it has."""
        pieces = self.sql.split("%s")
        sql, given = [pieces[0]], []
        for marker, rest in zip(self.given, pieces[1:], strict=True):
            value = values.get(marker, marker)
            some = value if isinstance(value, list) else [value]
            sql.append(", ".join(["%s"] * len(some)) + rest)
            given += some
        return "".join(sql), given

    def rows(self, values: dict[Any, Any]) -> list[tuple[Any, ...]]:
        """What the database answers."""
        return fetched(*self.filled(values))


def fetched(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def written(rows: QuerySet[Any, Any]) -> Statement:
    """The statement of a query that was made with markers."""
    sql, given = rows.query.sql_with_params()
    # Bytes are wrapped by either engine's driver.
    return Statement(sql, tuple(getattr(value, "obj", value) for value in given))


class Asked:
    """The statements for one moment and, where one is chosen, one shelf."""

    def __init__(self, at: datetime, shelf: int | None) -> None:
        self.values: dict[Any, Any] = {_stored(AT): _stored(at), SHELF: shelf}
        self.on_shelf = shelf is not None

    def about(self, terms: Sequence[int], most: int) -> list[tuple[Any, ...]]:
        """Term, Edition and weight of the live Editions that are most about each term, all in one statement."""
        each = _about(self.on_shelf, most)
        sql, given = each.filled({**self.values, TERM: TERM})
        together = " UNION ALL ".join([f"SELECT * FROM ({sql}) AS one"] * len(terms))  # noqa: S608
        return fetched(together, [term if value == TERM else value for term in terms for value in given])

    def named(self, keys: Sequence[bytes], most: int) -> list[tuple[Any, ...]]:
        """Edition, kind, text and key of the live names with these keys."""
        return _named(self.on_shelf, most).rows({**self.values, KEY: list(keys)})

    def shown(self, editions: Sequence[int]) -> list[tuple[Any, ...]]:
        """Edition, title, slug, shelf, day of review, lead and text of these Editions, as far as they are live."""
        return _shown().rows({**self.values, EDITION: list(editions)})

    def beginning(self, key: bytes, most: int) -> list[tuple[Any, ...]]:
        """Edition, name, title and slug of the live titles and synonyms whose key begins so, in their order."""
        return _beginning(most).rows({**self.values, KEY: key, _UNTIL: key + b"\xff"})


def weights_of(editions: Sequence[int], terms: Sequence[int]) -> list[tuple[int, int, int]]:
    """Edition, term and weight of these words in these Editions."""
    return _weights().rows({EDITION: list(editions), TERM: list(terms)})


def counts_of(terms: Sequence[int], most: int) -> tuple[int, dict[int, int]]:
    """About how many Publications there are (the newest one's key), and how many Editions, live or not, hold each of
    these words. No further than `most` is counted.
    """
    newest, each = _newest(), _holding(most)
    counted = [f"SELECT CAST(%s AS bigint), COUNT(*) FROM ({each.sql}) AS held"] * len(terms)  # noqa: S608
    given = [value for term in terms for value in (term, *each.filled({TERM: term})[1])]
    (_none, last), *counts = fetched(" UNION ALL ".join([f"SELECT NULL, ({newest.sql})", *counted]), given)
    return last or 0, dict(counts)


def spelled_near(keys: Sequence[int], most: int) -> list[tuple[int, str]]:
    """Key and word of what is filed for spelling under these keys."""
    return _spelled(most).rows({WORD_KEY: list(keys)})


def words_known(keys: Sequence[int], words: Sequence[str]) -> set[str]:
    """Those of the words that are filed for spelling under their own keys."""
    return {word for (word,) in _known().rows({WORD_KEY: list(keys), WORD: list(words)})}


def live_in_language(at: datetime) -> QuerySet[Publication]:
    """What search may find. Other languages will have a search of their own."""
    return Publication.objects.live(at).filter(article__language=settings.LANGUAGE_CODE)


def _live(on_shelf: bool) -> QuerySet[Publication]:
    rows = live_in_language(AT)
    return rows.filter(article__section=SHELF) if on_shelf else rows


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache
def _about(on_shelf: bool, most: int) -> Statement:
    # Ordered by its own columns alone, as its index is, so that no more is read than is wanted.
    rows = IndexedWord.objects.filter(Exists(_live(on_shelf).filter(edition=OuterRef("edition"))), term=TERM)
    return written(rows.order_by("-weight", "edition_id").values_list("term", "edition_id", "weight")[:most])


@lru_cache
def _named(on_shelf: bool, most: int) -> Statement:
    rows = IndexedName.objects.filter(Exists(_live(on_shelf).filter(edition=OuterRef("edition"))), key__in=[KEY])
    return written(rows.order_by("edition_id").values_list("edition_id", "kind", "text", "key")[:most])


@lru_cache
def _shown() -> Statement:
    rows = _with_slug(_live(on_shelf=False).filter(edition__in=[EDITION]), "article").order_by()
    columns = ("edition", "edition__title", "slug", "article__section__name", "last_reviewed")
    return written(rows.values_list(*columns, "edition__lead", "edition__indexed_text__text"))


@lru_cache
def _beginning(most: int) -> Statement:
    live = Exists(_live(on_shelf=False).filter(edition=OuterRef("edition")))
    names = IndexedName.objects.filter(key__gte=KEY, key__lt=_UNTIL, kind__lt=NameKind.QUESTION)
    # The first few in the order of the index, live or not: else an engine may sort all that begin so.
    rows = IndexedName.objects.filter(live, pk__in=names.order_by("key").values("pk")[: 3 * most])
    found = _with_slug(rows, "edition__article").order_by("key", "kind", "edition_id")
    return written(found.values_list("edition_id", "text", "edition__title", "slug")[:most])


@lru_cache
def _weights() -> Statement:
    rows = IndexedWord.objects.filter(edition__in=[EDITION], term__in=[TERM])
    return written(rows.values_list("edition", "term", "weight"))


@lru_cache
def _holding(most: int) -> Statement:
    return written(IndexedWord.objects.filter(term=TERM).values_list("edition")[:most])


@lru_cache
def _spelled(most: int) -> Statement:
    return written(Spelling.objects.filter(key__in=[WORD_KEY]).values_list("key", "word")[:most])


@lru_cache
def _known() -> Statement:
    return written(Spelling.objects.filter(key__in=[WORD_KEY], word__in=[WORD]).values_list("word"))


@lru_cache
def _newest() -> Statement:
    return written(Publication.objects.order_by("-pk").values_list("pk")[:1])


def _with_slug(rows: Any, article: str) -> Any:
    current = Address.objects.filter(article=OuterRef(article), current=True).values("slug")[:1]
    return rows.annotate(slug=Subquery(current))

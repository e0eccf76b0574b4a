"""What search asks of the database, each written by the ORM once: writing it anew costs more than the answer.

A statement is written with markers in the places of what changes from one query to the next, and its SQL is kept. So is
PostgreSQL's plan of it, which costs as much again: there a list is one value, however long it is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Length
from django.db.models.lookups import IsNull

from articles.models import Address, IndexedName, IndexedWord, LaterWord, NameKind, Publication, Spelling

# Nothing of a library is of that time or has such a number or key.
AT: Final = datetime(1, 1, 2, tzinfo=UTC)
SHELF, TERM, EDITION, WORD_KEY = (-(2**62) - number for number in range(4))
KEY: Final = b"\0any key"
WORD: Final = "\0any word"
_UNTIL: Final = b"\0until"
# An index holds little that isn't live. Of so much of it nobody notices anything.
_NOT_LIVE: Final = 40
_MOST_COUNTED: Final = 2_000
# Terms as a table, for PostgreSQL.
_ASKED: Final = "unnest(%s::bigint[]) AS asked(term)"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL, and what is given to it, markers among it."""

    sql: str
    given: tuple[Any, ...]

    def filled(self, values: dict[Any, Any]) -> tuple[str, list[Any]]:
        """The SQL with these values in the place of their markers; a list stands for as many as it has."""
        given: list[Any] = [values.get(marker, marker) for marker in self.given]
        if _on_postgresql():
            return self.sql, given
        pieces = self.sql.split("%s")
        sql, flat = [pieces[0]], []
        for value, rest in zip(given, pieces[1:], strict=True):
            some = value if isinstance(value, list) else [value]
            sql.append(", ".join(["%s"] * len(some)) + rest)
            flat += some
        return "".join(sql), flat

    def reading(self, marker: Any, column: str) -> "Statement":
        """The statement with a column of another in the place of a marker."""
        pieces = self.sql.split("%s")
        places = [column if value == marker else "%s" for value in self.given]
        sql = pieces[0] + "".join(place + rest for place, rest in zip(places, pieces[1:], strict=True))
        return Statement(sql, tuple(value for value in self.given if value != marker))

    def rows(self, values: dict[Any, Any]) -> list[tuple[Any, ...]]:
        """What the database answers."""
        return fetched(*self.filled(values))


def fetched(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with _cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _cursor() -> CursorWrapper:
    """A cursor; on PostgreSQL one whose plans are kept with the connection, when asked again (`prepare_threshold`)."""
    cursor = connection.cursor()
    if _on_postgresql():
        # Django's own cursors write the values into the SQL, of which no plan can be kept.
        cursor.cursor = psycopg.Cursor(connection.connection)
    return cursor


def _on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def written(rows: QuerySet[Any, Any]) -> Statement:
    """The statement of a query that was made with markers."""
    sql, given = rows.query.sql_with_params()
    if _on_postgresql():
        sql = sql.replace(" IN (%s)", " = ANY (%s)")
    # Bytes are wrapped by either engine's driver.
    return Statement(sql, tuple(getattr(value, "obj", value) for value in given))


class Asked:
    """The statements for one moment and, where one is chosen, one shelf."""

    def __init__(self, at: datetime, shelf: int | None) -> None:
        self.values: dict[Any, Any] = {_stored(AT): _stored(at), SHELF: shelf}
        self.on_shelf = shelf is not None
        self._counts: dict[int, int] = {}
        self._newest: int | None = None

    def counts_of(self, terms: Sequence[int]) -> tuple[int, dict[int, int]]:
        """About how many Publications there are (the newest one's key), and how many Editions, live or not, hold each
        of these words. No further than to a few thousand is counted.
        """
        unread = [term for term in terms if term not in self._counts]
        if unread or self._newest is None:
            self._take(fetched(*_counting(unread)))
        return self._newest or 0, {term: self._counts[term] for term in terms}

    def _take(self, counted: Sequence[tuple[Any, ...]]) -> None:
        for term, count in counted:
            if term is None:
                self._newest = count or 0
            else:
                self._counts[term] = count

    def about(self, terms: Sequence[int], most: int) -> list[tuple[Any, ...]]:
        """Term, Edition and weight of the live Editions that are most about each term: `most`, or a few more."""
        if self.on_shelf or not _on_postgresql():
            return self._about_one_by_one(terms, most)
        rows = self._about_together(terms, most + _NOT_LIVE)
        self._take([(row[0], row[2]) for row in rows if row[1] is None])
        read = [row for row in rows if row[1] is not None]
        all_read, live = Counter(row[0] for row in read), Counter(row[0] for row in read if row[3])
        again = [term for term in terms if all_read[term] == most + _NOT_LIVE and live[term] < most]
        found = [row[:3] for row in read if row[3] and row[0] not in again]
        return found + self._about_one_by_one(again, most) if again else found

    def _about_together(self, terms: Sequence[int], most: int) -> list[tuple[Any, ...]]:
        """Term, Edition and weight of the Editions that are most about each term, and whether each is live; and what
        there is to count of them, without an Edition.

        All of it in one statement. Who is live PostgreSQL finds out of each row, by the index (see `_is_public`).
        """
        each, each_given = _most_about(most).reading(TERM, "asked.term").filled(self.values)
        live, live_given = _is_live().reading(EDITION, "best.edition_id").filled(self.values)
        counting, counted = _counting(terms)
        sql = (
            f"SELECT best.*, ({live}) IS NOT NULL FROM {_ASKED}, LATERAL ({each}) AS best "  # noqa: S608
            f"UNION ALL SELECT counted.term, NULL, counted.count, NULL FROM ({counting}) AS counted(term, count)"
        )
        return fetched(sql, [*live_given, list(terms), *each_given, *counted])

    def _about_one_by_one(self, terms: Sequence[int], most: int) -> list[tuple[Any, ...]]:
        """Term, Edition and weight of the live Editions that are most about each term."""
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

    def beginning(
        self, keys: Sequence[bytes], most: int, *, later: Sequence[bytes] = (), whole: Sequence[bytes] = ()
    ) -> list[tuple[Any, ...]]:
        """Edition, name, title, slug, kind and key of the live titles and synonyms whose key begins with one of these;
        of those that go on so `later`, from one of their words on; and of those that have one of the `whole` keys.

        Of the first in the alphabet the titles, and the shortest of them, before others; `most` for each beginning.
        """
        each, from_later = _beginning(IndexedName, most), _beginning(LaterWord, most)
        filled = [each.filled({**self.values, KEY: key, _UNTIL: key + b"\xff"}) for key in keys]
        filled += [from_later.filled({**self.values, KEY: key, _UNTIL: key + b"\xff"}) for key in later]
        filled += [each.filled({**self.values, KEY: key, _UNTIL: key + b"\0"}) for key in whole]
        sql = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS one" for sql, _given in filled)  # noqa: S608
        return fetched(sql, [value for _sql, given in filled for value in given])


def weights_of(editions: Sequence[int], terms: Sequence[int]) -> list[tuple[int, int, int]]:
    """Edition, term and weight of these words in these Editions."""
    return _weights().rows({EDITION: list(editions), TERM: list(terms)})


def _counting(terms: Sequence[int]) -> tuple[str, list[Any]]:
    """What asks for the newest Publication's key and how many Editions hold each of these words; and what is given."""
    newest, each = _newest(), _holding(_MOST_COUNTED)
    if _on_postgresql():
        held, _given = each.reading(TERM, "asked.term").filled({})
        counted = f"SELECT asked.term, (SELECT COUNT(*) FROM ({held}) AS held) FROM {_ASKED}"  # noqa: S608
        return f"SELECT NULL::bigint, ({newest.sql}) UNION ALL {counted}", [list(terms)]
    counts = [f"SELECT CAST(%s AS bigint), COUNT(*) FROM ({each.sql}) AS held"] * len(terms)  # noqa: S608
    given = [value for term in terms for value in (term, *each.filled({TERM: term})[1])]
    return " UNION ALL ".join([f"SELECT NULL, ({newest.sql})", *counts]), given


def spelled_near(keys: Sequence[int], most: int) -> list[tuple[int, str]]:
    """Key and word of what is filed for spelling under these keys."""
    return _spelled(most).rows({WORD_KEY: list(keys)})


def words_known(keys: Sequence[int], words: Sequence[str]) -> set[str]:
    """Those of the words that are filed for spelling under their own keys."""
    return {word for (word,) in _known().rows({WORD_KEY: list(keys), WORD: list(words)})}


def _live(on_shelf: bool) -> QuerySet[Publication]:
    """What search may find, of what is filed: texts in the library's own language."""
    rows = Publication.objects.live(AT)
    return rows.filter(article__section=SHELF) if on_shelf else rows


def _is_public(on_shelf: bool) -> IsNull:
    """Whether search may find the Edition of a row.

    Asked of each row by itself: where it may choose, as with EXISTS, PostgreSQL reads all that is live for a few names.
    """
    rows = _live(on_shelf).filter(edition=OuterRef("edition")).order_by()
    return IsNull(Subquery(rows.values("pk")[:1]), False)


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache
def _about(on_shelf: bool, most: int) -> Statement:
    # Ordered by its own columns alone, as its index is, so that no more is read than is wanted.
    rows = IndexedWord.objects.filter(_is_public(on_shelf), term=TERM)
    return written(rows.order_by("-weight", "edition_id").values_list("term", "edition_id", "weight")[:most])


@lru_cache
def _most_about(most: int) -> Statement:
    rows = IndexedWord.objects.filter(term=TERM).order_by("-weight", "edition_id")
    return written(rows.values_list("term", "edition_id", "weight")[:most])


@lru_cache
def _is_live() -> Statement:
    return written(_live(on_shelf=False).filter(edition=EDITION).order_by().values_list("pk")[:1])


@lru_cache
def _named(on_shelf: bool, most: int) -> Statement:
    rows = IndexedName.objects.filter(_is_public(on_shelf), key__in=[KEY])
    return written(rows.order_by("edition_id").values_list("edition_id", "kind", "text", "key")[:most])


@lru_cache
def _shown() -> Statement:
    rows = _with_slug(_live(on_shelf=False).filter(edition__in=[EDITION]), "article").order_by()
    columns = ("edition", "edition__title", "slug", "article__section__name", "last_reviewed")
    return written(rows.values_list(*columns, "edition__lead", "edition__indexed_text__text"))


@lru_cache
def _beginning(model: Any, most: int) -> Statement:
    names = model.objects.filter(key__gte=KEY, key__lt=_UNTIL, kind__lt=NameKind.QUESTION)
    # The first few in the order of the index, live or not: else an engine may sort all that begin so.
    rows = model.objects.filter(_is_public(on_shelf=False), pk__in=names.order_by("key").values("pk")[: 3 * most])
    found = _with_slug(rows, "edition__article").order_by("kind", Length("text"), "key", "edition_id")
    return written(found.values_list("edition_id", "text", "edition__title", "slug", "kind", "key")[:most])


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

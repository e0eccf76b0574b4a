"""Reading rows that somebody may have changed by hand: a value that can't be read hides no other row, and is named."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError
from django.db.models import QuerySet

from record.canonical import NotCanonical

# So many rows are looked at together.
PAGE: Final = 5000
# What reading a spoilt value, or following it to a row that isn't there, ends in.
UNREADABLE: Final = (
    ArithmeticError,
    AttributeError,
    DatabaseError,
    LookupError,
    ObjectDoesNotExist,
    RecursionError,
    TypeError,
    ValidationError,
    ValueError,
)

T = TypeVar("T")
# Takes the table, the row's key, and what is wrong with it.
Found = Callable[[str, object, str], None]


def readable(rows: "QuerySet[Any, T]", found: Found, at_once: int) -> Iterator[T]:
    """The rows in their order, as a stream. Each that can't be read is told to `found`, and passed over.

    Give `rows` an order that is the same each time.
    """
    done = 0
    while True:
        try:
            for row in rows[done:].iterator(at_once):
                # Where the one who asked fails, that comes not here.
                yield row
                done += 1
        except UNREADABLE:
            yield from _narrowed(rows[done : done + at_once], found)
            done += at_once
        else:
            return


def in_pages(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """A stream in pieces that fit into memory."""
    stream = iter(rows)
    while page := list(islice(stream, size)):
        yield page


def fault_in(look: Callable[..., str], *given: Any) -> str:
    """What `look` says is wrong with a row, empty for nothing; that it can't be checked is wrong with it too."""
    try:
        return look(*given)
    except NotCanonical as error:
        return f"can't be written as canonical text ({error})"
    except UNREADABLE as error:
        return f"can't be checked ({in_words(error)})"


def in_words(error: BaseException) -> str:
    """An error in one line that can be printed."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text.encode(errors="backslashreplace").decode()[:200]


def _narrowed(rows: "QuerySet[Any, T]", found: Found) -> list[T]:
    """Those that can be read, by halving until each that can't stands alone."""
    try:
        return list(rows.all())
    except UNREADABLE as error:
        if (count := rows.count()) > 1:
            half = count // 2
            return [*_narrowed(rows[:half], found), *_narrowed(rows[half:], found)]
        found(rows.model._meta.db_table, _key_of(rows), f"can't be read ({in_words(error)})")
        return []


def _key_of(rows: "QuerySet[Any, Any]") -> object:
    try:
        return rows.prefetch_related(None).values_list("pk", flat=True)[0]
    except UNREADABLE:
        return "with an unreadable key"

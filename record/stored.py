"""Whether SQLite holds each value just as Django writes it.

SQLite keeps whatever it is given, and compares moments as text: a moment written otherwise reads as the same one, but
comes before or after others. PostgreSQL's columns hold values of their type and nothing else.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.dateparse import parse_date, parse_datetime

from record.chain import Event, Head, Recorded
from record.guards import Immutable
from record.readable import UNREADABLE

# Signed texts are long.
AT_ONCE: Final = 100

# From the text of a stored value to the value.
Read = Callable[[str], Any]


def watched_models() -> Iterator[type[models.Model]]:
    """Every table of the record, and every other whose rows may not change. Events are compared with their bodies."""
    for model in apps.get_models():
        is_guarded = any(isinstance(constraint, Immutable) for constraint in model._meta.constraints)
        if (is_guarded or issubclass(model, Recorded | Head)) and model is not Event and not model._meta.proxy:
            yield model


def written_otherwise(model: type[models.Model]) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table with values that Django would have written otherwise: key, and names of those columns."""
    fields = [(field.attname, _target(field)) for field in model._meta.concrete_fields]
    reads = [(name, field, _read_of(field)) for name, field in fields]
    quoted = connection.ops.quote_name
    columns = [quoted(str(field.column)) for field in model._meta.concrete_fields]
    key = next(place for place, field in enumerate(model._meta.concrete_fields) if field.primary_key)
    # As bytes, since what is no text can't be fetched as text.
    asked = ", ".join(f"typeof({column}), CAST({column} AS BLOB)" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM {quoted(model._meta.db_table)}")  # noqa: S608 - our own names
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                stored = zip(reads, row[::2], row[1::2], strict=True)
                wrong = [
                    name for (name, field, read), kind, raw in stored if not _is_as_written(field, read, kind, raw)
                ]
                if wrong:
                    yield (row[2 * key + 1] or b"").decode(errors="backslashreplace"), wrong


def _target(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """The field itself, or the one that a foreign key repeats; empty where either may be."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _read_of(field: "models.Field[Any, Any]") -> Read:
    """How a value of this field is read from its text. A moment is one of UTC: SQLite keeps no zone."""
    kinds: tuple[tuple[type[Any], Read], ...] = (
        (models.DateTimeField, _moment),
        (models.DateField, parse_date),
        (models.UUIDField, UUID),
        (models.JSONField, json.loads),
        (models.BooleanField, {"0": False, "1": True}.__getitem__),
        (models.IntegerField, int),
    )
    return next((read for kind, read in kinds if isinstance(field, kind)), str)


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return moment.replace(tzinfo=UTC)


def _is_as_written(field: "models.Field[Any, Any]", read: Read, kind: str, raw: bytes | None) -> bool:
    if raw is None:
        # Whether it may be empty, the table itself says.
        return True
    try:
        written = field.get_db_prep_value(read(raw.decode()), connection)
    except UNREADABLE:
        return False
    if isinstance(written, int):
        return kind == "integer" and raw == b"%d" % written
    return kind == "text" and isinstance(written, str) and raw == written.encode()

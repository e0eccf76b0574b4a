"""Guards: constraints that the database itself holds, on both engines.

They stand in `Meta.constraints` like any other and travel through migrations. On SQLite a table is rebuilt for most
changes and loses what Django doesn't know of; a constraint is known, and is written again with the new table.
What the database really holds is watched by `record.watch`.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

from record.engines import engine_of
from record.engines.base import Engine, Piece, WayThrough, Window

__all__ = ["Guard", "Immutable", "NoOverlap", "OnlyEarlier", "SetOnce", "immutable_guard"]

# Written into triggers as it is; with prefix and suffix it has to stay below the 63 bytes of PostgreSQL's names.
NAME = re.compile(r"[a-z][a-z0-9_]{0,45}")


class GuardStatement(Statement):
    """A statement that the schema editor keeps for its end, and that knows for which guard."""

    def __init__(self, guard: str, template: str, table: Table) -> None:
        super().__init__(template, table=table)
        self.guard = guard


class Guard(BaseConstraint):
    """A rule over the rows of one table that their database enforces."""

    # The arguments beside `name`, for migrations and for comparing.
    arguments: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)

    def pieces(self, model: type[Model], engine: Engine) -> list[Piece]:
        """What has to stand in the database for this model's table."""
        raise NotImplementedError

    def named_fields(self) -> Sequence[str]:
        """The fields that this guard names."""
        raise NotImplementedError

    # ---- What Django asks of a constraint ----

    # The base class is made for constraints that are one statement; each of these hands Django an empty one.

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        """Add nothing to CREATE TABLE itself: triggers can only follow it."""
        return self.create_sql(model, schema_editor)

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        """Leave the statements to the editor's end, when the table has its final name and, on SQLite, its rows."""
        table = Table(model._meta.db_table, schema_editor.quote_name)
        for piece in self.pieces(model, engine_of(schema_editor.connection)):
            for statement in piece.create:
                schema_editor.deferred_sql.append(GuardStatement(self.name, statement, table))
        return ""

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        """Remove what stands, and what was still to be written. On SQLite the rebuild that follows does that alone."""
        table = model._meta.db_table
        schema_editor.deferred_sql = [
            statement
            for statement in schema_editor.deferred_sql
            if not (
                isinstance(statement, GuardStatement)
                and statement.guard == self.name
                and statement.references_table(table)
            )
        ]
        quoted = schema_editor.quote_name(table)
        for piece in self.pieces(model, engine_of(schema_editor.connection)):
            schema_editor.execute(piece.drop % {"table": quoted}, params=None)
        return ""

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Do nothing: a form can't know better than the verb, and the database has the last word."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        for argument in self.arguments:
            kwargs[argument] = getattr(self, argument)
        return path, (), kwargs

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Guard):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.name))

    def __repr__(self) -> str:
        told = "".join(f", {argument}={getattr(self, argument)!r}" for argument in self.arguments)
        return f"<{type(self).__name__}: name={self.name!r}{told}>"

    def _check(self, model: type[Model], connection: BaseDatabaseWrapper) -> list[checks.CheckMessage]:
        """Django's system check of models: the name can be written, and every field named is there."""
        if not NAME.fullmatch(self.name):
            return [checks.Error(f"The guard's name {self.name!r} can't be used.", obj=model, id="record.E001")]
        absent = []
        for name in self.named_fields():
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                absent.append(name)
        return [
            checks.Error(f"{self.name} names {name!r}, which is no field.", obj=model, id="record.E002")
            for name in absent
        ]


class Immutable(Guard):
    """Rows are never changed, deleted or truncated away; only the fields in `may_change` may be updated.

    On SQLite an insert whose key stands already is refused before it is tried, because `INSERT OR REPLACE` would
    otherwise exchange the row; hence `ignore_conflicts` raises there. Where some fields may change, the trigger names
    all others: to remove such a column, put `RemoveField` between `RemoveConstraint` and `AddConstraint`, or the
    migration stops with an error.

    `redacted_by` names the field with the digest of the text that a row belongs to. Through `record.redaction` alone,
    and with an Event that tells of it, such a row may be deleted, or, where `blanks` are named, have those emptied.
    """

    def __init__(
        self, *, name: str, may_change: Sequence[str] = (), redacted_by: str = "", blanks: Sequence[str] = ()
    ) -> None:
        if redacted_by and may_change:
            raise ValueError(f"{name}: a row that can be redacted has no fields that change otherwise.")
        self.may_change, self.way = tuple(may_change), WayThrough(redacted_by, tuple(blanks))
        super().__init__(name=name)

    def pieces(self, model: type[Model], engine: Engine) -> list[Piece]:
        return engine.immutable(model, self.name, self.may_change, self.way if self.way.digest else None)

    def named_fields(self) -> Sequence[str]:
        return (*self.may_change, *filter(None, [self.way.digest]), *self.way.blanks)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        kwargs["may_change"] = self.may_change
        if self.way.digest:
            kwargs |= {"redacted_by": self.way.digest, "blanks": self.way.blanks}
        return path, (), kwargs


def immutable_guard(model: type[Model]) -> Immutable | None:
    """The guard that says which of its rows' fields may change, if there is one."""
    return next((guard for guard in model._meta.constraints if isinstance(guard, Immutable)), None)


class NoOverlap(Guard):
    """Half-open windows [opens, closes) of rows with the same `within` never overlap, unless cancelled.

    `closes` empty means open-ended. That a window closes after it opens is a check constraint of the model's own.
    `within` is a bigint, or a foreign key to one.
    """

    arguments = ("within", "opens", "closes", "cancelled")

    def __init__(
        self,
        *,
        name: str,
        within: str,
        opens: str = "opens",
        closes: str = "closes",
        cancelled: str = "cancelled_at",
    ) -> None:
        self.within, self.opens, self.closes, self.cancelled = within, opens, closes, cancelled
        super().__init__(name=name)

    def pieces(self, model: type[Model], engine: Engine) -> list[Piece]:
        return engine.no_overlap(model, self.name, Window(self.within, self.opens, self.closes, self.cancelled))

    def named_fields(self) -> Sequence[str]:
        return (self.within, self.opens, self.closes, self.cancelled)


class OnlyEarlier(Guard):
    """An update may move the named moments to an earlier one only. Empty means never, so any moment is earlier."""

    arguments = ("fields",)

    def __init__(self, *, name: str, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(name=name)

    def pieces(self, model: type[Model], engine: Engine) -> list[Piece]:
        return engine.only_earlier(model, self.name, self.fields)

    def named_fields(self) -> Sequence[str]:
        return self.fields


class SetOnce(Guard):
    """An update may give the named fields a value where they are empty, and never takes or exchanges one."""

    arguments = ("fields",)

    def __init__(self, *, name: str, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(name=name)

    def pieces(self, model: type[Model], engine: Engine) -> list[Piece]:
        return engine.set_once(model, self.name, self.fields)

    def named_fields(self) -> Sequence[str]:
        return self.fields

"""Guards on SQLite: triggers, each of which mentions its own table alone.

A trigger that mentions another table breaks that table's next rebuild, and SQLite rebuilds tables for most migrations.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.db import NotSupportedError
from django.db.models import Model, Q, UniqueConstraint

from record.engines.base import PREFIX, Engine, Facts, Piece, WayThrough, Window

# In these texts the columns of the rows that stand are plain; those of the row that arrives stand behind NEW. All of
# it is built from names of models and fields, never from anything that people enter.
# ruff: noqa: S608


# The names of constraints within CREATE TABLE, as Django writes them.
NAMED: Final = re.compile(r'CONSTRAINT "([^"]+)" (?:CHECK|UNIQUE)').findall

# Registered on a connection by `redact` alone; any other program that tries is told that there is no such function.
REDACTING: Final = "redacting"


class Key(NamedTuple):
    """Columns that no two rows may share, among the rows that meet a condition."""

    columns: Sequence[str]
    condition: str = ""
    condition_columns: Sequence[str] = ()


class SQLite(Engine):
    """Guards as SQLite's triggers."""

    def immutable(
        self, model: type[Model], name: str, may_change: Sequence[str], way: WayThrough | None = None
    ) -> list[Piece]:
        free = {self.column(model, field) for field in may_change}
        keys = sorted(self._keys(model))
        replaces = " OR ".join(self._taken(key) for key in keys)
        pieces = [
            self._trigger(
                model, f"{name}_delete", "BEFORE DELETE", self._unasked(model, way), f"{name}: rows are never deleted"
            ),
            self._trigger(
                model,
                f"{name}_update",
                "BEFORE UPDATE",
                self._more_than_blanked(model, way) if way and way.blanks else self._changed(model, free),
                f"{name}: rows never change",
            ),
            # INSERT OR REPLACE would delete the row that stands without asking the delete trigger.
            self._trigger(model, f"{name}_insert", "BEFORE INSERT", replaces, f"{name}: a row with this key stands"),
        ]
        movable = [key for key in keys if free.intersection((*key.columns, *key.condition_columns))]
        if movable:
            # So would UPDATE OR REPLACE, with a key that an allowed change makes equal to another row's.
            others = " OR ".join(self._taken(key, but_for_itself=True) for key in movable)
            pieces.append(
                self._trigger(model, f"{name}_key", "BEFORE UPDATE", others, f"{name}: a row with this key stands")
            )
        return pieces

    def redact(self, model: type[Model], way: WayThrough, *, digest: str, event: int) -> int:
        """Register `redacting` on this connection for the one statement. The Event was looked at by the caller."""
        table, column = self.quoted(model._meta.db_table), self.quoted(self.column(model, way.digest))
        blanked = ", ".join(f"{self.quoted(self.column(model, field))} = ''" for field in way.blanks)
        statement = f"UPDATE {table} SET {blanked}" if blanked else f"DELETE FROM {table}"
        self.connection.ensure_connection()
        self.connection.connection.create_function(REDACTING, 0, lambda: digest)
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(f"{statement} WHERE {column} = %s", [digest])
                return int(cursor.rowcount)
        finally:
            self.connection.connection.create_function(REDACTING, 0, None)

    def no_overlap(self, model: type[Model], name: str, window: Window) -> list[Piece]:
        within, opens, closes, cancelled = (self.quoted(self.column(model, field)) for field in vars(window).values())
        overlaps = (
            f"NEW.{cancelled} IS NULL AND EXISTS (SELECT 1 FROM %(table)s"
            f" WHERE {within} = NEW.{within} AND rowid <> NEW.rowid AND {cancelled} IS NULL"
            f" AND (NEW.{closes} IS NULL OR {opens} < NEW.{closes})"
            f" AND ({closes} IS NULL OR NEW.{opens} < {closes}))"
        )
        # After, not before: only then has a new row its rowid, by which it is told from the others.
        return [
            self._trigger(model, f"{name}_{event.lower()}", f"AFTER {event}", overlaps, f"{name}: the windows overlap")
            for event in ("INSERT", "UPDATE")
        ]

    def only_earlier(self, model: type[Model], name: str, fields: Sequence[str]) -> list[Piece]:
        columns = [self.quoted(self.column(model, field)) for field in fields]
        later = " OR ".join(
            f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} > OLD.{column}))"
            for column in columns
        )
        return [self._trigger(model, f"{name}_update", "BEFORE UPDATE", later, f"{name}: may only become earlier")]

    def set_once(self, model: type[Model], name: str, fields: Sequence[str]) -> list[Piece]:
        columns = [self.quoted(self.column(model, field)) for field in fields]
        again = " OR ".join(f"(OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column})" for column in columns)
        return [self._trigger(model, f"{name}_update", "BEFORE UPDATE", again, f"{name}: set once, and for good")]

    def found(self) -> dict[tuple[str, str], Facts]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_'"
            )
            return {(table, name): {"definition": sql} for table, name, sql in cursor.fetchall()}

    def constraints(self) -> set[tuple[str, str]]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT tbl_name, name, type, sql FROM sqlite_master WHERE type IN ('index', 'table')")
            rows = cursor.fetchall()
        named = {(table, name) for table, name, kind, _sql in rows if kind == "index"}
        # Those that belong to a table have no row of their own.
        return named | {(table, name) for table, _name, kind, sql in rows if kind == "table" for name in NAMED(sql)}

    def _trigger(self, model: type[Model], name: str, moment: str, when: str, says: str) -> Piece:
        """A trigger that aborts the statement, saying why, whenever `when` holds (always, where it is empty)."""
        quoted = self.quoted(f"{PREFIX}{name}")
        condition = f" WHEN {when}" if when else ""
        create = f"CREATE TRIGGER {quoted} {moment} ON %(table)s{condition} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        if "%" in create.replace("%(table)s", ""):
            raise NotSupportedError(f"{name}: a guarded table can't have a unique condition with a percent sign.")
        return Piece(
            name=f"{PREFIX}{name}",
            create=[create],
            drop=f"DROP TRIGGER IF EXISTS {quoted}",
            facts={"definition": create % {"table": self.quoted(model._meta.db_table)}},
        )

    def _unasked(self, model: type[Model], way: WayThrough | None) -> str:
        """True unless this row's text is being redacted. Empty, so always, where rows can't be deleted at all.

        Whoever hasn't registered the function gets no further than its name.
        """
        if way is None or way.blanks:
            return ""
        return f"{REDACTING}() IS NOT OLD.{self.quoted(self.column(model, way.digest))}"

    def _more_than_blanked(self, model: type[Model], way: WayThrough) -> str:
        """True when an update does anything but empty the columns of a text that is being redacted."""
        blanks = [self.column(model, field) for field in way.blanks]
        return " OR ".join(
            [
                f"{REDACTING}() IS NOT OLD.{self.quoted(self.column(model, way.digest))}",
                *(f"NEW.{self.quoted(column)} IS NOT ''" for column in blanks),
                self._changed(model, set(blanks)),
            ]
        )

    def _changed(self, model: type[Model], free: set[str]) -> str:
        """True when an update changes anything but the free columns. Empty where none is free: then none may come.

        Every column is named, so a column added without a rebuild isn't covered until the trigger is made anew; that
        happens at the end of every `migrate`.
        """
        if not free:
            return ""
        # Sorted, because a model and its state in the migrations may have their fields in another order.
        columns = sorted(str(field.column) for field in model._meta.local_concrete_fields if not field.generated)
        held = [self.quoted(column) for column in columns if column not in free]
        return " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in (*held, "rowid"))

    def _taken(self, key: Key, *, but_for_itself: bool = False) -> str:
        """True when a row with this key stands already."""
        same = [f"{self.quoted(column)} = NEW.{self.quoted(column)}" for column in key.columns]
        if but_for_itself:
            same.append("rowid <> OLD.rowid")
        if not key.condition:
            return f"EXISTS (SELECT 1 FROM %(table)s WHERE {' AND '.join(same)})"
        # The condition names columns plainly, so the row that arrives is presented as a table of its own.
        arriving = ", ".join(f"NEW.{self.quoted(c)} AS {self.quoted(c)}" for c in key.condition_columns)
        return (
            f"(EXISTS (SELECT 1 FROM (SELECT {arriving}) WHERE {key.condition})"
            f" AND EXISTS (SELECT 1 FROM %(table)s WHERE {' AND '.join(same)} AND {key.condition}))"
        )

    def _keys(self, model: type[Model]) -> Iterator[Key]:
        """Everything by which REPLACE could find a row to remove, the hidden rowid included."""
        options = model._meta
        yield Key(["rowid"])
        yield Key([str(field.column) for field in options.pk_fields])
        for field in options.local_concrete_fields:
            if field.unique and not field.primary_key:
                yield Key([str(field.column)])
        for names in options.unique_together:
            yield Key([self.column(model, name) for name in names])
        for constraint in options.constraints:
            if isinstance(constraint, UniqueConstraint):
                yield self._key_of(model, constraint)

    def _key_of(self, model: type[Model], constraint: UniqueConstraint) -> Key:
        if constraint.contains_expressions:
            raise NotSupportedError(
                f"{constraint.name}: a guarded table can't have a unique constraint of expressions."
            )
        columns = [self.column(model, name) for name in constraint.fields]
        condition: Q | None = constraint.condition
        if condition is None:
            return Key(columns)
        editor = self.connection.SchemaEditorClass(self.connection)
        names = sorted({reference[0] for reference in model._get_expr_references(condition)})  # type: ignore[attr-defined]
        return Key(
            columns,
            constraint._get_condition_sql(model, editor),  # type: ignore[attr-defined]
            [self.column(model, name) for name in names],
        )

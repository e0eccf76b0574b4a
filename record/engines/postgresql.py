"""Guards on PostgreSQL: row and statement triggers that fire ALWAYS, and exclusion constraints.

ALWAYS, because an ordinary trigger is silent for a session that says `session_replication_role = replica`. A refusal
has the error code `restrict_violation`, which Django raises as `IntegrityError`.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from django.db import NotSupportedError
from django.db.models import BigAutoField, BigIntegerField, ForeignKey, Model

from record.engines.base import PREFIX, Engine, Facts, Piece, Window

# Triggers pass the names of columns as arguments: both functions serve every table, and see columns that come later.
REFUSE_CHANGE: Final = """
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
        IF (to_jsonb(NEW) - TG_ARGV)::text = (to_jsonb(OLD) - TG_ARGV)::text THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
        MESSAGE = TG_NAME || ' refuses ' || TG_OP || ' on ' || TG_TABLE_NAME;
END
"""

ONLY_EARLIER: Final = """
DECLARE
    name text;
    later boolean;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        EXECUTE 'SELECT o IS NOT NULL AND (n IS NULL OR n > o) FROM (SELECT ($1).' || quote_ident(name)
            || ' AS o, ($2).' || quote_ident(name) || ' AS n) AS moments' INTO later USING OLD, NEW;
        IF later THEN
            RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
                MESSAGE = TG_NAME || ': ' || name || ' of ' || TG_TABLE_NAME || ' may only become earlier';
        END IF;
    END LOOP;
    RETURN NEW;
END
"""

FUNCTIONS: Final = {"guard_refuse_change": REFUSE_CHANGE, "guard_only_earlier": ONLY_EARLIER}

# The names of pg_trigger's bits, in the order in which they are told here.
TIMINGS: Final = {1: "ROW", 2: "BEFORE", 4: "INSERT", 8: "DELETE", 16: "UPDATE", 32: "TRUNCATE"}
ENABLED: Final = {"A": "ALWAYS", "O": "ORIGIN", "R": "REPLICA", "D": "DISABLED"}

TRIGGERS: Final = """
    SELECT c.relname, t.tgname, t.tgtype, t.tgenabled, t.tgargs, t.tgqual IS NULL AND t.tgattr = '',
        p.proname, p.prosrc, p.proconfig
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND starts_with(t.tgname, 'guard_') AND pg_table_is_visible(c.oid)
"""
EXCLUSIONS: Final = """
    SELECT c.relname, e.conname, pg_get_constraintdef(e.oid)
    FROM pg_constraint e JOIN pg_class c ON c.oid = e.conrelid
    WHERE e.contype = 'x' AND pg_table_is_visible(c.oid)
"""


class PostgreSQL(Engine):
    """Guards as PostgreSQL's triggers and exclusion constraints."""

    def immutable(self, model: type[Model], name: str, may_change: Sequence[str]) -> list[Piece]:
        free = [self.column(model, field) for field in may_change]
        return [
            self._trigger(f"{name}_row", "BEFORE UPDATE OR DELETE", "ROW", "guard_refuse_change", free),
            self._trigger(f"{name}_truncate", "BEFORE TRUNCATE", "STATEMENT", "guard_refuse_change", []),
        ]

    def no_overlap(self, model: type[Model], name: str, window: Window) -> list[Piece]:
        self._check_within(model, window)
        within, opens, closes, cancelled = (self.quoted(self.column(model, field)) for field in vars(window).values())
        # A range of one number stands for the number itself: GiST knows ranges without the extension btree_gist.
        create = (
            f"ALTER TABLE %(table)s ADD CONSTRAINT {self.quoted(name)} EXCLUDE USING gist"
            f" (int8range({within}, {within}, '[]') WITH &&, tstzrange({opens}, {closes}) WITH &&)"
            f" WHERE ({cancelled} IS NULL)"
        )
        as_told = (
            f"EXCLUDE USING gist (int8range({within}, {within}, '[]'::text) WITH &&, tstzrange({opens}, {closes})"
            f" WITH &&) WHERE (({cancelled} IS NULL))"
        )
        drop = f"ALTER TABLE %(table)s DROP CONSTRAINT IF EXISTS {self.quoted(name)}"
        return [Piece(name=name, create=[create], drop=drop, facts={"definition": as_told.replace('"', "")})]

    def only_earlier(self, model: type[Model], name: str, fields: Sequence[str]) -> list[Piece]:
        columns = [self.column(model, field) for field in fields]
        return [self._trigger(f"{name}_row", "BEFORE UPDATE", "ROW", "guard_only_earlier", columns)]

    def found(self) -> dict[tuple[str, str], Facts]:
        pieces: dict[tuple[str, str], Facts] = {}
        with self.connection.cursor() as cursor:
            cursor.execute(TRIGGERS)
            for table, name, bits, enabled, arguments, is_plain, function, body, settings in cursor.fetchall():
                pieces[table, name] = {
                    "timing": " ".join(word for bit, word in TIMINGS.items() if bits & bit),
                    "enabled": ENABLED.get(enabled, enabled),
                    "arguments": bytes(arguments).decode(),
                    "condition": "" if is_plain else "conditional",
                    "function": function,
                    "body of the function": _digest(body),
                    "settings of the function": ",".join(settings or []),
                }
            cursor.execute(EXCLUSIONS)
            for table, name, definition in cursor.fetchall():
                pieces[table, name] = {"definition": definition.replace('"', "")}
        return pieces

    def _trigger(self, name: str, moment: str, level: str, function: str, arguments: Sequence[str]) -> Piece:
        quoted = self.quoted(f"{PREFIX}{name}")
        told = ", ".join(f"'{argument}'" for argument in arguments)
        words = [level, *moment.replace(" OR", "").split()]
        return Piece(
            name=f"{PREFIX}{name}",
            create=[
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
                f" SET search_path = pg_catalog, pg_temp AS $guard${FUNCTIONS[function]}$guard$",
                f"CREATE TRIGGER {quoted} {moment} ON %(table)s FOR EACH {level} EXECUTE FUNCTION {function}({told})",
                f"ALTER TABLE %(table)s ENABLE ALWAYS TRIGGER {quoted}",
            ],
            drop=f"DROP TRIGGER IF EXISTS {quoted} ON %(table)s",
            facts={
                "timing": " ".join(word for word in TIMINGS.values() if word in words),
                "enabled": "ALWAYS",
                "arguments": "".join(f"{argument}\0" for argument in arguments),
                "condition": "",
                "function": function,
                "body of the function": _digest(FUNCTIONS[function]),
                "settings of the function": "search_path=pg_catalog, pg_temp",
            },
        )

    def _check_within(self, model: type[Model], window: Window) -> None:
        field = model._meta.get_field(window.within)
        target = field.target_field if isinstance(field, ForeignKey) else field
        if not isinstance(target, BigIntegerField | BigAutoField):
            raise NotSupportedError(f"{window.within} of {model.__name__} has to be a bigint to keep windows apart.")


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()

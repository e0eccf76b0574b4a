"""Guards on PostgreSQL: row and statement triggers that fire ALWAYS, and exclusion constraints.

ALWAYS, because an ordinary trigger is silent for a session that says `session_replication_role = replica`. A refusal
has the error code `restrict_violation`, which Django raises as `IntegrityError`.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from django.db import NotSupportedError
from django.db.models import BigAutoField, BigIntegerField, ForeignKey, Model

from record.engines.base import PREFIX, Engine, Facts, Piece, WayThrough, Window

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

SET_ONCE: Final = """
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) ->> name IS NOT NULL AND to_jsonb(NEW) ->> name IS DISTINCT FROM to_jsonb(OLD) ->> name THEN
            RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
                MESSAGE = TG_NAME || ': ' || name || ' of ' || TG_TABLE_NAME || ' is set once, and for good';
        END IF;
    END LOOP;
    RETURN NEW;
END
"""

# The first argument is the column with the digest; the others are columns that become empty instead of the row being
# deleted. The Event has to be of this very transaction. Rows written inside a savepoint carry the savepoint's number,
# which is later than that of its transaction.
REFUSE_BUT_REDACTION: Final = """
DECLARE
    event bigint := nullif(current_setting('guard.redaction', true), '')::bigint;
    now_here bigint;
    written bigint;
BEGIN
    IF event IS NOT NULL AND TG_OP = (CASE WHEN TG_NARGS > 1 THEN 'UPDATE' ELSE 'DELETE' END) THEN
        now_here := pg_current_xact_id()::text::bigint;
        EXECUTE 'SELECT xmin::text::bigint FROM ' || quote_ident(TG_TABLE_SCHEMA) || '.record_event'
            || ' WHERE seq = $1 AND verb = ''redact'' AND body::jsonb #>> ''{facts,digest}'' = $2'
            INTO written USING event, to_jsonb(OLD) ->> TG_ARGV[0];
        written := now_here - mod(now_here, 4294967296) + written;
        IF written < now_here - 2147483648 THEN
            written := written + 4294967296;
        ELSIF written > now_here + 2147483648 THEN
            written := written - 4294967296;
        END IF;
        IF written >= now_here AND pg_xact_status(written::text::xid8) = 'in progress' THEN
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            ELSIF (to_jsonb(NEW) - TG_ARGV[1:])::text = (to_jsonb(OLD) - TG_ARGV[1:])::text
                AND NOT EXISTS (SELECT FROM unnest(TG_ARGV[1:]) AS blank WHERE to_jsonb(NEW) ->> blank <> '') THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
        MESSAGE = TG_NAME || ' refuses ' || TG_OP || ' on ' || TG_TABLE_NAME;
END
"""

# What the application's role calls, which can't delete or change such rows itself. It only opens the way: whether the
# Event is there is asked by the trigger above, of every row.
REDACT: Final = """
DECLARE
    arguments text[];
    redacted bigint;
BEGIN
    SELECT string_to_array(encode(t.tgargs, 'escape'), '\\000') INTO arguments
        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = guarded AND NOT t.tgisinternal AND p.proname = 'guard_refuse_but_redaction';
    IF arguments IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
            MESSAGE = 'guard_redact: nothing of ' || guarded::text || ' can be redacted';
    END IF;
    PERFORM set_config('guard.redaction', event::text, true);
    IF array_length(arguments, 1) = 2 THEN
        EXECUTE 'DELETE FROM ' || guarded::text || ' WHERE ' || quote_ident(arguments[1]) || ' = $1' USING digest;
    ELSE
        EXECUTE 'UPDATE ' || guarded::text || ' SET '
            || (SELECT string_agg(quote_ident(name) || ' = ''''', ', ')
                FROM unnest(arguments[2:]) AS name WHERE name <> '')
            || ' WHERE ' || quote_ident(arguments[1]) || ' = $1' USING digest;
    END IF;
    GET DIAGNOSTICS redacted = ROW_COUNT;
    RETURN redacted;
END
"""

FUNCTIONS: Final = {
    "guard_refuse_change": REFUSE_CHANGE,
    "guard_only_earlier": ONLY_EARLIER,
    "guard_set_once": SET_ONCE,
    "guard_refuse_but_redaction": REFUSE_BUT_REDACTION,
}
# Set anew with each call and taken back at its end, so that the way is never left open.
CREATE_REDACT: Final = (
    "CREATE OR REPLACE FUNCTION guard_redact(guarded regclass, digest text, event bigint) RETURNS bigint"
    " LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET guard.redaction = ''"
    f" AS $guard${REDACT}$guard$"
)
REDACT_AS_TOLD: Final = (
    "guarded regclass, digest text, event bigint; definer; search_path=pg_catalog, pg_temp,guard.redaction="
)

# The names of pg_trigger's bits, in the order in which they are told here.
TIMINGS: Final = {1: "ROW", 2: "BEFORE", 4: "INSERT", 8: "DELETE", 16: "UPDATE", 32: "TRUNCATE"}
ENABLED: Final = {"A": "ALWAYS", "O": "ORIGIN", "R": "REPLICA", "D": "DISABLED"}

TRIGGERS: Final = """
    SELECT c.relname, t.tgname, t.tgtype, t.tgenabled, t.tgargs, t.tgqual IS NULL AND t.tgattr = '',
        p.proname, p.prosrc, p.proconfig,
        (SELECT string_agg(pg_get_function_identity_arguments(way.oid)
            || (CASE WHEN way.prosecdef THEN '; definer; ' ELSE '; ' END)
            || coalesce(array_to_string(way.proconfig, ','), '') || way.prosrc, '')
            FROM pg_proc way WHERE way.proname = 'guard_redact' AND way.pronamespace = p.pronamespace)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND starts_with(t.tgname, 'guard_') AND pg_table_is_visible(c.oid)
"""
EXCLUSIONS: Final = """
    SELECT c.relname, e.conname, pg_get_constraintdef(e.oid)
    FROM pg_constraint e JOIN pg_class c ON c.oid = e.conrelid
    WHERE e.contype = 'x' AND pg_table_is_visible(c.oid)
"""

# Unique conditions are indexes alone. What is not valid doesn't hold for the rows that stand.
CONSTRAINTS: Final = """
    SELECT c.relname, e.conname
    FROM pg_constraint e JOIN pg_class c ON c.oid = e.conrelid
    WHERE e.convalidated AND pg_table_is_visible(c.oid)
    UNION
    SELECT c.relname, i.relname
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indisunique AND x.indisvalid AND pg_table_is_visible(c.oid)
"""


class PostgreSQL(Engine):
    """Guards as PostgreSQL's triggers and exclusion constraints."""

    def immutable(
        self, model: type[Model], name: str, may_change: Sequence[str], way: WayThrough | None = None
    ) -> list[Piece]:
        named = (way.digest, *way.blanks) if way else may_change
        function = "guard_refuse_but_redaction" if way else "guard_refuse_change"
        columns = [self.column(model, field) for field in named]
        return [
            self._trigger(f"{name}_row", "BEFORE UPDATE OR DELETE", "ROW", function, columns),
            self._trigger(f"{name}_truncate", "BEFORE TRUNCATE", "STATEMENT", "guard_refuse_change", []),
        ]

    def redact(self, model: type[Model], way: WayThrough, *, digest: str, event: int) -> int:
        """Call the function that may do it. The triggers look for the Event themselves."""
        table = self.quoted(model._meta.db_table)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT guard_redact(%s::regclass, %s, %s)", [table, digest, event])
            (rows,) = cursor.fetchone()
        return int(rows)

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

    def set_once(self, model: type[Model], name: str, fields: Sequence[str]) -> list[Piece]:
        columns = [self.column(model, field) for field in fields]
        return [self._trigger(f"{name}_row", "BEFORE UPDATE", "ROW", "guard_set_once", columns)]

    def found(self) -> dict[tuple[str, str], Facts]:
        pieces: dict[tuple[str, str], Facts] = {}
        with self.connection.cursor() as cursor:
            cursor.execute(TRIGGERS)
            for table, name, bits, enabled, arguments, is_plain, function, body, settings, way in cursor.fetchall():
                pieces[table, name] = {
                    "timing": " ".join(word for bit, word in TIMINGS.items() if bits & bit),
                    "enabled": ENABLED.get(enabled, enabled),
                    "arguments": bytes(arguments).decode(),
                    "condition": "" if is_plain else "conditional",
                    "function": function,
                    "body of the function": _digest(body),
                    "settings of the function": ",".join(settings or []),
                    "way through": _digest(way or ""),
                }
            cursor.execute(EXCLUSIONS)
            for table, name, definition in cursor.fetchall():
                pieces[table, name] = {"definition": definition.replace('"', "")}
        return pieces

    def constraints(self) -> set[tuple[str, str]]:
        with self.connection.cursor() as cursor:
            cursor.execute(CONSTRAINTS)
            return set(cursor.fetchall())

    def _trigger(self, name: str, moment: str, level: str, function: str, arguments: Sequence[str]) -> Piece:
        quoted = self.quoted(f"{PREFIX}{name}")
        told = ", ".join(f"'{argument}'" for argument in arguments)
        words = [level, *moment.replace(" OR", "").split()]
        is_redactable = FUNCTIONS[function] is REFUSE_BUT_REDACTION
        return Piece(
            name=f"{PREFIX}{name}",
            create=[
                *([CREATE_REDACT] if is_redactable else []),
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
                **({"way through": _digest(REDACT_AS_TOLD + REDACT)} if is_redactable else {}),
            },
        )

    def _check_within(self, model: type[Model], window: Window) -> None:
        field = model._meta.get_field(window.within)
        target = field.target_field if isinstance(field, ForeignKey) else field
        if not isinstance(target, BigIntegerField | BigAutoField):
            raise NotSupportedError(f"{window.within} of {model.__name__} has to be a bigint to keep windows apart.")


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()

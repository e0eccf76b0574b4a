"""The one way through the guards, and that there is no other."""

from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, models, transaction
from django.db.migrations import operations

from record.chain import Event, record_event
from record.guards import Immutable
from record.redaction import destroy
from tests.record.workshop import Workshop, create_letter, create_sealed

SEALED, CARD = "guardedtests_sealed", "guardedtests_card"


@pytest.fixture
def sealed(workshop: Workshop) -> Workshop:
    """Two texts, and a card of each."""
    workshop.migrate(*create_sealed())
    for digest in ("a", "b"):
        workshop.sealed.objects.create(digest=digest, text=f"text {digest}")
        workshop.card.objects.create(digest=digest, word=f"word {digest}", lead=f"lead {digest}")
    return workshop


def told(ada: AbstractBaseUser, digest: str = "a", verb: str = "redact") -> Event:
    return record_event(verb, actor=ada, door="shell", digest=digest)


def rows(sealed: Workshop) -> list[Any]:
    return [
        *sealed.sealed.objects.order_by("digest").values_list("digest", "text"),
        *sealed.card.objects.order_by("digest").values_list("digest", "word", "lead", "number"),
    ]


def refused(statement: str, *parameters: str | int | None) -> None:
    """By SQLite because there is no such function, by PostgreSQL because there is no such Event."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def test_a_text_and_what_repeats_it_are_destroyed_and_nothing_else(sealed: Workshop, ada: AbstractBaseUser) -> None:
    with transaction.atomic():
        event = told(ada)
        assert destroy(sealed.sealed, event=event) == 1
        assert destroy(sealed.card, event=event) == 1
    assert rows(sealed) == [("b", "text b"), ("a", "", "", 1), ("b", "word b", "lead b", 1)]


def test_it_may_stand_inside_a_savepoint(sealed: Workshop, ada: AbstractBaseUser) -> None:
    """There PostgreSQL gives rows another transaction's number."""
    with transaction.atomic():
        with transaction.atomic():
            event = told(ada)
        with transaction.atomic():
            assert destroy(sealed.sealed, event=event) == 1
    assert sealed.sealed.objects.count() == 1


def test_what_is_rolled_back_is_whole_again(sealed: Workshop, ada: AbstractBaseUser) -> None:
    before = rows(sealed)
    with transaction.atomic():
        event = told(ada)
        destroy(sealed.sealed, event=event)
        destroy(sealed.card, event=event)
        assert rows(sealed) != before
        transaction.set_rollback(True)
    assert rows(sealed) == before
    assert not Event.objects.exists()


def test_no_other_statement_finds_the_way(sealed: Workshop, ada: AbstractBaseUser) -> None:
    """Neither before, nor in the very transaction of a redaction, nor after it."""
    statements = [
        f"DELETE FROM {SEALED}",
        f"DELETE FROM {SEALED} WHERE digest = 'a'",
        f"DELETE FROM {SEALED} WHERE digest = 'b'",
        f"UPDATE {SEALED} SET text = ''",
        f"UPDATE {CARD} SET word = '', lead = ''",
        f"UPDATE {CARD} SET word = '', lead = '' WHERE digest = 'a'",
        f"UPDATE {CARD} SET number = 2",
        f"DELETE FROM {CARD}",
    ]
    before = rows(sealed)
    for statement in statements:
        refused(statement)
    assert rows(sealed) == before
    with transaction.atomic():
        event = told(ada)
        for statement in statements:
            refused(statement)
        assert rows(sealed) == before
        destroy(sealed.sealed, event=event)
        destroy(sealed.card, event=event)
        for statement in statements[:1] + statements[2:5]:
            refused(statement)
    for statement in statements[:1] + statements[2:5]:
        refused(statement)
    assert rows(sealed) == [("b", "text b"), ("a", "", "", 1), ("b", "word b", "lead b", 1)]


def test_an_event_of_another_verb_opens_nothing(sealed: Workshop, ada: AbstractBaseUser) -> None:
    with transaction.atomic(), pytest.raises(ValueError, match="no redaction"):
        destroy(sealed.sealed, event=told(ada, verb="withdraw"))
    with pytest.raises(transaction.TransactionManagementError):
        destroy(sealed.sealed, event=Event.objects.get())


def test_a_table_without_a_way_has_none(workshop: Workshop, ada: AbstractBaseUser) -> None:
    workshop.migrate(create_letter())
    with transaction.atomic():
        event = told(ada)
        with pytest.raises(ValueError, match="can't be redacted"):
            destroy(workshop.letter, event=event)


@pytest.mark.postgresql
def test_the_function_asks_for_the_event_of_its_own_transaction(sealed: Workshop, ada: AbstractBaseUser) -> None:
    """Not for one of an earlier transaction, nor for one of another text or verb."""
    call = "SELECT guard_redact(%s::regclass, %s, %s)"
    with transaction.atomic():
        early = told(ada)
    refused(call, SEALED, "a", early.seq)
    refused(call, SEALED, "a", 99)
    refused(call, SEALED, "a", None)
    refused(call, "record_event", "a", early.seq)
    with transaction.atomic():
        late, other = told(ada, "b"), told(ada, "a", verb="withdraw")
        refused(call, SEALED, "a", early.seq)
        refused(call, SEALED, "a", late.seq)
        refused(call, SEALED, "a", other.seq)
        refused(call, CARD, "a", late.seq)
    assert sealed.sealed.objects.count() == 2
    assert sealed.card.objects.filter(word="").count() == 0


@pytest.mark.postgresql
def test_a_way_opened_by_hand_lets_no_more_through(sealed: Workshop, ada: AbstractBaseUser) -> None:
    """Even its owner, with the Event and the setting, can only do to the named text what the function would do."""
    with transaction.atomic():
        event = told(ada)
        opened = f"SET LOCAL guard.redaction = '{event.seq}';"
        for statement in (
            f"DELETE FROM {SEALED} WHERE digest = 'b'",
            f"UPDATE {SEALED} SET text = '' WHERE digest = 'a'",
            f"DELETE FROM {CARD} WHERE digest = 'a'",
            f"UPDATE {CARD} SET word = 'other', lead = '' WHERE digest = 'a'",
            f"UPDATE {CARD} SET word = '', lead = '', number = 2 WHERE digest = 'a'",
            f"TRUNCATE {SEALED}",
        ):
            refused(opened + statement)
    assert sealed.sealed.objects.count() == 2


@pytest.mark.sqlite
def test_a_registered_function_lets_no_more_through(sealed: Workshop, ada: AbstractBaseUser) -> None:
    """While `redacting` names a text, other texts and other columns stand."""
    connection.ensure_connection()
    connection.connection.create_function("redacting", 0, lambda: "a")
    try:
        for statement in (
            f"DELETE FROM {SEALED}",
            f"UPDATE {SEALED} SET text = '' WHERE digest = 'a'",
            f"DELETE FROM {CARD} WHERE digest = 'a'",
            f"UPDATE {CARD} SET word = 'other', lead = '' WHERE digest = 'a'",
            f"UPDATE {CARD} SET word = '', lead = '', number = 2 WHERE digest = 'a'",
            f"UPDATE OR REPLACE {CARD} SET word = '', lead = '', id = 2 WHERE digest = 'a'",
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    finally:
        connection.connection.create_function("redacting", 0, None)
    assert sealed.sealed.objects.count() == 2


STEPS = {
    "a nullable column": [operations.AddField("card", "note", models.TextField(null=True))],
    "a column with a default": [operations.AddField("sealed", "size", models.IntegerField(default=1))],
    "another type": [operations.AlterField("card", "word", models.TextField())],
    "a renamed table": [operations.RenameModel("Sealed", "Other"), operations.RenameModel("Other", "Sealed")],
    "another table's name": [operations.AlterModelTable("sealed", "texts under seal")],
    "a renamed column": [
        operations.RenameField("card", "digest", "hash"),
        operations.RenameField("card", "hash", "digest"),
    ],
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS.keys())
def test_the_way_survives_migrations(sealed: Workshop, ada: AbstractBaseUser, steps: list[Any]) -> None:
    sealed.migrate(*steps)
    sealed.finish()
    assert sealed.missing() == []
    for change in (
        sealed.sealed.objects.all().delete,
        lambda: sealed.card.objects.update(word=""),
        lambda: sealed.card.objects.update(number=2),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with transaction.atomic():
        event = told(ada)
        assert [destroy(model, event=event) for model in (sealed.sealed, sealed.card)] == [1, 1]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "weaker",
    [
        "CREATE OR REPLACE FUNCTION guard_refuse_but_redaction() RETURNS trigger LANGUAGE plpgsql"
        " SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN OLD; END'",
        "CREATE OR REPLACE FUNCTION guard_redact(guarded regclass, digest text, event bigint) RETURNS bigint"
        " LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN 0; END'",
        "ALTER FUNCTION guard_redact(regclass, text, bigint) SECURITY INVOKER",
        "ALTER FUNCTION guard_redact(regclass, text, bigint) RESET search_path",
        "ALTER FUNCTION guard_redact(regclass, text, bigint) RESET guard.redaction",
        "DROP FUNCTION guard_redact(regclass, text, bigint)",
        "CREATE FUNCTION guard_redact(text) RETURNS text LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_a_way_that_was_widened_is_named(sealed: Workshop, weaker: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(weaker)
    lines = sealed.missing()
    assert lines
    assert all("_row on guardedtests_" in line and "not as declared" in line for line in lines)
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION IF EXISTS guard_redact(text)")
    sealed.finish()
    assert sealed.missing() == []


@pytest.mark.sqlite
def test_a_way_that_was_widened_is_named_on_sqlite_too(sealed: Workshop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_sealed_delete")
        cursor.execute(
            f"CREATE TRIGGER guard_sealed_delete BEFORE DELETE ON {SEALED} WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    assert sealed.missing() == [f"guard_sealed_delete on {SEALED} is not as declared: definition"]
    sealed.finish()
    assert sealed.missing() == []


def test_a_row_that_can_be_redacted_has_no_other_freedom() -> None:
    with pytest.raises(ValueError, match="change otherwise"):
        Immutable(name="x", may_change=["a"], redacted_by="digest")
    assert Immutable(name="x") != Immutable(name="x", redacted_by="digest")
    assert Immutable(name="x", redacted_by="digest", blanks=["a"]).named_fields() == ("digest", "a")


@pytest.mark.postgresql
def test_a_role_that_may_not_delete_can_redact(sealed: Workshop, ada: AbstractBaseUser) -> None:
    """In production the application's role has no UPDATE or DELETE on these tables. The function has."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE redaction_tried NOLOGIN")
            cursor.execute(f"GRANT SELECT, INSERT ON record_event, {SEALED}, {CARD} TO redaction_tried")
            cursor.execute("GRANT SELECT, INSERT, UPDATE ON record_head TO redaction_tried")
            cursor.execute("SET LOCAL ROLE redaction_tried")
        event = told(ada)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sealed.sealed.objects.all().delete()
        assert [destroy(model, event=event) for model in (sealed.sealed, sealed.card)] == [1, 1]
        assert sealed.sealed.objects.get().digest == "b"
        transaction.set_rollback(True)

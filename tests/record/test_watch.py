"""Guards that were lost or weakened are seen, named, and set again by `migrate`."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import checks
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import operations

from record.chain import Event, record_event
from record.guards import Immutable, NoOverlap, OnlyEarlier
from record.verification import verify
from record.watch import missing_guards
from tests.record.workshop import LABEL, Workshop, create_letter, create_stay

PLPGSQL = "LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp"
ALWAYS = "ALTER TABLE record_event ENABLE ALWAYS TRIGGER guard_record_event_row"

# Ways in which the guard of the Events gets lost or weakened, and what is said of each.
LOSSES = {
    "sqlite": [
        (["DROP TRIGGER guard_record_event_update"], "guard_record_event_update on record_event is missing"),
        (["DROP TRIGGER guard_record_event_insert"], "guard_record_event_insert on record_event is missing"),
        (
            [
                "DROP TRIGGER guard_record_event_delete",
                "CREATE TRIGGER guard_record_event_delete BEFORE DELETE ON record_event WHEN 0"
                " BEGIN SELECT RAISE(ABORT, 'never'); END",
            ],
            "guard_record_event_delete on record_event is not as declared: definition",
        ),
    ],
    "postgresql": [
        (["DROP TRIGGER guard_record_event_row ON record_event"], "guard_record_event_row on record_event is missing"),
        (
            ["ALTER TABLE record_event DISABLE TRIGGER guard_record_event_truncate"],
            "guard_record_event_truncate on record_event is not as declared: enabled",
        ),
        (  # What `pg_restore --disable-triggers` leaves behind: ALWAYS has become ORIGIN.
            ["ALTER TABLE record_event DISABLE TRIGGER ALL", "ALTER TABLE record_event ENABLE TRIGGER ALL"],
            "guard_record_event_row on record_event is not as declared: enabled",
        ),
        (
            [f"CREATE OR REPLACE FUNCTION guard_refuse_change() RETURNS trigger {PLPGSQL} AS 'BEGIN RETURN NEW; END'"],
            "guard_record_event_row on record_event is not as declared: body of the function",
        ),
        (
            ["ALTER FUNCTION guard_refuse_change() RESET search_path"],
            "guard_record_event_row on record_event is not as declared: settings of the function",
        ),
        (
            [
                f"CREATE FUNCTION kind_one() RETURNS trigger {PLPGSQL} AS 'BEGIN RETURN NEW; END'",
                "CREATE OR REPLACE TRIGGER guard_record_event_row BEFORE UPDATE OR DELETE ON record_event"
                " FOR EACH ROW WHEN (false) EXECUTE FUNCTION kind_one()",
                ALWAYS,
            ],
            "guard_record_event_row on record_event is not as declared: condition, function, body of the function",
        ),
        (
            [
                "CREATE OR REPLACE TRIGGER guard_record_event_row BEFORE UPDATE ON record_event"
                " FOR EACH ROW EXECUTE FUNCTION guard_refuse_change('body')",
                ALWAYS,
            ],
            "guard_record_event_row on record_event is not as declared: timing, arguments",
        ),
    ],
}


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def _event(db: None, ada: AbstractBaseUser) -> None:
    """One Event, so that there is something to guard."""
    with transaction.atomic():
        record_event("greeted", actor=ada, door="shell")


def assert_events_are_guarded() -> None:
    for rewrite in (lambda: Event.objects.update(verb="forged"), Event.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()


@pytest.mark.django_db
def test_nothing_is_missing_after_migrate() -> None:
    assert missing_guards() == []
    assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []


@pytest.mark.usefixtures("_event")
def test_every_loss_is_named_is_an_error_and_is_mended_by_migrate(subtests: pytest.Subtests) -> None:
    for statements, says in LOSSES[connection.vendor]:
        with subtests.test(says):
            run(statements)
            assert says in missing_guards()
            messages = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
            assert {message.id for message in messages} == {"record.E003"}
            assert f"The guard {says}." in [message.msg for message in messages]

            told = StringIO()
            call_command("migrate", stdout=told, verbosity=1)
            assert f"Set a guard anew: {says}" in told.getvalue()
            assert missing_guards() == []
            assert_events_are_guarded()


CONSTRAINTS = {
    "one_standing_withdrawal": ("articles_withdrawal", ["DROP INDEX one_standing_withdrawal"]),
    "window_has_length": (
        "articles_publication",
        ["ALTER TABLE articles_publication DROP CONSTRAINT window_has_length"],
    ),
    "one_signature_of_each_role": (
        "reviews_signoff",
        ["ALTER TABLE reviews_signoff DROP CONSTRAINT one_signature_of_each_role"],
    ),
}


def without(table: str, name: str, statements: list[str]) -> None:
    if connection.vendor == "sqlite" and not statements[0].startswith("DROP INDEX"):
        # Nothing drops a constraint of a table there but writing over what its catalogue says.
        statements = [
            "PRAGMA writable_schema = ON",
            f"UPDATE sqlite_master SET sql = replace(sql, '\"{name}\"', '\"other\"') WHERE name = '{table}'",
            "PRAGMA writable_schema = OFF",
        ]
    run(statements)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_key_or_condition_that_was_taken_down_is_named(name: str) -> None:
    table, statements = CONSTRAINTS[name]
    without(table, name, statements)
    assert missing_guards() == [f"{name} on {table} is missing"]
    messages = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert [message.id for message in messages] == ["record.E003"]
    assert [str(finding) for finding in verify().findings] == [f"{table}: the constraint {name} is missing"]
    told = StringIO()
    call_command("migrate", stdout=told, verbosity=1)
    assert f"Not set anew, add it yourself: {name} on {table} is missing" in told.getvalue()


@pytest.mark.django_db
def test_one_glance_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    """`/health/ready` asks at every probe."""
    with django_assert_max_num_queries(3):
        missing_guards()


@pytest.mark.django_db
def test_the_check_is_silent_while_migrations_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """They may be about to bring the guard, and `migrate` itself asks the check first."""
    run([LOSSES[connection.vendor][0][0][0]])
    monkeypatch.setattr("record.checks._migrations_wait", lambda _alias: True)
    assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []


def test_windows_that_lost_their_guard_are_named(workshop: Workshop) -> None:
    workshop.migrate(*create_stay())
    assert workshop.missing() == []
    run(
        {
            "sqlite": ["DROP TRIGGER guard_stay_windows_insert"],
            "postgresql": [
                "ALTER TABLE guardedtests_stay DROP CONSTRAINT stay_windows",
                "ALTER TABLE guardedtests_stay ADD CONSTRAINT stay_windows"
                " EXCLUDE USING gist (tstzrange(opens, closes) WITH &&) WHERE (false)",
            ],
        }[connection.vendor]
    )
    (line,) = workshop.missing()
    assert "stay_windows" in line
    workshop.finish()
    assert workshop.missing() == []


def test_the_order_of_fields_makes_no_difference(workshop: Workshop) -> None:
    """Migrations that add a field late leave it last; the model may have it first."""
    workshop.migrate(*create_stay(), create_letter())
    other = workshop.state.clone()
    for model in other.models.values():
        model.fields = dict(reversed(model.fields.items()))
        model.options["constraints"] = model.options.get("constraints", [])[::-1]
    models_told = [other.apps.get_model(LABEL, name) for name in ("stay", "letter")]
    assert missing_guards(models=models_told) == []


def test_names_that_need_quotes_are_compared_rightly(workshop: Workshop) -> None:
    """Columns named like words of SQL, a table with capitals and a space."""
    workshop.migrate(
        operations.CreateModel(
            "Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("select", models.BigIntegerField(default=0, db_column="Select")),
                ("group", models.DateTimeField()),
                ("end", models.DateTimeField(null=True)),
                ("where", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "Guarded Order",
                "constraints": [
                    Immutable(name="order_", may_change=["select", "end"]),
                    NoOverlap(name="order_windows", within="select", opens="group", closes="end", cancelled="where"),
                    OnlyEarlier(name="order_earlier", fields=["end", "where"]),
                ],
            },
        )
    )
    assert workshop.missing() == []
    order = workshop.order.objects.create(group=datetime(2026, 1, 1, tzinfo=UTC))
    workshop.order.objects.update(select=5, end=datetime(2026, 1, 2, tzinfo=UTC))
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.order.objects.update(group=order.group + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.order.objects.update(end=None)

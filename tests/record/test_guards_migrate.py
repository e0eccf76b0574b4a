"""Guards survive every kind of migration. On SQLite most of these rebuild the table."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration, operations
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from record.guards import Guard, Immutable, NoOverlap, OnlyEarlier
from record.watch import pieces_of
from tests.record.workshop import LABEL, Workshop, create_letter, create_stay

DAY = datetime(2026, 1, 1, tzinfo=UTC)
add, alter, rename = operations.AddField, operations.AlterField, operations.RenameField

STEPS = {
    "a nullable column": [add("stay", "note", models.TextField(null=True))],
    "a column with a default": [add("stay", "nights", models.IntegerField(default=1))],
    "a unique column": [add("stay", "code", models.CharField(max_length=9, null=True, unique=True))],
    "a foreign key": [
        add("stay", "other", models.ForeignKey(f"{LABEL}.Room", models.PROTECT, null=True, related_name="+"))
    ],
    "a longer column": [alter("stay", "guest", models.CharField(max_length=90))],
    "another type": [alter("stay", "guest", models.TextField())],
    "a column that may be empty": [alter("stay", "guest", models.CharField(max_length=20, null=True))],
    "an index": [operations.AddIndex("stay", models.Index(fields=["guest"], name="stay_guest"))],
    "a unique pair": [operations.AlterUniqueTogether("stay", {("room", "opens")})],
    "another constraint": [
        operations.AddConstraint("stay", models.CheckConstraint(condition=~models.Q(guest=""), name="named"))
    ],
    "a renamed column": [rename("stay", "guest", "visitor"), rename("stay", "visitor", "guest")],
    "a renamed table": [operations.RenameModel("Stay", "Visit"), operations.RenameModel("Visit", "Stay")],
    "another table's name": [operations.AlterModelTable("stay", "stays_of_guests")],
    "a neighbour rebuilt": [alter("room", "id", models.BigIntegerField(primary_key=True))],
    "a column there and gone": [
        add("stay", "x", models.IntegerField(default=1)),
        # SQLite won't drop a column that a trigger names, and says so.
        operations.RemoveConstraint("stay", "stay"),
        operations.RemoveField("stay", "x"),
        operations.AddConstraint("stay", Immutable(name="stay", may_change=["closes", "cancelled_at"])),
    ],
    "all at once": [
        add("stay", "nights", models.IntegerField(default=1)),
        alter("stay", "guest", models.TextField()),
        operations.RenameModel("Stay", "Visit"),
        add("visit", "code", models.CharField(max_length=9, null=True, unique=True)),
        operations.RenameModel("Visit", "Stay"),
    ],
}


def assert_stays_are_guarded(workshop: Workshop) -> None:
    """Every guard of the stays refuses what it is there for, whatever their table is like by now."""
    stays = workshop.stay.objects
    for change in ({"guest": "forged"}, {"closes": DAY + timedelta(days=9)}, {"closes": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            stays.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        stays.get().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        stays.create(room_id=1, guest="late", opens=DAY + timedelta(days=1), closes=DAY + timedelta(days=2))
    table = stays.model._meta.db_table
    statement = {"sqlite": f"REPLACE INTO {table} SELECT * FROM {table}", "postgresql": f"TRUNCATE {table}"}
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement[connection.vendor])
    assert stays.get().guest == "as signed"
    stays.update(closes=DAY + timedelta(days=4))
    assert stays.get().closes == DAY + timedelta(days=4)


@pytest.fixture
def stay(workshop: Workshop) -> Workshop:
    """One stay, in a table made by a migration."""
    workshop.migrate(*create_stay())
    workshop.room.objects.create(id=1)
    workshop.stay.objects.create(room_id=1, guest="as signed", opens=DAY, closes=DAY + timedelta(days=5))
    return workshop


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS.keys())
def test_guards_survive(stay: Workshop, steps: list[Operation]) -> None:
    stay.migrate(*steps)
    assert_stays_are_guarded(stay)
    stay.finish()
    assert stay.missing() == []
    stay.stay.objects.update(closes=DAY + timedelta(days=5) - timedelta(days=1))


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS.keys())
def test_guards_survive_in_the_migration_that_makes_the_table(workshop: Workshop, steps: list[Operation]) -> None:
    workshop.migrate(*create_stay(), *steps)
    workshop.room.objects.create(id=1)
    workshop.stay.objects.create(room_id=1, guest="as signed", opens=DAY, closes=DAY + timedelta(days=5))
    assert_stays_are_guarded(workshop)
    workshop.finish()
    assert workshop.missing() == []


def test_a_column_that_came_later_is_guarded_too(stay: Workshop) -> None:
    stay.migrate(add("stay", "note", models.TextField(null=True)))
    stay.finish()
    with pytest.raises(IntegrityError), transaction.atomic():
        stay.stay.objects.update(note="added")


def test_a_column_of_rows_that_never_change_can_be_removed(workshop: Workshop) -> None:
    workshop.migrate(create_letter())
    workshop.letter.objects.create(text="as signed", code="x")
    workshop.migrate(operations.RemoveField("letter", "text"))
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.letter.objects.update(shelf="forged")
    assert workshop.missing() == []


def test_a_guarded_column_is_renamed_as_makemigrations_does_it(stay: Workshop) -> None:
    """Constraint off, column renamed, constraint on: and what may change goes by its new name."""
    guards = [
        Immutable(name="stay", may_change=["ends", "cancelled_at"]),
        NoOverlap(name="stay_windows", within="room", closes="ends"),
    ]
    guards.append(OnlyEarlier(name="stay_earlier", fields=["ends", "cancelled_at"]))
    stay.migrate(
        *(
            operations.RemoveConstraint("stay", name)
            for name in ("one_open_stay", "stay", "stay_windows", "stay_earlier")
        ),
        rename("stay", "closes", "ends"),
        *(operations.AddConstraint("stay", guard) for guard in guards),
    )
    assert stay.missing() == []
    for change in ({"guest": "forged"}, {"ends": DAY + timedelta(days=9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            stay.stay.objects.update(**change)
    stay.stay.objects.update(ends=DAY + timedelta(days=4))


def test_guards_come_and_go_by_migration(workshop: Workshop) -> None:
    workshop.migrate(
        operations.CreateModel(
            "Page", fields=[("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())]
        )
    )
    workshop.page.objects.create(text="draft")
    workshop.page.objects.update(text="as signed")
    workshop.migrate(operations.AddConstraint("page", Immutable(name="page")))
    assert workshop.missing() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.page.objects.update(text="forged")
    workshop.migrate(operations.RemoveConstraint("page", "page"))
    workshop.page.objects.update(text="draft again")
    workshop.migrate(
        operations.AddConstraint("page", Immutable(name="page")), operations.RemoveConstraint("page", "page")
    )
    workshop.page.objects.update(text="draft for the third time")


def test_an_altered_guard_is_written_anew(workshop: Workshop) -> None:
    workshop.migrate(create_letter())
    workshop.letter.objects.create(text="as signed", code="x")
    workshop.migrate(
        operations.RemoveConstraint("letter", "letter"),
        operations.AddConstraint("letter", Immutable(name="letter", may_change=["shelf"])),
    )
    assert workshop.missing() == []
    workshop.letter.objects.update(shelf="b")
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.letter.objects.update(text="forged")


def changes(before: ProjectState, after: ProjectState) -> dict[str, list[Migration]]:
    """What `makemigrations` would write."""
    found: dict[str, list[Migration]] = MigrationAutodetector(before, after)._detect_changes()  # type: ignore[attr-defined]
    return found


def test_makemigrations_writes_guards_and_sees_what_changed(workshop: Workshop) -> None:
    guard = OnlyEarlier(name="g", fields=["closes"])
    told, imports = MigrationWriter.serialize(guard)
    assert told == "record.guards.OnlyEarlier(fields=('closes',), name='g')"
    assert imports == {"import record.guards"}
    assert guard == guard.clone() != OnlyEarlier(name="g", fields=["opens"])
    assert repr(guard) == "<OnlyEarlier: name='g', fields=('closes',)>"

    for step in create_stay():
        step.state_forwards(LABEL, workshop.state)
    later = workshop.state.clone()
    assert changes(workshop.state, later) == {}
    constraints = later.models[LABEL, "stay"].options["constraints"]
    later.models[LABEL, "stay"].options["constraints"] = [
        Immutable(name="stay", may_change=["closes"]) if constraint.name == "stay" else constraint
        for constraint in constraints
    ]
    (migration,) = changes(workshop.state, later)[LABEL]
    assert [type(step).__name__ for step in migration.operations] == ["RemoveConstraint", "AddConstraint"]
    workshop.state = ProjectState()


def test_every_guard_of_the_project_can_be_written_on_both_engines() -> None:
    """Names that fit, fields that are there: what the system checks of models say."""
    from django.apps import apps
    from django.core import checks

    assert checks.run_checks(tags=[checks.Tags.models]) == []
    assert ModelState.from_model(apps.get_model("record", "Event")).options["constraints"][-1] == Immutable(
        name="record_event"
    )


@pytest.mark.parametrize(
    ("guard", "says"),
    [
        (Immutable(name="x", may_change=["nothing"]), "record.E002"),
        (OnlyEarlier(name="x", fields=["id", "nothing"]), "record.E002"),
        (Immutable(name="Not A Name"), "record.E001"),
        (Immutable(name="x" * 47), "record.E001"),
    ],
)
def test_a_guard_that_cannot_stand_is_named_by_the_checks(workshop: Workshop, guard: Guard, says: str) -> None:
    workshop.migrate(create_letter())
    (message,) = guard._check(workshop.letter, connection)
    assert message.id == says


def test_pieces_are_told_apart_by_name(workshop: Workshop) -> None:
    workshop.migrate(*create_stay())
    from record.engines import engine_of

    names = [piece.name for piece in pieces_of(workshop.stay, engine_of(connection))]
    assert len(names) == len(set(names))

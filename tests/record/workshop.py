"""Guarded tables made while a test runs, by the very operations that migrations are made of."""

from typing import Any

from django.apps import apps as installed
from django.db import connection, models
from django.db.migrations import operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from record.guards import Immutable, NoOverlap, OnlyEarlier
from record.watch import missing_guards, set_guards

LABEL = "guardedtests"


class Workshop:
    """A project of a few models, which migrates step by step."""

    def __init__(self) -> None:
        self.state = ProjectState()

    def migrate(self, *steps: Operation) -> None:
        """Run the steps as one migration."""
        assert LABEL not in installed.app_configs
        with connection.schema_editor() as editor:
            for step in steps:
                before = self.state.clone()
                step.state_forwards(LABEL, self.state)
                step.database_forwards(LABEL, editor, before, self.state)

    def finish(self) -> None:
        """What `migrate` does when its migrations are done."""
        set_guards(models=self.state.apps.get_models())

    def missing(self) -> list[str]:
        return missing_guards(models=self.state.apps.get_models())

    def __getattr__(self, name: str) -> Any:
        """The model of that name, as it stands after the steps so far."""
        return self.state.apps.get_model(LABEL, name)

    def close(self) -> None:
        """Drop all tables."""
        names = [model.__name__ for model in self.state.apps.get_models()]
        self.migrate(*(operations.DeleteModel(name) for name in reversed(names)))


def create_letter() -> Operation:
    """A table whose rows never change, with every sort of unique key."""
    return operations.CreateModel(
        "Letter",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("text", models.TextField()),
            ("code", models.CharField(max_length=20, unique=True)),
            ("shelf", models.CharField(max_length=20, default="a")),
            ("place", models.IntegerField(default=0)),
            ("is_first", models.BooleanField(default=False)),
        ],
        options={
            "unique_together": {("shelf", "place")},
            "constraints": [
                models.UniqueConstraint(fields=["shelf"], condition=models.Q(is_first=True), name="one_first"),
                Immutable(name="letter"),
            ],
        },
    )


def create_digest() -> Operation:
    """A table whose key is text, so that SQLite's rows have a hidden number beside it."""
    return operations.CreateModel(
        "Digest",
        fields=[
            ("digest", models.CharField(max_length=64, primary_key=True)),
            ("text", models.TextField()),
            ("is_read", models.BooleanField(default=False)),
        ],
        options={"constraints": [Immutable(name="digest", may_change=["is_read"])]},
    )


def create_sealed() -> list[Operation]:
    """Texts that can be redacted, and cards that repeat a word of theirs."""
    return [
        operations.CreateModel(
            "Sealed",
            fields=[("digest", models.CharField(max_length=64, primary_key=True)), ("text", models.TextField())],
            options={"constraints": [Immutable(name="sealed", redacted_by="digest")]},
        ),
        operations.CreateModel(
            "Card",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("digest", models.CharField(max_length=64)),
                ("word", models.CharField(max_length=20)),
                ("lead", models.TextField()),
                ("number", models.IntegerField(default=1)),
            ],
            options={"constraints": [Immutable(name="card", redacted_by="digest", blanks=["word", "lead"])]},
        ),
    ]


def create_stay() -> list[Operation]:
    """Windows of a room's guests: most columns stand for ever, windows don't overlap, closing may only come earlier."""
    return [
        operations.CreateModel("Room", fields=[("id", models.BigAutoField(primary_key=True))]),
        operations.CreateModel(
            "Stay",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("room", models.ForeignKey(f"{LABEL}.Room", models.PROTECT)),
                ("guest", models.CharField(max_length=20)),
                ("opens", models.DateTimeField()),
                ("closes", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["room"],
                        condition=models.Q(closes__isnull=True, cancelled_at__isnull=True),
                        name="one_open_stay",
                    ),
                    Immutable(name="stay", may_change=["closes", "cancelled_at"]),
                    NoOverlap(name="stay_windows", within="room"),
                    OnlyEarlier(name="stay_earlier", fields=["closes", "cancelled_at"]),
                ],
            },
        ),
    ]

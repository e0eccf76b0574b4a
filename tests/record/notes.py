"""A model whose rows are on record, for tests: a table beside those of the project."""

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import uuid4

from django.apps.registry import Apps
from django.db import models, transaction

from record.chain import Recorded, record_event
from record.guards import Immutable


class Note(Recorded):
    """What somebody put down. Frozen, all of it."""

    row_kind = "note"
    objects: ClassVar[models.Manager["Note"]] = models.Manager()

    key = models.UUIDField(default=uuid4)
    text = models.TextField()
    at = models.DateTimeField()
    day = models.DateField(null=True)
    number = models.IntegerField(null=True)

    class Meta:
        app_label = "guardedtests"
        apps = Apps()
        constraints = [Immutable(name="test_note")]

    def __str__(self) -> str:
        return self.text


def put_down(text: str, *, by: Any, at: Any, **more: Any) -> Note:
    """The verb of these tests: a row and its Event."""
    with transaction.atomic():
        note = Note.objects.create(text=text, at=at, **more)
        record_event("put_down", actor=by, door="desk", row=note)
    return note


def notes_alone() -> Iterator[type[Recorded]]:
    """In place of `recorded_models`: these tests look at notes and at nothing of the rooms above."""
    yield Note

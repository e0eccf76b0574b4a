"""What the tests of the record share."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.record.notes import Note, notes_alone
from tests.record.workshop import Workshop


@pytest.fixture
def workshop(transactional_db: None) -> Iterator[Workshop]:
    """Tables of this test alone. Transactional, because SQLite's tables can't be rebuilt inside a transaction."""
    made = Workshop()
    yield made
    made.close()


@pytest.fixture
def ada() -> AbstractBaseUser:
    """Somebody who does things. Never stored: the record keeps who it was, not a foreign key."""
    return get_user_model()(pk=7, username="ada")


@pytest.fixture(scope="session")
def _note_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Note)


@pytest.fixture
def _notes(_note_table: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes are what is on record, and nothing else."""
    monkeypatch.setattr("record.verification.recorded_models", notes_alone)
    monkeypatch.setattr("record.verification._checks", [])

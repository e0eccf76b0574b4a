"""Flushing guarded tables between tests. The guards refuse TRUNCATE and DELETE, which is what a flush consists of.

Only tests do this: `conftest.py` takes the fixture from here, and only databases of tests are ever flushed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

__all__ = ["guarded_tables_can_be_flushed"]


@pytest.fixture(scope="session", autouse=True)
def guarded_tables_can_be_flushed() -> Iterator[None]:
    """Transactional tests empty all tables when they end, the guarded ones too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", _unguarded(BaseDatabaseOperations.execute_sql_flush))
        yield


def _unguarded(flush: Callable[..., None]) -> Callable[..., None]:
    @wraps(flush)
    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), guards_down(self.connection):
            flush(self, sql_list)

    return execute_sql_flush


@contextmanager
def guards_down(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take every guard's trigger away, inside a transaction, and set each again as it stood."""
    down, up = _switches(connection)
    _execute(connection, down)
    yield
    # Not in a `finally`: where the work fails, its transaction rolls back and brings the guards with it.
    _execute(connection, up)


def _switches(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_'"
            )
            triggers = cursor.fetchall()
            return [f"DROP TRIGGER {quoted(name)}" for name, _ in triggers], [sql for _, sql in triggers]
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND starts_with(t.tgname, 'guard_') AND t.tgenabled = 'A'"
        )
        names = [(quoted(table), quoted(trigger)) for table, trigger in cursor.fetchall()]
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER {trigger}" for table, trigger in names],
        [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}" for table, trigger in names],
    )


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

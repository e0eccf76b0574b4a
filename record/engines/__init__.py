"""How each database engine is told to guard rows. Nothing but `record.guards` and `record.watch` asks here."""

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper

from record.engines.base import Engine
from record.engines.postgresql import PostgreSQL
from record.engines.sqlite import SQLite


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    """The engine that this connection speaks to."""
    if connection.vendor == "sqlite":
        return SQLite(connection)
    if connection.vendor == "postgresql":
        return PostgreSQL(connection)
    raise NotSupportedError(f"Rows can't be guarded on {connection.display_name}.")

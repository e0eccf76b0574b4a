"""The one way through the guards: destroying what holds a text, while the record of it stays.

A model opens it with `Immutable(redacted_by=…)`. On SQLite the triggers ask a function that is registered here, on this
connection, for one statement; any other program is told that there is no such function. On PostgreSQL the application
calls a function of the tables' owner, and the triggers look for the Event of the same transaction.
"""

from typing import Final

from django.db import connection, models, transaction

from record.chain import Event
from record.engines import engine_of
from record.engines.base import WayThrough
from record.guards import immutable_guard

# The verb whose Event opens the way.
VERB: Final = "redact"


def destroy(model: type[models.Model], *, event: Event) -> int:
    """Destroy what this table holds of the text whose digest the Event names: how many rows that were.

    Call it inside the transaction that has just recorded the `redact` Event.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A text is destroyed inside the transaction of its Event.")
    told = Event.objects.get(pk=event.pk)
    if told.verb != VERB:
        raise ValueError(f"Event {told.seq} tells of no redaction.")
    digest: str = told.told["facts"]["digest"]
    return engine_of(connection).redact(model, _way_of(model), digest=digest, event=told.seq)


def _way_of(model: type[models.Model]) -> WayThrough:
    guard = immutable_guard(model)
    if guard and guard.way.digest:
        return guard.way
    raise ValueError(f"Rows of {model.__name__} can't be redacted.")

"""Watching the guards: does the database really hold what the models declare?

Triggers can be lost without a word: `pg_restore --disable-triggers` and `ENABLE TRIGGER ALL` turn ALWAYS into ORIGIN, a
table rebuilt by hand has none. Keys and conditions that Django keeps are compared by name. Asked by Django's database
checks, at start, by `/health/ready` and by `verify_record`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint

from record.chain import Recorded
from record.engines import engine_of
from record.engines.base import Engine, Facts, Piece
from record.guards import Guard


class Fault(NamedTuple):
    """A piece of a guard that is absent, or not as declared."""

    table: str
    piece: Piece
    what: str

    def __str__(self) -> str:
        return f"{self.piece.name} on {self.table} {self.what}"


def missing_guards(using: str = DEFAULT_DB_ALIAS, models: Iterable[type[Model]] | None = None) -> list[str]:
    """What is absent or not as declared, a line each; empty when every guard stands. A few quick queries."""
    models = None if models is None else list(models)
    return [*map(str, faults(using, models)), *map(str, missing_constraints(using, models))]


def set_guards(using: str = DEFAULT_DB_ALIAS, models: Iterable[type[Model]] | None = None) -> list[str]:
    """Make anew what is absent or not as declared, and say what that was. Called at the end of every `migrate`."""
    connection = connections[using]
    found = list(faults(using, models))
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for fault in found:
            table = {"table": connection.ops.quote_name(fault.table)}
            for statement in (fault.piece.drop, *fault.piece.create):
                cursor.execute(statement % table)
    return [str(fault) for fault in found]


class Missing(NamedTuple):
    """A key or a condition that Django keeps, and that is absent. `migrate` doesn't make it anew: rows may be in the
    way, and whoever took it down has to be found first.
    """

    table: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} on {self.table} is missing"


def missing_constraints(using: str, models: Iterable[type[Model]] | None = None) -> Iterator[Missing]:
    """The keys and conditions of the models on record, compared by name with the catalogue of their database."""
    held = engine_of(connections[using]).constraints()
    for model in guarded_models(using, models):
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            # An exclusion is a guard, and is compared as such.
            if isinstance(constraint, UniqueConstraint | CheckConstraint) and (table, constraint.name) not in held:
                yield Missing(table, constraint.name)


def faults(using: str, models: Iterable[type[Model]] | None = None) -> Iterator[Fault]:
    """Compare what the models declare with the catalogue of their database."""
    engine = engine_of(connections[using])
    found = engine.found()
    for model in guarded_models(using, models):
        table = model._meta.db_table
        for piece in pieces_of(model, engine):
            what = _difference(piece.facts, found.get((table, piece.name)))
            if what:
                yield Fault(table, piece, what)


def guarded_models(using: str, models: Iterable[type[Model]] | None = None) -> Iterator[type[Model]]:
    """The models with guards, or on record, whose tables live in this database."""
    for model in apps.get_models(include_auto_created=True) if models is None else models:
        options = model._meta
        has_table = options.managed and not options.proxy and not options.swapped
        is_guarded = issubclass(model, Recorded) or any(isinstance(rule, Guard) for rule in options.constraints)
        if has_table and is_guarded and router.allow_migrate_model(using, model):
            yield model


def pieces_of(model: type[Model], engine: Engine) -> list[Piece]:
    """Everything that has to guard this model's table."""
    guards = [constraint for constraint in model._meta.constraints if isinstance(constraint, Guard)]
    return [piece for guard in guards for piece in guard.pieces(model, engine)]


def _difference(declared: Facts, found: Facts | None) -> str:
    if found is None:
        return "is missing"
    differing = [fact for fact, value in declared.items() if found.get(fact) != value]
    return f"is not as declared: {', '.join(differing)}" if differing else ""

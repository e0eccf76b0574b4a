"""What Django's system checks ask of this room."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from record.chain import Recorded, recorded_models
from record.watch import missing_guards


def guards_stand(*, databases: Sequence[str] | None = None, **options: Any) -> list[checks.CheckMessage]:
    """Every guard stands in the database. Silent while migrations wait, because they may be about to bring it."""
    return [
        checks.Error(
            f"The guard {fault}.",
            hint="Find out who removed it and what was done meanwhile (`verify_record`), then set it again: "
            "`manage.py migrate --skip-checks`. A key or a condition that is missing then you have to add yourself: "
            "`manage.py sqlmigrate` shows how.",
            id="record.E003",
        )
        for alias in databases or ()
        if not _migrations_wait(alias)
        for fault in missing_guards(alias)
    ]


def row_kinds_differ(**options: Any) -> list[checks.CheckMessage]:
    """Every model whose rows are on record says what they are called there, each another name."""
    messages: list[checks.CheckMessage] = []
    owners: dict[str, type[Recorded]] = {}
    for model in recorded_models():
        kind = getattr(model, "row_kind", "")
        if not kind or ":" in kind:
            messages.append(checks.Error(f"{kind!r} can't be a row_kind.", obj=model, id="record.E004"))
        elif kind in owners:
            messages.append(
                checks.Error(f"{owners[kind].__name__} has the row_kind {kind!r} too.", obj=model, id="record.E005")
            )
        owners.setdefault(kind, model)
    return messages


def heads_are_signed(**options: Any) -> list[checks.CheckMessage]:
    """Without a key a head still shows a record that was changed, but not that the library itself noted it."""
    if settings.RECORD_KEY is None:
        return [
            checks.Warning(
                "RECORD_KEY_FILE is not set: the heads of the record are noted and mailed unsigned.",
                hint="Make a key, once: `openssl genpkey -algorithm ed25519 -out record-key.pem`.",
                id="record.W001",
            )
        ]
    return []


def _migrations_wait(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def register() -> None:
    checks.register(guards_stand, checks.Tags.database)
    checks.register(row_kinds_differ, checks.Tags.models)
    checks.register(heads_are_signed, checks.Tags.security, deploy=True)

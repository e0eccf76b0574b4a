"""How the room is started: its system checks, and the guards set at the end of every `migrate`."""

import sys
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    """The record: what happened, provably."""

    name = "record"
    label = "record"
    verbose_name = _("Record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from record import checks, head_verification  # noqa: F401 - registers its check

        checks.register()
        post_migrate.connect(set_guards_after_migrating, sender=self)


def set_guards_after_migrating(*, using: str, verbosity: int = 1, **options: Any) -> None:
    """Bring the guards up to what the models say at this point of the migrations.

    Needed where a migration changes a table and Django doesn't touch the constraint: a nullable column added on SQLite
    comes without a rebuild, and a renamed one is rewritten in the triggers.
    """
    from django.apps import apps as current

    from record.watch import missing_guards, set_guards

    models = options.get("apps", current).get_models(include_auto_created=True)
    # What a migration of just now changed is no sign that somebody else took a guard down.
    says = "Brought a guard up to a changed table" if options.get("plan") else "Set a guard anew"
    lines = [f"{says}: {line}" for line in set_guards(using, models)]
    lines += [f"Not set anew, add it yourself: {line}" for line in missing_guards(using, models)]
    if lines and verbosity:
        stdout = options.get("stdout") or sys.stdout
        for line in lines:
            stdout.write(f"  {line}\n")

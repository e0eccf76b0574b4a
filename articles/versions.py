"""Versions: django-reversion's saved states of a Draft, the editor's undo history. Never what is signed.

Everything goes through `keep_version`: reversion's own middleware commits on errors, and its signals can be switched
off by its own pages while somebody else saves.
"""

from collections.abc import Sequence

import reversion
from django.db import models
from reversion.models import Version

from people.models import User

KEPT_OF_DRAFT = ("title", "lead", "body", "details", "saves")


def register(model: type[models.Model], fields: Sequence[str] | None = None) -> None:
    """Let reversion know the model. Called once, when the room opens."""
    if not reversion.is_registered(model):
        reversion.register(model, fields=fields)


def keep_version(thing: models.Model, *, by: User | None, comment: str) -> None:
    """Keep the state of `thing` as a Version, inside the transaction of the save: no transaction is begun here.

    `by` is nobody for what came with the library.
    """
    with reversion.create_revision(manage_manually=True, atomic=False):
        if by is not None:
            reversion.set_user(by)
        reversion.set_comment(comment)
        reversion.add_to_revision(thing)
    if not versions_of(thing).filter(revision__comment=comment).exists():
        raise RuntimeError(f"No Version was kept of {thing!r}.")


def versions_of(thing: models.Model) -> models.QuerySet[Version]:
    """The Versions of a thing, newest first."""
    versions: models.QuerySet[Version] = Version.objects.get_for_object(thing)
    return versions

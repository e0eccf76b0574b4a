"""The five roles. A role is a Group; what it may do is said by the predicates in each room's `rules.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import rules
from django.contrib.auth.models import Group

if TYPE_CHECKING:
    from people.models import User

EDITOR = "Editor"
REVIEWER = "Reviewer"
PUBLISHER = "Publisher"
ADMINISTRATOR = "Administrator"
AUDITOR = "Auditor"

ROLES = (EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, AUDITOR)

# Whoever was deactivated is nothing any more, whatever Groups still name them.
is_editor = rules.is_active & rules.is_group_member(EDITOR)
is_reviewer = rules.is_active & rules.is_group_member(REVIEWER)
is_publisher = rules.is_active & rules.is_group_member(PUBLISHER)
is_administrator = rules.is_active & rules.is_group_member(ADMINISTRATOR)
is_auditor = rules.is_active & rules.is_group_member(AUDITOR)

# Works here: active, and in at least one role.
is_staff_member = is_editor | is_reviewer | is_publisher | is_administrator | is_auditor


def roles_of(person: User) -> list[str]:
    """The roles of a person, in the order of `ROLES`."""
    held = set(person.groups.values_list("name", flat=True)) if person.pk else set()
    return [role for role in ROLES if role in held]


def groups_of(roles: Iterable[str]) -> list[Group]:
    """The Groups that stand for these roles. The first migration made all five; one that is gone is made again."""
    return [Group.objects.get_or_create(name=role)[0] for role in ROLES if role in set(roles)]


def set_roles(person: User, roles: Iterable[str]) -> None:
    """Put a person in exactly these roles. Whoever has one may open the admin; whoever has none may not.

    Only for the verbs of `people.actions`, which lock, check and record, and for the shell's first administrator.
    """
    groups = groups_of(roles)
    person.groups.set(groups)
    person.is_staff = bool(groups)
    person.save(update_fields=["is_staff"])
    # `rules` remembers the Groups on the object.
    person.__dict__.pop("_group_names_cache", None)

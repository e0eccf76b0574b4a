"""May they? Asked by every verb, under its locks, of the person as they stand now."""

from django.db.models import Model
from django.utils.translation import gettext as _

from people.models import User
from record.errors import NotAllowed


def allow(person: User, permission: str, thing: Model | None = None) -> User:
    """The person as they stand now. Raises `NotAllowed` unless they, active, have the permission on the thing.

    They are read anew: who they were when their request began, with roles and all, may be past by the time a password
    was checked and a lock was waited for.
    """
    now = _as_they_stand(person)
    if not now.has_perm(permission, thing):
        raise NotAllowed(_("You may not do this. It needs a role that you don't have."))
    return now


def _as_they_stand(person: User) -> User:
    """The person with what permissions ask for, in one question: every verb waits for it."""
    asked = ("is_active", "is_superuser", "groups__name")
    rows = list(User.objects.filter(pk=person.pk).values_list(*asked))
    is_active, is_superuser = rows[0][:2] if rows else (False, False)
    now = User(pk=person.pk, is_active=is_active, is_superuser=is_superuser)
    # Here `rules` remembers the Groups.
    now.__dict__["_group_names_cache"] = {role for _is_active, _is_superuser, role in rows}
    return now

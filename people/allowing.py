"""May they? Asked by every verb, under its locks, of the person as they stand now."""

from django.db.models import Model
from django.utils.translation import gettext as _

from people.models import User
from record.errors import NotAllowed


def allow(person: User, permission: str, thing: Model | None = None) -> None:
    """Raises `NotAllowed` unless this person, active, has the permission on the thing.

    They are read anew: who they were when their request began, with roles and all, may be past by the time a password
    was checked and a lock was waited for.
    """
    if not User.objects.get(pk=person.pk).has_perm(permission, thing):
        raise NotAllowed(_("You may not do this. It needs a role that you don't have."))

"""What the verbs of this room share: their lock, and that somebody stays."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from people.models import User
from people.roles import ADMINISTRATOR
from record.errors import WrongState


def lock_administration() -> None:
    """Take the lock under which roles and departures change, one at a time: the Administrators' Group.

    Otherwise two administrators could deactivate each other in the same moment and leave nobody.
    """
    Group.objects.get_or_create(name=ADMINISTRATOR)
    Group.objects.select_for_update(no_key=True).get(name=ADMINISTRATOR)


def refuse_to_leave_nobody(person: User) -> None:
    """There must always be an active administrator besides the one who is about to go."""
    others = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).exclude(pk=person.pk)
    if not others.exists():
        raise WrongState(_("The library needs at least one active administrator, and there is no other."))

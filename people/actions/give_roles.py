"""Changing what a person may do."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions._common import lock_administration, refuse_to_leave_nobody
from people.actions.withdraw_invitation import withdraw_invitations_of
from people.allowing import allow
from people.inputs import known_roles
from people.models import User
from people.roles import ADMINISTRATOR, roles_of, set_roles
from record.chain import record_event
from record.errors import Conflict, WrongState


@transaction.atomic
def give_roles(*, person: User, roles: Iterable[str], by: User, door: str, seen: Iterable[str] | None = None) -> User:
    """Put a person in exactly these roles, from this moment. The last active administrator stays one.

    Whoever stops being one leaves no invitation open. `seen` are the roles that stood on the caller's screen; where the
    person has others by now, that is a `Conflict`: nobody gives back unawares what was just taken away.
    """
    lock_administration()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    allow(by, "people.change_user")
    wanted, before = known_roles(roles), roles_of(person)
    if wanted == before:
        return person
    if seen is not None and set(seen) != set(before):
        raise Conflict(
            _("Somebody else changed the roles while you looked: %(roles)s. Open the page anew.")
            % {"roles": ", ".join(before)}
        )
    if not person.is_active:
        raise WrongState(_("This person has left. Reactivate them first."))
    if ADMINISTRATOR in before and ADMINISTRATOR not in wanted:
        refuse_to_leave_nobody(person)
        withdraw_invitations_of(person, by=by, door=door)
    set_roles(person, wanted)
    if ADMINISTRATOR not in wanted and person.is_superuser:
        # The first administrator came with every permission; whoever stops being one must not keep them.
        person.is_superuser = False
        person.save(update_fields=["is_superuser"])
    record_event("give_roles", actor=by, door=door, person=person.pk, before=list(before), roles=list(wanted))
    return person

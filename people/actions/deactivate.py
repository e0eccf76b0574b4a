"""When somebody leaves."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from people.actions._common import lock_administration, refuse_to_leave_nobody
from people.actions.withdraw_invitation import withdraw_invitations_of
from people.allowing import allow
from people.inputs import refuse_without_reason
from people.models import User
from people.roles import ADMINISTRATOR, roles_of
from record.chain import record_event
from record.errors import NotAllowed, WrongState


@transaction.atomic
def deactivate(*, person: User, by: User, door: str, why: str) -> User:
    """Let a person go: they can't sign in, and their sessions end at once. What they wrote and signed stands.

    Invitations of theirs that nobody has accepted yet are withdrawn.
    """
    lock_administration()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    allow(by, "people.deactivate_user")
    reason = refuse_without_reason(why)
    if not person.is_active:
        raise WrongState(_("This person has been deactivated already."))
    if person.pk == by.pk:
        raise NotAllowed(_("Nobody deactivates themselves: ask another administrator."))
    if ADMINISTRATOR in roles_of(person):
        refuse_to_leave_nobody(person)
    withdraw_invitations_of(person, by=by, door=door)
    person.is_active = False
    person.sessions_ended = F("sessions_ended") + 1
    person.save(update_fields=["is_active", "sessions_ended"])
    person.refresh_from_db()
    record_event("deactivate", actor=by, door=door, why=reason, person=person.pk, username=person.username)
    return person

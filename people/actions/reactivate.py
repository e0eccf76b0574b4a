"""When somebody comes back."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions._common import lock_administration
from people.allowing import allow
from people.inputs import refuse_without_reason
from people.models import User
from people.roles import roles_of
from record.chain import record_event
from record.errors import WrongState


@transaction.atomic
def reactivate(*, person: User, by: User, door: str, why: str) -> User:
    """Let a person back in, in the roles they had. Sessions of before they left stay ended."""
    lock_administration()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    allow(by, "people.deactivate_user")
    reason = refuse_without_reason(why)
    if person.is_active:
        raise WrongState(_("This person is active."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record_event("reactivate", actor=by, door=door, why=reason, person=person.pk, roles=list(roles_of(person)))
    return person

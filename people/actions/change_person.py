"""Correcting a person's name or address."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions._common import lock_administration
from people.allowing import allow
from people.inputs import refuse_taken_email, second_comer_refused, tidy_email, tidy_name
from people.models import User
from record.chain import record_event
from record.errors import Conflict


@transaction.atomic
def change_person(
    *, person: User, name: str, email: str, by: User, door: str, seen: tuple[str, str] | None = None
) -> User:
    """Correct the name that is printed from now on, or the address. What was signed keeps the name of its day.

    `seen` are the name and the address that stood on the caller's screen; where others stand by now, that is a
    `Conflict`.
    """
    # First, as everywhere in this room: one form changes a person and gives roles, while another may let them go.
    lock_administration()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    allow(by, "people.change_user")
    name, address = tidy_name(name), tidy_email(email) if email.strip() else ""
    changed = [field for field, value in (("name", name), ("email", address)) if getattr(person, field) != value]
    if not changed:
        return person
    if seen is not None and seen != (person.name, person.email):
        raise Conflict(_("Somebody else changed the name or the address while you looked. Open the page anew."))
    if address:
        refuse_taken_email(address, but=person)
    before = person.name
    person.name, person.email = name, address
    with second_comer_refused():
        person.save(update_fields=["name", "email"])
    # The name is printed under signatures, so both names are told; the address is nobody's business but ours.
    record_event(
        "change_person",
        actor=by,
        door=door,
        person=person.pk,
        changed=list(changed),
        name_before=before,
        name=name,
    )
    return person

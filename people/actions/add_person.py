"""Adding a person at once, without an invitation: from a shell, and for the sample library."""

from collections.abc import Iterable

from django.db import transaction

from people.inputs import free_username, known_roles, refuse_taken_email, second_comer_refused, tidy_email, tidy_name
from people.models import User
from people.roles import set_roles
from record.chain import record_event


@transaction.atomic
def add_person(
    *, username: str, password: str, name: str, roles: Iterable[str], door: str, email: str = "", by: User | None = None
) -> User:
    """Add a person who can sign in at once, and record it.

    No page leads here: on the web people come by invitation. So no permission is asked, and the password is taken as it
    is; whoever calls has the shell.
    """
    username, wanted, address = free_username(username), known_roles(roles), tidy_email(email) if email else ""
    if address:
        refuse_taken_email(address)
    with second_comer_refused():
        person = User.objects.create_user(username, address, password, name=tidy_name(name))
    set_roles(person, wanted)
    record_event("add_person", actor=by, door=door, person=person.pk, username=person.username, roles=list(wanted))
    return person

"""Joining, by the link of an invitation."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.inputs import free_username, refuse_taken_email, second_comer_refused
from people.invitations import lock_open_invitation
from people.links import digest_of_token
from people.models import User
from people.roles import ROLES, set_roles
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, WrongState


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, door: str = "account") -> User:
    """Become a person of this library: choose a username and a password, once, while the link is good."""
    invitation = lock_open_invitation(token_digest=digest_of_token(token))
    at = now_in_verb()
    if invitation.expires_at <= at:
        raise WrongState(_("This invitation has expired. Ask for a new one."))
    username = free_username(username)
    refuse_taken_email(invitation.email)
    person = User(username=username, email=invitation.email, name=invitation.name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    person.set_password(password)
    with second_comer_refused():
        person.save()
    names = set(invitation.roles.values_list("name", flat=True))
    roles = [role for role in ROLES if role in names]
    set_roles(person, roles)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record_event(
        "accept_invitation",
        actor=person,
        door=door,
        invitation=invitation.pk,
        person=person.pk,
        username=username,
        roles=list(roles),
    )
    return person

"""Asking somebody to join."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions._common import lock_administration
from people.allowing import allow
from people.inputs import known_roles, refuse_taken_email, second_comer_refused, tidy_email, tidy_name
from people.links import digest_of_token, new_token
from people.models import Invitation, User
from people.notifications import send_invitation
from people.roles import groups_of
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import WrongState


@transaction.atomic
def invite(*, email: str, name: str, roles: Iterable[str], by: User, door: str) -> Invitation:
    """Ask somebody to join in these roles: an e-mail with a link that works once, for seven days.

    What is on record names the invitation and the roles; the address stays in the row.
    """
    # So that nobody invites while they are let go, whose invitations are withdrawn then.
    lock_administration()
    allow(by, "people.invite_person")
    address, wanted = tidy_email(email), known_roles(roles)
    refuse_taken_email(address)
    if Invitation.objects.filter(email__iexact=address, accepted_at=None, withdrawn_at=None).exists():
        raise WrongState(_("This person has been invited already. Send that invitation again instead."))
    at, token = now_in_verb(), new_token()
    with second_comer_refused():
        invitation = Invitation.objects.create(
            email=address,
            name=tidy_name(name),
            invited_by=by,
            invited_at=at,
            expires_at=at + timedelta(days=settings.INVITATION_DAYS),
            token_digest=digest_of_token(token),
        )
    invitation.roles.set(groups_of(wanted))
    record_event("invite", actor=by, door=door, invitation=invitation.pk, roles=list(wanted))
    transaction.on_commit(lambda: send_invitation(invitation, token))
    return invitation

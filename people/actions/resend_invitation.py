"""Sending an invitation again, when the first e-mail was lost or its link has expired."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from people.actions._common import lock_administration
from people.allowing import allow
from people.invitations import lock_open_invitation
from people.links import digest_of_token, new_token
from people.models import Invitation, User
from people.notifications import send_invitation
from record.chain import record_event
from record.clock import now_in_verb


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, door: str) -> Invitation:
    """Send a new link, good for another seven days. The one sent before stops working: only one digest is kept."""
    # So that nobody invites while they are let go, whose invitations are withdrawn then.
    lock_administration()
    allow(by, "people.invite_person")
    invitation = lock_open_invitation(pk=invitation.pk)
    token = new_token()
    invitation.token_digest = digest_of_token(token)
    invitation.expires_at = now_in_verb() + timedelta(days=settings.INVITATION_DAYS)
    invitation.sent_at = None
    invitation.save(update_fields=["token_digest", "expires_at", "sent_at"])
    record_event("resend_invitation", actor=by, door=door, invitation=invitation.pk)
    transaction.on_commit(lambda: send_invitation(invitation, token))
    return invitation

"""Taking an invitation back before it is accepted."""

from django.db import transaction

from people.allowing import allow
from people.invitations import lock_open_invitation
from people.models import Invitation, User
from record.chain import record_event
from record.clock import now_in_verb


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, door: str) -> Invitation:
    """Take an open invitation back: its link stops working at once."""
    allow(by, "people.invite_person")
    invitation = lock_open_invitation(pk=invitation.pk)
    invitation.withdrawn_at = now_in_verb()
    invitation.save(update_fields=["withdrawn_at"])
    record_event("withdraw_invitation", actor=by, door=door, invitation=invitation.pk)
    return invitation


def withdraw_invitations_of(inviter: User, *, by: User, door: str) -> None:
    """Take back all that somebody sent and nobody has accepted yet, inside the verb by which they stop inviting: or
    else they could leave a door open behind them.
    """
    for invitation in Invitation.objects.filter(invited_by=inviter, accepted_at=None, withdrawn_at=None).order_by("pk"):
        withdraw_invitation(invitation=invitation, by=by, door=door)

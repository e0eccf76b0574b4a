"""Finding an invitation by what somebody holds of it, and saying why it is of no use any more."""

from django.utils.translation import gettext as _

from people.links import digest_of_token
from people.models import Invitation
from record.clock import now
from record.errors import WrongState


def lock_open_invitation(*, pk: int | None = None, token_digest: str | None = None) -> Invitation:
    """The invitation, locked, if it can still be accepted, sent again or withdrawn. Expired ones count as open."""
    named = {"pk": pk} if pk is not None else {"token_digest": token_digest}
    invitation = Invitation.objects.select_for_update(no_key=True).filter(**named).first()
    if invitation is None:
        raise WrongState(_("This link is not valid, or a newer one was sent."))
    if invitation.accepted_at:
        raise WrongState(_("This invitation has been accepted already."))
    if invitation.withdrawn_at:
        raise WrongState(_("This invitation has been withdrawn."))
    return invitation


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link belongs to."""
    return Invitation.objects.filter(token_digest=digest_of_token(token)).first()


def why_useless(invitation: Invitation | None) -> str:
    """Why a link can't be used, in a sentence for the person who holds it; empty while it can."""
    if invitation is None:
        return _("This link is not valid. Perhaps a newer one was sent to you.")
    if invitation.accepted_at:
        return _("This invitation has been used already. You can sign in.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn.")
    if invitation.expires_at <= now():
        return _("This invitation has expired. Ask the person who invited you for a new one.")
    return ""

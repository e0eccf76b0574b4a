"""`revoke_attestation`: somebody's word that a text was reviewed before is taken back. Pages that rested on it end."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from reviews.actions.taking_back import Saying, take_back
from reviews.models import Attestation, Revocation


@transaction.atomic
def revoke_attestation(
    *, attestation: Attestation, reason: str, by: User, door: str, ends_seen: list[int] | None = None
) -> Revocation:
    """Take an attestation back, with the reason, as `revoke` does a signature.

    Its Review, where it isn't over, waits for signatures, or for another attestation. Corrections that build on the
    text end with it.
    """
    saying = Saying(
        already=_("This attestation was taken back already."),
        why=_("The attestation by %(name)s was taken back.") % {"name": attestation.printed_name},
        notice=_("The review on which this page rested was vouched for, and that was taken back. So we took it away."),
    )
    return take_back(
        attestation, verb="revoke_attestation", permission="reviews.revoke_attestation", saying=saying, reason=reason,
        by=by, door=door, ends_seen=ends_seen,
    )  # fmt: skip

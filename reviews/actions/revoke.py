"""`revoke`: a signature is taken back. The pages that rested on it end."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from reviews.actions.taking_back import Saying, take_back
from reviews.models import Revocation, SignOff


@transaction.atomic
def revoke(*, sign_off: SignOff, reason: str, by: User, door: str, ends_seen: list[int] | None = None) -> Revocation:
    """Take a signature back, with the reason. It counts nowhere from now on; the row itself stands.

    Publications, live or scheduled, that rested on it end. `ends_seen` are the ids of those of which the caller was
    told; where others would end by now, that is a `Conflict`.
    """
    saying = Saying(
        already=_("This signature was taken back already."),
        why=_("The signature of %(name)s was taken back.") % {"name": sign_off.printed_name},
        notice=_("A signature under this page was taken back, so we took the page away."),
    )
    return take_back(
        sign_off, verb="revoke", permission="reviews.revoke_sign_off", saying=saying, reason=reason, by=by, door=door,
        ends_seen=ends_seen,
    )  # fmt: skip

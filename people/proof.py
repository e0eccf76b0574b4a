"""Proving oneself again, in the same request as the deed. A recent sign-in is no proof."""

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from people.models import User
from record.errors import NotAllowed


class TooMany(NotAllowed):
    """Too many wrong attempts: nothing is checked until some minutes have passed."""


@sensitive_variables("password")
def prove_password(request: HttpRequest, user: User, password: str) -> None:
    """Return if this is the person's password, else raise `NotAllowed`, or `TooMany` after five wrong ones.

    Call it before the verb's transaction: the count must stay when the verb is rolled back, and the check itself takes
    a third of a second that no lock should wait for.
    """
    usage = ratelimit.consume(request, action="prove_password", user=user)
    if not usage:
        raise TooMany(_("Too many wrong passwords. Wait five minutes, then try again."))
    if not (user.is_active and user.check_password(password)):
        raise NotAllowed(_("The password is not correct."))
    ratelimit.clear(request, action="prove_password", user=user)

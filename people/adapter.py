"""What allauth is told about this library: nobody signs up, and links point to the public origin."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from people.models import User
from people.roles import is_staff_member
from record.chain import record_event

logger = logging.getLogger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """People come by invitation alone; the form to sign up isn't mounted, and would refuse if it were."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever works here is let in together with the Event that tells of it, or not at all.

        The Event comes last, because everybody who records anything waits for the head of the record from then on.
        """
        try:
            with transaction.atomic():
                super().login(request, user)
                if is_staff_member(user):
                    record_event("sign_in", actor=user, door="account")
        except Exception:
            # What the session holds in memory isn't rolled back with its row.
            request.session = type(request.session)()
            request.user = AnonymousUser()
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A dead mail server gives the same answer as a living one: a failure would tell who has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.warning("A mail could not be sent: %s", error)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built on PUBLIC_ORIGIN, so that no request can bend the link in an e-mail."""
        uid, _, token = key.partition("-")
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.PUBLIC_ORIGIN}{address}"

"""What allauth is told about this library: nobody signs up, and links point to the public origin."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

logger = logging.getLogger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """People come by invitation alone; the form to sign up isn't mounted, and would refuse if it were."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

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

"""What allauth is told about this library: nobody signs up, and links point to the public origin."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class ClosedAccountAdapter(DefaultAccountAdapter):
    """People come by invitation alone; the form to sign up isn't mounted, and would refuse if it were."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built on PUBLIC_ORIGIN, so that no request can bend the link in an e-mail."""
        uid, _, token = key.partition("-")
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.PUBLIC_ORIGIN}{address}"

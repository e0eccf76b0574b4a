"""The links of invitations: a secret that is sent, and the digest of it that is kept."""

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse


def new_token() -> str:
    """A secret that nobody guesses: 32 random bytes."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """What is kept of a token. The token is random, so a plain hash can't be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invitation_link(token: str) -> str:
    """The address that goes into the e-mail, on the public origin whatever the request said."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('people_invitation', kwargs={'token': token})}"

"""E-mail of this room. Sent after the commit; a mail server that is down undoes nothing."""

import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from people.links import invitation_link
from people.models import Invitation
from record.clock import now

# What the settings choose where no mail server is named.
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"

log = logging.getLogger(__name__)


def mail_reaches_nobody() -> bool:
    """Whether no mail server is named."""
    return settings.EMAIL_BACKEND == NOWHERE


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link. When it can't be sent the invitation stands, and an administrator sends it again."""
    text = render_to_string(
        "people/email/invitation.txt",
        {"invitation": invitation, "link": invitation_link(token), "days": settings.INVITATION_DAYS, "host": _host()},
    )
    if mail_reaches_nobody():
        log.warning("Invitation %s was not sent: EMAIL_URL is not set.", invitation.pk)
        return
    try:
        subject = _("You are invited to work on the health library at %(host)s") % {"host": _host()}
        send_mail(subject, text, None, [invitation.email])
    except (OSError, smtplib.SMTPException) as error:
        log.warning("Invitation %s could not be sent: %s", invitation.pk, error)
        return
    Invitation.objects.filter(pk=invitation.pk, token_digest=invitation.token_digest).update(sent_at=now())


def _host() -> str:
    """Where the library is, as people know it."""
    return urlsplit(settings.PUBLIC_ORIGIN).netloc

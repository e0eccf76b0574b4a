"""What `manage.py check --deploy` says about this room."""

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from people.notifications import mail_reaches_nobody


@register(Tags.security, deploy=True)
def mail_leaves(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Invitations and notices need a mail server; without one they go nowhere, in silence."""
    if mail_reaches_nobody():
        return [checks.Warning("EMAIL_URL is not set: invitations and notices reach nobody.", id="people.W001")]
    return []

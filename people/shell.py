"""People as they are named on a command line."""

from django.conf import settings
from django.core.management import CommandError
from django.utils.translation import gettext as _

from people.models import User


def person_named(username: str | None, *, in_a_demo: str = "") -> User:
    """The person behind `--by USERNAME`, or the demo's own account where none is named. Nobody: wrong usage, exit 2."""
    if username is None and in_a_demo and settings.DEMO:
        username = in_a_demo
    if username is None:
        raise CommandError(_("Say who does this: --by USERNAME."), returncode=2)
    person = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(_("There is nobody called “%(name)s” here.") % {"name": username}, returncode=2)
    return person

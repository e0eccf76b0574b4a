"""How somebody proves, at the moment of signing, that it is them. A recent sign-in is no proof."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people.models import User
from people.proof import prove_password
from record.errors import NotAllowed
from reviews.models import Method


@dataclass(frozen=True, slots=True)
class Proof:
    """That a person proved who they are, and how. Made by the functions below, given to `sign_off`."""

    person: User
    method: Method


def password_proof(request: HttpRequest, password: str) -> Proof:
    """Proof by the signed-in person's password. Raises `NotAllowed` where it is wrong or was tried too often."""
    person = request.user
    if not isinstance(person, User):
        raise NotAllowed(_("Sign in first."))
    prove_password(request, person, password)
    return Proof(person, Method.PASSWORD)


def command_proof(person: User, method: Method) -> Proof:
    """A command's own word, for sample and trial libraries. Refused outside a demo."""
    if not settings.DEMO:
        raise NotAllowed(_("Only a demo has signatures that are made by a command."))
    if method not in (Method.SAMPLE, Method.TRIAL):
        raise NotAllowed(_("A command can't give a signature of this kind."))
    return Proof(person, method)

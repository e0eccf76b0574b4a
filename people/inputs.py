"""What people give about people: names, addresses, roles, reasons. Made fit, or refused in a sentence."""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.models import User
from people.roles import ROLES
from record.canonical import normal_text
from record.errors import BadInput
from record.seen import says_something


def refuse_without_reason(why: str) -> str:
    """The reason, tidied; an empty one is refused."""
    reason = normal_text(why).strip()
    refuse_unprintable(reason)
    if not says_something(reason):
        raise BadInput(_("Say why: the reason stays on record."))
    return reason


def known_roles(roles: Iterable[str]) -> list[str]:
    """The roles in their own order; an unknown one is refused, and so is none at all."""
    asked = set(roles)
    unknown = sorted(asked - set(ROLES))
    if unknown:
        raise BadInput(_("There is no role “%(role)s”.") % {"role": unknown[0]})
    if not asked:
        raise BadInput(_("Choose at least one role. Somebody who leaves is deactivated instead."))
    return [role for role in ROLES if role in asked]


def tidy_name(name: str) -> str:
    """A name as it can be printed: one line, neither empty nor too long."""
    tidied = " ".join(normal_text(name).split())
    refuse_unprintable(tidied)
    if not says_something(tidied):
        raise BadInput(_("The name is missing."))
    if len(tidied) > 150:
        raise BadInput(_("The name is longer than 150 characters."))
    return tidied


def tidy_email(email: str) -> str:
    """An e-mail address that can be written to."""
    tidied = User.objects.normalize_email(normal_text(email).strip())
    try:
        validate_email(tidied)
    except ValidationError:
        raise BadInput(_("This is no e-mail address.")) from None
    if len(tidied) > 254:
        raise BadInput(_("The e-mail address is longer than 254 characters."))
    return tidied


def free_username(username: str) -> str:
    """A username that nobody has, whatever the case of its letters."""
    tidied = User.normalize_username(username.strip())
    if not tidied:
        raise BadInput(_("The username is missing."))
    try:
        User._meta.get_field("username").run_validators(tidied)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    if User.objects.filter(username__iexact=tidied).exists():
        raise BadInput(_("Somebody here has this username already."))
    return tidied


def refuse_taken_email(email: str, *, but: User | None = None) -> None:
    """One person, one address: passwords are reset by it."""
    others = User.objects.filter(email__iexact=email)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise BadInput(_("Somebody here has this email address already."))


def refuse_unprintable(text: str) -> None:
    """No NULs, surrogates or other characters that no page can show, nor any that hide or turn words round.

    Joiners are letters' own business in some scripts, and stay.
    """
    shown = text.translate(dict.fromkeys(map(ord, "\n\t\u200c\u200d")))
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in shown):
        raise BadInput(_("This holds a character that can’t be printed."))


@contextmanager
def second_comer_refused() -> Iterator[None]:
    """Where two people take one username or address in the same moment, the database lets one through."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise BadInput(_("Somebody has taken this username or e-mail address just now.")) from None

"""Names and credentials as they can stand on a page for good: one line, and nothing hidden in it."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from record.canonical import normal_text
from record.errors import BadInput
from record.seen import UNSEEN, says_something

LONGEST: Final = 150


def printed_line(text: str, *, missing: str | Promise = "") -> str:
    """The text as one line. `missing` is the sentence where it says nothing; without one, it needn't say anything.

    Raises `BadInput` where it can't be printed as it is.
    """
    line = " ".join(normal_text(text).split())
    if missing and not says_something(line):
        raise BadInput(str(missing))
    if len(line) > LONGEST:
        raise BadInput(_("This may have at most %(most)d characters.") % {"most": LONGEST})
    if hidden := next((sign for sign in line if not sign.isprintable() or sign in UNSEEN), ""):
        raise BadInput(
            _("This holds a character that nobody can see (U+%(code)04X). Take it out, or type the words anew.")
            % {"code": ord(hidden)}
        )
    return line


def printed_in_form(text: str, *, missing: str | Promise = "") -> str:
    """The same, said beside the field of a form: nothing is confirmed there that is refused afterwards."""
    try:
        return printed_line(text, missing=missing)
    except BadInput as refusal:
        raise ValidationError(str(refusal)) from refusal

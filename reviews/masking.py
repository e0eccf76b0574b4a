"""Taking out of readers' comments what could tell who they are. Pure.

No program finds everything: readers are asked not to send such things, and comments are never shown in public.
"""

import re
from typing import Final

from django.utils.translation import gettext as _

_EMAIL: Final = re.compile(
    r"[^\s@<>()]{1,64}\s?(?:@|＠|\(at\)|\[at\])\s?[^\s@<>()]{1,190}\.[^\s@<>()]{2,24}", re.IGNORECASE
)
# Phone numbers, NHS numbers, dates of birth, social security and hospital numbers, however they are set apart. One
# class of signs, so that no text can make it slow; what has fewer digits than these is no such number.
_NUMBER: Final = re.compile(r"(?<!\w)[+(]{0,2}\d[\d \t().–—/-]*")
FEWEST_DIGITS: Final = 7
_YEARS: Final = re.compile(r"(?:19|20)\d\d\s?[–—-]\s?(?:19|20)\d\d")
_BIRTH: Final = re.compile(
    r"\b(?:born(?:\s+on)?|date\s+of\s+birth|d\.?o\.?b\.?)\s*:?\s*(?=[^\n]{0,12}\d)[^\n;.!?]{1,24}", re.IGNORECASE
)
_NAME: Final = re.compile(r"\b((?i:my\s+name\s+is|my\s+name’s|my\s+name's))\s+(?:[^\W\d_][\w'’.-]*\s?){1,2}")
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")


def masked(comment: str) -> tuple[str, int]:
    """The comment without e-mail addresses, numbers of people and names that say so themselves; how many there were."""
    count = 0

    def hide(what: str) -> str:
        nonlocal count
        count += 1
        return f"[{what}]"

    def number(found: re.Match[str]) -> str:
        signs = found[0].rstrip(" \t(.–—/-")
        if sum(sign.isdecimal() for sign in signs) < FEWEST_DIGITS or _YEARS.fullmatch(signs):
            return found[0]
        return hide(_("number removed")) + found[0][len(signs) :]

    comment = _EMAIL.sub(lambda _found: hide(_("e-mail address removed")), comment)
    comment = _BIRTH.sub(lambda _found: hide(_("date of birth removed")), comment)
    comment = _NUMBER.sub(number, comment)
    comment = _NAME.sub(lambda found: f"{found[1]} {hide(_('name removed'))} ", comment)
    comment = _POSTCODE.sub(lambda _found: hide(_("postcode removed")), comment)
    return comment, count

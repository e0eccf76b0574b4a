"""What the parts of masking share: the kinds of what is taken out, and what is nobody's secret. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What something looked like. The words stand in addresses: `?taken=number`."""

    EMAIL = "email"
    NUMBER = "number"
    RECORD = "record"
    DATE = "date"
    NAME = "name"
    ADDRESS = "address"


Hidden = Callable[[Kind], str]
"""What stands instead."""

_FEWEST: Final = 6
_NUMBER: Final = re.compile(r"(?<!\w)[+(]{0,2}\d[\d \t\xa0().–/-]{4,30}\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Page:
    """What a comment is about: what stands there is known to everybody.

    `country`: where its phone numbers are dialled. `text`: all that readers see of it, and the organisation's own
    numbers. `words`: words, folded, that it and other pages of the library write about.
    """

    country: str = "US"
    text: str = ""
    words: frozenset[str] = frozenset()

    def numbers(self) -> frozenset[str]:
        """The digits of all that may be a phone number."""
        found = ("".join(filter(str.isdecimal, number[0])) for number in _NUMBER.finditer(self.text))
        return frozenset(digits for digits in found if len(digits) >= _FEWEST)

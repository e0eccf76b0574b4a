"""Taking out of readers' comments what could tell who they are, and nothing of what a mistake is about. Pure.

A dose that is destroyed here is destroyed for good, before anybody has read it. So a number goes only where its shape,
or the word before it, says whose it is; where neither does, it stays. No program finds everything: readers are asked
not to send such things, and comments are never shown in public. What the page itself says is nobody's secret.

Each pattern is bounded in all that it repeats, so that no text makes it slow.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from reviews.masking.dates import births_masked, dates_masked
from reviews.masking.kinds import Kind, Page
from reviews.masking.names import names_masked
from reviews.masking.numbers import numbers_masked
from reviews.masking.online import emails_masked, online_masked
from reviews.masking.places import places_masked, towns_masked
from reviews.masking.records import accounts_masked, records_masked

__all__ = ["Kind", "Masked", "Page", "mask"]

_UNKNOWN: Final = Page()
_MOST_TIMES: Final = 3
"""What one place loses may show what another is, seldom more than once."""


@dataclass(frozen=True, slots=True)
class Masked:
    """What is left of a comment, and what was taken out of it, once for each place."""

    words: str
    taken: tuple[Kind, ...] = ()


def mask(comment: str, page: Page = _UNKNOWN) -> Masked:
    """The comment without addresses, numbers of people and names that say so themselves. What is left holds no more of
    that: masked again it stays as it is.
    """
    taken: list[Kind] = []

    def hidden(kind: Kind) -> str:
        taken.append(kind)
        return f"[{_removed(kind)}]"

    for _time in range(_MOST_TIMES):
        before = comment
        for masked in (emails_masked, online_masked, towns_masked, births_masked, accounts_masked, records_masked):
            comment = masked(comment, hidden)
        comment = dates_masked(comment, hidden)
        comment = numbers_masked(comment, hidden, page)
        comment = names_masked(comment, hidden, page)
        comment = places_masked(comment, hidden)
        if comment == before:
            break
    return Masked(comment, tuple(taken))


def _removed(kind: Kind) -> str:
    return {
        Kind.EMAIL: _("e-mail address removed"),
        Kind.NUMBER: _("number removed"),
        Kind.RECORD: _("record number removed"),
        Kind.DATE: _("date removed"),
        Kind.NAME: _("name removed"),
        Kind.ADDRESS: _("address removed"),
    }[kind]

"""What is a minor correction: a typo, a phone number. Pure.

Measured between the text that was last signed medically and the corrected one, so that corrections can't add up to a
new text. It gives the exact words that change and every reason why they are more than minor. When in doubt they are:
the text then goes to a medical reviewer, and nothing is lost but time.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.details import DraftText
from articles.minor.comparison import Comparison, Reason, WordChange
from articles.minor.words import Guard, folded
from articles.three_way import tokens_of

PHONE: Final = "care.phone"
_PHONE_NUMBER: Final = re.compile(r"\+?(?:[0-9][ ().\-/]{0,2}|[(][0-9]){3,20}(?: ?(?:ext\.?|x) ?[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Measured:
    """A correction, measured."""

    changes: list[WordChange] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words change, in all fields together. A word that moves counts twice."""
        return sum(change.words for change in self.changes)


def measure(
    signed: DraftText,
    corrected: DraftText,
    *,
    fields: Collection[str],
    most_words: int,
    drugs: Iterable[str] = (),
    known: Collection[str] = (),
) -> Measured:
    """What changes between two texts, and why that is not minor.

    Words may change in these `fields` alone; of `care.phone` the whole number.
    `drugs` are names the library knows; `known` are those of `words_gone` that its other texts use, so that they are
    words and no typos.
    """
    guard = Guard(drugs)
    before, after = _leaves(signed), _leaves(corrected)
    standing = (_words_of(before.values()) & _words_of(after.values())) | frozenset(known)
    found = Measured()
    for place in dict.fromkeys([*before, *after]):
        old, new = before.get(place, ""), after.get(place, "")
        if old != new:
            comparison = Comparison(place, old, new, guard, standing)
            _measure_place(comparison, is_allowed=field_of(place) in fields, found=found)
    found.reasons.extend(_moved_items(signed, corrected))
    if found.words > most_words:
        sentence = ngettext(
            "%(count)d word changes; at most %(most)d may.",
            "%(count)d words change; at most %(most)d may.",
            found.words,
        )
        found.reasons.append(Reason("", None, "", sentence % {"count": found.words, "most": most_words}))
    return found


def words_gone(signed: DraftText, corrected: DraftText) -> frozenset[str]:
    """The words, folded, that stand in the signed text and nowhere in the corrected one."""
    return _words_of(_leaves(signed).values()) - _words_of(_leaves(corrected).values())


def field_of(place: str) -> str:
    """The place without the number of an item: what settings name."""
    return ".".join(step for step in place.split(".") if not step.isdigit())


def _leaves(text: DraftText) -> dict[str, str]:
    """Every place with its text, down to the fields of an item."""
    leaves: dict[str, str] = {}

    def gather(place: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                gather(f"{place}.{name}", inner)
        elif isinstance(value, list):
            for number, inner in enumerate(value, 1):
                gather(f"{place}.{number}", inner)
        else:
            leaves[place] = "" if value is None else str(value)

    stored = text.stored()
    for name, value in {**stored, **stored.pop("details")}.items():
        if name != "details":
            gather(name, value)
    return leaves


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(piece) for text in texts for piece in tokens_of(text) if not piece.isspace())


def _moved_items(signed: DraftText, corrected: DraftText) -> Iterator[Reason]:
    for name in type(signed.details).model_fields:
        old, new = getattr(signed.details, name), getattr(corrected.details, name)
        if isinstance(old, list) and old != new and sorted(map(str, old)) == sorted(map(str, new)):
            yield Reason(name, None, "", _("The order of the items changes."))


def _measure_place(comparison: Comparison, *, is_allowed: bool, found: Measured) -> None:
    place, old, new = comparison.place, comparison.old.text, comparison.new.text
    if place == PHONE:
        found.changes.append(WordChange(place, 1, old, new, 1))
        if not is_allowed:
            found.reasons.append(_not_here(place))
        elif not (_PHONE_NUMBER.fullmatch(old) and _PHONE_NUMBER.fullmatch(new)):
            found.reasons.append(
                Reason(place, None, new, _("Only a phone number can take the place of a phone number."))
            )
        return
    found.changes.extend(comparison.changes())
    if not is_allowed:
        found.reasons.append(_not_here(place))
        return
    if not old or not new:
        found.reasons.append(Reason(place, None, old or new, _("It is added.") if new else _("It is removed.")))
    found.reasons.extend(dict.fromkeys(comparison.reasons()))


def _not_here(place: str) -> Reason:
    return Reason(place, None, "", _("A minor correction can't change this."))

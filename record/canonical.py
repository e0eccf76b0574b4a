"""Canonical text: the one way in which a value becomes bytes that can be hashed.

The same value gives the same text on every machine, and will in ten years: JSON with sorted ASCII keys, no spaces,
no floats, and text in Unicode's NFC form. What can't be written so is refused and never quietly repaired, because a
digest speaks of what was given.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

JsonValue: TypeAlias = bool | int | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None

# Beyond this, programs that read JSON numbers as doubles would see another number.
LARGEST_INTEGER: Final = 2**53 - 1
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class NotCanonical(ValueError):  # noqa: N818 - a word of the house
    """A value that canonical text can't carry. `place` is the path to it, as in `$.facts.codes[2]`."""

    def __init__(self, place: str, why: str) -> None:
        self.place = place
        super().__init__(f"{place}: {why}")


def canonical_text(value: JsonValue) -> str:
    """The canonical JSON text of `value`. Raises `NotCanonical`, naming the place, where there is none."""
    _check(value, "$")
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes, as 64 lower-case hexadecimal digits: what `sha256sum` prints."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_digest(text: str) -> bool:
    """Whether it is written as `digest_of` writes one, whole."""
    return _DIGEST.fullmatch(text) is not None


def utc_text(moment: datetime) -> str:
    """An aware moment as text: UTC, always with six decimals, so that equal moments are equal texts."""
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone can't be put on record.")
    # Written out, because strftime's %Y pads years below 1000 differently from system to system.
    utc = moment.astimezone(UTC)
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def normal_text(text: str) -> str:
    """Text as typed, made fit for canonical text: NFC, line ends as `\\n`. To be called before anything is stored."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _check(value: object, place: str) -> None:
    """Refuse what canonical text can't carry, wherever it stands inside `value`."""
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii() and "\x00" not in key):
                raise NotCanonical(place, f"the key {key!r} is not ASCII text")
            _check(item, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            _check(item, f"{place}[{position}]")
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(place, "an integer of 2^53 or more")
    elif value is None:
        return
    else:
        raise NotCanonical(place, f"a {type(value).__name__} has no canonical form")


def _check_text(text: str, place: str) -> None:
    if "\x00" in text:
        raise NotCanonical(place, "holds a NUL")
    if text.isascii():
        return
    # Surrogates first: they are no characters, so nothing more can be asked of such a text.
    if _SURROGATE.search(text):
        raise NotCanonical(place, "holds half of a surrogate pair")
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical(place, "is not in Unicode's NFC form")

"""Text before it is Markdown: one spelling of every character, and nothing that could hide or break.

Everything that is signed passes through `normalise` first. Unicode knows several spellings of one letter, and a digest
would tell them apart; and HTML put together from text of another spelling could lose a sign of its markup when somebody
normalises it later (`<em>` followed by U+0338 becomes a letter that swallows the `>`). So text is brought into NFC
*before* it is rendered, and a combining mark may never stand where a tag would come before it. Such text is refused,
never mended: what the editor wrote is what is signed.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

MAX_CHARACTERS: Final = 200_000
"""The longest body that is read. A thousand words take about six thousand characters."""

MAX_MARKS: Final = 30
"""The longest run of combining marks (Unicode's own "stream-safe" limit). Putting a longer run into order takes
quadratic time: 200,000 marks would hold a process for minutes."""


class BadText(ValueError):  # noqa: N818  (a refusal is named for what it refuses)
    """Text that is refused whole, with a plain sentence for the person who wrote it and the line it speaks of."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.sentence = sentence
        self.line = line
        super().__init__(sentence, line)

    def __str__(self) -> str:
        if self.line is None:
            return self.sentence
        return _("Line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


def _class_of(belongs: Callable[[str], object], last: int) -> str:
    """The characters up to `last` that belong, as the inside of a regular expression's class."""
    ranges: list[list[int]] = []
    for code in range(0x80, last):
        if belongs(chr(code)):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{final:08x}" for first, final in ranges)


# Of what stands before a sign that can't be seen, so much is shown.
_WORDS_BEFORE: Final = 4
_LONGEST_BEFORE: Final = 60

# Marks lie below U+1F000, but for the variation selectors of plane 14.
_MARKS: Final = _class_of(lambda char: unicodedata.category(char)[0] == "M", 0x1F000) + "\\U000e0100-\\U000e01ef"
_STACKING: Final = _class_of(unicodedata.combining, 0x1F000)
_NO_CHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, sys.maxunicode, 0x10000)
)
# U+202D and U+202E show text in another order than it is stored in: a dose could read backwards.
# U+FEFF is a mark of files; HTML parsers drop it, so that the page would not carry what was hashed.
_FORBIDDEN: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e\ufeff{_NO_CHARACTERS}]")
_MARK: Final = re.compile(f"[{_MARKS}]")
_STACKS: Final = re.compile(f"[{_STACKING}]")
_MARK_RUN: Final = re.compile(f"[{_STACKING}]{{{MAX_MARKS + 1}}}")
_MARK_FIRST: Final = re.compile(f"^[ \t]*[{_MARKS}]", re.MULTILINE)


def normalise(text: str, *, most: int = MAX_CHARACTERS) -> str:
    """`text` in NFC with plain line ends; raises `BadText` rather than drop or mend anything.

    Applied twice it gives the same as once. The longest text allowed is `most` characters.
    """
    _check_length(text, most)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # To look through the few characters that a text is made of is forty times faster than through the text.
    characters = "".join(set(text))
    if _FORBIDDEN.search(characters) and (found := _FORBIDDEN.search(text)):
        sentence = f"{_forbidden_sentence(found.group())}{_stands_after(text[: found.start()])}"
        raise BadText(sentence, _line_at(text, found.start()))
    if text.isascii():
        return text
    if _STACKS.search(characters) and (found := _MARK_RUN.search(text)):
        raise BadText(_too_many_marks(), _line_at(text, found.start()))
    text = unicodedata.normalize("NFC", text)
    _check_length(text, most)
    if _MARK.search("".join(set(text))) and (found := _MARK_FIRST.search(text)):
        raise BadText(_mark_first(), _line_at(text, found.start()))
    return text


def check_words(words: str, line: int) -> None:
    """Refuses words that can't stand behind a tag as they are.

    The text as a whole has been normalised by now; but Markdown takes signs away (`=*` before a mark) and
    turns `&#x338;` into a character, so that each run of words is looked at again.
    """
    if found := _FORBIDDEN.search(words):
        raise BadText(_forbidden_sentence(found.group()), line)
    if words.isascii():
        return
    if _MARK_RUN.search(words):
        raise BadText(_too_many_marks(), line)
    if _MARK_FIRST.match(words):
        raise BadText(_mark_first(), line)
    if not unicodedata.is_normalized("NFC", words):
        raise BadText(_("A letter is written as a numbered character code; please type the letter itself."), line)


def _check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise BadText(
            _("The text has %(count)d characters; at most %(most)d are allowed.") % {"count": len(text), "most": most}
        )


def _stands_after(before: str) -> str:
    """Where in its line something stands that nobody can see: behind the last words before it."""
    words = before.rpartition("\n")[2].split()[-_WORDS_BEFORE:]
    return _(" It stands after “%(words)s”.") % {"words": " ".join(words)[-_LONGEST_BEFORE:]} if words else ""


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _mark_first() -> str:
    return _("An accent or other combining mark stands first, with no letter before it.")


def _too_many_marks() -> str:
    return _("More than %(most)d combining marks stand on one letter.") % {"most": MAX_MARKS}


def _forbidden_sentence(char: str) -> str:
    code = f"U+{ord(char):04X}"
    if char == "\0":
        return _("The text holds a NUL character.")
    if "\ud800" <= char <= "\udfff":
        return _("The text holds half a character (%(code)s).") % {"code": code}
    if char in "\u202d\u202e":
        return _("The text holds an invisible sign that turns the direction of writing round (%(code)s).") % {
            "code": code
        }
    return _("The text holds a character that can't be shown (%(code)s).") % {"code": code}

"""Whether digits have the form of a number that belongs to a person: a telephone's, a bank card's, or one that a state
gives. Pure.

Where such a number has a check digit, or can't begin with everything, that is asked too: so the steps of a dose, codes
and counts of the same length stay. A number that stays does less harm than a dose that is lost.
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Final

from phonenumbers import (
    Leniency,
    PhoneNumberMatcher,
    PhoneNumberType,
    country_code_for_region,
    is_valid_number,
    number_type,
    parse,
)

_PIECES: Final = re.compile(r"\d+")
_FEWEST_OF_A_CALL: Final = 6
_FEWEST_FROM_ABROAD: Final = 7
_FREE: Final = re.compile(r"\D?1?\D{0,2}8(?:00|33|44|55|66|77|88)\D|\D?080[08]")
"""Numbers that cost nothing are of help lines, never of a reader."""
_OF_HELP: Final = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
}
# 0049 151 23456789, 001 216 444 2200, 011 44 161 496 0123
_ABROAD: Final = re.compile(
    r"\(?00[1-9]\d|00[ -]?1[ -]?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{4}\Z|011(?:[ .-][1-9]|[1-9]\d{9,11}\Z)"
)


_BETWEEN_TWO: Final = re.compile(r"[ \t]+[/–—-]+[ \t]+")
_A_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d\d)?\d\d")
_MOST_WORDS: Final = 6


def of_persons_in(run: str, *, called: bool, country: str) -> Iterator[slice]:
    """Where in a run such numbers stand: all of it is one, or several stand beside each other."""
    if is_of_a_person(run, called=called, country=country):
        yield slice(0, len(run))
        return
    start = 0
    for end, after in (*(found.span() for found in _BETWEEN_TWO.finditer(run)), (len(run), len(run))):
        if is_of_a_person(run[start:end], called=called, country=country):
            yield slice(start, end)
        else:
            yield from _one_after_the_other(run, start, end, country)
        start = after


def _one_after_the_other(run: str, start: int, end: int, country: str) -> Iterator[slice]:
    """Where one ends, the next may begin. Figures that begin with no number, or go on as one that is none, may be
    measurements: there only those go that have signs or a code of their own.
    """
    words = [found.span() for found in re.finditer(r"[^ \t]+", run[:end]) if found.start() >= start]

    def is_one(first: int, after: int) -> bool:
        return is_of_a_person(run[words[first][0] : words[after - 1][1]], called=False, country=country)

    # From the end: with which word a number (or a date) ends, so that all that follows are such.
    ends: dict[int, int] = {}
    for first in range(len(words) - 1, -1, -1):
        for after in range(min(first + _MOST_WORDS, len(words)), first, -1):
            is_date = after == first + 1 and _A_DATE.fullmatch(run, *words[first])
            if (after == len(words) or after in ends) and (is_date or is_one(first, after)):
                ends[first] = after
                break
    first = 0
    while first < len(words):
        after = ends.get(first) or next(
            (
                after
                for after in range(min(first + _MOST_WORDS, len(words)), first, -1)
                if (after == first + 1 or re.match(r"[+(]|0\d\d", run[words[first][0] :])) and is_one(first, after)
            ),
            0,
        )
        if not after:
            return
        if is_one(first, after):
            yield slice(words[first][0], words[after - 1][1])
        first = after


def is_of_a_person(run: str, *, called: bool, country: str = "US") -> bool:
    """Whether a run of digits and of signs between them is such a number. `called`: a word before it says "phone".
    `country`: where the library is; its phone numbers are known best.
    """
    # As they are read anywhere: ٠٢٠ is 020.
    pieces = ["".join(str(int(digit)) for digit in piece) for piece in _PIECES.findall(run)]
    digits, shape = "".join(pieces), tuple(len(piece) for piece in pieces)
    if not digits or _FREE.match(run):
        return False
    if re.search(r"[–—]", run):
        return _is_american_with_dashes(run, pieces)
    if called or run.startswith("+") or _ABROAD.match(run):
        fewest = _FEWEST_OF_A_CALL if called else _FEWEST_FROM_ABROAD
        return fewest <= len(digits.removeprefix("00").removeprefix("011")) <= 15
    return _is_american_in_brackets(run, shape, digits) or _is_shaped(run, pieces, country)


def _is_shaped(run: str, pieces: list[str], country: str) -> bool:
    """Whether it is one by how it's written, with nothing before it that says so."""
    digits, shape = "".join(pieces), tuple(len(piece) for piece in pieces)
    # Dots between pieces of one number are all there is between them: 37.5 - 38.5 has others.
    if "." in run and re.search(r"[ \t()/-]", run):
        return False
    if shape == (len(digits),):
        return not digits.endswith("000") and (len(digits) in {10, 11} or _is_card(digits))
    # Codes of areas begin with a nought; 0.5 is a half.
    most = 12 if len(pieces) == 2 else 11
    if digits[0] == "0" and len(pieces[0]) > 1 and 9 <= len(digits) <= most and run.count("/") <= 1:
        return True
    is_one = _is_grouped(shape, digits, run) or _is_of_country(run, digits, country)
    return is_one and "/" not in run and not _are_steps(pieces)


def _is_grouped(shape: tuple[int, ...], digits: str, run: str) -> bool:
    if shape == (3, 3, 4):
        return _is_american(digits) or _is_nhs(digits)
    if shape == (1, 3, 3, 4):
        return digits[0] == "1" and _is_american(digits[1:])
    alike = len(set(re.findall(r"\D+", run.strip("()")))) == 1
    if shape == (3, 2, 4):
        return alike and _is_social_security(digits)
    if shape == (5, 4):
        # 44101-2345: no range, which goes up.
        return alike and "-" in run
    if shape == (3, 4, 4, 2):
        return alike and _is_swiss(digits)
    return alike and shape in _CARDS and _is_card(digits)


def _is_american_in_brackets(run: str, shape: tuple[int, ...], digits: str) -> bool:
    """(216)4442538, 216/444-2538, 216 4442538, (216) 444 25 38: in forms that measures may have, only where there is
    such an area.
    """
    if shape not in {(3, 7), (3, 3, 4), (3, 3, 2, 2)} or re.search(r"\d\.\d", run) or not _is_american(digits):
        return False
    if shape != (3, 7) and not re.match(r"\(\d{3}\)|\d{3}/\d{3}-\d{4}", run):
        return False
    return _has_an_area(digits)


def _is_american_with_dashes(run: str, pieces: list[str]) -> bool:
    """216–444–2538, (216) 444–2538: a range has two ends, and the steps of a dose are round."""
    shaped = re.fullmatch(r"(?:\+?1[–—])?(?:\d{3}[–—]|\(\d{3}\) ?)\d{3}[–—]\d{4}", run)
    digits = "".join(pieces)[-10:]
    return bool(shaped) and not _are_steps(pieces) and _is_american(digits) and _has_an_area(digits)


def _has_an_area(digits: str) -> bool:
    """Whether the numbers of North America begin so somewhere."""
    return is_valid_number(parse(f"+1{digits}"))


def _is_of_country(run: str, digits: str, country: str) -> bool:
    """Whether it is a phone number there, in groups as they are written there. Of North America they're known above."""
    if not 8 <= len(digits) <= 15 or country_code_for_region(country) == 1:
        return False
    found = PhoneNumberMatcher(run, country, leniency=Leniency.STRICT_GROUPING)
    return any(
        match.start == 0 and match.end == len(run) and number_type(match.number) not in _OF_HELP for match in found
    )


def _are_steps(pieces: Sequence[str]) -> bool:
    """Whether they may be the steps of a dose, which are round: 125-250-1000."""
    return all(piece[0] != "0" and int(piece) % 5 == 0 for piece in pieces)


def _is_american(digits: str) -> bool:
    """A telephone number of North America: neither its area nor its exchange begins with 0 or 1."""
    return min(digits[0], digits[3]) >= "2"


def _is_nhs(digits: str) -> bool:
    """A number of the British NHS: the tenth digit checks the nine before it."""
    check = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check == int(digits[9])


def _is_social_security(digits: str) -> bool:
    """Of the United States: neither of its parts is nought, and some areas are never given."""
    return digits[:3] not in {"000", "666"} and digits[3:5] != "00" and digits[5:] != "0000"


def _is_swiss(digits: str) -> bool:
    """A number of the Swiss old-age insurance: it begins with the country, and its last digit checks the others."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits.startswith("756") and weighed % 10 == 0


def is_zip_code(digits: str) -> bool:
    """Whether five digits may be a postal code of the United States. Round ones are amounts."""
    return int(digits) % 500 != 0


def is_of_a_device(text: str, *, said: bool) -> bool:
    """Whether it is an address of the internet. Four small numbers with dots may be those of a chapter, unless it is
    `said` what they are; numbers with colons are ratios and alleles where none has a letter or four digits.
    """
    try:
        found = ip_address(text)
    except ValueError:
        return False
    if said:
        return True
    if found.version == 6:
        return text.count(":") > 2 and bool(re.search(r"[a-f]|\d{4}", text, re.IGNORECASE))
    lengths = [len(piece) for piece in text.split(".")]
    return max(lengths) == 3 or sum(length == 2 for length in lengths) >= 3


def is_account(code: str) -> bool:
    """Whether letters and digits without spaces are the number of a bank account (IBAN): the rest by 97 is one."""
    if not 15 <= len(code) <= 34 or not code.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


_CARDS: Final = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4)})
_ISSUED: Final = re.compile(
    r"(?:4\d{3}|5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720|6011|64[4-9]\d|65\d\d)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}"
)
# The last digits of a long code of SNOMED: the seven of who gave it, its kind, and one that checks.
_SNOMED: Final = re.compile(r"\d{1,8}1000\d{3}1[0-2]\d")


def _is_card(digits: str) -> bool:
    """A bank card's: it begins and ends as those do which are issued. 13 digits are a code on a package."""
    if not _ISSUED.fullmatch(digits) or _SNOMED.fullmatch(digits):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0

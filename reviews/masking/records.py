"""Numbers by which a person is known somewhere: of bank accounts, records, insurances."""

import re
from typing import Final

from reviews.masking.kinds import Hidden, Kind
from reviews.masking.number_shapes import is_account
from reviews.masking.words import OF_A_PACKAGE, RECORD, WHOSE, WORDS_LIKE_PREFIXES, of_record

# DE89370400440532013000, de89370400440532013000, DE89 3704 0044 0532 0130 00
_ACCOUNT: Final = re.compile(
    r"\b(?:[A-Z]{2}\d\d(?: [A-Z\d]{4}){2,7}(?: [A-Z\d]{1,4})?|(?i:[A-Z]{2}\d\d[A-Z\d]{11,30}))(?!\w)"
)


def accounts_masked(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        groups = found[0].split(" ")
        # A word in capitals may follow it.
        for count in range(len(groups), max(0, len(groups) - 3), -1):
            if is_account("".join(groups[:count])):
                return " ".join([hidden(Kind.NUMBER), *groups[count:]])
        return found[0]

    return _ACCOUNT.sub(one, comment)


# A number with up to three letters before it, however it is set apart. What follows is its unit, if it has one.
_OF_RECORD: Final = r"[A-Z]{0,3}[ -]?\d[\dA-Z]{0,20}(?:[ /-]\d[\dA-Z]{0,12}|[/-](?=[A-Z]{1,12}\d)[\dA-Z]{2,13}){0,6}"
_RECORD: Final = re.compile(
    rf"\b(?P<said>(?:{RECORD})\.?\s?(?:is|was|es|ist|est|:|=|\#)?\s?\#?)\s?(?P<number>{_OF_RECORD})(?!\w)",
    re.IGNORECASE,
)
# 123456 is my hospital number
_RECORD_BEFORE: Final = re.compile(
    r"(?<![\w.,/-])(?P<number>\d[\dA-Z]{0,20}(?:[ /-]\d[\dA-Z]{0,12}){0,6})"
    rf"(?P<said>\s{{1,2}}(?:is|was)\s{{1,2}}(?:{WHOSE})\s{{1,2}}(?:{RECORD}))(?!\w)",
    re.IGNORECASE,
)
# AB123456C; AB 12 34 56 C in capitals, where no word stands that could be there before numbers.
_INSURED: Final = re.compile(
    r"\b(?!(?i:BG|GB|KN|NK|NT|TN|ZZ))(?:(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D])"
    rf"|(?!(?:{WORDS_LIKE_PREFIXES})\b)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d\d ?){{3}}[A-D])\b"
)
# 1EG4-TE5-MK72: of Medicare, in the United States. Nothing else has its form.
_SIGN: Final = "AC-HJKMNP-RT-Y"
_OF_MEDICARE: Final = re.compile(
    rf"\b[1-9][{_SIGN}][\d{_SIGN}]\d[ -]?[{_SIGN}][\d{_SIGN}]\d[ -]?[{_SIGN}]{{2}}\d\d\b", re.IGNORECASE
)
_FEWEST_OF_A_RECORD: Final = 4


def records_masked(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        number = of_record(found["number"], comment, found.end())
        if sum(sign.isdecimal() for sign in number) < _FEWEST_OF_A_RECORD:
            return found[0]
        return f"{found['said'].rstrip()} {hidden(Kind.RECORD)}{found['number'][len(number) :]}"

    def before(found: re.Match[str]) -> str:
        enough = sum(sign.isdecimal() for sign in found["number"]) >= _FEWEST_OF_A_RECORD
        return f"{hidden(Kind.RECORD)}{found['said']}" if enough else found[0]

    def insured(found: re.Match[str]) -> str:
        of_package = OF_A_PACKAGE.search(comment[max(0, found.start() - 30) : found.start()])
        return found[0] if of_package else hidden(Kind.RECORD)

    comment = _OF_MEDICARE.sub(lambda _found: hidden(Kind.RECORD), comment)
    for pattern, said in ((_INSURED, insured), (_RECORD, one), (_RECORD_BEFORE, before)):
        comment = pattern.sub(said, comment)
    return comment

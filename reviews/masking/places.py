"""Towns, streets, postcodes: where somebody lives."""

import re
from typing import Final

from reviews.masking.address_words import (
    BOX,
    CODE_AREAS_WITH_LETTER,
    HOUSE,
    OF_A_GENE,
    POSTCODE_AREAS,
    STATE_NAMES,
    STATES,
    STATES_BY_ZIP,
    STATES_LIKE_WORDS,
    STREET,
    UNITS_LIKE_POSTCODES,
    ZIP_CODE,
)
from reviews.masking.kinds import Hidden, Kind
from reviews.masking.number_shapes import is_zip_code
from reviews.masking.words import UNIT, is_medical

_CAPITALISED: Final = r"[A-Z][a-z'’.-]{1,30}"
_STATE: Final = rf"(?:(?!(?:{STATES_LIKE_WORDS})\b)(?:{STATES})|{STATES_BY_ZIP})"
# Cleveland, OH 44101; Columbus OH 43004; Springfield, Illinois 62704; TX 78701-2345
_TOWN: Final = re.compile(
    rf"\b(?:(?:{_CAPITALISED} ){{0,2}}(?P<town>{_CAPITALISED})(?:,\s?(?:{STATES}|{STATE_NAMES})|\s{_STATE})"
    rf"|(?!(?:{STATES_LIKE_WORDS})\b)(?:{STATES}))"
    r"\s{1,2}(?P<zip>\d{5})(?:-\d{4})?(?![\w-]|[.,]\d)"
)


def towns_masked(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        doubted = UNIT.match(comment, found.end()) or not is_zip_code(found["zip"]) or is_medical(found["town"] or "")
        return found[0] if doubted else hidden(Kind.ADDRESS)

    return _TOWN.sub(one, comment)


_POSTCODE: Final = re.compile(
    # SW1A 1AA: only some areas have a letter there. M5V 2T6: of Canada, in capitals or with a space.
    rf"\b(?:(?:(?:{POSTCODE_AREAS})\d\d?"
    rf"|(?:{CODE_AREAS_WITH_LETTER})\d[A-Z])\s?\d(?!(?:{UNITS_LIKE_POSTCODES})\b)[ABD-HJLNP-UW-Z]{{2}}"
    r"|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]\d[ABCEGHJ-NPRSTV-Z]\d"
    r"|(?-i:[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d))\b"
    rf"(?!\s(?:{OF_A_GENE})\b)",
    re.IGNORECASE,
)
_ZIP_CODE: Final = re.compile(ZIP_CODE, re.IGNORECASE)
_HOUSE: Final = re.compile(HOUSE, re.IGNORECASE)
_STREET: Final = re.compile(STREET)
_BOX: Final = re.compile(BOX, re.IGNORECASE)


def places_masked(comment: str, hidden: Hidden) -> str:
    def street(found: re.Match[str]) -> str:
        return found[0] if found["number"] and UNIT.match(comment, found.end("number")) else hidden(Kind.ADDRESS)

    comment = _POSTCODE.sub(lambda _found: hidden(Kind.ADDRESS), comment)
    comment = _ZIP_CODE.sub(lambda found: f"{found['said']}{hidden(Kind.ADDRESS)}", comment)
    comment = _HOUSE.sub(lambda found: f"{found['said']} {hidden(Kind.ADDRESS)}", comment)
    comment = _BOX.sub(lambda _found: hidden(Kind.ADDRESS), comment)
    return _STREET.sub(street, comment)

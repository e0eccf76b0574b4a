"""Dates of somebody's life: of a birth, a stay in hospital, an appointment."""

import re
from typing import Final

from reviews.masking.kinds import Hidden, Kind
from reviews.masking.words import UNIT, WHOSE

_MONTH: Final = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar|rero)?|f[ée]v(?:rier)?|mar(?:ch|zo|s)?|m[äa]e?rz|apr(?:il)?"
    r"|abr(?:il)?|avr(?:il)?|mayo?|mai"
    r"|june?|juni[o]?|juin|july?|juli[o]?|juil(?:let)?|aug(?:ust)?|agosto|ao[ûu]t|sept?(?:ember|iembre|embre)?"
    r"|setiembre|o[ck]t(?:ober|ubre|obre)?"
    r"|nov(?:ember|iembre|embre)?|de[cz](?:ember)?|d[ée]c(?:embre)?|dic(?:iembre)?|enero?)\.?"
)
_BETWEEN: Final = r"[ ./-]{0,2}(?:(?:of|de|del)\s)?"
_DAY_MONTH: Final = rf"\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?{_BETWEEN}{_MONTH}(?![^\W\d_])"
_MONTH_DAY: Final = rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
_YEAR: Final = r",?[ ./-]{0,2}(?:(?:of|de|del)\s)?(?:\d{4}|[’']?\d{2})(?!\d)"
_DAY_OF_BIRTH: Final = (
    rf"{_DAY_MONTH}(?:{_YEAR})?|{_MONTH_DAY}(?:,?\s\d{{2,4}})?|{_MONTH},?\s(?:de[l]?\s)?\d{{4}}"
    r"|\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}|\d{4}[./ -]\d{1,2}[./ -]\d{1,2}"
)
_BORN: Final = (
    r"(?:date\s{1,2}of\s{1,2}birth|birth\s?da(?:y|te)|d\.?o\.?b\.?|fecha\s{1,2}de\s{1,2}nacimiento|cumpleaños"
    r"|geburts(?:datum|tag)"
    r"|date\s{1,2}de\s{1,2}naissance|anniversaire)"
)
_BORN_ON: Final = rf"{_BORN}\s?(?:is|was|es|ist|est|:|=|-)?\s?(?:(?:on|in|the|el|le|der)\s){{0,2}}"
_BIRTH: Final = re.compile(
    rf"\b(?:(?:born|naci(?:do|da|ó)|nací|geb(?:oren|\.)|née?)\s{{1,2}}(?:(?:on|in|el|en|am|im"
    rf"|le)\s{{1,2}})?(?:(?:the|día)\s{{1,2}})?"
    rf"|{_BORN_ON})(?:{_DAY_OF_BIRTH})(?!\w)"
    # 3 May 1961 is my date of birth, 3 May 1961 (DOB)
    rf"|(?<![\w./-])(?:{_DAY_OF_BIRTH})\s{{0,2}}(?:\(\s?{_BORN}|(?:is|was|=)\s{{1,2}}(?:{WHOSE})\s{{1,2}}{_BORN}"
    r"|(?:is|was)\s{1,2}(?:when|the\s{1,2}da(?:y|te)(?:\s{1,2}(?:when|on\s{1,2}which))?)\s{1,2}(?:i|he|she"
    r"|we)\s{1,2}(?:was|were)\s{1,2}born)(?!\w)",
    re.IGNORECASE,
)
# My birthday is 4/3, 31.12.
_BIRTHDAY: Final = re.compile(
    rf"\b{_BORN_ON}(?:(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])[/.](?:0?[1-9]|1[0-2]))"
    r"(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
# Nobody alive was born then: it is of those after whom diseases are called.
_LONG_AGO: Final = re.compile(r"(?<!\d)1[0-8]\d\d(?!\d)")
# Babies born in March 2024 are many.
_OF_MANY: Final = re.compile(
    r"\b(?:babies|children|infants|newborns|people|persons|adults|anyone|everyone|everybody|those|women|men"
    r"|patients|girls|boys)"
    r"(?:\s(?:who|that))?(?:\s(?:are|were|was|is))?\s{1,2}(?:born\s{1,2}(?:(?:on|in|after"
    r"|before)\s{1,2})?(?:the\s)?)?\Z",
    re.IGNORECASE,
)


def births_masked(comment: str, hidden: Hidden) -> str:
    """Those that stand beside the word that says so, in any form."""

    def one(found: re.Match[str]) -> str:
        of_many = _OF_MANY.search(comment[max(0, found.start() - 40) : found.start()])
        return found[0] if of_many or _LONG_AGO.search(found[0]) else hidden(Kind.DATE)

    def day(found: re.Match[str]) -> str:
        return found[0] if UNIT.match(comment, found.end()) else hidden(Kind.DATE)

    comment = _BIRTH.sub(one, comment)
    return _BIRTHDAY.sub(day, comment)


# 12/03/75, 3.4.1967, 1967-04-03; 12 March 2024, 12-Mar-24, March 12, 2024
_DATE: Final = re.compile(
    r"(?<![\w./-])(?:(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)"
    r"|(?:19|20)\d\d(?P<sign>[./-])\d\d(?P=sign)\d\d"
    rf"|(?P<words>(?i:{_DAY_MONTH}(?:{_YEAR})?|{_MONTH_DAY}(?:,?\s\d{{4}})?)))(?![\w/-]|\.\d)"
)
_PUBLISHED: Final = (
    r"(?:guidelines?|guidance|recommendations?|criteria|protocol|edition|version|update|classification|consensus"
    r"|gu[íi]a|leitlinie|directive)"
)
# Before a date it says that the date isn't somebody's.
_OF_PAGE: Final = re.compile(
    r"\b(?:review|updat|publish|access|approv|recall|version|dated|page|edition|since|until|expir)"
    rf"|\b{_PUBLISHED}\s(?:(?:of|from|as\sof|on|de|del|vom|du)\s(?:the\s)?)?$",
    re.IGNORECASE,
)
# Right behind a date it says the same: the 12/03/2021 guideline.
_OF_WHAT_IS_PUBLISHED: Final = re.compile(
    rf"\s(?!(?:and|but|so|the|this|that|your|my|our|as|is|was)\s)(?:\w{{1,20}}\s)?{_PUBLISHED}\b", re.IGNORECASE
)
_SOMEBODY: Final = (
    r"(?:i|we|he|she|who|son|daughter|child|baby|mother|father|mum|mom|dad|husband|wife|partner|brother|sister|friend"
    r"|grandma|grandpa)"
)
# In the sentence of a date it says that the date is of somebody's life.
_OF_A_PERSON: Final = re.compile(
    r"\b(?:mrn|ssn|my\s{1,2}name|born|birth\s?da(?:y|te)|date\s{1,2}of\s{1,2}birth|d\.?o\.?b\b|due\s{1,2}date"
    r"|admitted|admission|discharged?|diagnosed|appointments?"
    r"|(?:my|our|his|her)\s{1,2}(?:\w{1,20}\s{1,2}){0,2}(?:operation|op|surgery|scan|x-?ray|biopsy|delivery|visit"
    r"|tests?|check-?up)"
    r"|(?:surgery|operation|delivery|biopsy|scan|visit|clinic|transplant)\s{1,2}date"
    r"|date\s{1,2}of\s{1,2}(?:(?:my|our|his|her|the)\s{1,2})?(?:surgery|operation|delivery|biopsy|scan|visit|transplant"
    r"|death)"
    rf"|{_SOMEBODY}(?:[, ]{{1,2}}(?:\[name\sremoved\]|[\w’'-]{{1,20}})){{0,5}},?\s{{1,2}}died|passed\s{{1,2}}away"
    rf"|{_SOMEBODY}(?:\s{{1,2}}[\w’'-]{{1,20}}){{0,2}}\s{{1,2}}had\s{{1,2}}(?:(?:an?|my|his|her|the|another)\s{{1,2}})?"
    r"(?:\w{1,20}\s{1,2}){0,2}(?:surgery|operation|transplant|bypass|transfusion|stroke|seizure|miscarriage|\w{1,20}ectomy)"
    r"|(?:was|were|been|stayed)\s{1,2}(?:in\s{1,2}(?:the\s{1,2})?hospital|hospitali[sz]ed)"
    r"|nacid[oa]|nací|nacimiento|ingres(?:ad[oa]|é|o)|diagnostic(?:ad[oa]|aron)|operad[oa]|operaron"
    r"|dad[oa]\s{1,2}de\s{1,2}alta|(?:mi|su)\s{1,2}cita"
    r"|geboren|geburtsdatum|diagnostiziert|aufgenommen|eingeliefert|entlassen|operiert|(?:mein|ihr)\s{1,2}termin"
    r"|née?|naissance|hospitalisée?|diagnostiquée?|opérée?|(?:mon|son)\s{1,2}rendez-vous)\b",
    re.IGNORECASE,
)


# Right before a date it says the same: surgery on 5/6/2024, hospitalised 5 June 2024.
_STAY_ON: Final = re.compile(
    r"\b(?:(?:surgery|operation|op|biopsy|transplant|\w{1,20}ectomy)\s{1,2}(?:(?:was|is)\s{1,2})?on"
    r"|hospitali[sz]ed(?:\s{1,2}on)?)\s{1,2}(?:the\s{1,2})?\Z",
    re.IGNORECASE,
)
# In the same sentence it says that a text, a study or an office speaks of it.
_OF_A_TEXT: Final = re.compile(
    rf"\b(?:{_PUBLISHED}|pages?|articles?|texts?|tables?|parts?|sections?|study|studies|trials?|papers?|law|rules?"
    r"|recalls?|approv\w{1,4}|publish\w{1,3}|says)\b",
    re.IGNORECASE,
)


def dates_masked(comment: str, hidden: Hidden) -> str:
    """A date is what a mistake may be about. It goes where its own sentence says that it is of somebody's life."""

    def one(found: re.Match[str]) -> str:
        before = comment[max(0, found.start() - 40) : found.start()]
        of_a_page = (
            _OF_PAGE.search(before) or _OF_WHAT_IS_PUBLISHED.match(comment, found.end()) or _OF_MANY.search(before)
        )
        doubted = not _is_date(found) or _LONG_AGO.search(found[0]) or UNIT.match(comment, found.end()) or of_a_page
        around = _sentence_around(comment, found)
        of_a_person = _OF_A_PERSON.search(around) or _is_of_a_stay(before, around)
        return hidden(Kind.DATE) if of_a_person and not doubted else found[0]

    return _DATE.sub(one, comment)


def _is_of_a_stay(before: str, around: str) -> bool:
    """Whether somebody was in hospital then: one person, and not as a text tells of it."""
    found = _STAY_ON.search(before)
    if found is None or _OF_A_TEXT.search(around):
        return False
    return not _OF_MANY.search(before[: found.start()])


_NEAR: Final = 60
_END_OF_SENTENCE: Final = re.compile(r"[.!?]\s|\n")


def _sentence_around(comment: str, found: re.Match[str]) -> str:
    """The words near what was found, in the same sentence. Bounded."""
    before = comment[max(0, found.start() - _NEAR) : found.start()]
    after = comment[found.end() : found.end() + _NEAR]
    return f"{_END_OF_SENTENCE.split(before)[-1]}|{_END_OF_SENTENCE.split(after)[0]}"


def _is_date(found: re.Match[str]) -> bool:
    """Whether there is such a day. Three numbers with dots or dashes may be steps of a dose: a date shows it. "5 may"
    is mostly no day.
    """
    if found["sign"]:
        return True
    if words := found["words"]:
        return bool(re.search(r"\d{4}", words)) or not re.search(r"(?-i:may|mar|mars|dec|sep|jan)\b", words)
    first, second = int(found["first"]), int(found["second"])
    if not (1 <= min(first, second) <= 12 and max(first, second) <= 31):
        return False
    return found["mark"] == "/" or len(found["year"]) == 4 or "0" in {found["first"][0], found["second"][0]}

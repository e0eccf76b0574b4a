"""Taking out of readers' comments what could tell who they are, and nothing of what a mistake is about. Pure.

A dose that is destroyed here is destroyed for good, before anybody has read it. So a number goes only where its shape,
or the word before it, says whose it is; where neither does, it stays. No program finds everything: readers are asked
not to send such things, and comments are never shown in public.

Each pattern is bounded in all that it repeats, so that no text makes it slow.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from articles.minor_words import COMMON_DRUGS
from reviews.masking_numbers import is_account, is_of_a_device, is_zip_code, of_persons_in
from reviews.masking_words import (
    ACCOUNT_ONLINE,
    ANNOUNCED_CODE,
    BOX,
    CALLED_AFTER,
    DATE_OF_A_PERSON,
    DATE_OF_PAGE,
    DAY_OF_BIRTH,
    DOSE,
    FAREWELL,
    HOUSE,
    MAIL_HOSTS,
    NO_HANDLE,
    NO_NAME,
    NUMBERED,
    OF_A_PACKAGE,
    OF_MEDICINE,
    OF_WHAT_IS_PUBLISHED,
    PLACES_ONLINE,
    POSTCODE_AREAS,
    RECORD,
    RELATIVE,
    STATE_NAMES,
    STATES,
    STATES_BY_ZIP,
    STATES_LIKE_WORDS,
    STREET,
    TOP_DOMAINS,
    UNIT,
    UNITS_LIKE_POSTCODES,
    WHOSE,
    WORDS_LIKE_PREFIXES,
)


class Kind(StrEnum):
    """What something looked like. The words stand in addresses: `?taken=number`."""

    EMAIL = "email"
    NUMBER = "number"
    RECORD = "record"
    DATE = "date"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Masked:
    """What is left of a comment, and what was taken out of it, once for each place."""

    words: str
    taken: tuple[Kind, ...] = ()


def mask(comment: str) -> Masked:
    """The comment without addresses, numbers of people and names that say so themselves."""
    taken: list[Kind] = []

    def hidden(kind: Kind) -> str:
        taken.append(kind)
        return f"[{_removed(kind)}]"

    for replaced in (_emails, _online, _towns, _births, _accounts, _records, _dates, _numbers, _names, _places):
        comment = replaced(comment, hidden)
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


Hidden = Callable[[Kind], str]

_AT: Final = r"(?:\s?[@＠]\s?|\s?[(\[{]\s?at\s?[)\]}]\s?)"
_DOT: Final = r"(?:\s?\.|\s?[(\[{]\s?dot\s?[)\]}]\s?|\s{1,2}dot\s{1,2})"
_HOST: Final = r"[^\s@<>().\[\]{}]{1,63}"
_EMAIL: Final = re.compile(
    # ann@example.org, ann (at) mail dot example dot org
    rf"[^\s@<>()]{{1,64}}{_AT}(?:{_HOST}\s?\.){{0,4}}{_HOST}{_DOT}[^\W\d_]{{2,24}}"
    # jane at gmail dot com, jane at gmail.com
    rf"|[\w.+-]{{1,64}}\s{{1,2}}at\s{{1,2}}(?:(?!(?:the|an?|each|this|that|every|my|your)\s)[\w-]{{1,63}}\s{{1,2}}dot\s{{1,2}}(?:co\s{{1,2}}dot\s{{1,2}})?(?:{TOP_DOMAINS})"
    rf"|(?:{MAIL_HOSTS})\s?\.\s?(?:co\.)?(?:{TOP_DOMAINS}))\b",
    re.IGNORECASE,
)


def _emails(comment: str, hidden: Hidden) -> str:
    return _EMAIL.sub(lambda _found: hidden(Kind.EMAIL), comment)


_ACCOUNT_ONLINE: Final = re.compile(ACCOUNT_ONLINE, re.IGNORECASE)
_NO_NAME: Final = re.compile(NO_NAME, re.IGNORECASE)
_PLACE_ONLINE: Final = re.compile(PLACES_ONLINE, re.IGNORECASE)
# @johnsmith, but not "50 mg @bedtime"
_HANDLE: Final = re.compile(rf"(?<![\w@.])@(?!(?i:{NO_HANDLE})\b)[A-Za-z_]\w{{2,29}}(?:\.\w{{1,29}}){{0,3}}")
_DEVICE: Final = re.compile(
    r"(?P<said>\bip(?:v[46])?(?:\s?address)?(?:\s?(?:is|was|:|=))?\s{1,2})?"
    r"(?<![\w.:])(?P<device>\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:]|\.\d)",
    re.IGNORECASE,
)


def _online(comment: str, hidden: Hidden) -> str:
    """Profiles, handles, and addresses of devices."""

    def device(found: re.Match[str]) -> str:
        doubted = NUMBERED.search(comment[max(0, found.start() - 30) : found.start()])
        if doubted or not is_of_a_device(found["device"], said=bool(found["said"])):
            return found[0]
        return f"{found['said'] or ''}{hidden(Kind.NUMBER)}"

    def account(found: re.Match[str]) -> str:
        handle = found["handle"] or ""
        # "My Instagram is jane" says whose; "Facebook is wrong" doesn't.
        own = (found["mark"] or "").strip() != "is" or comment[
            max(0, found.start() - 3) : found.start()
        ].casefold() == "my "
        doubted = _NO_NAME.fullmatch(handle) or _is_medical(handle) or not own
        return found[0] if doubted else f"{found['said']}{found['mark'] or ' '}{hidden(Kind.NAME)}"

    comment = _ACCOUNT_ONLINE.sub(account, comment)
    comment = _PLACE_ONLINE.sub(lambda _found: hidden(Kind.NAME), comment)
    comment = _HANDLE.sub(lambda _found: hidden(Kind.NAME), comment)
    return _DEVICE.sub(device, comment)


_CAPITALISED: Final = r"[A-Z][a-z'’.-]{1,30}"
_STATE: Final = rf"(?:(?!(?:{STATES_LIKE_WORDS})\b)(?:{STATES})|{STATES_BY_ZIP})"
# Cleveland, OH 44101; Columbus OH 43004; Springfield, Illinois 62704; TX 78701-2345
_TOWN: Final = re.compile(
    rf"\b(?:(?:{_CAPITALISED} ){{0,2}}(?P<town>{_CAPITALISED})(?:,\s?(?:{STATES}|{STATE_NAMES})|\s{_STATE})"
    rf"|(?!(?:{STATES_LIKE_WORDS})\b)(?:{STATES}))"
    r"\s{1,2}(?P<zip>\d{5})(?:-\d{4})?(?![\w-]|[.,]\d)"
)


def _towns(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        doubted = UNIT.match(comment, found.end()) or not is_zip_code(found["zip"]) or _is_medical(found["town"] or "")
        return found[0] if doubted else hidden(Kind.ADDRESS)

    return _TOWN.sub(one, comment)


_BORN: Final = r"(?:date\s{1,2}of\s{1,2}birth|birth\s?da(?:y|te)|d\.?o\.?b\.?)"
_BIRTH: Final = re.compile(
    rf"\b(?:born\s{{1,2}}(?:on\s{{1,2}})?(?:the\s{{1,2}})?|{_BORN}\s?(?:is|was|:|=|-)?\s?)(?:{DAY_OF_BIRTH})(?!\w)"
    # 3 May 1961 is my date of birth, 3 May 1961 (DOB)
    rf"|(?<![\w./-])(?:{DAY_OF_BIRTH})\s{{0,2}}(?:\(\s?{_BORN}|(?:is|was|=)\s{{1,2}}(?:{WHOSE})\s{{1,2}}{_BORN}"
    r"|(?:is|was)\s{1,2}(?:when|the\s{1,2}da(?:y|te)(?:\s{1,2}(?:when|on\s{1,2}which))?)\s{1,2}(?:i|he|she|we)\s{1,2}(?:was|were)\s{1,2}born)(?!\w)",
    re.IGNORECASE,
)


# Nobody alive was born then: it is of those after whom diseases are called.
_LONG_AGO: Final = re.compile(r"(?<!\d)1[0-8]\d\d(?!\d)")


def _births(comment: str, hidden: Hidden) -> str:
    return _BIRTH.sub(lambda found: found[0] if _LONG_AGO.search(found[0]) else hidden(Kind.DATE), comment)


# DE89370400440532013000, de89370400440532013000, DE89 3704 0044 0532 0130 00
_ACCOUNT: Final = re.compile(
    r"\b(?:[A-Z]{2}\d\d(?: [A-Z\d]{4}){2,7}(?: [A-Z\d]{1,4})?|(?i:[A-Z]{2}\d\d[A-Z\d]{11,30}))(?!\w)"
)


def _accounts(comment: str, hidden: Hidden) -> str:
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
    rf"\b(?P<said>(?:{RECORD})\.?\s?(?:is|was|:|=|\#)?\s?\#?)\s?(?P<number>{_OF_RECORD})(?!\w)", re.IGNORECASE
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


def _records(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        number = _before_quantity(found["number"], comment, found.end())
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
    for pattern, said in ((_RECORD, one), (_RECORD_BEFORE, before), (_INSURED, insured)):
        comment = pattern.sub(said, comment)
    return comment


def _before_quantity(run: str, comment: str, end: int) -> str:
    """Of a run that ends there: what stands before the quantity, where a unit follows; else all of it."""
    return run[: max(run.rfind(" "), run.rfind("\t"), 0)].rstrip(" \t(.–—/-") if UNIT.match(comment, end) else run


# 12/03/75, 3.4.1967, 1967-04-03.
_DATE: Final = re.compile(
    r"(?<![\w./-])(?:(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)"
    r"|(?:19|20)\d\d(?P<sign>[./-])\d\d(?P=sign)\d\d)(?![\w/-]|\.\d)"
)


def _dates(comment: str, hidden: Hidden) -> str:
    """A date is what a mistake may be about. It goes where its own sentence says that it is of somebody's life."""

    def one(found: re.Match[str]) -> str:
        before = comment[max(0, found.start() - 30) : found.start()]
        of_a_page = DATE_OF_PAGE.search(before) or OF_WHAT_IS_PUBLISHED.match(comment, found.end())
        doubted = not _is_date(found) or UNIT.match(comment, found.end()) or of_a_page
        of_a_person = DATE_OF_A_PERSON.search(_sentence_around(comment, found))
        return hidden(Kind.DATE) if of_a_person and not doubted else found[0]

    return _DATE.sub(one, comment)


_NEAR: Final = 60
_END_OF_SENTENCE: Final = re.compile(r"[.!?]\s|\n")


def _sentence_around(comment: str, found: re.Match[str]) -> str:
    """The words near what was found, in the same sentence. Bounded."""
    before = comment[max(0, found.start() - _NEAR) : found.start()]
    after = comment[found.end() : found.end() + _NEAR]
    return f"{_END_OF_SENTENCE.split(before)[-1]}|{_END_OF_SENTENCE.split(after)[0]}"


def _is_date(found: re.Match[str]) -> bool:
    """Whether there is such a day. Three numbers with dots or dashes may be steps of a dose: a date shows it."""
    if found["sign"]:
        return True
    first, second = int(found["first"]), int(found["second"])
    if not (1 <= min(first, second) <= 12 and max(first, second) <= 31):
        return False
    return found["mark"] == "/" or len(found["year"]) == 4 or "0" in {found["first"][0], found["second"][0]}


# A run of numbers; or one that is no person's, by what stands before it: addresses, DOIs, codes of packages.
_NUMBER: Final = re.compile(
    rf"(?P<code>https?://\S{{1,400}}|\b10\.\d{{4,9}}/\S{{1,200}}|{ANNOUNCED_CODE})"
    r"|(?P<call>\b(?:(?:call|ring|text|phone)\s+(?:me|us)|phone|tel(?:ephone)?|mobile|fax|whatsapp)\b[.:]?"
    r"(?:\s+(?:number|no\.?|is|on|at|me|us)){0,3}\s?:?\s?)?(?<![\w.,])"
    r"(?P<run>[+(]{0,2}\d(?:[\d \t().–—/-]{0,200}\d)?)(?!\w)",
    re.IGNORECASE,
)


def _numbers(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        run = _before_quantity(found["run"], comment, found.end())
        left, end = found["call"] or "", 0
        for number in of_persons_in(run, called=bool(found["call"])):
            left, end = f"{left}{run[end : number.start]}{hidden(Kind.NUMBER)}", number.stop
        return f"{left}{found['run'][end:]}"

    return _NUMBER.sub(one, comment)


_WORD: Final = r"[A-Z][a-zà-öø-ÿ'’]{0,3}[A-Za-zà-öø-ÿ'’-]{1,30}"
_ANY_NAME: Final = rf"(?!(?i:{NO_NAME})\b)[^\W\d_][\w'’-]{{0,40}}\.?(?:\s(?!(?i:{NO_NAME})\b)[^\W\d_][\w'’-]{{0,40}})?"
_TWO_WORDS: Final = rf"(?!(?i:{NO_NAME})\b){_WORD}(?:[ \t\xa0]{{1,2}}(?!(?i:{NO_NAME})\b){_WORD}){{1,2}}"
_NAME: Final = re.compile(
    # My name is jane smith, my sons name is tom hardy, his name is Tom Hardy
    rf"(?P<mine>\b(?i:(?:(?:my|our)\s+(?:(?:{RELATIVE})(?:['’]?s)?\s+)?|(?:his|her|their)\s+)(?:full\s+)?name\s?(?:is|was|:)|my\s+name['’]s)\s+)"
    rf"(?:{_ANY_NAME})"
    # I am Jane Smith, this is Dr. Smith, name: Jane Smith, patient: Jane Smith, Patient name Jane Smith
    r"|(?P<said>\b(?i:i\s+am|i['’]m|this\s+is|signed|patient\s?[:=]|patient(?:['’]?s)?\s+name(?:\s+is|\s?[:=])?"
    r"|(?P<form>(?:full\s|sur)?name)\s?[:=])[:,]?\s{1,2})"
    rf"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s{_WORD}(?:\s{_WORD})?|{_TWO_WORDS})"
    # Regards, Peter Brown; thanks, Peter, where nothing follows
    rf"|(?P<farewell>\b(?i:{FAREWELL})[,.]?\s{{1,3}})(?:{_TWO_WORDS})"
    rf"|(?P<last>\b(?i:{FAREWELL}|thanks|thank\s+you|cheers)[,.]?\s{{1,3}})(?!(?i:{NO_NAME})\b){_WORD}(?:\s{_WORD}){{0,2}}(?=[.!]?\s{{0,9}}\Z)"
    # My daughter Emily Clark; but not what she was given: my daughter Calpol Infant 5 ml
    rf"|(?P<relative>\b(?i:my|our)\s(?i:\w{{1,20}}\s)?(?i:{RELATIVE})(?i:,|\s+is|\s+called|\s+named)?\s)(?:{_TWO_WORDS})(?!\w|(?:\s[A-Z]\w{{1,30}})?\s?\d)"
)


def _names(comment: str, hidden: Hidden) -> str:
    def one(found: re.Match[str]) -> str:
        # "Brand name: Panadol Extra" names no reader.
        if found["form"] and comment[max(0, found.start() - 3) : found.start()].rstrip(" ")[-1:].isalpha():
            return found[0]
        said = next(found[group] for group in ("mine", "said", "farewell", "last", "relative") if found[group])
        given = _TAKEN_BY.fullmatch(found[0])
        if given and given["drug"].casefold() in COMMON_DRUGS and not any(map(_is_medical, given["who"].split())):
            return f"{said}{hidden(Kind.NAME)} {given['drug']}"
        if not found["mine"] and _is_of_medicine(found, comment):
            return found[0]
        return f"{said}{hidden(Kind.NAME)}"

    return _NAME.sub(one, comment)


# Patient: Jane Smith Aspirin 100 mg
_TAKEN_BY: Final = re.compile(
    rf"(?i:i\s+am|i['’]m|signed|patient)\b[^A-Z]{{1,20}}(?P<who>{_WORD} {_WORD}) (?P<drug>{_WORD})"
)
_NEXT_WORD: Final = re.compile(r" ([^\W\d_]{1,40})")
_NEXT_WORDS: Final = re.compile(r"(?: [A-Z]\w{0,30}){0,2}")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof"})


def _is_medical(word: str) -> bool:
    return word.casefold() in COMMON_DRUGS or bool(OF_MEDICINE.fullmatch(word))


def _is_of_medicine(found: re.Match[str], comment: str) -> bool:
    """Whether what looks like a name is a disease's or a drug's: it says so, or the next word, or a dose behind."""
    said = next(found[group] for group in ("said", "farewell", "last", "relative") if found[group])
    words = _LETTERS.findall(found[0][len(said) :])
    if words[0].casefold() in _TITLES:
        return False
    next_word = _NEXT_WORD.match(comment, found.end())
    if next_word and (next_word[1][0].isupper() or CALLED_AFTER.fullmatch(next_word[1])):
        words.append(next_word[1])
    if any(_is_medical(word) for word in words):
        return True
    behind = _NEXT_WORDS.match(comment, found.end())
    return bool(behind and DOSE.match(comment, behind.end()))


_POSTCODE: Final = re.compile(
    rf"\b(?:{POSTCODE_AREAS})\d[\dA-Z]?\s?\d(?!(?:{UNITS_LIKE_POSTCODES})\b)[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE
)
_HOUSE: Final = re.compile(HOUSE, re.IGNORECASE)
_STREET: Final = re.compile(STREET)
_BOX: Final = re.compile(BOX, re.IGNORECASE)


def _places(comment: str, hidden: Hidden) -> str:
    def street(found: re.Match[str]) -> str:
        return found[0] if found["number"] and UNIT.match(comment, found.end("number")) else hidden(Kind.ADDRESS)

    comment = _POSTCODE.sub(lambda _found: hidden(Kind.ADDRESS), comment)
    comment = _HOUSE.sub(lambda found: f"{found['said']} {hidden(Kind.ADDRESS)}", comment)
    comment = _BOX.sub(lambda _found: hidden(Kind.ADDRESS), comment)
    return _STREET.sub(street, comment)

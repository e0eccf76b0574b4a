"""Numbers of phones, cards and states, but not those that stand on the page itself."""

import re
from typing import Final

from phonenumbers import NumberParseException, parse

from reviews.masking.kinds import Hidden, Kind, Page
from reviews.masking.number_shapes import of_persons_in
from reviews.masking.words import ANNOUNCED_CODE, before_quantity

# A run of numbers; or one that is no person's, by what stands before it: addresses, DOIs, codes of packages.
_NUMBER: Final = re.compile(
    rf"(?P<code>https?://\S{{1,400}}|(?:\bdoi\s?:?\s?)?\b10\.\d{{4,9}}/\S{{1,200}}|{ANNOUNCED_CODE})"
    r"|(?P<call>\b(?:(?:call|ring|text|phone|reach|contact)\s+(?:me|us)|ll[áa]m[ea](?:n?me)|rufen\s+sie\s+mich"
    r"|appelez-moi|phone|(?:cell|home|work)\s+(?:phone|number)"
    r"|tel(?:ephone|efon|[ée]fono|[ée]phone)?|mobile|m[óo]vil|celular|handy|portable|fax|whatsapp)\b[.:]?"
    r"(?:\s+(?:number|no\.?|is|on|at|me|us|n[úu]mero|es|al|nummer|ist|unter|an|est|au)){0,3}\s?:?\s?)?(?(call)|(?<![\w.,]))"
    r"(?P<run>[+(]{0,2}\d(?:[\d \t\xa0().–—/_-]{0,200}\d)?)(?!\w)",
    re.IGNORECASE,
)
# Your phone number +12025550100 is dead.
_YOURS: Final = re.compile(
    r"\b(?:your|(?:th(?:e|is)\s)(?:page|site|library|hospital|clinic|article)(?:['’]s)?)\s(?:(?!my\b"
    r"|me\b)\w{1,20}\s){0,2}"
    r"(?:phone|telephone|tel|fax|number|help\s?line|hotline|line)(?:\s(?:number|no\.?))?\s?(?:is|was|:|of|\()?\s?\Z",
    re.IGNORECASE,
)
# Of two numbers the other is on the page: this one stands instead.
_INSTEAD: Final = re.compile(
    r"\b(?:should\s(?:be|read)|must\sbe|it\sis|it['’]s|is\snow|now(?:\sis)?|changed\sto|replaced\s(?:by|with)"
    r"|correct(?:\s(?:one|number))?(?:\sis)?"
    r"|instead|new\s(?:one|number)(?:\sis)?|but|not|to)\s?:?\s?\Z",
    re.IGNORECASE,
)
_OF_MINE: Final = re.compile(r"\b(?:i|me|my|mine|us|our)\b", re.IGNORECASE)
_NEAR: Final = 80
_MOST_WRONG: Final = 2


def numbers_masked(comment: str, hidden: Hidden, page: Page) -> str:
    """Each is judged alone, of those that stand side by side too."""
    known = page.numbers()
    # Where the last one ended that stands on the page.
    published = -_NEAR

    def one(found: re.Match[str]) -> str:
        nonlocal published
        if found["code"]:
            return found[0]
        run = before_quantity(found["run"], comment, found.end())
        left, end, begins = found["call"] or "", 0, found.start("run")
        for number in of_persons_in(run, called=bool(found["call"]), country=page.country):
            before = comment[max(0, begins + number.start - _NEAR) : begins + number.start]
            if _is_on_page(run[number], known, page.country):
                published = begins + number.stop
            elif not _YOURS.search(before) and not _stands_instead(before, begins + number.start - published):
                left, end = f"{left}{run[end : number.start]}{hidden(Kind.NUMBER)}", number.stop
        return f"{left}{found['run'][end:]}"

    return _NUMBER.sub(one, comment)


def _stands_instead(before: str, since: int) -> bool:
    """Whether it corrects a number of the page, `since` characters before it."""
    return since <= _NEAR and bool(_INSTEAD.search(before)) and not _OF_MINE.search(before[len(before) - since :])


def _is_on_page(number: str, known: frozenset[str], country: str) -> bool:
    """Whether it stands on the page, however it's written there; or all but two figures of it, as one that is wrong."""
    digits = "".join(str(int(sign)) for sign in number if sign.isdecimal())
    try:
        national = str(parse(number, country).national_number)
    except NumberParseException:
        national = digits
    return any(
        other.endswith(national)
        or (len(national) <= len(other) and _wrong_figures(other[-len(national) :], national) <= _MOST_WRONG)
        for other in known
        if len(other) - len(national) <= 5
    )


def _wrong_figures(one: str, other: str) -> int:
    return sum(figure != wrong for figure, wrong in zip(one, other, strict=True))

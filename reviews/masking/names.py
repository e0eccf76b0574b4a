"""Names of people, where a word before them says whose they are. One place decides: `_length_of_person`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import Final

from articles.minor.words import folded
from reviews.masking.cues import (
    AND,
    BESIDE_A_TITLE,
    FOREIGN_NO_NAME,
    GERMAN,
    LANGUAGES,
    NO_PERSON,
    OTHER_WORDS_TOO,
    PARTICLES,
    Cues,
    is_eponym,
    is_eponym_at,
    is_given_name,
    is_name,
    is_usual,
)
from reviews.masking.kinds import Hidden, Kind, Page
from reviews.masking.words import CALLED_AFTER, DOSE, NO_NAME, is_medical, is_of_a_disease

_MOST_WORDS: Final = 7
_NO_NAME: Final = re.compile(rf"(?:{NO_NAME}|{FOREIGN_NO_NAME})", re.IGNORECASE)
# Jane, O’Neil, Smith-Jones, K., J.R.
_TOKEN: Final = re.compile(
    r"[ \t\xa0]{0,2}(?P<word>(?:[^\W\d_]\.-?){1,3}(?![^\W\d_])"
    r"|[^\W\d_]{1,40}(?:['’‐-][^\W\d_]{1,40}){0,3}(?:\.(?=\s(?:med|dent|phil)\b))?)(?![\w@])"
)


class Cue(IntEnum):
    """How sure the words before a name make it that it is one. `TITLED`: a title behind another cue."""

    MAYBE = 0
    RELATIVE = 1
    FAREWELL = 2
    LAST = 3
    ANY_TITLE = 4
    TITLE = 5
    TITLED = 6
    OWN = 7


# My 5 year old daughter; my Best friend's son
_SUCH_A: Final = r"(?:(?:[a-z0-9ßäöüéèáíóúñ][\w'’-]{0,19}\s){2,4}|[\w'’-]{1,20}\s)?"


def _said(cues: Cues) -> list[tuple[Cue, str]]:
    gap = r"[:,]?\s{1,2}"
    return [
        (Cue.OWN, rf"(?i:{cues.own})\s{{1,3}}"),
        (
            Cue.RELATIVE,
            rf"(?i:{cues.mine})\s{_SUCH_A}(?i:{cues.relative})(?i:{cues.between}"
            rf"|\s?[,:(])?\s{{0,2}}(?<=[\s(])",
        ),
        (Cue.MAYBE, rf"(?i:{cues.maybe}){gap}"),
        (Cue.FAREWELL, rf"(?i:{cues.farewell})[,.:!]?\s{{1,3}}"),
        (Cue.LAST, rf"(?i:{cues.last})[,.:!]?\s{{1,3}}"),
        (Cue.TITLE, rf"(?:{cues.title})(?:\.\s?|\s)"),
        (Cue.ANY_TITLE, rf"(?:{cues.any_title})(?:\.\s?|\s)"),
    ]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One for each language, with a group for each cue."""

    cues: Cues
    read: re.Pattern[str]

    @classmethod
    def of(cls, cues: Cues) -> "_Pattern":
        groups = "|".join(f"(?P<{cue.name}>{pattern})" for cue, pattern in _said(cues))
        return cls(cues, re.compile(rf"(?<![\w@-])(?:{groups})"))


_PATTERNS: Final = tuple(_Pattern.of(cues) for cues in LANGUAGES)
_ALL_TITLES: Final = "|".join((*(f"{cues.title}|{cues.any_title}" for cues in LANGUAGES), *sorted(BESIDE_A_TITLE)))
_TITLES: Final = re.compile(rf"[ \t]?(?:(?:{_ALL_TITLES})\b\.?[ \t]?){{1,4}}(?<=[ \t.])")
_NEXT_ONE: Final = re.compile(rf"(?:,|\s?[&+]|,?\s(?:{AND}))[ \t]")
_NEXT_WORD: Final = re.compile(r"[ \t]{1,2}([^\W\d_]{1,40})")
_OF_A_FORM: Final = re.compile(r"(?:full\s|first\s|last\s|sur)?name(?:\s?[:=]|\s[-–])", re.IGNORECASE)
_END: Final = re.compile(r"[.!]?\s{0,9}\Z")
_WHOSE: Final = "|".join(rf"(?:{cues.mine})\s{_SUCH_A}(?:{cues.relative})" for cues in LANGUAGES)
_WORD: Final = r"[^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?"
# Emily, my daughter; Emily (my daughter); Jane Smith is my name
_BEFORE: Final = re.compile(
    rf"(?<![\w@-])(?=[^\W\d_a-z])(?:{_WORD}[ \t]){{0,3}}{_WORD}(?:,\s|\s\(|,?\s(?:is|was|es|ist|est)\s)"
    rf"(?=(?i:{_WHOSE}|(?:my|mi|mein|mon)\s(?:name|nombre|nom))\b)"
)
# name: sarah connor
_IN_SMALL: Final = re.compile(rf"(?<![\w@-]){_OF_A_FORM.pattern}\s{{0,2}}(?=[^\W\d_])", re.IGNORECASE)
# -- Peter, where a line begins or a sentence has ended
_SIGNED: Final = re.compile(r"(?:^|(?<=[.!?]\s))(?:--|[–—])[ \t]?(?=[^\W\d_])", re.MULTILINE)
_END_OF_LINE: Final = re.compile(r"[.!]?[ \t]{0,9}(?:\n|\Z)")
_END_OF_CELL: Final = re.compile(r"\s{0,9}(?:[.,;|\n]|\Z)")
# DOE, JOHN
_AS_FILED: Final = re.compile(
    r"(?<![\w@-])(?P<family>[A-Z][A-Z'’-]{2,30}),[ ](?P<given>[A-Z]{4,20})(?:[ ][A-Z]\b\.?)?(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that may be a name, and where they stand."""

    words: tuple[str, ...]
    ends: tuple[int, ...]
    start: int


def names_masked(comment: str, hidden: Hidden, page: Page) -> str:
    """All of a name goes: titles stay, and what follows it."""
    found = (_announced(comment, page), _in_small(comment, page), _signed(comment, page), _followed(comment))
    spans = sorted({*chain.from_iterable(found), *_filed(comment, page)})
    left, at = [], 0
    for start, end in spans:
        if start >= at:
            left += [comment[at:start], hidden(Kind.NAME)]
            at = end
    return "".join((*left, comment[at:]))


def _announced(comment: str, page: Page) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for found in pattern.read.finditer(comment):
            if not _is_no_cue(found, comment):
                cue = Cue[found.lastgroup or ""]
                yield from _persons_after(comment, found.end(), cue, strict=pattern.cues is GERMAN, page=page)


def _is_no_cue(found: re.Match[str], comment: str) -> bool:
    """IM is a way to give something; "Brand name: Panadol" names no reader; a nodule is called Sister Mary Joseph."""
    before = comment[max(0, found.start() - 3) : found.start()].rstrip(" ")
    if found[0].startswith("IM ") or is_eponym_at(comment, found.start()):
        return True
    return bool(_OF_A_FORM.match(found[0]) and before[-1:].isalpha())


def _persons_after(comment: str, at: int, cue: Cue, *, strict: bool, page: Page) -> Iterator[tuple[int, int]]:
    """The one that begins there, and those that are named beside that one."""
    if titled := _TITLES.match(comment, at):
        at, cue = titled.end(), max(cue, Cue.TITLED if cue < Cue.ANY_TITLE else Cue.TITLE)
    while run := _run_at(comment, at, small=cue is Cue.OWN):
        length = _length_of_person(run, cue, comment, strict=strict, page=page)
        if not length:
            return
        end = run.ends[length - 1]
        yield run.start, end
        if not (beside := _NEXT_ONE.match(comment, end)):
            return
        at, cue = beside.end(), Cue.MAYBE
        if not ((run := _run_at(comment, at, small=False)) and is_given_name(run.words[0])):
            return


def _run_at(comment: str, at: int, *, small: bool) -> _Run | None:
    """The words there that are written as a name's are, up to what a disease is called. `small`: who says that it is a
    name is believed; two may have small letters where all have, and what
    is known as a name behind them.
    """
    words: list[str] = []
    ends: list[int] = []
    start = at
    while len(words) < _MOST_WORDS and (found := _TOKEN.match(comment, at)):
        word = found["word"]
        if words and found.start("word") == at:
            break
        if not small and is_eponym_at(comment, found.start("word")):
            break
        if _NO_NAME.fullmatch(word) and word.casefold() not in PARTICLES:
            break
        if not word[0].isupper() and not (
            (small and not any(known[0].isupper() for known in words) and (len(words) < 2 or is_name(word)))
            or (words and word in PARTICLES and _goes_on(comment, found.end()))
        ):
            break
        start = found.start("word") if not words else start
        words.append(word)
        ends.append(found.end("word"))
        at = found.end()
    return _Run(tuple(words), tuple(ends), start) if words else None


def _goes_on(comment: str, at: int) -> bool:
    """Whether a capitalised word follows, perhaps after one more particle."""
    found = _TOKEN.match(comment, at)
    if found and found["word"] in PARTICLES:
        found = _TOKEN.match(comment, found.end())
    return bool(found and found["word"][0].isupper() and not _NO_NAME.fullmatch(found["word"]))


def _length_of_person(run: _Run, cue: Cue, comment: str, *, strict: bool, page: Page) -> int:
    """How many words of the run are a person's name; 0 where it is none.

    Who says "my name is" is believed, and so is a title. After any other cue words are a name that begin with a known
    given name or an initial; or that are several, none of which a dictionary holds or the library writes about.
    Never those that a disease or a thing is called by.
    """
    words = run.words
    length = next((place for place, word in enumerate(words) if _is_of_medicine(word)), len(words))
    if cue is Cue.OWN:
        return length or len(words)
    behind = _NEXT_WORD.match(comment, run.ends[-1])
    follows = words[length] if length < len(words) else behind[1] if behind else ""
    # Dr Smith's clinic is a person's.
    is_things = NO_PERSON.fullmatch(follows) and cue not in {Cue.TITLE, Cue.TITLED}
    # Duane Anomaly is one thing; Jane Smith Arthritis may be two.
    is_things = is_things or (length == 1 < len(words) and is_of_a_disease(follows))
    if not length or is_things or CALLED_AFTER.fullmatch(follows.casefold()):
        return 0
    if _is_known(words[:length], cue, page):
        return length
    is_one = cue < Cue.ANY_TITLE and length == len(words) and _may_be_one(run, cue, comment, strict=strict, page=page)
    return length if is_one else 0


def _is_known(words: tuple[str, ...], cue: Cue, page: Page) -> bool:
    """Whether the words themselves, or a title, say that they are somebody's; and not whom the page names."""
    if cue is Cue.TITLE:
        return not _is_of_page(words, page) and not (len(words) == 1 and is_eponym(words[0]))
    if cue is Cue.ANY_TITLE:
        return is_name(words[0]) or (_is_initial(words[0]) and len(words) > 1)
    if cue is Cue.RELATIVE and folded(words[0]) in OTHER_WORDS_TOO:
        return True
    return cue is Cue.TITLED or (_is_given(words[0]) and (cue is Cue.RELATIVE or not _is_of_page(words, page)))


def _may_be_one(run: _Run, cue: Cue, comment: str, *, strict: bool, page: Page) -> bool:
    """Of words that nobody knows. `strict`: in the language all nouns have capitals."""
    first, *others = run.words
    if (
        all(map(is_eponym, run.words))
        or any(_is_usual(word, page) for word in run.words)
        or DOSE.match(comment, run.ends[-1])
    ):
        return False
    is_last = bool(_END.match(comment, run.ends[-1]))
    if not others:
        return cue in {Cue.FAREWELL, Cue.LAST} and is_last and not _is_initial(first)
    return (cue is not Cue.LAST or is_last) and (is_name(others[-1]) or not strict)


def _is_initial(word: str) -> bool:
    return word.endswith(".") or len(word) == 1


def _is_of_medicine(word: str) -> bool:
    return is_medical(word) or bool(NO_PERSON.fullmatch(word))


def _is_usual(word: str, page: Page) -> bool:
    """Whether it is a word of the language or of the library, or shorthand, and no name."""
    if word in PARTICLES or _is_initial(word) or is_name(word):
        return False
    return is_eponym(word) or is_usual(word) or word.isupper() or word.casefold() in page.words


def _is_of_page(words: tuple[str, ...], page: Page) -> bool:
    """Whether the page names just that person, as its author or who found something."""
    return bool(page.text) and " ".join(words) in page.text


def _is_given(word: str) -> bool:
    """Addison is somebody's name, Addison’s a disease."""
    return is_given_name(word) and not (is_eponym(word) and re.search(r"['’]s?\Z", word))


def _followed(comment: str) -> Iterator[tuple[int, int]]:
    for found in _BEFORE.finditer(comment):
        run = _run_at(comment, found.start(), small=False)
        if run and _is_given(run.words[0]) and not any(map(_is_of_medicine, run.words)):
            yield run.start, run.ends[-1]


def _in_small(comment: str, page: Page) -> Iterator[tuple[int, int]]:
    """What fills a form's line "name", in small letters: a given name, alone there or with words that may be its
    family's.
    """
    for found in _IN_SMALL.finditer(comment):
        run = None if _is_no_cue(found, comment) else _run_at(comment, found.end(), small=True)
        if not run or run.words[0][0].isupper() or not _is_only_given(run.words[0]):
            continue
        length = next((at for at, word in enumerate(run.words) if at and _is_no_family(word, page)), len(run.words))
        alone = length == 1 and not _END_OF_CELL.match(comment, run.ends[0])
        if not alone and not is_eponym_at(comment, run.start):
            yield run.start, run.ends[length - 1]


def _signed(comment: str, page: Page) -> Iterator[tuple[int, int]]:
    """Who puts their name behind a dash, with nothing after it on its line."""
    for found in _SIGNED.finditer(comment):
        run = _run_at(comment, found.end(), small=False)
        if not run or not _END_OF_LINE.match(comment, run.ends[-1]) or _is_of_page(run.words, page):
            continue
        if _is_only_given(run.words[0]) and not any(map(_is_of_medicine, run.words)):
            yield run.start, run.ends[-1]


def _is_only_given(word: str) -> bool:
    """Whether it is known as somebody's name, and mostly as that."""
    return _is_given(word) and folded(word) not in OTHER_WORDS_TOO and not is_eponym(word)


def _is_no_family(word: str, page: Page) -> bool:
    return _is_of_medicine(word) or _is_usual(word, page)


def _filed(comment: str, page: Page) -> Iterator[tuple[int, int]]:
    for found in _AS_FILED.finditer(comment):
        family = found["family"]
        known = is_name(family) or not (is_usual(family) or is_eponym(family) or family.casefold() in page.words)
        if known and is_given_name(found["given"]) and not _is_of_medicine(family):
            yield found.span()

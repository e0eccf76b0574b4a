"""Words as search knows them: folded, cut to their stem, hashed. Tuned to English; other scripts pass as they are."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import combinations
from typing import Final

from articles.search.sounds import sound_of

LONGEST_QUERY: Final = 300
"""Characters of a query that are read."""
MOST_WORDS: Final = 24
"""Words of a query that are read."""
LONGEST_KEY: Final = 400
"""Bytes of a name's key that are kept."""
_MOST_TIMES: Final = 2
_LONGEST_LATER: Final = 60
_MOST_LATER: Final = 6

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = re.compile(r"['’ʼ`](?<=\w.)(?=\w)")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_NOTHING: Final = re.compile("[\u00ad\u2060\ufeff]")
"""Where a line may break, and where none may."""
_UNREADABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SPELLED: Final = re.compile(r"[a-z]{4,32}")

# Words of questions, which every article answers. They count only where a query holds nothing else.
_STOPS: Final = """
a about after also am an and any are as at be because been before being between but by can cant could did difference
differences do does doesnt doing dont for from get getting give go going got had happen happens has have having he
help her his how i if im in into is it its ive just know like long make many may me mean might more most much my need
next no not of often on one only or other our out over she should so some tell than that the their them then there
these they thing this those to too true up us very want was way we were what whats when where which while who why will
with wont would you your
"""
# The same in languages that patients mix with English.
_SPANISH_STOPS: Final = """
al como con contra cual cuales cuando cuanto de debo del demasiado donde el en es esta estaba estan estoy hace hacer hay
la las lo los mis mucha mucho muy para poco por porque puede puedo que se sentir siente siento sin sirve sobre son su
sus te tengo tiene tienen tu un una unas unos
"""
_OTHER_STOPS: Final = """
bei das der des du ein eine est et il ist le les pour quest qui sind und une von vs versus wie wird
"""
SPANISH_STOPS: Final = frozenset(_SPANISH_STOPS.split())
STOP_WORDS: Final = SPANISH_STOPS.union((_STOPS + _OTHER_STOPS).split())


def cleaned(query: str) -> str:
    """A query without what nobody can type, in one line, cut to the length that is read."""
    return " ".join(_UNREADABLE.sub(" ", _NOTHING.sub("", query[: 4 * LONGEST_QUERY])).split())[:LONGEST_QUERY].strip()


_UNITS: Final = "bpm|cc|cm|dl|fl|iu|kg|lbs?|mcg|meq|mg|ml|mmhg|mmol|mm|ng|nmol|oz|pg|ug|umol|units?|µg"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])\d+(?:[.,]\d+)*\s*(?:{_UNITS}|(?<=\s)[gl](?=\s*/))(?:\s*(?:/|per\b)\s*(?:{_UNITS}|day|dose|hour|l|min)|\s*hg)*\b",
    re.IGNORECASE,
)


def without_amounts(query: str) -> str:
    """A query without what it says of amounts, which name nothing: "5 mg" of warfarin is no MG."""
    return " ".join(_AMOUNT.sub(" ", query).split())


def in_capitals(query: str) -> frozenset[str]:
    """The words that were typed in capital letters; none, where all of the query is."""
    return frozenset() if query.isupper() else frozenset(fold(word) for word in _WORD.findall(query) if word.isupper())


# Letters that are no letter with an accent.
_LIGATURES: Final = str.maketrans({"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"})
GENERIC_WORDS: Final = ("disease", "disorder", "syndrome")
"""What people leave off the end of a name."""


def fold(text: str) -> str:
    """Small letters without accents or apostrophes: "Sjögren’s" and "sjogrens" are one word."""
    text = _APOSTROPHES.sub("", text)
    return _NOT_ASCII.sub(_without_accents, text).casefold()


def _without_accents(found: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFKD", found[0].translate(_LIGATURES))
    return "".join(char for char in apart if not unicodedata.combining(char))


def words_in(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def asked_in(query: str) -> list[str]:
    """The words of a query that are read: so many, and none over and over, as when something was pasted twice."""
    times: dict[str, int] = {}
    words = []
    for word in words_in(query):
        times[word] = times.get(word, 0) + 1
        if times[word] <= _MOST_TIMES:
            words.append(word)
    return words[:MOST_WORDS]


def as_in_america(word: str) -> str:
    """A folded word as it is spelled there: "haemo" is "hemo", "tumour" "tumor"."""
    if len(word) <= 4:
        return word
    word = word.replace("ae", "e").replace("oe", "e")
    return word.replace("our", "or") if word.endswith(("our", "ours")) else word


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded word without its plural's s or "ness", spelled as in America: "anaemias" is "anemia", "dizziness"
    "dizzy"."""
    word = as_in_america(word)
    if len(word) > 7 and word.endswith("ness"):
        word = word[:-4]
        return word[:-1] + "y" if word.endswith("i") else word
    if len(word) > 3:
        if word.endswith("ies") and word[-4] not in "ae":
            return word[:-3] + "y"
        if word.endswith("es") and word[-3] not in "aeo":
            return word[:-1]
        if word.endswith("s") and word[-2] not in "us":
            return word[:-1]
    return word


def key_of(words: list[str]) -> bytes:
    """A name's key: its stems without spaces, so that "heart-burn" is "heartburn"."""
    return "".join(stem(word) for word in words).encode()[:LONGEST_KEY]


def later_keys(name: str) -> list[bytes]:
    """The keys of a name from each of its later words on that says something; of a long one from the first few."""
    words = words_in(name)
    telling = [at for at in range(1, len(words)) if words[at] not in STOP_WORDS and words[at] not in GENERIC_WORDS]
    return [key_of(words[at:])[:_LONGEST_LATER] for at in telling[:_MOST_LATER] if len(words[at]) > 1]


@lru_cache(maxsize=20_000)
def term_of(word: str) -> int:
    """The number under which the stem of a folded word is filed."""
    return _hashed(stem(word))


def is_spelled(word: str) -> bool:
    """Whether a word can be filed for spelling: letters from a to z, neither short nor endless."""
    return _SPELLED.fullmatch(word) is not None


# The first letters are enough to find a word by; whoever asks compares the whole.
_BEGINNING: Final = 8
_TWO_SLIPS_FROM: Final = 8
"""Letters from which a word may hold two errors."""


def slips_allowed(word: str) -> int:
    """How many errors a word of the library may be away."""
    return 2 if len(word) >= _TWO_SLIPS_FROM else 1


def shortened(word: str, slips: int) -> set[int]:
    """The hashes of a word's beginning and of what is left of it when up to so many letters are left out."""
    beginning = word[:_BEGINNING]
    left = {beginning}
    for count in range(1, slips + 1):
        left.update("".join(kept) for kept in combinations(beginning, len(beginning) - count))
    return {_hashed(f"~{rest}") for rest in left}


def own_key(word: str) -> int:
    """The one of those under which a word is filed as it is."""
    return next(iter(shortened(word, 0)))


def filed_under(word: str, slips: int) -> set[int]:
    """What a word that can be spelled is filed and looked for under: as it looks, with so many errors, and sounds."""
    keys = shortened(word, slips)
    if sound := sound_of(stem(word)):
        keys.add(_hashed(f"^{sound}"))
    return keys


def _hashed(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest(), signed=True)

"""Words of the library near one that was mistyped."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from articles.english import dictionary_of, how_usual, one_error_away
from articles.search.drugs import ends_as_drug, is_drug, is_nearly_drug
from articles.search.sounds import sound_of
from articles.search.statements import spelled_near, words_known
from articles.search.words import filed_under, fold, is_spelled, own_key, slips_allowed, stem

_MOST_READ: Final = 4_000
_TWO_LOST_FROM: Final = 6
"""A word of eight letters may have lost two."""
_SWAPPED_APART: Final = range(6, 9)
"""Letters of a word of which two that stand apart are tried in each other's places."""
_HEARD: Final = 0.45
"""What one error counts in a word that sounds as it was typed."""
_HEARD_MORE: Final = 0.3
"""What each counts where there are several: two weigh a little more than one that can be heard."""
_MOST_HEARD: Final = 5
_SWAPPED: Final = 0.7
"""What two swapped letters count: fingers do that oftener than anything else."""
_SHORT: Final = 4
"""Words of so few letters are mostly shorthand, and nearly each has another beside it: ptsd, ftsd; mrsa, masa."""


class Filed:
    """What is filed for spelling under some keys, as far as it was asked for: each question costs a way to the database
    and back.
    """

    def __init__(self) -> None:
        self._words: dict[int, list[str]] = {}

    def under(self, keys: Set[int]) -> Iterator[tuple[int, str]]:
        """Key and word of what is filed under these keys."""
        if unread := keys - self._words.keys():
            self._words.update((key, []) for key in unread)
            for key, word in spelled_near(list(unread), _MOST_READ):
                self._words[key].append(word)
        return ((key, word) for key in keys for word in self._words[key])

    def read_for(self, words: Sequence[str], joined: Iterable[str]) -> None:
        """Read at once what is near these words, and whether these others stand in a text."""
        near = {key for word in words if is_spelled(word) for key in _keys_near(word)}
        self.under(near | {own_key(form) for word in joined if is_spelled(word) for form in (word, stem(word))})


def _keys_near(word: str) -> set[int]:
    return filed_under(word, 2 if len(word) >= _TWO_LOST_FROM else 1) | _with_two_swapped(word)


def near_words(words: Sequence[str], *, most: int, filed: Filed | None = None) -> dict[str, list[tuple[float, str]]]:
    """For each word those of the library that it may have been meant for, with how far away they are, nearest first.

    The word itself is none of them. Letters changed, left out, added or swapped are errors, each one away; where the
    two sound alike, less. Such a word may be further away than others.
    """
    by_key: dict[int, set[str]] = {}
    for word in words:
        if is_spelled(word):
            for key in _keys_near(word):
                by_key.setdefault(key, set()).add(word)
    near: dict[str, set[tuple[float, str]]] = {word: set() for word in words}
    for key, known in (filed or Filed()).under(by_key.keys()):
        for word in by_key[key]:
            if known != word and (away := _away(word, known) or _unfinished(word, known)) is not None:
                near[word].add((away, known))
    return {word: sorted(found, key=lambda each: _order(word, each))[:most] for word, found in near.items()}


def _order(word: str, near: tuple[float, str]) -> tuple[float, int, str]:
    """A form in which fewer letters differ comes first: whoever types "theraphy" means no "therapies"."""
    away, known = near
    return away, DamerauLevenshtein.distance(word, known), known


def _with_two_swapped(word: str) -> set[int]:
    """What a word is filed under when two of its letters that stand apart change places: "syctic" is "cystic"."""
    if len(word) not in _SWAPPED_APART:
        return set()
    pairs = ((one, other) for one, other in combinations(range(len(word)), 2) if other > one + 1)
    return {
        own_key(word[:one] + word[other] + word[one + 1 : other] + word[one] + word[other + 1 :])
        for one, other in pairs
    }


def perhaps_known(words: Iterable[str], filed: Filed | None = None) -> set[str]:
    """Of these words those that may stand in a text of the library, live or not: all but what surely stands in none."""
    words = set(words)
    spelled = {word for word in words if is_spelled(word)}
    forms = spelled | {stem(word) for word in spelled}
    keys = {own_key(form) for form in forms}
    if filed:
        known = {word for _key, word in filed.under(keys)}
    else:
        known = words_known(list(keys), list(forms)) if forms else set()
    return (words - spelled) | {word for word in spelled if not known.isdisjoint((word, stem(word)))}


def _away(word: str, known: str) -> float | None:
    """How far a word is from one of the library; None where it is too far, or says the opposite."""
    if _are_opposite(word, known):
        return None
    slips = DamerauLevenshtein.distance(word, known, score_cutoff=_MOST_HEARD)
    if known.endswith("s") and not word.endswith("s"):
        slips = min(slips, max(_errors(word, stem(known)), 1))
    other = _is_other_shorthand(word, known)
    if _sound_alike(word, known) and not (other and (slips > 1 or len(word) == len(known))):
        if slips > _MOST_HEARD or (len(word) > _SHORT and 2 * slips >= max(len(word), len(known))):
            return None
        return _HEARD if slips == 1 else _HEARD + _HEARD_MORE * slips
    if slips == _TWO and len(word) >= _TWO_LOST_FROM and sorted(word) == sorted(known):
        return _TWO * _SWAPPED
    if slips > slips_allowed(known) or other:
        return None
    return _SWAPPED if slips == 1 and sorted(word) == sorted(known) else slips


_ENDINGS: Final = ("ism", "itis", "osis")
_LEFT_OFF: Final = 0.5
"""What it counts that a word breaks off before such an ending."""


def _unfinished(word: str, known: str) -> float | None:
    """How far a word is from one of the library of which only the end was left off: "hypotiroid"."""
    begins = next((known.removesuffix(ending) for ending in _ENDINGS if known.endswith(ending)), "")
    if len(begins) < _TWO_LOST_FROM or abs(len(begins) - len(word)) > _TWO:
        return None
    away = _away(word, begins)
    return None if away is None else away + _LEFT_OFF


# How a word begins that says of a measure that there is too little or too much of it, or that something is small or
# large, as it is written and as it is heard.
_DIRECTIONS: Final = {
    "little": re.compile(r"h[yi]pp?o(?!er)"),
    "much": re.compile(r"h[yi]pp?[eia]r"),
    "small": re.compile(r"m[iy][ck]h?ro"),
    "large": re.compile(r"ma[ck]h?ro"),
    "slow": re.compile(r"brad[yi]"),
    "fast": re.compile(r"t[ai][ck]h?[yi]"),
}
_TURNED: Final = (("hyper", "hypo"), ("hypo", "hyper"), ("micro", "macro"), ("macro", "micro"))
_OPPOSITES: Final = (frozenset({"little", "much"}), frozenset({"small", "large"}), frozenset({"slow", "fast"}))


def _are_opposite(word: str, known: str) -> bool:
    """Whether the one says the opposite of the other, or is nearer to a word that does: no error makes "hypothyroid",
    or "hypthyroid", of "hyperthyroid".
    """
    if frozenset({_direction(word), _direction(known)}) in _OPPOSITES:
        return True
    other = next((known.replace(one, two, 1) for one, two in _TURNED if known.startswith(one)), "")
    return bool(other) and _errors(word, other) < _errors(word, known)


def _direction(word: str) -> str:
    return next((name for name, begins in _DIRECTIONS.items() if begins.match(word)), "")


def _is_other_shorthand(word: str, known: str) -> bool:
    """Whether two short words are no spellings of one: the library's is no usual word, and not the same letters."""
    if len(word) > _SHORT or sorted(word) == sorted(known):
        return False
    return not how_usual(known)


def _sound_alike(word: str, known: str) -> bool:
    return bool(sound := sound_of(stem(word))) and sound == sound_of(stem(known))


_RARE: Final = 100
"""Words that stand no more often than this in the dictionaries' films and books: "siriasis" is likely a slip."""


@lru_cache(maxsize=1)
def _spanish() -> frozenset[str]:
    """The usual words, folded. A tenth of a second and 2 MB, as with the English ones."""
    return frozenset(fold(word) for word, times in dictionary_of("es").items() if times > _RARE)


def read_dictionaries() -> None:
    """Read what every process needs that corrects a word, so that no reader waits for it. Asks no database."""
    is_usual("")


def _is_english(word: str) -> bool:
    return how_usual(word) > _RARE


def is_spanish(word: str) -> bool:
    """Whether a word is a usual one of Spanish. The dictionary holds few plurals."""
    return not _spanish().isdisjoint((word, word.removesuffix("s"), word.removesuffix("es")))


def is_usual(word: str) -> bool:
    """Whether a word is written on purpose, whatever it is near to: "ebola" was never meant for "able".

    Those are the usual words of English, and of Spanish, in which patients ask as well.
    """
    return _is_english(word) or is_spanish(word)


_LONG: Final = 7
_FAR_MORE: Final = 10
_TWO: Final = 2


def is_a_slip_of(usual: str, known: str) -> bool:
    """Whether a usual word may yet be a slip of one of the library: long, one error away behind its first letter, and
    that a likely one. "Prostrate" is one of "prostate". A Spanish word that sounds alike may have two: "hemofilia".
    """
    if usual[0] != known[0]:
        return False
    if len(usual) < _LONG:
        return _lacks_a_letter(usual, known)
    errors, alike = _errors(usual, known), _sound_alike(usual, known)
    if errors == 1:
        return alike or is_likely(usual, known)
    return alike and errors == _TWO and not _is_english(usual)


def _lacks_a_letter(usual: str, known: str) -> bool:
    """Whether a short word is a far more usual one but for a letter: "stoke" for "stroke"."""
    left_out = len(known) == len(usual) + 1 and len(usual) > _SHORT and _errors(usual, known) == 1
    return left_out and how_usual(known) > _FAR_MORE * how_usual(usual)


def is_another(word: str, known: str) -> bool:
    """Whether some usual word is nearer than this one, and sounds as typed: "shingls" was never meant for "single",
    though the library may hold no "shingles". Nor is an everyday word mistyped in half of its letters: "menieres" is no
    "manner".
    """
    errors = _errors(word, known)
    if errors < _TWO or not _is_english(known):
        return False
    return (2 * errors >= len(known) and how_usual(known) > _EVERYDAY) or sounds_usual(word)


_EVERYDAY: Final = 1_000
_SYLLABLE: Final = 5


def is_a_scrap_beside(word: str, known: str) -> bool:
    """Whether a word of a text may be none at all, so short and in no dictionary, and has other letters than this one:
    "lants" tells how another is said, "AN-te-ko-AG-u-lants".
    """
    if sorted(word) == sorted(known):
        return False
    return len(known) <= _SYLLABLE and not (how_usual(known) or how_usual(stem(known)) or is_spanish(known))


def is_beside_a_drug(word: str, known: str) -> bool:
    """Whether a word that ends as drugs do, or is nearly a drug's name, was never meant for this one, which is farther
    off or no drug: "fentanil" is no "fontanel".
    """
    drug = is_drug(known) or ends_as_drug(known)
    if ends_as_drug(word):
        return not drug or _errors(word, known) > 1
    return not drug and _errors(word, known) > 1 and is_nearly_drug(word)


def is_alone_a_drug(word: str, known: str) -> bool:
    """Whether a word that stands alone, and is nearly a drug's name, was meant for that rather than for this other one,
    which is no usual word: "lantis" is no "lentis".
    """
    return not (is_usual(known) or is_usual(stem(known)) or is_drug(known)) and is_nearly_drug(word)


def is_surely(word: str, known: str) -> bool:
    """Whether a word that is long enough is one error away from this usual one, and from no other."""
    if len(word) < _TWO_LOST_FROM or _errors(word, known) != 1:
        return False
    return {near for near in one_error_away(word) if _is_english(near)} == {known}


def is_a_name_beside(word: str, known: str) -> bool:
    """Whether a word that the dictionary knows, however rare, was never meant for another far off, nor for an everyday
    one: "zoster" is no "sister". One error behind the first letter it may hold all the same.
    """
    if not how_usual(word):
        return False
    errors = _errors(word, known)
    return errors > _TWO or (how_usual(known) > _EVERYDAY and (word[0] != known[0] or errors > 1))


@lru_cache(maxsize=1_000)
def sounds_usual(word: str) -> bool:
    """Whether some usual word is one error away, and sounds as this one."""
    return any(_is_english(near) and _sound_alike(word, near) for near in one_error_away(word))


def _errors(word: str, known: str) -> int:
    return DamerauLevenshtein.distance(word, known)


# Along the rows of keys, and from row to row.
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qawsedrftgyhujikolp", "azsxdcfvgbhnjmk")
_NEIGHBOURS: Final = frozenset(frozenset(pair) for keys in _KEYS for pair in pairwise(keys))
_ALIKE: Final = ("aeiouy", "bp", "dt", "st", "gkqcx", "cszx", "fvw", "gj", "mn", "lr")
"""Letters that are written for one another."""


def is_likely(word: str, known: str) -> bool:
    """Whether a finger or an ear makes the one word of the other. One letter for another does so only where their keys
    lie side by side, or they sound much alike: "wasting" was never meant for "lasting".
    """
    changed = [frozenset(pair) for pair in zip(word, known, strict=False) if pair[0] != pair[1]]
    if len(word) != len(known) or len(changed) != 1:
        return True
    return changed[0] in _NEIGHBOURS or any(changed[0].issubset(letters) for letters in _ALIKE)

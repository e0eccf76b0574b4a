"""The usual words of English, out of pyspellchecker's dictionary: misspelt ones are not among them."""

import gzip
import json
import re
from functools import lru_cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Final

_SPELLINGS: Final = [
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"[ao]e", "e"),
        (r"our", "or"),
        (r"(?<=\w)[iy]s(?=e|ing|ation)", "iz"),
        (r"re\b", "er"),
        (r"(?<=\w)ogue\b", "og"),
        (r"nce\b", "nse"),
        (r"ll", "l"),
    )
]
"""How British and American spelling differ: haemorrhage, colour, organise, centre, dialogue, licence, travelled."""


def dictionary_of(language: str) -> dict[str, int]:
    """How often each word in small letters stands in films and books.

    Read as it is: to make the package's own checker of it, which corrects nothing here, took twice as long and as much
    memory again.
    """
    packed = files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    times: dict[str, int] = json.loads(gzip.decompress(packed))
    return times


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, int]:
    """Read once in a process, as a server starts (`healthlib/start.py`): a fifth of a second and 26 MB."""
    return dictionary_of("en")


def how_usual(word: str) -> int:
    """How often a word in small letters stands in the dictionary's films and books; 0 for one that it doesn't hold."""
    return _dictionary().get(word, 0)


def one_error_away(word: str) -> set[str]:
    """The words of the dictionary that are a letter changed, left out, added or swapped away from this one."""
    apart = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    made = {begin + end[1:] for begin, end in apart if end}
    made |= {begin + end[1] + end[0] + end[2:] for begin, end in apart if len(end) > 1}
    made |= {begin + letter + rest for begin, end in apart for letter in ascii_lowercase for rest in (end, end[1:])}
    return made & _dictionary().keys()


def are_spellings_of_one(word: str, other: str) -> bool:
    """Whether two words differ only as British and American spelling do."""
    return _plain(word) == _plain(other)


def _plain(word: str) -> str:
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word

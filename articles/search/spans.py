"""The runs of words of a query that may be a name, as typed and as meant. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Final

from articles.search.numbered import written_otherwise
from articles.search.said_for import SAID_FOR
from articles.search.words import GENERIC_WORDS, STOP_WORDS, key_of

_LONGEST_SPAN: Final = 16
_LONGEST_BEGUN: Final = 4
_MOST_KEYS: Final = 900
_VITAMINS: Final = (*(("b", number) for number in "123567"), ("d", "3"), ("k", "2"), ("b", "12"))
"""The last is written for nothing else, but in "hepatitis B 12 months ago"."""


def run_together(words: list[str]) -> list[str]:
    """The words, where a letter of shorthand, or of a vitamin, stands apart: "a fib", "t 2 d", "b 12"."""
    hepatitis = any(word.startswith("hep") for word in words)
    vitamins = _VITAMINS if "vitamin" in words else () if hepatitis else _VITAMINS[-1:]
    known = [pair for pair in pairwise(words) if len(pair[0]) == 1 and "".join(pair) in SAID_FOR]
    return joined_words(words, known + [pair for pair in pairwise(words) if pair in vitamins])


def joined_words(words: list[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The words, with these neighbours as one."""
    joined: list[str] = []
    for word in words:
        if joined and (joined[-1], word) in pairs:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def replaced(words: list[str], meant: dict[str, str]) -> list[str]:
    """The words as they were meant. What is written out may hold a word that was typed beside it."""
    full = [part for word in words for part in meant.get(word, word).split()]
    again = {part for word in meant.values() if " " in word for part in word.split()}
    seen: set[str] = set()
    return [word for word in full if not (word in again and word in seen) and not seen.add(word)]  # type: ignore[func-returns-value]


def runs_of(words: list[str]) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Every run of words that could be a name, with and without stop words: its key, and the words in it."""
    telling = [word for word in words if word not in STOP_WORDS]
    for row in (telling, words) if telling != words else (words,):
        for start in range(len(row)):
            for end in range(start + 1, min(len(row), start + _LONGEST_SPAN) + 1):
                held = tuple(row[start:end])
                if not telling or not STOP_WORDS.issuperset(held):
                    yield key_of(list(held)), held


def runs_otherwise(words: list[str]) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Every run of words in another way to write it: the key of that, and the words of the run."""
    yield from ((key_of(list(way)), held) for _key, held in runs_of(words) for way in written_otherwise(held))


def names_begun_by(spans: Mapping[bytes, tuple[str, ...]]) -> dict[bytes, tuple[str, ...]]:
    """The names of which a run may be all but the end: their keys, and the words of the run."""
    return {
        key + word.encode(): held
        for key, held in spans.items()
        if len(held) <= _LONGEST_BEGUN and held[-1] not in GENERIC_WORDS and STOP_WORDS.isdisjoint((held[0], held[-1]))
        for word in GENERIC_WORDS
    }


def changed_spans(
    words: list[str], near: dict[str, list[tuple[float, str]]]
) -> Iterator[tuple[bytes, tuple[str, ...], dict[str, str], float]]:
    """The runs that hold one of these words, each in every way it may have been meant: key, run, changes, errors."""
    made = 0
    runs = {held for _key, held in runs_of(words) if near.keys() & set(held)}
    for held in sorted(runs, key=lambda held: (-len(held), held)):
        strange = [word for word in dict.fromkeys(held) if near.get(word)]
        for choice in product(*(near[word] for word in strange)):
            changed = {word: known for word, (_slips, known) in zip(strange, choice, strict=True)}
            yield (
                key_of([part for word in held for part in changed.get(word, word).split()]),
                held,
                changed,
                sum(slips for slips, _known in choice),
            )
            made += 1
            if made >= _MOST_KEYS:
                return

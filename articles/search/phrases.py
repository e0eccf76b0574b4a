"""What is said in several words for one thing, and the order of words in Spanish. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from articles.english import how_usual
from articles.search import said_in_english, said_in_spanish
from articles.search.measures import measures_in, says_how_much, stood_for, ways_to_say
from articles.search.said_for import SAID_FOR
from articles.search.signs import signs_in
from articles.search.spans import changed_spans, names_begun_by, runs_of, runs_otherwise
from articles.search.spelling import is_spanish
from articles.search.words import SPANISH_STOPS, STOP_WORDS, key_of, stem, words_in


class Phrase(NamedTuple):
    """Words of a query, and the names of what they mean, the likeliest first."""

    held: tuple[str, ...]
    meant: tuple[str, ...]
    spanish: bool
    part: bool = False
    """Whether other words of the query tell as much, so that it may add to what they find, and no more."""

    @property
    def keys(self) -> list[bytes]:
        """The keys of the names."""
        return [key_of(words_in(name)) for name in self.meant]


# What shorthand mostly stands for comes before articles that bear the same. What a phrase means comes after what it
# names.
_USUALLY: Final = 2.0
_LIKELIEST: Final = 0.05
_TWO: Final = 2
_USUAL: Final = 1_000
_LONGEST: Final = 6
"""Words of a phrase."""
_NOT_SMALL: Final = "can cant demasiado doesnt dont mucha mucho much no not over puede puedo sin too under up"
_TELLING: Final = frozenset(_NOT_SMALL.split())
"""Stop words without which a phrase is another one: too much iron is no iron."""
_SMALL: Final = STOP_WORDS - _TELLING
_SAYS_LITTLE: Final = STOP_WORDS | said_in_english.BESIDE | said_in_spanish.BESIDE
_A: Final = frozenset({"a", "an"})


def _shorter(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _SMALL]


def _apart(words: Sequence[str]) -> list[str]:
    """The words without those that say little, wherever they stand."""
    return [word for word in words if word in _TELLING or not _says_little(word)]


def _says_little(word: str) -> bool:
    return not _SAYS_LITTLE.isdisjoint((word, stem(word)))


def _filed() -> Iterator[tuple[bytes, tuple[tuple[str, ...], bool]]]:
    for phrases, spanish in ((said_in_spanish.PHRASES, True), (said_in_english.PHRASES, False)):
        for phrase, meant in phrases.items():
            words = words_in(phrase)
            yield key_of(words), (meant, spanish)
            if said_in_spanish.MUM not in words and len(shorter := _shorter(words)) >= _TWO:
                yield key_of(shorter), (meant, spanish)


_PHRASES: Final = dict(_filed())
"""By the key of the phrase, and by that of its words without the small ones, where they are several."""
_BEGUN: Final = {key: meant for key, (meant, _spanish) in _PHRASES.items()} | {
    key_of(words_in(phrase)): meant for phrase, meant in ways_to_say()
}
"""What may be begun, and what it means."""


def phrases_in(words: list[str]) -> list[Phrase]:
    """The phrases that a query holds: the longest, none of which holds a word of another."""
    shorter = _shorter(words)
    measures = [Phrase(*said) for said in (*measures_in(words), *signs_in(words))]
    if not measures and len(shorter) == _TWO and STOP_WORDS.isdisjoint(shorter):
        meant, spanish = _PHRASES.get(key_of(shorter[::-1]), ((), True))
        if not spanish:
            # "Arteries clogged".
            return [Phrase(tuple(shorter), meant, spanish)]
    runs = {
        tuple(row[begin:end])
        for row in (words, shorter, _apart(words))
        for begin, end in combinations(range(len(row) + 1), 2)
        if end - begin <= _LONGEST
    }
    known = [Phrase(held, *_PHRASES[key]) for held in runs if (key := key_of(list(held))) in _PHRASES]
    found: list[Phrase] = []
    for phrase in sorted([*measures, *known], key=lambda phrase: (-len(_shorter(phrase.held)), phrase.held)):
        if all(set(phrase.held).isdisjoint(other.held) for other in found):
            found.append(phrase)
    held = {word for phrase in found for word in phrase.held}
    left = {word for word in words if word not in held and not _says_little(word)}
    return [phrase._replace(part=bool(left) and (phrase in measures or not phrase.spanish)) for phrase in found]


def said_plainly(words: list[str]) -> list[str]:
    """The words with plain ones for sayings: a back that "is killing me" hurts."""
    said = f" {' '.join(words)} "
    for saying, plain in said_in_english.SAYINGS.items():
        said = said.replace(f" {saying} ", f" {plain} ")
    return said.split()


def without(words: Sequence[str], held: Sequence[str], instead: Sequence[str]) -> list[str]:
    """The words with others in the place of a run of them, which may lack the small ones, and what says little."""
    for begin, end in combinations(range(len(words) + 1), 2):  # the shortest from each beginning first
        run = list(words[begin:end])
        if list(held) in (run, _shorter(run), _apart(run)) and run[0] == held[0]:
            return [*words[:begin], *instead, *words[end:]]
    return list(words)


def begun_phrases(words: list[str], most: int) -> list[bytes]:
    """The keys of names that are meant by phrases which begin with these words, the last of them perhaps unfinished:
    of each phrase the likeliest first.
    """
    start = key_of(words[:-1]) + words[-1].encode()
    meant = [[key_of(words_in(name)) for name in names] for key, names in _BEGUN.items() if key.startswith(start)]
    likeliest = [keys[0] for keys in meant]
    return list(dict.fromkeys([*likeliest, *(key for keys in meant for key in keys)]))[:most]


def written_out(words: list[str]) -> list[list[str]]:
    """The words for which these are the shorthand: "afib", "UTIs"."""
    (word, *more) = words
    shorthand = said_in_english.SHORTHAND
    names = shorthand.get(word) or shorthand.get(word.removesuffix("s"), ())
    return [] if more else [words_in(name) for name in names]


def is_decided(words: list[str]) -> bool:
    """Whether words say how much, or that something can't be, and not yet of what, but for a last word."""
    small = all(word in STOP_WORDS or says_how_much(word) for word in words[:-1])
    return small and any(says_how_much(word) or word in _TELLING for word in words[:-1] or words)


# Spanish.


def in_english_order(words: list[str]) -> list[str]:
    """ "Cancer de pulmon" as "pulmon cancer"; where the first is no such word of Spanish, as it stands."""
    ordered = list(words)
    for at, word in enumerate(words):
        if word not in said_in_spanish.WORDS and word not in said_in_spanish.ALIKE:
            continue
        if words[at + 1 : at + 2] not in (["de"], ["del"], ["en"]):
            continue
        after = [place for place in range(at + 2, len(words)) if words[place] not in said_in_spanish.ARTICLES]
        if after and after[0] <= at + 3:
            ordered = [*words[:at], words[after[0]], word, *words[after[0] + 1 :]]
            return ordered[: at + 2] + in_english_order(ordered[at + 2 :])
    return ordered


def is_foreign(word: str) -> bool:
    """Whether a word is Spanish and hardly English, whatever a text may hold."""
    return word in said_in_spanish.WORDS and how_usual(word) <= _USUAL


def english_among(words: Sequence[str]) -> frozenset[str]:
    """Words of Spanish that are everyday English, where nothing else is Spanish: apple pie."""
    telling = [word for word in words if word not in STOP_WORDS]
    if len(telling) < _TWO or any(map(is_foreign, telling)) or not SPANISH_STOPS.isdisjoint(words):
        return frozenset()
    return frozenset(telling) & (said_in_spanish.WORDS.keys() - said_in_english.WORDS.keys())


def in_spanish(words: Sequence[str]) -> bool:
    """Whether somebody asks in Spanish: two words of it at least, one of them known here."""
    foreign = {word for word in words if is_foreign(word)}
    return bool(foreign) and len(foreign | SPANISH_STOPS.intersection(words)) > 1


def without_mine(words: list[str]) -> list[str]:
    """The words without those that are shorthand elsewhere, but no more than "my" or "my aunt" here."""
    others = [word for word in words if word not in said_in_spanish.NO_SHORTHAND]
    if not others:
        return words[-1:]
    if len(others) == len(words) or words == ["mi", "heart"]:
        return words
    if any(_is_foreign_or_stop(word) for word in others if word not in _A):
        return others
    return [
        word
        for at, word in enumerate(words)
        if word not in said_in_spanish.NO_SHORTHAND or not _is_mine(words[at - 1 : at], word, words[at + 1 : at + 2])
    ]


def _is_mine(before: Sequence[str], word: str, after: Sequence[str]) -> bool:
    """Whether "mi" is "my": of what follows, unless that is said of an illness. Who had "a mi" means the heart."""
    if word != "mi":
        return "mi" in before
    if not after or after[0] in STOP_WORDS:
        return False
    if not _A.isdisjoint(before):
        return after[0] in said_in_english.MINE
    return after[0] not in said_in_english.ASKED


def _is_foreign_or_stop(word: str) -> bool:
    return word in SPANISH_STOPS or is_foreign(word) or (is_spanish(word) and how_usual(word) <= _USUAL)


class Span(NamedTuple):
    """Words of a query that may be a name: as typed, with what it counts more or less that they are another's words;
    whether they may be its beginning alone; and whether other words of the query tell as much.
    """

    held: tuple[str, ...]
    more: float = 0.0
    begun: bool = False
    part: bool = False


@lru_cache(maxsize=16)
def spans_of(words: tuple[str, ...], phrases: tuple[Phrase, ...], *, literally: bool) -> Mapping[bytes, Span]:
    """What of a query may be a name, by its key: runs of words, what they stand for, what phrases mean; and all but the
    end of a name. Taken `literally`, nothing stands for anything. A search asks this twice of the same words.
    """
    typed = {key: Span(held) for key, held in runs_of(list(words))}
    if literally:
        return typed
    long: dict[str, list[tuple[float, str]]] = {
        word: [(0, full) for full in stood_for(word, words)] for word in words if word in SAID_FOR
    }
    written_out = {
        key: Span(held, _USUALLY * (not said_in_english.SHORTHAND.keys().isdisjoint(changed)))
        for key, held, changed, _slips in changed_spans(list(words), long)
    }
    said = {
        key: Span(phrase.held, -_LIKELIEST * (place + 1), part=phrase.part)
        for phrase in phrases
        for place, key in reversed(list(enumerate(phrase.keys)))
    }
    otherwise = {key: Span(held) for key, held in runs_otherwise(list(words))}
    whole = written_out | said | otherwise | typed
    begun = names_begun_by({key: span.held for key, span in whole.items() if not span.part})
    return {key: Span(held, begun=True) for key, held in begun.items()} | whole

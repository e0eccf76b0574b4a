"""The one ranking: what a query means, and which live articles answer it, best first.

The database is asked for names that the query holds, whole or in part; for the articles that are most about each of its
words; and for words near those that no live text holds. The rest is arithmetic, the same on both engines.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Final, NamedTuple

from articles.models import Section
from articles.search.spelling import near_words
from articles.search.statements import Asked, counts_of, weights_of
from articles.search.words import (
    GENERIC_WORDS,
    MOST_WORDS,
    SHORTHAND,
    STOP_WORDS,
    cleaned,
    key_of,
    stem,
    term_of,
    words_in,
)

MOST_FOUND: Final = 200
"""Articles that a query finds at most, and that are read for each of its words."""
_MOST_COUNTED: Final = 2_000
_LONGEST_SPAN: Final = 12
_LONGEST_BEGUN: Final = 4
_MOST_CORRECTED: Final = 5
_MOST_NEAR: Final = 8
_MOST_KEYS: Final = 900
# A name that is the whole query outweighs any text; one that is a part of it, as much as it is of the query.
_WHOLE: Final = 4.0
_PART: Final = 1.5
_KIND: Final = 0.02
_EXACT: Final = 0.1
_OTHER: Final = 2.0


class _Name(NamedTuple):
    """A live name that a query holds."""

    edition: int
    kind: int
    text: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found: Editions, best first; those found by a name; the stems to mark; the query as probably meant."""

    query: str
    editions: list[int] = field(default_factory=list)
    named: frozenset[int] = frozenset()
    stems: frozenset[str] = frozenset()
    did_you_mean: str = ""

    @property
    def more(self) -> bool:
        """Whether there may be more than were looked at."""
        return len(self.editions) >= MOST_FOUND


def rank(query: str, at: datetime, section: Section | None = None) -> Ranked:
    """The live articles that answer a query, best first. No query, however long or broken, is an error."""
    query = cleaned(query)
    words = words_in(query)[:MOST_WORDS]
    if not words:
        return Ranked(query)
    search = _Search(at, section)
    meant, others = search.corrected(words)
    editions, named = search.best(meant, others)
    changed = " ".join(meant) if meant != words else ""
    return Ranked(query, editions, named, frozenset(map(stem, _content(meant))), changed)


def _content(words: Sequence[str]) -> list[str]:
    """The words that say what is looked for, each once; all of them, where none does."""
    telling = [word for word in words if word not in STOP_WORDS]
    return list(dict.fromkeys(telling or words))


class _Search:
    """One query. Remembers what it has read, since corrected words are asked for again."""

    def __init__(self, at: datetime, section: Section | None) -> None:
        self._asked = Asked(at, section.pk if section else None)
        self._weights: dict[int, dict[int, int]] = {}
        self._names: dict[bytes, list[_Name]] = {}

    def corrected(self, words: list[str]) -> tuple[list[str], set[int]]:
        """The words as they were probably meant: as typed, but for those that stand in no live text.

        And the Editions with a name that may have been meant instead.
        """
        content = _content(words)
        self.read(content)
        covered = self._covered(words, content)
        uncovered = [word for word in content if word not in covered]
        strange = [word for word in uncovered if not self.weights(word)][:_MOST_CORRECTED]
        written_out = self._written_out(word for word in uncovered if word not in strange)
        if not strange:
            return _replaced(words, written_out), set()
        near = self._near(strange)
        meant, others = self._meant_by_name(words, near)
        for word in strange:
            if word not in meant and (best := self._best_among(near[word], [meant.get(one, one) for one in content])):
                meant[word] = best
        return _replaced(words, written_out | meant), others

    def best(self, words: list[str], others: set[int]) -> tuple[list[int], frozenset[int]]:
        """The Editions that answer these words, best first, and those of them that bear a name.

        `others` bear one that may have been meant instead.
        """
        content = _content(words)
        self.read(content)
        found = {word: self.weights(word) for word in content}
        rarity = self._rarities(content)
        whole = sum(rarity.values())
        named = {**dict.fromkeys(others, _OTHER), **self._named(words, content, rarity)}

        def best_of(candidates: Iterable[int]) -> list[int]:
            about, share = dict.fromkeys(candidates, 0.0), dict.fromkeys(candidates, 0.0)
            for word, weights in found.items():
                rare = rarity[word]
                for edition in weights.keys() & about.keys():
                    about[edition] += rare * weights[edition]
                    share[edition] += rare
            scores = {}
            for edition, held in share.items():
                part = held / whole
                close = about[edition] / (1000 * whole)
                scores[edition] = -round(named.get(edition, 0.0) + close * (0.1 + 0.9 * part) + part * part, 6)
            return sorted(scores, key=lambda edition: (scores[edition], edition))[:MOST_FOUND]

        best = best_of(set(named).union(*found.values()))
        if self._complete(found, best):
            best = best_of(best)
        return best, frozenset(named)

    # What is read of the database.

    def read(self, words: Iterable[str]) -> None:
        """Read the live Editions that are most about each of these words, all in one statement."""
        terms = sorted({term_of(word) for word in words} - self._weights.keys())
        if not terms:
            return
        self._weights.update((term, {}) for term in terms)
        for term, edition, weight in self._asked.about(terms, MOST_FOUND):
            self._weights[term][edition] = weight

    def weights(self, word: str) -> dict[int, int]:
        """The live Editions that are most about a word, with how much."""
        self.read([word])
        return self._weights[term_of(word)]

    def names(self, keys: Iterable[bytes]) -> dict[bytes, list[_Name]]:
        """The live names with these keys."""
        asked = set(keys) - self._names.keys()
        if asked:
            self._names.update((key, []) for key in asked)
            for edition, kind, text, key in self._asked.named(sorted(asked), 20 * MOST_FOUND):
                self._names[bytes(key)].append(_Name(edition, kind, text))
        return self._names

    def _rarities(self, words: Sequence[str]) -> dict[str, float]:
        """How much each word tells: the fewer articles hold it, the more."""
        counts = {term_of(word): len(self.weights(word)) for word in words}
        all_articles, common = counts_of([term for term, count in counts.items() if count >= MOST_FOUND], _MOST_COUNTED)
        counts |= common
        total = max(all_articles, 10)
        return {word: math.log(1 + total / (counts[term_of(word)] + 0.5)) for word in words}

    def _complete(self, found: dict[str, dict[int, int]], candidates: list[int]) -> bool:
        """Add the weights of candidates that were not among the best of a common word. Tells whether there were any."""
        common = {term_of(word): word for word, weights in found.items() if len(weights) >= MOST_FOUND}
        if len(found) == 1 or not common:
            return False
        found.update((word, dict(found[word])) for word in common.values())
        for edition, term, weight in weights_of(candidates, list(common)):
            found[common[term]][edition] = weight
        return True

    # Names that the query holds.

    def _named(self, words: list[str], content: list[str], rarity: dict[str, float]) -> dict[int, float]:
        """How well each Edition's best name answers."""
        whole = sum(rarity.values())
        best: dict[int, float] = {}
        long: dict[str, list[tuple[float, str]]] = {
            word: [(0, full) for full in SHORTHAND[word]] for word in content if word in SHORTHAND
        }
        written_out = {
            key: (*held, *words_in(" ".join(changed.values())))
            for key, held, changed, _slips in _changed_spans(words, long)
        }
        spans = written_out | dict(_spans(words))
        begun = _begun(spans)
        names = self.names([*spans, *begun])
        for key, held in (begun | spans).items():
            telling = {word for word in held if word in rarity}
            share = sum(rarity[word] for word in telling) / whole
            is_whole = key in spans and len(telling) == len(content)
            for name in names[key]:
                score = _WHOLE + (len(held) == len(words)) if is_whole else _PART * (0.4 + 0.6 * share)
                score += _EXACT * (words_in(name.text) == list(held)) - _KIND * name.kind
                best[name.edition] = max(best.get(name.edition, 0.0), score)
        return best

    def _covered(self, words: list[str], content: list[str]) -> set[str]:
        """The words that stand in a name, even if only run together with their neighbours."""
        spans = dict(_spans(words))
        # What `_named` will ask for, should nothing be corrected: each question costs a way to the database and back.
        names = self.names([*spans, *_begun(spans)])
        return {word for key, held in spans.items() if names[key] for word in held}

    # Words that were mistyped.

    def _near(self, strange: list[str]) -> dict[str, list[tuple[float, str]]]:
        near = near_words(strange, most=_MOST_NEAR)
        for word in strange:
            near[word] = [(0, full) for full in SHORTHAND.get(word, ()) if " " not in full] + near[word]
        return near

    def _meant_by_name(
        self, words: list[str], near: dict[str, list[tuple[float, str]]]
    ) -> tuple[dict[str, str], set[int]]:
        """What makes a name of the words around it: the longest, then with the fewest errors. And whom others name."""
        choices: dict[bytes, tuple[int, float, dict[str, str]]] = {}
        for key, held, changed, slips in _changed_spans(words, near):
            rank_ = (-len(held), slips)
            if key not in choices or rank_ < choices[key][:2]:
                choices[key] = (*rank_, changed)
        names = self.names(choices)
        meant: dict[str, str] = {}
        good = sorted((choices[key][:2], min(name.kind for name in names[key]), key) for key in choices if names[key])
        others: set[int] = set()
        for _rank, _kind, key in good:
            changed = choices[key][2]
            if not changed.keys() & meant.keys():
                meant.update(changed)
            elif choices[key][0] == good[0][0][0]:
                others.update(name.edition for name in names[key])
        return meant, others

    def _written_out(self, words: Iterable[str]) -> dict[str, str]:
        """Of words that doctors scribble those that name an article, with that name."""
        long = {full: word for word in words for full in SHORTHAND.get(word, ()) if " " in full}
        names = self.names([key_of(full.split()) for full in long])
        titled = ((min(name.kind for name in found), full) for full in long if (found := names[key_of(full.split())]))
        # The better name is put in last.
        return {long[full]: full for _kind, full in sorted(titled, reverse=True)}

    def _best_among(self, near: list[tuple[float, str]], words: Sequence[str]) -> str:
        """The nearest word that a live text holds; of equally near ones that which stands with the other words."""
        self.read(word for _slips, word in near)
        beside = set[int]().union(*(self.weights(word) for word in words))

        def worth(weights: dict[int, int]) -> tuple[int, int]:
            return -sum(weight for edition, weight in weights.items() if edition in beside), -sum(weights.values())

        live = [(slips, worth(weights), word) for slips, word in near if (weights := self.weights(word))]
        _slips, _worth, best = min(live, default=(0, (0, 0), ""))
        return best


def _replaced(words: list[str], meant: dict[str, str]) -> list[str]:
    """The words as they were meant. What is written out may hold a word that was typed beside it."""
    full = [part for word in words for part in meant.get(word, word).split()]
    again = {part for word in meant.values() if " " in word for part in word.split()}
    seen: set[str] = set()
    return [word for word in full if not (word in again and word in seen) and not seen.add(word)]  # type: ignore[func-returns-value]


def _spans(words: list[str]) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Every run of words that could be a name, with and without stop words: its key, and the words in it."""
    telling = [word for word in words if word not in STOP_WORDS]
    for row in (telling, words) if telling != words else (words,):
        for start in range(len(row)):
            for end in range(start + 1, min(len(row), start + _LONGEST_SPAN) + 1):
                held = tuple(row[start:end])
                if not telling or not STOP_WORDS.issuperset(held):
                    yield key_of(list(held)), held


def _begun(spans: Mapping[bytes, tuple[str, ...]]) -> dict[bytes, tuple[str, ...]]:
    """The names of which a run may be all but the end: their keys, and the words of the run."""
    return {
        key + word.encode(): held
        for key, held in spans.items()
        if len(held) <= _LONGEST_BEGUN and held[-1] not in GENERIC_WORDS
        for word in GENERIC_WORDS
    }


def _changed_spans(
    words: list[str], near: dict[str, list[tuple[float, str]]]
) -> Iterator[tuple[bytes, tuple[str, ...], dict[str, str], float]]:
    """The runs that hold one of these words, each in every way it may have been meant: key, run, changes, errors."""
    made = 0
    runs = sorted(
        {held for _key, held in _spans(words) if near.keys() & set(held)}, key=lambda held: (-len(held), held)
    )
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

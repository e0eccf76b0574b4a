"""The one ranking: what a query means, and which live articles answer it, best first.

The database is asked for names that the query holds, whole or in part; for the articles that are most about each of its
words; and for words near those that no live text holds. The rest is arithmetic, the same on both engines.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

from articles.models import Section
from articles.search.said_for import SAID_FOR, meanings_of, names_for
from articles.search.spans import changed_spans, joined_words, names_begun_by, replaced, run_together, runs_of
from articles.search.spelling import is_a_slip_of, is_another, is_likely, is_usual, near_words, perhaps_known
from articles.search.statements import Asked, counts_of, weights_of
from articles.search.words import (
    GENERIC_WORDS,
    MOST_WORDS,
    STOP_WORDS,
    cleaned,
    is_spelled,
    key_of,
    stem,
    term_of,
    words_in,
)

MOST_FOUND: Final = 200
"""Articles that a query finds at most, and that are read for each of its words."""
_MOST_COUNTED: Final = 2_000
# Of what was found, the first so many are compared by all of their words.
_MOST_COMPLETED: Final = 60
_SHORTEST_HALF: Final = 3
_MOST_CORRECTED: Final = 5
# Of words near a mistyped one: so many are tried in names, and so many are looked up.
_MOST_NEAR: Final = 24
_MOST_LOOKED_UP: Final = 8
# A mistyped name of so few words may lack its end. That counts less than half an error.
_SHORT: Final = 2
_LEFT_OFF: Final = 0.4
# A name of one word may be so much farther than the nearest word that a live text holds. An error that neither finger
# nor ear makes counts as so much more.
_FARTHER: Final = 0.3
_UNLIKELY: Final = 0.3
# A usual word may be meant for another only where some article is about that one: in its title, or on and on.
_ABOUT: Final = 600
_LONG: Final = 8
# A word that stands in a single article may be a slip itself: it has to be so much nearer than another.
_STRAY: Final = 0.3
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
    """What was found: Editions, best first; those found by a name; the stems to mark; the query as probably meant.

    `read_as` are the words that were taken for others, with those; `nowhere` those that no article holds.
    """

    query: str
    editions: list[int] = field(default_factory=list)
    named: frozenset[int] = frozenset()
    stems: frozenset[str] = frozenset()
    did_you_mean: str = ""
    read_as: tuple[tuple[str, str], ...] = ()
    nowhere: tuple[str, ...] = ()

    @property
    def more(self) -> bool:
        """Whether there may be more than were looked at."""
        return len(self.editions) >= MOST_FOUND


def rank(query: str, at: datetime, section: Section | None = None, *, as_typed: bool = False) -> Ranked:
    """The live articles that answer a query, best first. No query, however long or broken, is an error.

    Where a reader insists on the words `as_typed`, none is taken for another.
    """
    query = cleaned(query)
    words = run_together(words_in(query)[:MOST_WORDS])
    if not words:
        return Ranked(query)
    search = _Search(at, section)
    meant = search.taken_at_their_word(words) if as_typed else search.meant(words)
    editions, named = search.best(meant.words, meant.others)
    stems = frozenset(stem(one) for word in _content(meant.words) for one in meanings_of(word))
    changed = " ".join(meant.words) if meant.changes else ""
    return Ranked(query, editions, named, stems, changed, tuple(meant.changes.items()), tuple(meant.nowhere))


def _content(words: Sequence[str]) -> list[str]:
    """The words that say what is looked for, each once; all of them, where none does."""
    telling = [word for word in words if word not in STOP_WORDS]
    return list(dict.fromkeys(telling or words))


@dataclass(frozen=True, slots=True)
class _Meant:
    """Words as they were meant: what was changed, Editions with a name that may have been meant instead, and words that
    no article holds.
    """

    words: list[str]
    changes: dict[str, str]
    others: set[int] = field(default_factory=set)
    nowhere: list[str] = field(default_factory=list)


class _Search:
    """One query. Remembers what it has read, since corrected words are asked for again."""

    def __init__(self, at: datetime, section: Section | None) -> None:
        self._asked = Asked(at, section.pk if section else None)
        self._weights: dict[int, dict[int, int]] = {}
        self._names: dict[bytes, list[_Name]] = {}

    def taken_at_their_word(self, words: list[str]) -> "_Meant":
        """The words as typed."""
        content = _content(words)
        self.read(content)
        covered = self._covered(words, content)
        return _Meant(words, {}, nowhere=[word for word in content if word not in covered and not self.weights(word)])

    def meant(self, words: list[str]) -> "_Meant":
        """The words as they were probably meant: as typed, but for those that stand in no live text."""
        content = _content(words)
        self.read(content)
        covered = self._covered(words, content)
        uncovered = [word for word in content if word not in covered]
        changes = self._written_out(uncovered)
        strange = [word for word in uncovered if word not in changes and not self._weights[term_of(word)]]
        if not strange:
            return _Meant(replaced(words, changes), changes)
        together = self._together(words, strange)
        words = joined_words(words, together)
        changes |= {" ".join(pair): "".join(pair) for pair in together}
        return self._corrected(words, [word for word in strange if word in words], changes)

    def _corrected(self, words: list[str], strange: list[str], changes: dict[str, str]) -> "_Meant":
        """The words with those that stand in no live text as they were probably meant, beside what is changed already:
        as a part of a name, else by themselves, else with a neighbour or apart.
        """
        near = self._near(strange[:_MOST_CORRECTED])
        self.read(known for found in near.values() for _slips, known in found[:_MOST_LOOKED_UP])
        alone = {word: self._alone(word, found) for word, found in near.items()}
        by_name, others = self._meant_by_name(words, near, alone)
        changes = changes | by_name
        for word in near:
            beside = [changes.get(one, one) for one in _content(words)]
            if word not in changes and (best := self._best_among(word, alone[word], beside)):
                changes[word] = best
        lost = [word for word in near if word not in changes]
        for pair, known in self._together_but_for_a_slip(words, lost).items():
            if pair in pairwise(words) and changes.keys().isdisjoint(pair):
                words = [known if word == "".join(pair) else word for word in joined_words(words, [pair])]
                changes[" ".join(pair)] = known
        changes |= self._apart([word for word in lost if word in words and not is_usual(word)])
        nowhere = [word for word in strange if word in words and word not in changes]
        return _Meant(replaced(words, changes), changes, others, nowhere)

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
        first = best[:_MOST_COMPLETED]
        if self._complete(found, first):
            best = best_of(first) + best[_MOST_COMPLETED:]
        return best, frozenset(named)

    # What is read of the database.

    def read(self, words: Iterable[str]) -> None:
        """Read the live Editions that are most about each of these words, all in one statement."""
        terms = sorted({term_of(one) for word in words for one in meanings_of(word)} - self._weights.keys())
        if not terms:
            return
        self._weights.update((term, {}) for term in terms)
        for term, edition, weight in self._asked.about(terms, MOST_FOUND):
            self._weights[term][edition] = weight

    def weights(self, word: str) -> dict[int, int]:
        """The live Editions that are most about a word, or one for which it stands, with how much."""
        self.read([word])
        weights, *others = (self._weights[term_of(one)] for one in meanings_of(word))
        weights = dict(weights) if others else weights
        for more in others:
            weights.update((edition, max(weight, weights.get(edition, 0))) for edition, weight in more.items())
        return weights

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
        counts = {word: len(self.weights(word)) for word in words}
        common = {term: word for word in words for term in self._common_terms(word)}
        all_articles, counted = counts_of(list(common), _MOST_COUNTED)
        for term, count in counted.items():
            counts[common[term]] = max(counts[common[term]], count)
        total = max(all_articles, 10)
        return {word: math.log(1 + total / (counts[word] + 0.5)) for word in words}

    def _common_terms(self, word: str) -> list[int]:
        """Of the terms of a word those of which more may be filed than were read."""
        terms = (term_of(one) for one in meanings_of(word))
        return [term for term in terms if len(self._weights[term]) >= MOST_FOUND]

    def _complete(self, found: dict[str, dict[int, int]], candidates: list[int]) -> bool:
        """Add the weights of candidates that were not among the best of a common word. Tells whether there were any."""
        common = {term: word for word in found for term in self._common_terms(word)}
        if len(found) == 1 or not common:
            return False
        found.update((word, dict(found[word])) for word in common.values())
        for edition, term, weight in weights_of(candidates, list(common)):
            weights = found[common[term]]
            weights[edition] = max(weight, weights.get(edition, 0))
        return True

    # Names that the query holds.

    def _named(self, words: list[str], content: list[str], rarity: dict[str, float]) -> dict[int, float]:
        """How well each Edition's best name answers."""
        whole = sum(rarity.values())
        best: dict[int, float] = {}
        long: dict[str, list[tuple[float, str]]] = {
            word: [(0, full) for full in SAID_FOR[word]] for word in content if word in SAID_FOR
        }
        written_out = {
            key: (*held, *words_in(" ".join(changed.values())))
            for key, held, changed, _slips in changed_spans(words, long)
        }
        spans = written_out | dict(runs_of(words))
        begun = names_begun_by(spans)
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
        spans = dict(runs_of(words))
        # What `_named` will ask for, should nothing be corrected: each question costs a way to the database and back.
        spans = names_begun_by(spans) | spans
        names = self.names(spans)
        return {word for key, held in spans.items() if names[key] for word in held}

    # Words that were mistyped.

    def _together(self, words: list[str], strange: list[str]) -> list[tuple[str, str]]:
        """Neighbours, one of them in no text, that stand in one when run together: "gall bladder"."""
        pairs = {"".join(pair): pair for pair in pairwise(words) if not set(strange).isdisjoint(pair)}
        known = perhaps_known(pairs)
        self.read(known)
        return [pair for together, pair in pairs.items() if together in known and self.weights(together)]

    def _together_but_for_a_slip(self, words: list[str], strange: list[str]) -> dict[tuple[str, str], str]:
        """Neighbours, one of them near no word, that run together are one error away from one: "hart burn"."""
        pairs = {"".join(pair): pair for pair in pairwise(words) if not set(strange).isdisjoint(pair)}
        near = near_words([joined for joined in pairs if len(joined) >= _LONG], most=1) if pairs else {}
        best = {pairs[joined]: found[0][1] for joined, found in near.items() if found and found[0][0] <= 1}
        self.read(best.values())
        return {pair: known for pair, known in best.items() if self.weights(known)}

    def _apart(self, strange: list[str]) -> dict[str, str]:
        """Words in no text that are two when taken apart, both of them in one: "bloodtest"."""
        halves = {
            word: [(word[:at], word[at:]) for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1)]
            for word in strange
            if is_spelled(word)
        }
        known = perhaps_known(half for pairs in halves.values() for pair in pairs for half in pair) if halves else set()
        possible = {word: [pair for pair in pairs if known.issuperset(pair)] for word, pairs in halves.items()}
        self.read(half for pairs in possible.values() for pair in pairs for half in pair)
        apart: dict[str, str] = {}
        for word, pairs in possible.items():
            live = [pair for pair in pairs if self.weights(pair[0]) and self.weights(pair[1])]
            if live:
                # The more even, the likelier.
                apart[word] = " ".join(max(live, key=lambda pair: min(map(len, pair))))
        return apart

    def _near(self, strange: list[str]) -> dict[str, list[tuple[float, str]]]:
        """What each of these words may have been meant for. One that is known to stand for others is no misspelling."""
        near = near_words([word for word in strange if word not in SAID_FOR], most=_MOST_NEAR)
        near |= {word: [] for word in strange if word in SAID_FOR}
        for word in near.keys() & SAID_FOR.keys():
            # What it usually stands for comes first.
            near[word] = [(place / 100, full) for place, full in enumerate(meanings_of(word)[1:])]
        return near

    def _alone(self, word: str, near: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """Of the words near one those that it may have been meant for by itself, whatever stands beside it: none that
        is much farther than the nearest that a live text holds; for a usual word hardly any.
        """
        if word in SAID_FOR:
            return near
        if is_usual(word):
            near = [(slips, known) for slips, known in near if is_a_slip_of(word, known)]
            return [(slips, known) for slips, known in near if max(self.weights(known).values(), default=0) >= _ABOUT]
        away = {known: slips + (0 if _is_likely(slips, word, known) else _UNLIKELY) for slips, known in near}
        looked_up = [known for _slips, known in near[:_MOST_LOOKED_UP]]
        nearest = min((away[known] for known in looked_up if self.weights(known)), default=math.inf)
        return [(slips, known) for slips, known in near if away[known] <= nearest + _FARTHER]

    def _meant_by_name(
        self, words: list[str], near: dict[str, list[tuple[float, str]]], alone: dict[str, list[tuple[float, str]]]
    ) -> tuple[dict[str, str], set[int]]:
        """What makes a name of the words around it: the longest, then with the fewest errors. And whom others name.

        A name that is one word needs more than to be one: "psorisis" is no "cirrhosis" where a text holds "psoriasis".
        """
        choices: dict[bytes, tuple[int, float, dict[str, str]]] = {}
        by_itself = {(word, known) for word, found in alone.items() for _slips, known in found}
        for whole, held, changed, slips in changed_spans(words, near):
            if len(set(held).difference(GENERIC_WORDS)) == 1 and not by_itself.issuperset(changed.items()):
                continue
            for end in ("", *GENERIC_WORDS) if len(held) <= _SHORT else ("",):
                key, rank_ = whole + end.encode(), (-len(held), slips + (_LEFT_OFF if end else 0))
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
        long = {full: word for word in words for full in names_for(word)}
        names = self.names([key_of(full.split()) for full in long])
        titled = ((min(name.kind for name in found), full) for full in long if (found := names[key_of(full.split())]))
        # The better name is put in last.
        return {long[full]: full for _kind, full in sorted(titled, reverse=True)}

    def _best_among(self, typed: str, near: list[tuple[float, str]], words: Sequence[str]) -> str:
        """The nearest word that a live text holds; of equally near ones that which stands with the other words."""
        likely = ((slips, known) for slips, known in near if _is_likely(slips, typed, known))
        near = [(slips, known) for slips, known in likely if typed in SAID_FOR or not is_another(typed, known)]
        near = near[:_MOST_LOOKED_UP]
        self.read(word for _slips, word in near)
        beside = set[int]().union(*(self.weights(word) for word in words))

        def worth(weights: dict[int, int]) -> tuple[int, int]:
            return -sum(weight for edition, weight in weights.items() if edition in beside), -sum(weights.values())

        live = [
            (slips + (_STRAY if len(weights) == 1 else 0), worth(weights), word)
            for slips, word in near
            if (weights := self.weights(word))
        ]
        _slips, _worth, best = min(live, default=(0, (0, 0), ""))
        return best


def _is_likely(slips: float, word: str, known: str) -> bool:
    """Whether the one is a likely slip of the other. One that can't be heard, or stands for it, always is."""
    return slips < 1 or is_likely(word, known)

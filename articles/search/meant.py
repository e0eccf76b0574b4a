"""What a query means: which of its words were typed as another, and what is said in several of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from articles.search.drugs import as_drugs_are_spelled, is_drug, is_nearly_drug
from articles.search.known import Known
from articles.search.measures import stood_for
from articles.search.numbered import in_figures
from articles.search.phrases import (
    Phrase,
    english_among,
    in_english_order,
    in_spanish,
    is_foreign,
    phrases_in,
    said_plainly,
    spans_of,
    without,
    without_mine,
)
from articles.search.said_for import SAID_FOR, meanings_of
from articles.search.spans import (
    changed_spans,
    joined_words,
    names_begun_by,
    replaced,
    run_together,
    runs_of,
    runs_otherwise,
)
from articles.search.spelling import (
    Filed,
    is_a_name_beside,
    is_a_scrap_beside,
    is_a_slip_of,
    is_alone_a_drug,
    is_another,
    is_beside_a_drug,
    is_likely,
    is_surely,
    is_usual,
    near_words,
    perhaps_known,
    sounds_usual,
)
from articles.search.words import GENERIC_WORDS, SPANISH_STOPS, STOP_WORDS, is_spelled, key_of, words_in

# A phrase is replaced by no long title of some library, unless that is this one.
_LONGEST_MEANING: Final = 3
# "BRCA" is written for "BRCA1" and "BRCA2".
_LONGEST_SHORTHAND: Final = 5
_MOST_NUMBERED: Final = 2
_SHORTEST_HALF: Final = 3
# A part of a word that is taken apart is a usual word, or so long.
_LONG_HALF: Final = 5
_LONG_ENOUGH: Final = 5
_TWO: Final = 2
_TOGETHER: Final = 300
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
# A usual word may be meant for another only where some article is about that one: in its title, or on and on. So may
# one that is two errors away, and sounds otherwise.
_ABOUT: Final = 600
_LONG: Final = 8
_SMALL: Final = SPANISH_STOPS | {"me", "no", "o", "y"}
# A word that stands in a single article may be a slip itself: it has to be so much nearer than another.
_STRAY: Final = 0.3


def content_of(words: Sequence[str]) -> list[str]:
    """The words that say what is looked for, each once; all of them, where none does."""
    telling = [word for word in words if word not in STOP_WORDS]
    return list(dict.fromkeys(telling or words))


@dataclass(frozen=True, slots=True)
class Meant:
    """Words as they were meant: what was changed, Editions with a name that may have been meant instead, words that no
    article holds, and phrases for which an article's name stands while they count as they are, too.
    """

    words: list[str]
    changes: dict[str, str]
    others: set[int] = field(default_factory=set)
    nowhere: list[str] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)


def taken_at_their_word(words: list[str], known: Known) -> Meant:
    """The words, none taken for another."""
    content = content_of(words)
    known.read(content)
    covered = _Meaning(known).covered(words, [])
    return Meant(words, {}, nowhere=[word for word in content if word not in covered and not known.weights(word)])


def as_meant(words: list[str], known: Known) -> Meant:
    """The words as they were probably meant: as typed, but for those that stand in no live text."""
    return _Meaning(known).of(without_mine(run_together(in_figures(said_plainly(words)))))


class _Meaning:
    """What the words of one query mean."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._read, self._weights, self._names = known.read, known.weights, known.names
        self._filed = Filed()
        self._english: frozenset[str] = frozenset()

    def of(self, words: list[str]) -> Meant:
        phrases = phrases_in(words)
        content = content_of(words)
        self._read([*content, *(word for phrase in phrases for name in phrase.meant for word in words_in(name))])
        covered = self.covered(words, phrases)
        words, changes, kept = self._phrases_read(words, phrases)
        if spanish := bool(in_spanish(words) or any(phrase.spanish for phrase in phrases)):
            words = in_english_order(words)
        said = {word for name in changes.values() for word in words_in(name)}
        said |= {word for phrase in kept for word in phrase.held}
        content = content_of(words)
        self._read(content)
        foreign = {word for word in content if spanish and is_foreign(word)} - said
        foreign -= self.covered(words, [], least=_TWO) if foreign else set()
        uncovered = [word for word in content if word in foreign or word not in covered | said]
        written_out = self._written_out(uncovered, words)
        self._english = english_among(words)
        strange = [
            word for word in uncovered if word not in written_out and (word in foreign or not self._known.holds(word))
        ]
        changes |= written_out
        if not strange:
            changes = changes or self._name_nearby(words, content, covered | said)
            meant = Meant(replaced(words, changes), changes)
        else:
            together = self._together(words, [word for word in strange if not is_drug(word)])
            words = joined_words(words, together)
            changes |= {" ".join(pair): "".join(pair) for pair in together}
            meant = self._corrected(words, [word for word in strange if word in words], changes)
        words = _tidied(meant.words) if spanish and meant.changes else meant.words
        return Meant(words, meant.changes, meant.others, meant.nowhere, kept)

    def _phrases_read(self, words: list[str], phrases: list[Phrase]) -> tuple[list[str], dict[str, str], list[Phrase]]:
        """The words with phrases as what they mean, those changes, and the phrases that stay beside what they mean.

        What names an article as it is typed stays. So does English that means an article by its name.
        """
        changes: dict[str, str] = {}
        kept = []
        for phrase in phrases:
            own = key_of(list(phrase.held))
            names = self._names([own, *phrase.keys])
            titled = [name for name, key in zip(phrase.meant, phrase.keys, strict=True) if names[key]]
            if titled and not phrase.spanish:
                kept.append(phrase)
            if names[own] or phrase.part or phrase in kept:
                continue
            short = [name for name in phrase.meant if len(words_in(name)) <= _LONGEST_MEANING]
            written = [name for name in short if all(map(self._known.holds, content_of(words_in(name))))]
            if found := titled or written:
                words = without(words, phrase.held, words_in(found[0]))
                changes[" ".join(phrase.held)] = found[0]
        return words, changes, kept

    def covered(self, words: list[str], phrases: list[Phrase], *, least: int = 1) -> set[str]:
        """The words that stand in a name, `least` of them at least, even if only run together with their neighbours."""
        typed = dict(runs_of(words))
        if not self._known.literally:
            typed = names_begun_by(typed) | dict(runs_otherwise(words)) | typed
        # What ranking will ask for, should nothing be corrected: each question costs a way to the database and back.
        names = self._names(
            typed.keys() | spans_of(tuple(words), tuple(phrases), literally=self._known.literally).keys()
        )
        return {word for key, held in typed.items() if names[key] and len(held) >= least for word in held}

    # Words that were mistyped.

    def _corrected(self, words: list[str], strange: list[str], changes: dict[str, str]) -> Meant:
        """The words with those that stand in no live text as they were probably meant, beside what is changed already:
        as a part of a name, else by themselves, else with a neighbour or apart.
        """
        near = self._near(strange[:_MOST_CORRECTED])
        numbered = {word: [f"{word}{number}" for number in range(1, 10)] for word in near if _is_shorthand(word)}
        looked_up = [known for found in near.values() for _slips, known in found[:_MOST_LOOKED_UP]]
        self._read([*looked_up, *(one for ones in numbered.values() for one in ones)])
        alone = {word: self._alone(word, words, found) for word, found in near.items()}
        by_name, others = self._meant_by_name(words, near, alone)
        several = {
            word: [one for one in ones if self._weights(one)][:_MOST_NUMBERED] for word, ones in numbered.items()
        }
        changes = changes | {word: " ".join(ones) for word, ones in several.items() if ones} | by_name
        for word in near:
            beside = [changes.get(one, one) for one in content_of(words)]
            if word not in changes and (best := self._best_among(word, alone[word], beside)):
                changes[word] = best
        lost = [word for word in near if word not in changes]
        for pair, known in self._together_but_for_a_slip(words, lost).items():
            if pair in pairwise(words) and changes.keys().isdisjoint(pair):
                words = [known if word == "".join(pair) else word for word in joined_words(words, [pair])]
                changes[" ".join(pair)] = known
        lost = [word for word in lost if word in words and not (is_usual(word) or is_nearly_drug(word))]
        changes |= self._begun(lost)
        changes |= self._apart([word for word in lost if word not in changes])
        nowhere = [word for word in strange if word in words and word not in changes]
        return Meant(replaced(words, changes), changes, others, nowhere)

    def _together(self, words: list[str], strange: list[str]) -> list[tuple[str, str]]:
        """Neighbours, one of them in no text, that stand in one when run together: "gall bladder"."""
        pairs = {"".join(pair): pair for pair in pairwise(words) if not set(strange).isdisjoint(pair)}
        self._filed.read_for(_correctable(strange), pairs)
        known = perhaps_known(pairs, self._filed)
        self._read(known)
        return [pair for together, pair in pairs.items() if together in known and self._weights(together)]

    def _together_but_for_a_slip(self, words: list[str], strange: list[str]) -> dict[tuple[str, str], str]:
        """Neighbours, one of them near no word, that run together are one error away from one: "hart burn"."""
        pairs = {"".join(pair): pair for pair in pairwise(words) if not set(strange).isdisjoint(pair)}
        near = near_words([joined for joined in pairs if len(joined) >= _LONG], most=1) if pairs else {}
        best = {pairs[joined]: found[0][1] for joined, found in near.items() if found and found[0][0] <= 1}
        self._read(best.values())
        return {pair: known for pair, known in best.items() if self._weights(known)}

    def _apart(self, strange: list[str]) -> dict[str, str]:
        """Words in no text that are two when taken apart, both of them in one: "bloodtest"."""
        halves = {
            word: [(word[:at], word[at:]) for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1)]
            for word in strange
            if is_spelled(word) and not sounds_usual(word)
        }
        known = perhaps_known(half for pairs in halves.values() for pair in pairs for half in pair) if halves else set()
        possible = {word: [pair for pair in pairs if known.issuperset(pair)] for word, pairs in halves.items()}
        self._read(half for pairs in possible.values() for pair in pairs for half in pair)
        apart: dict[str, str] = {}
        for word, pairs in possible.items():
            live = [pair for pair in pairs if all(_is_whole(half) and self._weights(half) for half in pair)]
            if live:
                # The more even, the likelier.
                apart[word] = " ".join(max(live, key=lambda pair: min(map(len, pair))))
        return apart

    def _begun(self, lost: list[str]) -> dict[str, str]:
        """Words with which one of a name begins: "sarcoid"."""
        begun = {word: self._known.begun(word) for word in lost if len(word) >= _LONG_ENOUGH}
        return {word: words_in(names[0])[0] for word, names in begun.items() if names}

    def _name_nearby(self, words: list[str], content: list[str], covered: set[str]) -> dict[str, str]:
        """What makes a name of two words that both stand in texts, though in no name and nowhere much together, and of
        which one was likely mistyped: "hear attack".
        """
        if len(content) != _TWO or len(words) != _TWO or not covered.isdisjoint(content):
            return {}
        one, other = (self._weights(word) for word in content)
        if any(min(weight, other.get(edition, 0)) >= _TOGETHER for edition, weight in one.items()):
            return {}
        near = near_words(_correctable(content), most=_MOST_NEAR)
        # Beside a word that nobody writes otherwise, any slip will do.
        rare = [word for word in content if not is_usual(word)]
        singly = {
            key_of([known if word == typed else word for word in words]) + end.encode(): {typed: known}
            for end in ("", *GENERIC_WORDS)
            for typed, found in near.items()
            for slips, known in found
            if slips <= 1 and (_is_likely(slips, typed, known) or not is_usual(known) or set(rare) - {typed})
        }
        names = self._names(singly)
        return next((changed for key, changed in singly.items() if names[key]), {})

    def _near(self, strange: list[str]) -> dict[str, list[tuple[float, str]]]:
        """What each of these words may have been meant for. One that is known to stand for others is no misspelling."""
        near = near_words(_correctable(strange), most=_MOST_NEAR, filed=self._filed)
        near = {
            word: [one for one in found if not (is_a_name_beside(word, one[1]) or is_beside_a_drug(word, one[1]))]
            for word, found in near.items()
        }
        near |= {word: [(0.0, drug)] for word in strange if (drug := as_drugs_are_spelled(word))}
        near |= {word: [] for word in strange if word in SAID_FOR}
        for word in near.keys() & SAID_FOR.keys() - self._english:
            # What it usually stands for comes first.
            near[word] = [(place / 100, full) for place, full in enumerate(meanings_of(word)[1:])]
        return near

    def _alone(self, word: str, words: Sequence[str], near: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """Of the words near one those that it may have been meant for by itself, whatever stands beside it: none that
        is much farther than the nearest that a live text holds; for a usual word hardly any.
        """
        if word in SAID_FOR or as_drugs_are_spelled(word):
            return near
        if is_usual(word):
            near = [(slips, known) for slips, known in near if is_a_slip_of(word, known)]
            return [(slips, known) for slips, known in near if max(self._weights(known).values(), default=0) >= _ABOUT]
        if len(words) == 1:
            no_drugs = {known for _slips, known in near if is_alone_a_drug(word, known)}
            names = self._names(key_of([known]) for known in no_drugs) if no_drugs else {}
            near = [(slips, known) for slips, known in near if known not in no_drugs or names[key_of([known])]]
        away = {known: slips + (0 if _is_likely(slips, word, known) else _UNLIKELY) for slips, known in near}
        looked_up = [known for _slips, known in near[:_MOST_LOOKED_UP]]
        nearest = min((away[known] for known in looked_up if self._weights(known)), default=math.inf)
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
        names = self._names(choices)
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

    def _written_out(self, uncovered: Iterable[str], words: list[str]) -> dict[str, str]:
        """Of words that doctors scribble those that name an article, with that name; of those that stand nowhere, and
        for nothing shorter, those that texts write out.
        """
        long = {full: word for word in uncovered for full in stood_for(word, words) if " " in full}
        names = self._names([key_of(full.split()) for full in long])
        titled = ((min(name.kind for name in found), full) for full in long if (found := names[key_of(full.split())]))
        # The better name is put in last.
        written_out = {long[full]: full for _kind, full in sorted(titled, reverse=True)}
        self._read(
            word for full, short in long.items() if short not in written_out for word in content_of(full.split())
        )
        for full, short in long.items():
            means_more = len(meanings_of(short)) > 1 or self._known.holds(short)
            if not means_more and all(map(self._known.holds, content_of(full.split()))):
                written_out.setdefault(short, full)
        return written_out

    def _best_among(self, typed: str, near: list[tuple[float, str]], words: Sequence[str]) -> str:
        """The nearest word that a live text holds; of equally near ones that which stands with the other words."""
        likely = ((slips, known) for slips, known in near if _is_likely(slips, typed, known) or is_surely(typed, known))
        near = [(slips, known) for slips, known in likely if typed in SAID_FOR or not is_another(typed, known)]
        near = near[:_MOST_LOOKED_UP]
        self._read(word for _slips, word in near)
        beside = set[int]().union(*(self._weights(word) for word in words))

        def worth(weights: dict[int, int]) -> tuple[int, int]:
            return -sum(weight for edition, weight in weights.items() if edition in beside), -sum(weights.values())

        live = [
            (slips + (_STRAY if len(weights) == 1 else 0), worth(weights), place, word)
            for place, (slips, word) in enumerate(near)
            if (weights := self._weights(word))
            and (max(weights.values()) >= _ABOUT or not (slips >= _TWO or is_a_scrap_beside(typed, word)))
        ]
        _slips, _worth, _place, best = min(live, default=(0, (0, 0), 0, ""))
        return best


def _is_likely(slips: float, word: str, known: str) -> bool:
    """Whether the one is a likely slip of the other. One that can't be heard, or stands for it, always is."""
    return slips < 1 or is_likely(word, known)


def _correctable(strange: Sequence[str]) -> list[str]:
    """Those of the words that may be misspelt: what is known to stand for others, or as a drug's name, is none."""
    return [word for word in strange[:_MOST_CORRECTED] if word not in SAID_FOR and not is_drug(word)]


def _is_shorthand(word: str) -> bool:
    """Whether a word may be an acronym that is written with a number."""
    return len(word) <= _LONGEST_SHORTHAND and word.isalpha() and word not in SAID_FOR and not is_usual(word)


def _is_whole(half: str) -> bool:
    """Whether half of a word is likely one itself: "nus" of "tetnus" is none."""
    return len(half) >= _LONG_HALF or is_usual(half)


def _tidied(words: list[str]) -> list[str]:
    """What was asked in Spanish without the small words of that."""
    return [word for word in words if word not in _SMALL] or words

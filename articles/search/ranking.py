"""The one ranking: which live articles answer a query, best first.

The database is asked for names that the query holds, whole or in part; for the articles that are most about each of its
words; and for words near those that no live text holds. The rest is arithmetic, the same on both engines.
"""

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from articles.english import how_usual
from articles.models import NameKind, Section
from articles.search import said_in_english
from articles.search.despair import SUICIDE, is_beside, without_despair
from articles.search.known import Known, Name
from articles.search.meant import Meant, as_meant, content_of, taken_at_their_word
from articles.search.phrases import spans_of
from articles.search.spelling import is_usual
from articles.search.statements import weights_of
from articles.search.words import asked_in, cleaned, in_capitals, stem, without_amounts, words_in

MOST_FOUND: Final = 200
"""Articles that a query finds at most, and that are read for each of its words."""
# Of what was found, the first so many are compared by all of their words.
_MOST_COMPLETED: Final = 60
# A name that is the whole query outweighs any text; one that is a part of it, as much as it is of the query. Where such
# a title can't be meant otherwise, since it is of several words or of an unusual one, it outweighs rarer words beside
# it: "can I catch hepatitis B" asks about hepatitis. What a title is about in a part of it, a little less than names.
_WHOLE: Final = 4.0
_PART: Final = 1.5
_TITLE: Final = 1.0
_SEVERAL: Final = 2
_UNUSUAL: Final = 5_000
_ABOUT: Final = 0.1
_ABOUT_WHOLE: Final = 2.0
_TITLES: Final = frozenset({NameKind.TITLE, NameKind.SUBJECT})
_KIND: Final = 0.02
_EXACT: Final = 0.1
_OTHER: Final = 2.0
# What a phrase means that leaves telling words is found, and hardly outweighs what the words themselves find.
_ADDED: Final = 0.02
# Where those name nothing, each of its words counts so much: "blood clot in leg after flight".
_BESIDE: Final = 0.4
# A word that an article is about stands in its title, or on and on.
_WHAT_IT_IS_ABOUT: Final = 600
# What is more usual, and what no article is about, asks for nothing beside despair.
_USUAL: Final = 10_000
# An everyday word is no acronym of a rare illness.
_EVERYDAY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found: Editions, best first; those found by a name; the stems to mark; the query as probably meant.

    `read_as` are the words that were taken for others, with those; `nowhere` those that no article holds. Whoever is in
    `despair` says that they want to die.
    """

    query: str
    editions: list[int] = field(default_factory=list)
    named: frozenset[int] = frozenset()
    stems: frozenset[str] = frozenset()
    did_you_mean: str = ""
    read_as: tuple[tuple[str, str], ...] = ()
    nowhere: tuple[str, ...] = ()
    despair: bool = False

    @property
    def more(self) -> bool:
        """Whether there may be more than were looked at."""
        return len(self.editions) >= MOST_FOUND


def rank(query: str, at: datetime, section: Section | None = None, *, as_typed: bool = False) -> Ranked:
    """The live articles that answer a query, best first. No query, however long or broken, is an error.

    Where a reader insists on the words `as_typed`, none is taken for another, nor stands for one.
    """
    query = cleaned(query)
    words = asked_in(query if as_typed else without_amounts(query))
    if not words:
        return Ranked(query)
    known = Known(at, section, MOST_FOUND, literally=as_typed)
    if (left := without_despair(words)) == []:
        return Ranked(query, _about_suicide(known), despair=True)
    words = left or words
    meant = taken_at_their_word(words, known) if as_typed else as_meant(words, known)
    if left is None and meant.changes and (left := without_despair(meant.words)) is not None:
        if not left:
            return Ranked(query, _about_suicide(known), despair=True)
        meant = as_meant(left, known)
    editions, named = _Search(known, in_capitals(query)).best(meant)
    if left and not named and not any(_is_asked(word, known) for word in left):
        return Ranked(query, _about_suicide(known), despair=True)
    stems = frozenset(stem(one) for word in content_of(meant.words) for one in known.meanings(word))
    changed = " ".join(meant.words) if meant.changes else ""
    return Ranked(
        query,
        editions,
        named,
        stems,
        changed,
        tuple(meant.changes.items()),
        tuple(meant.nowhere),
        despair=left is not None,
    )


def _about_suicide(known: Known) -> list[int]:
    """The live articles about it, and none that holds the word, or "die", for another reason."""
    weights = known.weights(SUICIDE)
    about = [edition for edition, weight in weights.items() if weight >= _WHAT_IT_IS_ABOUT]
    return sorted(about, key=lambda edition: (-weights[edition], edition))


def _is_asked(word: str, known: Known) -> bool:
    """Whether a word beside despair asks for something, though it names nothing: an unusual one, or what some article
    is about.
    """
    if is_beside(word):
        return False
    return how_usual(word) <= _USUAL or max(known.weights(word).values(), default=0) >= _WHAT_IT_IS_ABOUT


class _Search:
    """The best answers to one query."""

    def __init__(self, known: Known, in_capitals: frozenset[str]) -> None:
        self._known = known
        self._in_capitals = in_capitals

    def best(self, meant: Meant) -> tuple[list[int], frozenset[int]]:
        """The Editions that answer these words, best first, and those of them that bear a name."""
        content = [word for word in content_of(meant.words) if word not in meant.nowhere]
        if not content or (meant.nowhere and all(map(str.isdigit, content))):
            # "Covid-19" asks for no 19.
            return [], frozenset()
        self._known.read(content)
        found = {word: self._known.weights(word) for word in content}
        rarity = self._rarities(content)
        whole = sum(rarity.values())
        named = {**dict.fromkeys(meant.others, _OTHER), **self._named(meant, content, rarity)}

        def best_of(candidates: Iterable[int]) -> list[int]:
            about, share = dict.fromkeys(candidates, 0.0), dict.fromkeys(candidates, 0.0)
            for word, weights in found.items():
                rare = rarity[word]
                for edition, weight in weights.items():
                    if edition in about:
                        about[edition] += rare * weight
                        share[edition] += rare
            scores = []
            for edition, held in share.items():
                part = held / whole
                close = about[edition] / (1000 * whole)
                score = named.get(edition, 0.0) + close * (0.1 + 0.9 * part) + part * part
                scores.append((-round(score, 6), edition))
            return [edition for _score, edition in sorted(scores)[:MOST_FOUND]]

        best = best_of(set(named).union(*found.values()))
        first = best[:_MOST_COMPLETED]
        if self._complete(found, first):
            best = best_of(first) + best[_MOST_COMPLETED:]
        return best, frozenset(named)

    def _rarities(self, words: Sequence[str]) -> dict[str, float]:
        """How much each word tells: the fewer articles hold it, the more."""
        counts = {word: len(self._known.weights(word)) for word in words}
        common = {term: word for word in words for term in self._known.common_terms(word)}
        all_articles, counted = self._known.counts_of(list(common))
        for term, count in counted.items():
            counts[common[term]] = max(counts[common[term]], count)
        total = max(all_articles, 10)
        return {word: math.log(1 + total / (counts[word] + 0.5)) for word in words}

    def _complete(self, found: dict[str, dict[int, int]], candidates: list[int]) -> bool:
        """Add the weights of candidates that were not among the best of a common word. Tells whether there were any."""
        common = {term: word for word in found for term in self._known.common_terms(word)}
        if len(found) == 1 or not common:
            return False
        found.update((word, dict(found[word])) for word in common.values())
        for edition, term, weight in weights_of(candidates, list(common)):
            weights = found[common[term]]
            weights[edition] = max(weight, weights.get(edition, 0))
        return True

    # Names that the query holds.

    def _named(self, meant: Meant, content: list[str], rarity: dict[str, float]) -> dict[int, float]:
        """How well each Edition's best name answers."""
        whole = sum(rarity.values())
        best: dict[int, float] = {}
        spans = spans_of(tuple(meant.words), tuple(meant.phrases), literally=self._known.literally)
        names = self._known.names(spans)
        naming = {
            word for key, span in spans.items() if names[key] and span.more == 0 and not span.part for word in span.held
        }
        for key, span in spans.items():
            telling = {word for word in span.held if word in rarity}
            share = sum(rarity[word] for word in telling) / whole
            everyday = len(content_of(meant.words)) > 1 and self._is_everyday(span.held)
            for name in names[key]:
                if everyday and name.kind == NameKind.SYNONYM and name.text.isupper():
                    continue
                if span.begun and (_is_only_written_so(name, span.held) or not _begins_subject(name, span.held)):
                    continue
                if span.part:
                    beside = naming.isdisjoint(word for word in content if word not in telling)
                    score = _BESIDE * len(telling) if beside else _ADDED * share
                elif not span.begun and len(telling) == len(content):
                    score = _WHOLE + (len(span.held) == len(meant.words))
                else:
                    score = _PART * (0.4 + 0.6 * share) + _TITLE * _is_meant(name, telling)
                if name.kind == NameKind.SUBJECT:
                    score -= _ABOUT_WHOLE if score >= _WHOLE else _ABOUT
                score += _EXACT * (words_in(name.text) == list(span.held)) - _KIND * name.kind + span.more
                best[name.edition] = max(best.get(name.edition, 0.0), score)
        return best

    def _is_everyday(self, held: Sequence[str]) -> bool:
        """Whether a word is, beside others, no acronym: "fed up" names no FED, unless it is typed so."""
        if self._known.literally or len(held) > 1 or not self._in_capitals.isdisjoint(held):
            return False
        return is_usual(held[0]) or held[0] in said_in_english.WORDS


def _is_meant(name: Name, telling: Set[str]) -> bool:
    """Whether a title, or what one is about, can't be meant otherwise: several words, or an unusual one."""
    if name.kind not in _TITLES or len(telling) >= _SEVERAL:
        return name.kind in _TITLES
    return any(how_usual(word) <= (_UNUSUAL if name.kind == NameKind.TITLE else _EVERYDAY) for word in telling)


def _begins_subject(name: Name, held: Sequence[str]) -> bool:
    """Whether words may mean what a title is about by its beginning: "addisons" do, "heart" means no heart disease."""
    return name.kind != NameKind.SUBJECT or any(how_usual(word) <= _UNUSUAL for word in held)


def _is_only_written_so(name: Name, held: Sequence[str]) -> bool:
    """Whether a name begins with an acronym that is an everyday word: a kid has no "KID syndrome"."""
    return len(held) == 1 and name.text.split()[0].isupper() and how_usual(held[0]) > _EVERYDAY

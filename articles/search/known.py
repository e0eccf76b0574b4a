"""What one query reads of the database: live names, and the live articles that are most about a word."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from articles.models import Section
from articles.search.said_for import meanings_of
from articles.search.statements import Asked
from articles.search.words import term_of

# Names that are read at once, for each article that a query finds at most.
_NAMES: Final = 20
_BEGUN: Final = 8


class Name(NamedTuple):
    """A live name that a query holds."""

    edition: int
    kind: int
    text: str


class Known:
    """Remembers what it has read, since corrected words are asked for again.

    Taken `literally`, a word stands for itself alone.
    """

    def __init__(self, at: datetime, section: Section | None, most: int, *, literally: bool = False) -> None:
        self._asked = Asked(at, section.pk if section else None)
        self._most = most
        self.literally = literally
        self._weights: dict[int, dict[int, int]] = {}
        self._names: dict[bytes, list[Name]] = {}

    def meanings(self, word: str) -> list[str]:
        """The word, and the single words for which it may stand."""
        return [word] if self.literally else meanings_of(word)

    def read(self, words: Iterable[str]) -> None:
        """Read the live Editions that are most about each of these words, all in one statement."""
        terms = sorted({term_of(one) for word in words for one in self.meanings(word)} - self._weights.keys())
        if not terms:
            return
        self._weights.update((term, {}) for term in terms)
        for term, edition, weight in self._asked.about(terms, self._most):
            self._weights[term][edition] = weight

    def weights(self, word: str) -> dict[int, int]:
        """The live Editions that are most about a word, or one for which it stands, with how much."""
        self.read([word])
        weights, *others = (self._weights[term_of(one)] for one in self.meanings(word))
        weights = dict(weights) if others else weights
        for more in others:
            weights.update((edition, max(weight, weights.get(edition, 0))) for edition, weight in more.items())
        return weights

    def holds(self, word: str) -> bool:
        """Whether a live text holds this very word."""
        self.read([word])
        return bool(self._weights[term_of(word)])

    def common_terms(self, word: str) -> list[int]:
        """Of the terms of a word those of which more may be filed than were read."""
        terms = (term_of(one) for one in self.meanings(word))
        return [term for term in terms if len(self._weights[term]) >= self._most]

    def counts_of(self, terms: list[int]) -> tuple[int, dict[int, int]]:
        """About how many articles there are, and how many hold each of these terms."""
        return self._asked.counts_of(terms)

    def begun(self, word: str) -> list[str]:
        """Live titles and synonyms that begin with a word, or with more than that: titles and short ones first."""
        return [name for _edition, name, *_rest in self._asked.beginning([word.encode()], _BEGUN)]

    def names(self, keys: Iterable[bytes]) -> dict[bytes, list[Name]]:
        """The live names with these keys."""
        asked = set(keys) - self._names.keys()
        if asked:
            self._names.update((key, []) for key in asked)
            for edition, kind, text, key in self._asked.named(sorted(asked), _NAMES * self._most):
                self._names[bytes(key)].append(Name(edition, kind, text))
        return self._names

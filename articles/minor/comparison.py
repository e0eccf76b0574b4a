"""The two texts of one place side by side: the exact words that change, and every reason why that isn't minor. Pure."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from articles.diffing import runs
from articles.labels import label_of
from articles.minor.shape import shape_of
from articles.minor.spelling import Piece, problem_of
from articles.minor.words import PREFIXES, Danger, Guard, folded, letters_of
from articles.three_way import tokens_of

_MARKDOWN: Final = frozenset({"body", "closing_note", "video.transcript", "care.body"})
_PLAIN_SIGNS: Final = frozenset(".,;:'’‘\"“”-–—…?!()")
_ENTITY: Final = re.compile(r"&#?\w+;?")
# More changes of one place than this, or longer ones, are not looked at one by one: they are no typos.
_MOST_JUDGED: Final = 60
_ARTICLES: Final = frozenset({"a", "an", "the"})
_AMOUNTS: Final = frozenset({"few", "little"})
_LARGEST_JUDGED: Final = 400
_LONGEST_MOVED: Final = 3
_AROUND: Final = 6


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that change: `before` and `after` as they stand in the texts, with what stands `around` on either side.

    `line` counts in the corrected text, or in the signed one where the words are gone with their line.
    """

    place: str
    line: int
    before: str
    after: str
    words: int
    around: tuple[str, str] = ("", "")

    @property
    def label(self) -> str:
        """The place in the words of the writing page."""
        return label_of(self.place)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a correction is not minor, in a sentence that names the words. `place` is empty for the whole."""

    place: str
    line: int | None
    words: str
    sentence: str

    def __str__(self) -> str:
        return f"{label_of(self.place)}: {self.sentence}" if self.place else self.sentence


class _Token(NamedTuple):
    """A word or sign, and where it stands in the text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_word(self) -> bool:
        return any(char.isalnum() for char in self.text)


class _Text:
    """One of the two texts of a place, in words and signs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[_Token] = []
        self.line_ends = [place for place, char in enumerate(text) if char == "\n"]
        at = 0
        for piece in tokens_of(text):
            if not piece.isspace():
                self.tokens.append(_Token(piece, at))
            at += len(piece)

    def said(self, low: int, high: int) -> str:
        """The text from one token to another, as it stands."""
        low, high = max(low, 0), min(high, len(self.tokens))
        return self.text[self.tokens[low].start : self.tokens[high - 1].end] if low < high else ""

    def around(self, low: int, high: int) -> tuple[str, str]:
        """The words of the same line on either side of some tokens, with the space between."""
        low, high = max(low, 0), min(high, len(self.tokens))
        before = self.text[self.tokens[max(low - _AROUND, 0)].start : self.tokens[low].start] if low < high else ""
        last = self.tokens[min(high + _AROUND, len(self.tokens)) - 1].end if low < high else 0
        after = self.text[self.tokens[high - 1].end : last] if low < high else ""
        return before.rpartition("\n")[2], after.partition("\n")[0]

    def pieces(self, low: int, high: int) -> list[Piece]:
        """Some tokens that change, with what their place makes of them."""
        return [
            Piece(
                self.tokens[at].text,
                self.tokens[at].is_word,
                is_doubled=(at == low and self._are_twins(at - 1)) or (at == high - 1 and self._are_twins(at)),
                ends_sentence=at + 1 == len(self.tokens) or "\n\n" in self.gap(at + 1) or self._is_last_in_line(at),
                is_name=self._is_name(at),
            )
            for at in range(low, high)
        ]

    def _are_twins(self, at: int) -> bool:
        """Whether a token and the next are the same, with nothing but a space between."""
        if not 0 <= at < len(self.tokens) - 1 or self.gap(at + 1).strip(" "):
            return False
        return folded(self.tokens[at].text) == folded(self.tokens[at + 1].text)

    def _is_last_in_line(self, at: int) -> bool:
        """Whether a list item, a heading or the like begins behind it."""
        return "\n" in self.gap(at + 1) and not self.tokens[at + 1].is_word

    def _is_name(self, at: int) -> bool:
        if not at or not self.tokens[at].text[:1].isupper() or "\n\n" in self.gap(at):
            return False
        return self.tokens[at - 1].is_word or self.tokens[at - 1].text == ","

    def gap(self, place: int) -> str:
        """What stands between a token and the one before."""
        return self.text[self.tokens[place - 1].end if place else 0 : self.tokens[place].start]

    def line(self, place: int) -> int:
        end = self.tokens[place].start if place < len(self.tokens) else len(self.text)
        return bisect_left(self.line_ends, end) + 1

    def neighbours(self, low: int, high: int) -> list[str]:
        """The nearest word on either side of some tokens."""
        before = next((token.text for token in reversed(self.tokens[max(low - 5, 0) : low]) if token.is_word), None)
        after = next((token.text for token in self.tokens[high : high + 5] if token.is_word), None)
        return [word for word in (before, after) if word]

    def windows(self, low: int, high: int, most: int) -> Iterator[str]:
        """The letters of every few words in a row that hold one of these tokens, or the seam where there is none."""
        words = [token.text for token in self.tokens[max(low - 2 * most, 0) : low] if token.is_word][-most:]
        first = len(words)
        words += [token.text for token in self.tokens[low:high] if token.is_word]
        last = len(words)
        words += [token.text for token in self.tokens[high : high + 2 * most] if token.is_word][:most]
        for size in range(2, most + 1):
            for at in range(max(first - size + 1, 0), min(last, len(words) - size + 1)):
                if first < last or at < first < at + size:
                    yield letters_of("".join(words[at : at + size]))


class _Spot(NamedTuple):
    """Tokens of the old text that become others in the new one. Both empty where only the space between changes."""

    old_low: int
    old_high: int
    new_low: int
    new_high: int

    @property
    def size(self) -> int:
        """In words and signs, on both sides."""
        return self.old_high - self.old_low + self.new_high - self.new_low


class Comparison:
    """Two texts of one place."""

    def __init__(self, place: str, old: str, new: str, guard: Guard, standing: Container[str]) -> None:
        self.place, self.guard, self.standing = place, guard, standing
        self.old, self.new = _Text(old), _Text(new)
        self.spots = list(self._spots())
        self.judged = [spot for spot in self.spots if spot.size <= _LARGEST_JUDGED][:_MOST_JUDGED]

    def _spots(self) -> Iterator[_Spot]:
        before = after = 0
        olds, news = ([token.text for token in side.tokens] for side in (self.old, self.new))
        for same, removed, added in runs(olds, news):
            for step in range(len(same)):
                # Behind a changed word the space is part of that change.
                if step or not (before or after):
                    yield from self._space(before + step, after + step)
            before, after = before + len(same), after + len(same)
            if not same:
                yield _Spot(before, before + len(removed), after, after + len(added))
                before, after = before + len(removed), after + len(added)

    def _space(self, old: int, new: int) -> Iterator[_Spot]:
        if bool(self.old.gap(old)) != bool(self.new.gap(new)):
            yield _Spot(old, old, new, new)

    def changes(self) -> Iterator[WordChange]:
        """The words that change, in their order."""
        for spot in self.spots:
            gone = self.old.tokens[spot.old_low : spot.old_high]
            come = self.new.tokens[spot.new_low : spot.new_high]
            # Where only a space changes, the words beside it show that.
            wide = int(not gone and not come)
            old = (spot.old_low - wide, spot.old_high + wide)
            new = (spot.new_low - wide, spot.new_high + wide)
            yield WordChange(
                self.place,
                self.new.line(spot.new_low) if self.new.tokens else self.old.line(spot.old_low),
                self.old.said(*old),
                self.new.said(*new),
                max(len(gone), len(come)),
                self.new.around(*new) if come or wide else self.old.around(*old),
            )
        if not self.spots:
            yield WordChange(self.place, 1, self.old.text, self.new.text, 1)

    def reasons(self) -> list[Reason]:
        """Why these changes are more than minor."""
        found = [
            Reason(self.place, self.new.line(spot.new_low), words, sentence)
            for spot in self.judged
            for words, sentence in _Judge(self, spot).problems()
        ]
        if len(self.judged) < len(self.spots):
            found.append(Reason(self.place, None, "", _("Too much changes to be looked at word by word.")))
        if _hidden(self.old.text) != _hidden(self.new.text):
            found.append(Reason(self.place, None, "", _("Signs that can't be seen change.")))
        if _ENTITY.findall(self.old.text) != _ENTITY.findall(self.new.text):
            found.append(Reason(self.place, None, "", _("A sign that is written as letters behind “&” changes.")))
        for word in self._moved():
            sentence = _("“%(word)s” moves past a word that turns its meaning.") % {"word": word}
            found.append(Reason(self.place, None, word, sentence))
        # Once more on the whole text and by another way, whatever the comparison of words made of it.
        found.extend(self._shapes(told=bool(found)))
        return found

    def _moved(self) -> Iterator[str]:
        """Words that go from one side of a guarded word to the other."""
        passed = at = 0
        gone: dict[str, set[int]] = {}
        come: dict[str, set[int]] = {}
        for spot in self.judged:
            passed += sum(self.guard.is_plain_danger(token.text) for token in self.old.tokens[at : spot.old_low])
            at = spot.old_high
            for side, low, high, seen in (
                (self.old, spot.old_low, spot.old_high, gone),
                (self.new, spot.new_low, spot.new_high, come),
            ):
                for token in side.tokens[low:high]:
                    if len(token.text) > _LONGEST_MOVED:
                        seen.setdefault(folded(token.text), set()).add(passed)
        return (word for word in gone if word in come and gone[word] != come[word])

    def _shapes(self, *, told: bool) -> Iterator[Reason]:
        """The two as readers see them: all that is no word stays, and so do guarded words in their order.

        `told`: words have been named already.
        """
        old, new = (
            shape_of(side.text, markdown=self.place in _MARKDOWN, whole=self.place == "body")
            for side in (self.old, self.new)
        )
        if old is None or new is None:
            yield Reason(self.place, None, "", _("The text can't be shown as it is."))
            return
        if old.structure != new.structure:
            sentence = _(
                "More than words changes: headings or their addresses, lists, tables, links, images, emphasis or "
                "explanations."
            )
            yield Reason(self.place, None, "", sentence)
        if not told and (before := self._guarded(old.words)) != (after := self._guarded(new.words)):
            lost, won = Counter(before) - Counter(after), Counter(after) - Counter(before)
            words = ", ".join(sorted(lost | won)) or _("their order")
            yield Reason(self.place, None, words, _("Guarded words change: %(words)s.") % {"words": words})

    def _guarded(self, text: str) -> list[str]:
        pieces = (piece for piece in tokens_of(text) if not piece.isspace())
        return [folded(piece) for piece in pieces if self.guard.is_plain_danger(piece)]


class _Judge:
    """One change, with what stands around it."""

    def __init__(self, comparison: Comparison, spot: _Spot) -> None:
        self.guard, self.standing = comparison.guard, comparison.standing
        self.sides = ((comparison.old, spot.old_low, spot.old_high), (comparison.new, spot.new_low, spot.new_high))
        self.tokens = [token for side, low, high in self.sides for token in side.tokens[low:high]]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Words, and a sentence that says what is the matter with them."""
        dangers = list(self._dangers())
        yield from dangers
        # Where nothing dangerous is known it must still be the same wording.
        if not dangers:
            gone, come = (side.pieces(low, high) for side, low, high in self.sides)
            if problem := problem_of(gone, come, self.standing):
                yield problem

    def _dangers(self) -> Iterator[tuple[str, str]]:
        for token in self.tokens:
            danger = self.guard.danger_of(token.text) if token.is_word else None
            sentence = _told(danger, token.text) if danger else _sign_problem(token.text)
            if sentence:
                yield token.text, sentence
        yield from self._beside()
        yield from self._before_amount()
        yield from self._across()
        yield from self._inside()
        yield from self._turned()

    def _beside(self) -> Iterator[tuple[str, str]]:
        for side, low, high in self.sides:
            for word in side.neighbours(low, high):
                danger = self.guard.danger_of(word)
                if danger is Danger.NEGATION or any(unicodedata.category(char)[0] == "N" for char in word):
                    yield word, _("The change stands right beside “%(word)s”.") % {"word": word}

    def _before_amount(self) -> Iterator[tuple[str, str]]:
        """a few, few; a little, little: with the article it is some, without it hardly any."""
        for side, low, high in self.sides:
            if low < high and side.tokens[high - 1].text.lower() in _ARTICLES:
                following = side.tokens[high].text if high < len(side.tokens) else ""
                if folded(following) in _AMOUNTS:
                    yield following, _told(Danger.NUMBER, following)

    def _across(self) -> Iterator[tuple[str, str]]:
        """What several words say together, or a word in pieces."""
        most = max(3, self.guard.most_words)
        for side, low, high in self.sides:
            for letters in side.windows(low, high, most):
                if danger := self.guard.of_glued(letters):
                    yield letters, _told(danger, letters)

    def _inside(self) -> Iterator[tuple[str, str]]:
        """What is put into a word, or taken out of it."""
        old, new = (letters_of(side.said(low - 1, high + 1)) for side, low, high in self.sides)
        roots = Counter(self.guard.roots_in(old)), Counter(self.guard.roots_in(new))
        for root in (roots[0] - roots[1]) + (roots[1] - roots[0]):
            yield root, _("“%(word)s” comes or goes inside other letters.") % {"word": root}
        short, long = sorted((old, new), key=len)
        more = len(long) - len(short)
        if not more or more > 40 or len(long) > 1000:
            return
        for at in range(len(short) + 1):
            part = long[at : at + more]
            danger = self.guard.danger_of(part) if long[:at] + long[at + more :] == short else None
            if danger and danger is not Danger.LETTERS:
                yield part, _told(danger, part)

    def _turned(self) -> Iterator[tuple[str, str]]:
        """safe, unsafe; typical, atypical."""
        olds, news = (
            [letters_of(token.text) for token in side.tokens[low:high]][:20] for side, low, high in self.sides
        )
        for old in olds:
            for new in news:
                short, long = sorted((old, new), key=len)
                if len(short) > 2 and long.endswith(short) and long[: -len(short)] in PREFIXES:
                    yield (
                        long,
                        _("“%(word)s” is made from “%(other)s” by a beginning that can turn its meaning.")
                        % {
                            "word": long,
                            "other": short,
                        },
                    )


def _told(danger: Danger, word: str) -> str:
    sentences = {
        Danger.NUMBER: _("“%(word)s” is or may be a number or an amount."),
        Danger.DOSE: _("“%(word)s” may be part of a dose or a time."),
        Danger.NEGATION: _("“%(word)s” is or may be a negation."),
        Danger.DRUG: _("“%(word)s” is or may be the name of a drug."),
        Danger.TURNING: _("“%(word)s” can turn the meaning of a sentence."),
        Danger.LETTERS: _("“%(word)s” is an abbreviation or no plain word."),
    }
    return sentences[danger] % {"word": word[:60]}


def _sign_problem(text: str) -> str | None:
    for char in text:
        if char in _PLAIN_SIGNS or (char.isalpha() and ord(char) < 0x180):
            continue
        if char.isalpha() or unicodedata.category(char)[0] == "M":
            return _("“%(word)s” holds a letter of another script.") % {"word": text[:60]}
        return _("The sign “%(sign)s” changes.") % {"sign": char}
    return None


def _hidden(text: str) -> list[str]:
    """The signs that nobody sees, in their order: of no width, or spaces of another kind."""
    return [
        char
        for char in text
        if char not in " \n" and (char.isspace() or unicodedata.category(char) in ("Cf", "Co", "Cn"))
    ]

"""Whether changed words are recognisably the same wording, spelt otherwise. Pure.

The lists of `words` say what never changes; no such list can be whole. This goes the other way round: a word may
become only what is nearly spelt like it, little words may come and go, signs hardly. What isn't known is refused.
"""

import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from articles.english import are_spellings_of_one, how_usual
from articles.minor.lookalikes import are_lookalikes
from articles.minor.words import folded, letters_of
from articles.search.words import stem

LITTLE_WORDS: Final = frozenset({"a", "an", "the", "of"})
"""Words that may come and go, though not take another's place: they carry no meaning of their own."""

_FUNCTION_WORDS: Final = LITTLE_WORDS | {
    *("am", "are", "as", "at", "be", "by", "for", "he", "her", "here", "him", "his", "i", "in", "is", "it", "me", "my"),
    *("no", "not", "now", "on", "or", "so", "there", "to", "up", "us", "we"),
}
"""Words with which a word that is parted says something else: therapist, the rapist."""
_ENDINGS: Final = frozenset({"s", "es", "d", "ed", "ing"})
"""Of forms of one word. Not "ly": who hardly works doesn't work hard."""

_QUOTES: Final = frozenset("'’‘\"“”")
_DASHES: Final = frozenset("-–—")
_JOINTS: Final = _QUOTES | _DASHES
_MOST_TOGETHER: Final = 40
"""More words and signs in a row than this, old and new, are no typo."""
_MOST_JOINED: Final = 5
_LONG: Final = 6
_TINY: Final = 3
_VOWELS: Final = frozenset("aeiouy")
_HISSING: Final = str.maketrans("ckz", "sss")


class Piece(NamedTuple):
    """A changed word or sign, and what its place in the text makes of it.

    `is_doubled`: the same stands right beside it and stays. `ends_sentence`: nothing follows in its line. `is_name`: a
    capital letter amid a sentence.
    """

    text: str
    is_word: bool
    is_doubled: bool = False
    ends_sentence: bool = False
    is_name: bool = False


def problem_of(gone: Sequence[Piece], come: Sequence[Piece], standing: Container[str]) -> tuple[str, str] | None:
    """The words and a sentence that says why `come` isn't the same wording as `gone`; None where it is.

    `standing`: words, folded, that stand in both texts or in others, so that they are words and no typos.
    """
    if len(gone) + len(come) > _MOST_TOGETHER:
        return "", _("Too many words in a row change.")

    return None if _Fit(gone, come, standing).fits(0, 0, "") else _told(gone, come, standing)


class _Fit:
    """Goes through both sides at once, in every way that the rules leave open."""

    def __init__(self, gone: Sequence[Piece], come: Sequence[Piece], standing: Container[str]) -> None:
        self.gone, self.come, self.standing = gone, come, standing
        self.fits = cache(self._fits)

    def _fits(self, old: int, new: int, moved: str) -> bool:
        """Whether what is left on both sides can be the same. `moved`: words have come, or gone, on the way."""
        if old == len(self.gone) and new == len(self.come):
            return True
        return self._in_pairs(old, new, moved) or self._alone(old, new, moved)

    def _in_pairs(self, old: int, new: int, moved: str) -> bool:
        if old == len(self.gone) or new == len(self.come):
            return False
        if not _pair_problem(self.gone[old], self.come[new], self.standing) and self.fits(old + 1, new + 1, moved):
            return True
        return any(
            _joined(self.gone[old:here], self.come[new:there]) and self.fits(here, there, moved)
            for here in range(old + 1, min(old + _MOST_JOINED, len(self.gone)) + 1)
            for there in range(new + 1, min(new + _MOST_JOINED, len(self.come)) + 1)
        )

    def _alone(self, old: int, new: int, moved: str) -> bool:
        for side, at, way, after in (
            (self.gone, old, "gone", (old + 1, new)),
            (self.come, new, "come", (old, new + 1)),
        ):
            if at < len(side) and _may_go(side[at]):
                turned = way if side[at].is_word else moved
                # A little word that takes the place of another is another word.
                if moved in ("", turned) and self.fits(*after, turned):
                    return True
        return False


def _told(gone: Sequence[Piece], come: Sequence[Piece], standing: Container[str]) -> tuple[str, str]:
    """The first thing that is wrong, in words."""
    if len(gone) == len(come):
        for old, new in zip(gone, come, strict=True):
            if sentence := _pair_problem(old, new, standing):
                return old.text, sentence
    if not gone or not come:
        lone = next((piece for piece in gone or come if not _may_go(piece)), (*gone, *come)[0])
        if not lone.is_word:
            return lone.text, _("The sign “%(sign)s” changes.") % {"sign": lone.text}
        sentence = _("“%(word)s” is taken out.") if gone else _("“%(word)s” is added.")
        return lone.text, sentence % {"word": lone.text[:60]}
    before, after = (" ".join(piece.text for piece in side)[:60] for side in (gone, come))
    return before, _("“%(old)s” becomes “%(new)s”: that is more than the spelling of a word.") % {
        "old": before,
        "new": after,
    }


def _may_go(piece: Piece) -> bool:
    if piece.is_doubled:
        return True
    if piece.is_word:
        return piece.text.lower() in LITTLE_WORDS
    return piece.text in _QUOTES or (piece.text == "." and piece.ends_sentence)


def _joined(gone: Sequence[Piece], come: Sequence[Piece]) -> bool:
    """The same letters and signs, but for hyphens and the space between."""
    if not (gone[0].is_word and come[0].is_word and gone[-1].is_word and come[-1].is_word):
        return False
    if len(gone) == len(come) == 1 or any(piece.text in _DASHES for piece in (*gone, *come)):
        return False
    old, new = ("".join(piece.text for piece in side) for side in (gone, come))
    if _does_again(gone) != _does_again(come) or _says_otherwise(gone, come):
        return False
    return _odd_letters(old) == _odd_letters(new) and _unjoined(old) == _unjoined(new)


def _says_otherwise(gone: Sequence[Piece], come: Sequence[Piece]) -> bool:
    """Whether one usual word and several others have the same letters: who is a therapist is no "the rapist"."""
    one, several = (gone, come) if len(gone) < len(come) else (come, gone)
    if len(one) != 1 or not how_usual(letters_of(folded(one[0].text))):
        return False
    return any(folded(piece.text) in _FUNCTION_WORDS for piece in several)


def _does_again(pieces: Sequence[Piece]) -> bool:
    """Whether a word begins with a `re` that stands apart: who covers a wound again doesn't recover it."""
    first = folded(pieces[0].text)
    return first == "re" or (first.startswith("re") and first[2:3] in _DASHES)


def _unjoined(text: str) -> str:
    return "".join(char for char in text.casefold() if char not in _DASHES)


def _pair_problem(old: Piece, new: Piece, standing: Container[str]) -> str | None:
    if not (old.is_word and new.is_word):
        alike = any(old.text in kind and new.text in kind for kind in (_QUOTES, _DASHES))
        return None if alike else _("The sign “%(sign)s” changes.") % {"sign": (new if old.is_word else old).text}
    before, after = folded(old.text), folded(new.text)
    problems = chain(_odd_signs(old, new), _other_word(old, new, standing))
    is_same = before == after or {before, after} == {"a", "an"}
    sentence = next(_odd_alphabet(old, new), None) or (None if is_same else next(problems, None))
    return sentence and sentence % {"old": old.text[:60], "new": new.text[:60]}


def _odd_alphabet(old: Piece, new: Piece) -> Iterator[str]:
    if _odd_letters(old.text) != _odd_letters(new.text):
        yield _("“%(new)s” has other letters than those of English, beside “%(old)s”.")


def _odd_signs(old: Piece, new: Piece) -> Iterator[str]:
    if _inner_signs(folded(old.text)) != _inner_signs(folded(new.text)):
        yield _("“%(old)s” becomes “%(new)s”: a sign inside changes.")
    if _does_again([old]) != _does_again([new]):
        yield _("“%(old)s” and “%(new)s” look alike and mean different things.")


def _other_word(old: Piece, new: Piece, standing: Container[str]) -> Iterator[str]:
    """Why a word is another than before, where it is."""
    before, after = letters_of(old.text), letters_of(new.text)
    if folded(old.text) in standing:
        yield _("“%(old)s” stands elsewhere in the text or the library, so it is a word; “%(new)s” is another.")
    if not _is_near(before, after):
        yield _("“%(old)s” and “%(new)s” are different words, not two spellings of one.")
    if _may_be_names(old, new, standing):
        yield _("“%(old)s” may be a name, and “%(new)s” another.")
    if are_lookalikes(before, after):
        yield _("“%(old)s” and “%(new)s” look alike and mean different things.")
    if _are_two_words(before, after, standing):
        yield _("“%(old)s” is a word, and “%(new)s” another.")


def _are_two_words(before: str, after: str, standing: Container[str]) -> bool:
    """Whether both are usual words, the new one at least in the library, and not forms or spellings of one: whoever is
    scared isn't scarred, and a thrombosis no thrombolysis.
    """
    if before == after or not how_usual(before) or not (how_usual(after) or after in standing):
        return False
    shorter, longer = sorted((before, after), key=len)
    is_form = longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS
    return not (is_form or stem(before) == stem(after) or are_spellings_of_one(before, after))


def _may_be_names(old: Piece, new: Piece, standing: Container[str]) -> bool:
    """Two capital letters amid a sentence; at its beginning, where neither is a word that is known."""
    if old.is_name and new.is_name:
        return True
    if not (old.text[:1].isupper() and new.text[:1].isupper()):
        return False
    known = folded(new.text)
    return not (how_usual(folded(old.text)) or how_usual(known) or known in standing)


def _inner_signs(word: str) -> list[str]:
    """Signs inside a word, but for hyphens and apostrophes."""
    return [char for char in word if not char.isalnum() and char not in _JOINTS]


def _odd_letters(text: str) -> Counter[str]:
    """Letters that are neither plain nor plain with a common accent, such as é, ï, ö."""
    return Counter(char for char in text if char.isalpha() and not char.isascii() and not _is_accented(char))


def _is_accented(char: str) -> bool:
    plain = unicodedata.normalize("NFD", char)
    return ord(char) < 0x100 and len(plain) > 1 and plain[0].isascii()


def _is_near(old: str, new: str) -> bool:
    """A letter or two off, in a way that spelling goes wrong."""
    if old == new:
        return bool(old)
    if not old or not new:
        return False
    shorter = min(len(old), len(new))
    most = 2 if shorter >= _LONG else 1
    if OSA.distance(old, new, score_cutoff=most) > most:
        return False
    # A word that begins otherwise is another: liver, river. So is one with another consonant: warning, warming.
    if old[0] != new[0] and old[:2] != new[1::-1]:
        return False
    if not (_grows_into(old, new, shorter) or _grows_into(new, old, shorter)):
        return False
    # Among the shortest words every letter makes another one.
    return shorter > _TINY or sorted(old) == sorted(new) or _undoubled(old) == _undoubled(new)


def _grows_into(old: str, new: str, shorter: int) -> bool:
    """Whether letters only come and change places, or a vowel takes the place of another."""
    (consonants, vowels), (others, other_vowels) = (_skeleton(word, is_long=shorter >= _LONG) for word in (old, new))
    return consonants <= others and vowels <= other_vowels


def _skeleton(word: str, *, is_long: bool) -> tuple[Counter[str], int]:
    """The consonants, and how many vowels. In long words those are one that are often written for each other."""
    if is_long:
        word = word.translate(_HISSING)
    consonants = Counter(char for char in word if char not in _VOWELS)
    return consonants, len(word) - consonants.total()


def _undoubled(word: str) -> str:
    return "".join(char for at, char in enumerate(word) if not at or word[at - 1] != char)

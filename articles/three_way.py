"""Three texts made one: what two people did to a text that both had before them. Pure, over plain text.

Lines first, then the words inside the lines that both changed. Two changes are apart where at least one word or the end
of a line between them is unchanged on both sides; else they clash, and ours stands.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from articles.diffing import runs


class Clash(NamedTuple):
    """What each of the three says where both sides changed the same words. `at` is where ours begins in the merged
    text, in characters.
    """

    at: int
    base: str
    ours: str
    theirs: str


class _Step(NamedTuple):
    """Some tokens of each of the three, and who changed them."""

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]
    by_us: bool = False
    by_them: bool = False


class _Edit(NamedTuple):
    """That a side put something else in the place of the base's tokens from `start` to `end`. `grown` is by how many
    tokens the side is longer than the base behind it.
    """

    start: int
    end: int
    grown: int
    ours: bool


# An address is one token: nobody means half of one and half of another. Marks stay with their letter. Signs, ASCII and
# typographic, stand alone.
_SIGNS: Final = r"!-/:-@\[-`{-~‐-‧‰-⁞"
_LETTERS: Final = rf"[^\s{_SIGNS}]"
_TOKEN: Final = re.compile(
    rf"\n|[^\S\n]+|\]\([^()\s]*|\w+://\S+|{_LETTERS}+(?:[.,'’\-]{_LETTERS}+)*|[{_SIGNS}]",
)
# Below this share of common words on either side, two versions of some lines are told as one clash, not word by word.
_ALIKE: Final = 0.4


def merge_texts(base: str, ours: str, theirs: str) -> tuple[str, list[Clash]]:
    """The merged text, and where both sides changed the same words. Every word that either side added stands in one
    of them.
    """
    out = _Out()
    for step in _steps(_lines(base), _lines(ours), _lines(theirs), _touching):
        taken = _taken(step)
        if taken is not None:
            out.add("".join(taken))
        else:
            _merge_words("".join(step.base), "".join(step.ours), "".join(step.theirs), out)
            out.end_line()
    return out.text(), out.clashes


class _Out:
    """The merged text on its way. Each line ends with its line end until the last."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.clashes: list[Clash] = []

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def clash(self, base: str, ours: str, theirs: str) -> None:
        self.clashes.append(Clash(self.length, *(side.removesuffix("\n") for side in (base, ours, theirs))))
        self.add(ours)

    def end_line(self) -> None:
        """So that no line runs into the next, whoever took its end away."""
        last = next((piece for piece in reversed(self.pieces) if piece), "\n")
        if not last.endswith("\n"):
            self.add("\n")

    def text(self) -> str:
        return "".join(self.pieces).removesuffix("\n")


def tokens_of(text: str) -> list[str]:
    """Words, addresses, single signs, line ends and what space is between them: all of the text."""
    return _TOKEN.findall(text)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def _merge_words(base: str, ours: str, theirs: str, out: _Out) -> None:
    tokens = tokens_of(base)
    our_tokens, their_tokens = tokens_of(ours), tokens_of(theirs)
    steps = list(_steps(tokens, our_tokens, their_tokens, _beside))
    if not (_alike(steps, base, ours, us=True) and _alike(steps, base, theirs, us=False)):
        out.clash(base, ours, theirs)
        return
    for step in steps:
        taken = _taken(step)
        if taken is not None:
            out.add("".join(taken))
        else:
            out.clash("".join(step.base), "".join(step.ours), "".join(step.theirs))


def _alike(steps: list[_Step], base: str, side: str, *, us: bool) -> bool:
    shared = sum(len(token) for step in steps if not (step.by_us if us else step.by_them) for token in step.base)
    return shared >= _ALIKE * max(len(base), len(side))


def _taken(step: _Step) -> Sequence[str] | None:
    """What stands where at most one side changed something, or both did the same; nothing where they clash."""
    if not step.by_them or list(step.ours) == list(step.theirs):
        return step.ours
    return None if step.by_us else step.theirs


def _steps(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], near: Callable[[Sequence[str]], bool]
) -> Iterator[_Step]:
    """All three from beginning to end: what nobody touched, and groups of changes that are near each other."""
    edits = sorted([*_edits(base, ours, ours_=True), *_edits(base, theirs, ours_=False)])
    done = 0
    grown = {True: 0, False: 0}
    place = 0
    while place < len(edits):
        start, end = edits[place].start, edits[place].end
        if start > done:
            yield _untouched(base[done:start])
        before = dict(grown)
        touched = {True: False, False: False}
        while place < len(edits) and (edits[place].start <= end or near(base[end : edits[place].start])):
            edit = edits[place]
            end = max(end, edit.end)
            grown[edit.ours], touched[edit.ours] = edit.grown, True
            place += 1
        yield _Step(
            base[start:end],
            ours[start + before[True] : end + grown[True]],
            theirs[start + before[False] : end + grown[False]],
            by_us=touched[True],
            by_them=touched[False],
        )
        done = end
    if done < len(base):
        yield _untouched(base[done:])


def _untouched(tokens: Sequence[str]) -> _Step:
    return _Step(tokens, tokens, tokens)


def _edits(base: Sequence[str], side: Sequence[str], *, ours_: bool) -> Iterator[_Edit]:
    at = grown = 0
    for same, removed, added in runs(base, side):
        if same:
            at += len(same)
        else:
            grown += len(added) - len(removed)
            yield _Edit(at, at + len(removed), grown, ours_)
            at += len(removed)


def _touching(between: Sequence[str]) -> bool:
    return not between


def _beside(between: Sequence[str]) -> bool:
    """Whether nothing but spaces and signs stands between two changes."""
    return not any(words == "\n" or words[0].isalnum() for words in between)

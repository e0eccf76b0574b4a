"""What changed between two texts, for people: lines first, then the words inside changed runs.

Pure: takes and gives plain text. Templates escape it, and mark added and removed words by more than colour.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeVar

from rapidfuzz.distance import Indel


class Piece(NamedTuple):
    """Some words of a run. They may hold line breaks."""

    kind: Literal["same", "added", "removed"]
    text: str


# A word with what is written inside it (0.5, well-known), a run of spaces, or a run of signs.
_TOKEN: Final = re.compile(r"\s+|\w+(?:[.,'’\-]\w+)*|[^\w\s]+")
# The comparison remembers one bit for each pair: 50 MB at most.
_MOST_PAIRS: Final = 400_000_000
# Two runs that share fewer of their words than this are told as one gone and one come, not word by word.
_ALIKE: Final = 0.4


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A run of whole lines, all of them the same, added, removed or changed; or `count` lines that are skipped."""

    kind: Literal["same", "added", "removed", "changed", "skipped"]
    pieces: list[Piece] = field(default_factory=list)
    count: int = 0


def diff_rows(old: str, new: str) -> list[DiffRow]:
    """How `old` became `new`, as runs of lines in the order of the text. Empty where both are."""
    before, after = old.splitlines(), new.splitlines()
    rows: list[DiffRow] = []
    for same, removed, added in runs(before, after):
        if same:
            rows.append(DiffRow("same", [Piece("same", "\n".join(same))]))
        else:
            rows.extend(_changed("\n".join(removed), "\n".join(added), bool(removed), bool(added)))
    return rows


def folded(rows: list[DiffRow], *, around: int = 2) -> list[DiffRow]:
    """The same, with long runs of unchanged lines skipped but for the lines next to a change."""
    shown: list[DiffRow] = []
    for place, row in enumerate(rows):
        lines = row.pieces[0].text.split("\n") if row.kind == "same" else []
        before = around if place else 0
        after = around if place < len(rows) - 1 else 0
        if len(lines) <= before + after + 1:
            shown.append(row)
            continue
        if before:
            shown.append(DiffRow("same", [Piece("same", "\n".join(lines[:before]))]))
        shown.append(DiffRow("skipped", count=len(lines) - before - after))
        if after:
            shown.append(DiffRow("same", [Piece("same", "\n".join(lines[-after:]))]))
    return shown


def has_changes(rows: list[DiffRow]) -> bool:
    """Whether anything in it is not the same."""
    return any(row.kind != "same" for row in rows)


def _changed(old: str, new: str, had: bool, has: bool) -> Iterator[DiffRow]:
    pieces = _words(old, new) if had and has else None
    if pieces:
        yield DiffRow("changed", pieces)
        return
    if had:
        yield DiffRow("removed", [Piece("removed", old)])
    if has:
        yield DiffRow("added", [Piece("added", new)])


def _words(old: str, new: str) -> list[Piece] | None:
    """The same two runs word by word, or nothing where they have too little in common."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps = _joined(list(runs(before, after)))
    shared = sum(len(token) for same, _old, _new in steps for token in same if not token.isspace())
    longest = max(sum(len(token) for token in tokens if not token.isspace()) for tokens in (before, after))
    if shared < _ALIKE * longest:
        return None
    pieces: list[Piece] = []
    for same, removed, added in steps:
        told = (Piece("same", "".join(same)), Piece("removed", "".join(removed)), Piece("added", "".join(added)))
        pieces.extend(piece for piece in told if piece.text)
    return pieces


Token = TypeVar("Token", bound=Hashable)
Run = tuple[Sequence[Token], Sequence[Token], Sequence[Token]]


def runs(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Run[Token]]:
    """Either (same, nothing, nothing) or (nothing, removed, added), in order. Never empty, never two of a kind in a
    row.
    """
    first, last = _ends(before, after)
    if first:
        yield before[:first], (), ()
    yield from _inner(before[first : len(before) - last], after[first : len(after) - last])
    if last:
        yield before[len(before) - last :], (), ()


def _ends(before: Sequence[Token], after: Sequence[Token]) -> tuple[int, int]:
    """How much is the same at both ends: most changes are small, and what is left decides what can be compared."""
    most = min(len(before), len(after))
    first = next((place for place in range(most) if before[place] != after[place]), most)
    most -= first
    return first, next((place for place in range(most) if before[-1 - place] != after[-1 - place]), most)


def _inner(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Run[Token]]:
    if not before and not after:
        return
    if len(before) * len(after) > _MOST_PAIRS:
        yield (), before, after
        return
    removed: Sequence[Token] = ()
    added: Sequence[Token] = ()
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            if removed or added:
                yield (), removed, added
                removed, added = (), ()
            yield before[step.src_start : step.src_end], (), ()
        else:
            removed = [*removed, *before[step.src_start : step.src_end]]
            added = [*added, *after[step.dest_start : step.dest_end]]
    if removed or added:
        yield (), removed, added


def _joined(steps: list[Run[str]]) -> list[Run[str]]:
    """With a lone space between two changes made part of both: a changed phrase reads as one."""
    joined: list[Run[str]] = []
    for place, run in enumerate(steps):
        same, removed, added = run
        between = 0 < place < len(steps) - 1 and same and all(token.isspace() for token in same)
        if between or (joined and not same and not joined[-1][0]):
            _same, gone, come = joined.pop()
            joined.append(((), [*gone, *same, *removed], [*come, *same, *added]))
        else:
            joined.append(run)
    return joined

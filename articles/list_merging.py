"""Three lists made one, item by item: what was added, removed, edited, moved. Pure; items only need a hash."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from articles.diffing import runs


class ItemClash(NamedTuple):
    """An item that both sides edited, or one edited and the other removed (None). Ours stands."""

    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class MergedList:
    """`order_clashes` says that both sides moved the same items, differently. Our order stands."""

    items: list[Any]
    clashes: list[ItemClash]
    order_clashes: bool


class _Key(NamedTuple):
    """An item, and how many equal ones stand before it: so each is told apart."""

    item: Hashable
    nth: int


# An item of which less than this share stayed is another item.
_ALIKE = 0.5


def merge_lists(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> MergedList:
    """What both sides made of `base`. Items both added stand once."""
    base_keys = _keys(base)
    our_side, their_side = _Side(base_keys, _keys(ours)), _Side(base_keys, _keys(theirs))
    values: dict[_Key, Any] = {}
    clashes: list[ItemClash] = []
    for key in base_keys:
        value = _resolved(key.item, our_side.now.get(key), their_side.now.get(key), clashes)
        if value is not None:
            values[key] = value
    edited = [value for key, value in values.items() if value != key.item]
    for side in (our_side, their_side):
        for key in side.added:
            # What one side edited into this item, the other may have added beside.
            if key.item not in edited:
                values.setdefault(key, key.item)
    order, order_clashes = _order(base_keys, our_side, their_side, values)
    return MergedList([values[key] for key in order], clashes, order_clashes)


def _resolved(base: Any, ours: Any, theirs: Any, clashes: list[ItemClash]) -> Any:
    """What becomes of an item of the base; None is gone."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    clashes.append(ItemClash(base, ours, theirs))
    return ours


class _Side:
    """One side, told by the items of the base: `now` is what became of those it kept, `added` what is new, `order` all
    in its order, an edited item under the key it has in the base.
    """

    def __init__(self, base: list[_Key], side: list[_Key]) -> None:
        edits = _edits(base, side)
        had, has = set(base), set(side)
        self.now: dict[_Key, Any] = {key: key.item for key in base if key in has}
        self.now.update({old: new.item for old, new in edits.items()})
        old_of = {new: old for old, new in edits.items()}
        # A new item that the base has once more is told apart from the base's own by its number.
        self.order = [old_of.get(key, key) for key in side]
        self.added = [key for key in side if key not in had and key not in old_of]


def _keys(items: Sequence[Any]) -> list[_Key]:
    counts: dict[Any, int] = {}
    keys = []
    for item in items:
        counts[item] = counts.get(item, -1) + 1
        keys.append(_Key(item, counts[item]))
    return keys


def _edits(base: list[_Key], side: list[_Key]) -> dict[_Key, _Key]:
    """Which gone item became which new one: those in the same place that are alike."""
    had, has = set(base), set(side)
    edits: dict[_Key, _Key] = {}
    for _same, removed, added in runs(base, side):
        come = [key for key in added if key not in had]
        for gone in (key for key in removed if key not in has):
            found = next((key for key in come if _are_alike(gone.item, key.item)), None)
            if found is not None:
                edits[gone] = found
                come.remove(found)
    return edits


def _are_alike(old: Any, new: Any) -> bool:
    return Indel.normalized_similarity(str(old), str(new), score_cutoff=_ALIKE) > 0


def _order(base: list[_Key], ours: _Side, theirs: _Side, values: dict[_Key, Any]) -> tuple[list[_Key], bool]:
    """Ours, unless only they moved something; what the other side added stands behind what it stands behind there."""
    we_moved, they_moved = _moved(base, ours), _moved(base, theirs)
    first, second = (theirs, ours) if they_moved and not we_moved else (ours, theirs)
    order = [key for key in first.order if key in values]
    placed = set(order)
    new = set(first.added)
    before: _Key | None = None
    for key in second.order:
        if key in values and key not in placed:
            at = order.index(before) + 1 if before else 0
            while at < len(order) and order[at] in new:
                at += 1
            order.insert(at, key)
            placed.add(key)
        if key in placed:
            before = key
    return order, we_moved and they_moved and _in_order(ours, theirs) != _in_order(theirs, ours)


def _moved(base: list[_Key], side: _Side) -> bool:
    kept = [key for key in base if key in side.now]
    return kept != [key for key in side.order if key in side.now]


def _in_order(side: _Side, other: _Side) -> list[_Key]:
    return [key for key in side.order if key in side.now and key in other.now]

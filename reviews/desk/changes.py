"""What changed between two Editions, fragment by fragment, in the shape that templates/_diff.html shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from articles.diffing import DiffRow, Piece, diff_rows, folded, has_changes
from articles.models import Edition
from articles.shown import ShownFragment, shown_fragments
from articles.words import lines_of

# Two parts with different headings are one that was renamed where so much of them is the same, in per cent; looked for
# among so many.
ALIKE = 60
MOST_RENAMED = 30
# Of a run of lines without a change, so many are shown on each side of what did change.
AROUND = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A fragment or field that isn't what it was."""

    label: str
    rows: list[DiffRow]


def changes_between(old: Edition, new: Edition) -> list[Change]:
    """All in which `new` differs from `old`: what readers see, in its order; what was taken out; the rest."""
    before = {fragment.id: fragment for fragment in shown_fragments(old)}
    after = {fragment.id: fragment for fragment in shown_fragments(new)}
    was = {id_: before[id_] for id_ in after if id_ in before} | _renamed(before, after)
    kept = {fragment.id for fragment in was.values()}
    return [
        *(
            _change(_label(fragment), was[id_].html if id_ in was else "", fragment.html)
            for id_, fragment in after.items()
            if id_ not in was or was[id_].html != fragment.html
        ),
        *(_change(_label(fragment), fragment.html, "") for id_, fragment in before.items() if id_ not in kept),
        *_order_change(before, after),
        *_unseen_changes(old, new),
    ]


def _renamed(before: dict[str, ShownFragment], after: dict[str, ShownFragment]) -> dict[str, ShownFragment]:
    """Parts that only got another heading: by their new id, the part that each was."""
    gone = [fragment for id_, fragment in before.items() if id_ not in after and fragment.kind == "part"]
    come = [fragment for id_, fragment in after.items() if id_ not in before and fragment.kind == "part"]
    found: dict[str, ShownFragment] = {}
    for fragment in come[:MOST_RENAMED]:
        alike = [(fuzz.ratio(old.html, fragment.html), place) for place, old in enumerate(gone[:MOST_RENAMED])]
        best, place = max(alike, default=(0.0, 0))
        if best >= ALIKE:
            found[fragment.id] = gone.pop(place)
    return found


def _change(label: str, old: str, new: str) -> Change:
    rows = diff_rows("\n".join(lines_of(old)), "\n".join(lines_of(new)))
    if has_changes(rows):
        return Change(label, folded(rows, around=AROUND))
    words = _("The words are the same. What changed is their form: emphasis, a list, a table.")
    return Change(label, [DiffRow("same", [Piece("same", words)])])


def _order_change(before: dict[str, ShownFragment], after: dict[str, ShownFragment]) -> Iterator[Change]:
    """Pieces that stayed, in another order."""
    old, new = [id_ for id_ in before if id_ in after], [id_ for id_ in after if id_ in before]
    if old != new:
        rows = diff_rows(*("\n".join(_label(after[id_]) for id_ in ids) for ids in (old, new)))
        yield Change(_("Order of the parts"), folded(rows, around=AROUND))


def _unseen_changes(old: Edition, new: Edition) -> Iterator[Change]:
    """What is signed or frozen and doesn't stand on the page as text."""
    for label, before, after in (
        (_("Tags"), _tags(old), _tags(new)),
        (_("Ages quickly"), _ages(old), _ages(new)),
        (_("Related articles"), old.related_slugs, new.related_slugs),
    ):
        if before != after:
            yield Change(label, folded(diff_rows("\n".join(before), "\n".join(after)), around=AROUND))


def _tags(edition: Edition) -> list[str]:
    tags: list[str] = edition.content["source"]["details"].get("tags", [])
    return tags


def _ages(edition: Edition) -> list[str]:
    return [_("yes") if edition.content["source"]["details"].get("ages_quickly") else _("no")]


def _label(fragment: ShownFragment) -> str:
    labels = {
        "title": _("Title"),
        "synonyms": _("Also called"),
        "lead": _("Lead"),
        "introduction": _("Introduction"),
        "video": _("Video"),
        "credit": _("Written by"),
        "license": _("License"),
    }
    return labels.get(fragment.kind) or fragment.heading

"""Citations: `[^1]` in the text leads to the first reference of the article, and the reference leads back.

The sign is the one that common Markdown uses for footnotes. Only numbers cite: a reference's is its place in the list.
Ids of places that cite hold two hyphens, so that they can't clash with a heading's; those of references (`ref-1`) are
taken before any heading gets its own.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .findings import Findings
from .text import BadText

MOST_CITATIONS: Final = 1_000
"""Of a whole text. Each is a link here and one back."""

# Before an opening parenthesis it is the words of a link, as it always was, and within a link it is words.
_NO_LINK: Final = r"(?!\(|[^\[\]]*\]\()"
_CITATION: Final = re.compile(r"\[\^([1-9][0-9]{0,2})\]" + _NO_LINK)
_FOOTNOTE: Final = re.compile(r"\[\^[^\s\[\]^]{1,40}\]" + _NO_LINK)
_IN_WORDS: Final = re.compile(r"\[\^[1-9][0-9]{0,2}\]")
_OWN_PLACE: Final = re.compile(r"#(?:ref-[1-9][0-9]{0,2}|cite--[1-9][0-9]{0,2}(?:-[1-9][0-9]{0,3})?)")


def reference_id(number: int) -> str:
    """The id of a reference in the list of references."""
    return f"ref-{number}"


def citation_id(number: int, time: int) -> str:
    """The id of the place that cites a reference for the first, second, … time."""
    return f"cite--{number}" if time == 1 else f"cite--{number}-{time}"


def leads_to_own_place(href: str) -> bool:
    """Whether the renderer could have written this as a citation, or as the way back. Asked by the sanitiser."""
    return _OWN_PLACE.fullmatch(href) is not None


def citation(state: StateInline, silent: bool) -> bool:
    """`[^1]`, before links are looked for. A footnote with another name stays as it is written, and is told of."""
    if state.src[state.pos] != "[":
        return False
    found = _CITATION.match(state.src, state.pos) or _FOOTNOTE.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.markup = found[0]
        token.info = found[1] if found.re is _CITATION else ""
        line = state.src.rfind("\n", 0, state.pos) + 1
        begins_a_line = not state.src[line : state.pos].strip(" ")
        token.meta = {"begins_a_note": begins_a_line and state.src[found.end() : found.end() + 1] == ":"}
    state.pos = found.end()
    return True


def cited_in(tokens: list[Token]) -> Iterator[int]:
    """The numbers that a text cites, in its order, each as often as it stands there."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "citation" and child.info:
                yield int(child.info)


def problem_with(token: Token, *, references: int | None, heading: bool) -> str:
    """Why it can't be a link here; empty where it can. `references` is how many there are, None in a small text."""
    message = ""
    if token.meta["begins_a_note"]:
        message = _("A source is written in the list of references, not behind “%(sign)s:” in the text.")
    elif not token.info:
        message = _("“%(sign)s” cites nothing: write the number of a reference, as in [^1].")
    elif references is None:
        message = _("“%(sign)s” stands in a small text. References are cited in the article’s own text alone.")
    elif heading:
        message = _("“%(sign)s” stands in a heading. Cite the reference in the text below it.")
    elif not references:
        message = _("“%(sign)s” cites a reference, but the article has none.")
    elif int(token.info) > references:
        message = _("“%(sign)s” cites a reference that doesn’t exist: the list ends with %(last)d.")
    return message % {"sign": token.markup, "last": references}


def cited_in_link(words: str) -> str:
    """What would be a citation, were it not in the words of a link; empty where nothing is."""
    found = _IN_WORDS.search(words)
    return found[0] if found else ""


def refuse_too_many(findings: Findings, line: int) -> None:
    """Raises `BadText` where a text cites more often than anybody follows."""
    if len(findings.citations) > MOST_CITATIONS:
        raise BadText(_("The text cites its references more than %(most)d times.") % {"most": MOST_CITATIONS}, line)

"""Whether everything that a reader needs is there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.details import DraftText
from articles.fragments import Page
from articles.markdown import LostList

LONGEST_SHOWN = 80


def check_completeness(text: DraftText, page: Page) -> Iterator[Finding]:
    """Lead, text, Parts with something in them, references, lists that aren't lost."""
    body = page.body
    if not text.lead:
        yield Finding(
            "no-lead", _("Lead"), _("There is no lead. Say in two or three sentences what this page is about.")
        )
    if not body.introduction and not body.parts:
        yield Finding("no-text", _("Text"), _("There is no text. Write it, in parts that begin with ## and a heading."))
    elif not body.parts:
        yield Finding("no-part", _("Text"), _("The text has no parts. Begin each with ## and a heading."))
    for empty in body.empty_parts:
        yield Finding(
            "empty-part",
            _("Text"),
            _("Nothing stands under the heading “%(heading)s”. Write its text or take it out.")
            % {"heading": empty.heading},
            empty.line,
        )
    for place, lost in _lost_lists(text, page):
        yield Finding(
            "lost-list",
            place,
            _("“%(text)s” ends in a colon, but no list follows. Add the list, or end the sentence.")
            % {"text": _end_of(lost.text)},
            lost.line,
        )
    if not text.details.references:
        yield Finding("no-references", _("References"), _("There are no references. Name the sources of what is said."))


def _lost_lists(text: DraftText, page: Page) -> Iterator[tuple[str, LostList]]:
    """Where a list was lost, in the words of the writing page. A transcript is full of colons: who speaks."""
    yield from ((_("Text"), lost) for lost in page.body.lost_lists)
    care = text.details.care
    for place, label in (("closing-note", _("Closing note")), ("care", _("Care"))):
        if place in page.notes and not (place == "care" and care and care.goes_on):
            yield from ((label, lost) for lost in page.notes[place].lost_lists)


def _end_of(line: str) -> str:
    """The last words of a long line."""
    return line if len(line) <= LONGEST_SHOWN else f"… {line[-LONGEST_SHOWN:].partition(' ')[2]}"

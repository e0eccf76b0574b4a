"""What the renderer could not show as it was written."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.details import DraftText
from articles.fragments import Page


def check_markup(text: DraftText, page: Page) -> Iterator[Finding]:
    """Addresses that are none, images that aren't here or say nothing to those who can't see, headings out of order."""
    for problem in page.body.problems:
        yield Finding(f"bad-{problem.kind}", _("Text"), problem.message, problem.line)
    places = {"closing-note": _("Closing note"), "care": _("Care"), "transcript": _("Transcript")}
    for place, note in page.notes.items():
        for problem in note.problems:
            yield Finding(f"bad-{problem.kind}", places[place], problem.message, problem.line)

"""What the renderer could not show as it was written."""

from collections.abc import Iterator

from articles.checks.finding import Finding
from articles.checks.places import texts_of
from articles.details import DraftText
from articles.fragments import Page


def check_markup(text: DraftText, page: Page) -> Iterator[Finding]:
    """Addresses that are none, images that aren't here or say nothing to those who can't see, headings out of order."""
    for where, rendered in texts_of(page):
        for problem in rendered.problems:
            yield Finding(f"bad-{problem.kind}", where, problem.message, problem.line)

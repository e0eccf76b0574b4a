"""What the renderer could not show as it was written."""

from collections.abc import Iterator

from articles.checks.finding import Finding
from articles.checks.places import texts_of
from articles.details import DraftText
from articles.fragments import Page
from articles.labels import label_of
from articles.markdown.html import problem_with_html


def check_markup(text: DraftText, page: Page) -> Iterator[Finding]:
    """Addresses that are none, images that aren't here or say nothing to those who can't see, headings out of order,
    HTML.
    """
    for field, words in (("title", [text.title]), ("lead", [text.lead]), ("key_facts", text.details.key_facts)):
        for problem in filter(None, map(problem_with_html, words)):
            yield Finding("bad-html", label_of(field), problem)
    for where, rendered in texts_of(page):
        for found in rendered.problems:
            yield Finding(f"bad-{found.kind}", where, found.message, found.line)

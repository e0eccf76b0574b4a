"""The texts of an article that are Markdown, each with its place in the writing page's own words."""

from django.utils.translation import gettext as _

from articles.fragments import Page
from articles.markdown import Body, Note


def texts_of(page: Page) -> list[tuple[str, Body | Note]]:
    """The body first, then the small texts."""
    places = {"closing-note": _("Closing note"), "care": _("Care"), "transcript": _("Transcript")}
    return [(_("Text"), page.body), *((places[place], note) for place, note in page.notes.items())]

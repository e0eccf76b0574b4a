"""HTML in a text. It means nothing in Markdown as it is written here: readers see it as it stands, comments too."""

import re
from typing import Final

from django.utils.translation import gettext as _

from articles.sentences import shortened

_TAGS: Final = """
a abbr article aside audio b big blockquote body br button center cite code dd del details div dl dt em embed figure
font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins li link main mark meta nav object ol p
picture pre q s script section select small source span strike strong style sub summary sup svg table tbody td
textarea tfoot th thead title tr tt u ul video
"""
# A tag, with attributes or without; or how a comment or a program begins. No "<5 mg", "<ULN" or "x<i and j>y".
_HTML: Final = re.compile(
    rf"<!--|<\?|<!\[|<!doctype|</?(?:{'|'.join(_TAGS.split())})(?:\s+[a-z:-]+\s*=[^<>]*)?\s*/?>", re.IGNORECASE
)


def problem_with_html(words: str) -> str:
    """What is wrong with words that hold HTML, in a sentence; empty where they hold none."""
    if "<" not in words or not (found := _HTML.search(words)):
        return ""
    message = _("“%(html)s” is shown to readers just so: HTML means nothing here, and a note in it isn’t hidden.")
    return message % {"html": shortened(found[0], 80)}

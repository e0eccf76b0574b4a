"""What everybody may know of the page that a comment is about."""

import re
from typing import Final

from articles.minor.words import folded
from articles.models import Organisation, Publication
from articles.search.indexing import plain
from articles.search.spelling import perhaps_known
from articles.shown import shown_fragments
from reviews.masking.kinds import Page

_DIALLED: Final = re.compile(r'href="tel:([^"]{1,40})"')
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")


def page_of(seen: Publication, comment: str) -> Page:
    """The page that a reader saw: its text, its numbers, who signed it; and of the comment's capitalised words those
    that the library writes about.
    """
    organisation = Organisation.current()
    shown = [fragment.html for fragment in shown_fragments(seen.edition)]
    text = "\n".join(
        (
            *map(plain, shown),
            *(dialled for html in shown for dialled in _DIALLED.findall(html)),
            *(row["name"] for row in seen.signatures),
            organisation.phone,
            organisation.phone_shown,
            organisation.emergency_wording,
        )
    )
    capitalised = {folded(word) for word in _WORD.findall(comment) if word[0].isupper()}
    of_page = {folded(word) for word in _WORD.findall(text)}
    return Page(organisation.country, text, frozenset(of_page | perhaps_known(capitalised - of_page)))

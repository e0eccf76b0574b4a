"""What the pages of an article share, whether it is the live Edition or one of old."""

from datetime import datetime
from typing import Any

from articles.models import Address, Publication
from articles.public import selectors
from articles.shown import shown_fragments, with_headings


def columns_of(address: Address, publication: Publication, at: datetime) -> dict[str, Any]:
    """The signed text, and what stands around it. All but the text itself is live."""
    edition = publication.edition
    fragments = shown_fragments(edition)
    return {
        "title": edition.title,
        "lead": edition.lead,
        "language": edition.content["language"],
        "section": address.article.section,
        "fragments": fragments,
        "parts": with_headings(fragments),
        "safety_notices": selectors.safety_notices_of(address.article, at),
        "related": selectors.related_articles(edition.related_slugs, address, at),
    }

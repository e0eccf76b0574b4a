"""Slugs of articles: how long they may be, how one is made of a title, and what is said of one that is none."""

import re
from typing import Final
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _

from articles.markdown import slug_of
from articles.sentences import shortened

LONGEST_SLUG: Final = 120
_ADDRESS: Final = re.compile(r"(https?://[^/\s]+)?/articles/([^/?#\s]+)/?(?:#\S*)?")


def slug_from(title: str) -> str:
    """A slug out of a title, cut between words where it would be too long. Empty where the title has no letters."""
    slug = slug_of(title)
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]


def slug_in(line: str) -> str:
    """The slug in an address of this library's articles as browsers show it; else the line as it is."""
    found = _ADDRESS.fullmatch(line.strip())
    if found is None or found[1] not in (None, settings.PUBLIC_ORIGIN):
        return line
    slug = unquote(found[2])
    return slug if slug.isprintable() else line


def no_slug(slug: str) -> str:
    """Why this can't be a slug."""
    if not slug:
        return _("An address is needed: small letters, digits and single hyphens.")
    return _("“%(slug)s” can't be a slug: use small letters, digits and single hyphens, at most %(most)d.") % {
        "slug": shortened(slug),
        "most": LONGEST_SLUG,
    }

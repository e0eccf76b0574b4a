"""Addresses: where a link of an article may lead, and where not.

An address is judged after the parser has decoded and percent-encoded it, by what it *is*, never by a list of what is
forbidden: whatever isn't recognised here is no link.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import quote, unquote

from articles.media_names import CONTENT_TYPES, media_name_of

from .anchors import is_slug


class Kind(Enum):
    """What an address leads to."""

    ARTICLE = "article"
    SITE = "site"
    EXTERNAL = "external"
    MAIL = "mail"
    PHONE = "phone"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be used. `href` is what the page carries; `name` the slug of an article or of a term."""

    kind: Kind
    href: str
    name: str = ""


_EXTERNAL: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\]*)?", re.IGNORECASE
)
_MAIL: Final = re.compile(r"mailto:[^\s@?/\\]+@[^\s@?/\\]+(?:\?[^\s\\]*)?", re.IGNORECASE)
_PHONE: Final = re.compile(r"tel:\+?[0-9(][0-9().-]*(?:;ext=[0-9]+)?", re.IGNORECASE)
# One slash, never two: `//host` leads to another host, and browsers read a backslash as a slash.
# Only the seal leads to a text's verification, and nothing readers follow leads into the rooms of those who work here.
_OURS_ALONE: Final = re.compile(r"/verify/[0-9a-f]{64}|^/(?:admin|reviews|accounts)(?:[/?#]|$)", re.IGNORECASE)
_SITE: Final = re.compile(r"/(?![/\\]|%5c)[^\s\\]*", re.IGNORECASE)
_OWN_ARTICLE: Final = re.compile(r"/articles/([^/?#]+)/(?:#.*)?")


def read_address(href: str) -> Address | None:
    """What `href` leads to, or None where it can't be a link."""
    if not href.isascii() or '"' in href or "<" in href or ">" in href or _OURS_ALONE.search(unquote(href)):
        return None
    scheme, colon, rest = href.partition(":")
    scheme = scheme.lower() if colon else ""
    if scheme == "article":
        return _article(rest)
    if scheme == "term":
        name = unquote(rest)
        return Address(Kind.TERM, "", name) if is_slug(name) else None
    for kind, pattern in ((Kind.EXTERNAL, _EXTERNAL), (Kind.MAIL, _MAIL), (Kind.PHONE, _PHONE)):
        if pattern.fullmatch(href):
            return Address(kind, href)
    if _SITE.fullmatch(href):
        found = _OWN_ARTICLE.fullmatch(href)
        slug = unquote(found[1]) if found else ""
        return Address(Kind.ARTICLE, href, slug) if is_slug(slug) else Address(Kind.SITE, href)
    return None


def image_name(src: str) -> str | None:
    """The file name `<sha256>.<extension>` of one of the library's own images, or None for any other address."""
    name = media_name_of(src)
    if name is None or not CONTENT_TYPES[name.rpartition(".")[2]].startswith("image/"):
        return None
    return name


def is_written_href(href: str) -> bool:
    """Whether the renderer could have written this as the address of a link. Asked by the sanitiser."""
    address = read_address(href)
    return address is not None and address.href == href


def _article(rest: str) -> Address | None:
    """`slug` or `slug#anchor`."""
    slug, hash_sign, anchor = (unquote(piece) for piece in rest.partition("#"))
    if not is_slug(slug) or (hash_sign and not is_slug(anchor)):
        return None
    return Address(Kind.ARTICLE, f"/articles/{quote(slug)}/{hash_sign}{quote(anchor)}", slug)

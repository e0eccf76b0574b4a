"""A page in fewer bytes, for browsers that say they can read them: most can, and a page is a quarter as long."""

import gzip
import re
from typing import Final

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# Below so many bytes nothing is won.
SHORTEST: Final = 500
# As much work as a page is worth each time it is asked for: about a thousandth of a second.
_BROTLI: Final = 6
# It looks back so far, as a power of two: no page is much longer.
_WINDOW: Final = 16
_GZIP: Final = 6
_WORDS: Final = re.compile(r"text/|application/(?:[a-z.]+\+)?(?:json|xml)\b")
_REFUSED: Final = re.compile(r"q=0(?:\.0*)?")


def agreed(request: HttpRequest, response: HttpResponse) -> str:
    """How this answer is to be encoded: `br`, `gzip`, or empty for as it is.

    Says in the answer that it depends on what the browser takes, and gives the bytes an ETag of their own.
    """
    if response.has_header("Content-Encoding") or len(response.content) < SHORTEST:
        return ""
    if not _WORDS.match(response.headers.get("Content-Type", "")):
        return ""
    patch_vary_headers(response, ["Accept-Encoding"])
    taken = _taken(request.headers.get("Accept-Encoding", ""))
    encoding = next((name for name in ("br", "gzip") if name in taken), "")
    if encoding:
        response.headers["ETag"] = f'{response.headers["ETag"][:-1]}-{encoding}"'
    return encoding


def encoded(response: HttpResponse, encoding: str) -> HttpResponse:
    """The same answer, so encoded. The same page has the same bytes each time."""
    if encoding == "br":
        response.content = brotli.compress(response.content, quality=_BROTLI, lgwin=_WINDOW)
    elif encoding == "gzip":
        response.content = gzip.compress(response.content, _GZIP, mtime=0)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _taken(header: str) -> set[str]:
    """The encodings that a browser names and doesn't refuse."""
    named = (piece.lower().partition(";") for piece in header.split(","))
    return {name.strip() for name, _semicolon, rest in named if not _REFUSED.fullmatch(rest.strip())}

"""Stored files: images, videos and captions of texts that are or were public; those of drafts for staff alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.media_names import CONTENT_TYPES
from articles.models import Media
from articles.public.pages import forget_cookies
from articles.public.selectors import is_shown_media
from record import clock

# A name never comes to mean other bytes, so nobody need ask again. But for five minutes only: when an article is
# withdrawn, its images go with it.
PUBLIC = "public, max-age=300"
PRIVATE = "private, no-store"
# Nothing in such a file may run, whatever a browser takes it for.
CLOSED = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
BLOCK = 64 * 1024
_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")


@csrf_exempt
@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored file. Strangers can't tell a draft's file from one that isn't there."""
    if is_shown_media(name, clock.now()):
        forget_cookies(request)
        keeping = PUBLIC
    elif request.user.has_perm("articles.view_media"):
        keeping = PRIVATE
    else:
        raise Http404
    stored = Media.objects.filter(name=name).first()
    if stored is None or not stored.path.is_file():
        raise Http404
    response = _sent(request, stored.path, CONTENT_TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = keeping
    response.headers["Content-Security-Policy"] = CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _sent(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    """The file, the part of it that was asked for, or word that the asker has it already."""
    etag, size = f'"{path.stem}"', path.stat().st_size
    if already := get_conditional_response(request, etag=etag):
        return already
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    part: tuple[int, int] | None = (0, size - 1)
    if partly := asked is not None and request.headers.get("If-Range", etag) == etag:
        part = _part(asked["first"], asked["last"], size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type=content_type)
    first, last = part
    response = StreamingHttpResponse(
        _bytes(path, first, last), status=206 if partly else 200, content_type=content_type
    )
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(last - first + 1)
    if partly:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for, as in `0-99`, `100-` and `-50`; None where the file has none of them."""
    if not first:
        length = min(int(last or 0), size)
        return (size - length, size - 1) if length else None
    begin, end = int(first), min(int(last), size - 1) if last else size - 1
    return (begin, end) if begin <= end else None


def _bytes(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block

"""`store_media`: a file that somebody uploads becomes one that pages may show."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from articles.files import read_file
from articles.models import Media
from people.allowing import allow
from people.models import User
from record.canonical import normal_text, utc_text
from record.chain import record_event
from record.clock import now_in_verb


def store_media(*, data: bytes, name: str, by: User, door: str) -> Media:
    """Store an image, a video or captions under the SHA-256 of its bytes. The same file again is the one that is here.

    What a file is, its own bytes say; `name`, as it was uploaded, only stands in the record. Raises `BadInput` for
    whatever can't be shown safely.
    """
    allow(by, "articles.upload_media")
    file = read_file(data)
    stored_as = f"{hashlib.sha256(file.data).hexdigest()}.{file.extension}"
    # Before the row: a file without a row is never served, a row without its file would be a hole in a page.
    _write(Path(settings.MEDIA_ROOT) / stored_as, file.data)
    with transaction.atomic():
        media, made = Media.objects.get_or_create(
            name=stored_as,
            defaults={
                "content_type": file.content_type,
                "width": file.width,
                "height": file.height,
                "size": len(file.data),
                "uploaded_by": by,
                "uploaded_at": now_in_verb(),
            },
        )
        if made:
            record_event(
                "store_media", actor=by, door=door, media=stored_as, file=_printable(name), size=media.size,
                content_type=media.content_type, width=media.width, height=media.height,
                uploaded_at=utc_text(media.uploaded_at),
            )  # fmt: skip
    return media


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: written beside, made durable, then renamed."""
    if path.is_file() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".upload-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _printable(name: str) -> str:
    """A file's name as the record can carry it."""
    return normal_text("".join(sign for sign in name if sign.isprintable()))[:200]

"""PDFs that were made before, one of each text: in a folder beside the images, so that all servers share them.

Losing them loses nothing. They are never served from here: whoever asks has been asked first whether the text is live.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from record.canonical import is_digest


def kept(digest: str, fingerprint: str) -> bytes | None:
    """The PDF of a text with this fingerprint, if it was made before."""
    try:
        return _path(digest, fingerprint).read_bytes()
    except OSError:
        return None


def keep(digest: str, fingerprint: str, pdf: bytes) -> None:
    """Keep it in the place of any other PDF of the text. Where nothing can be written, it is made each time."""
    path = _path(digest, fingerprint)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(pdf)
        Path(file.name).replace(path)
        for other in path.parent.iterdir():
            if other != path:
                other.unlink(missing_ok=True)


def forget(digest: str) -> None:
    """Destroy what is kept of a text. Raises `OSError` where it can't be."""
    folder = _folder(digest)
    if folder.exists():
        shutil.rmtree(folder)


def _folder(digest: str) -> Path:
    if not is_digest(digest):
        raise ValueError(digest)
    return Path(settings.MEDIA_ROOT) / "pdf" / digest


def _path(digest: str, fingerprint: str) -> Path:
    return _folder(digest) / f"{fingerprint}.pdf"

"""How stored files are named: by the SHA-256 of their bytes, so that a name can't come to mean another file."""

import re
from typing import Final

CONTENT_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "webm": "video/webm",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
}
_ADDRESS: Final = re.compile(rf"/media/(?P<name>[0-9a-f]{{64}}\.(?:{'|'.join(CONTENT_TYPES)}))")


def is_media_address(address: str) -> bool:
    """Whether this is the address of a stored file."""
    return bool(_ADDRESS.fullmatch(address))


def media_name_of(address: str) -> str | None:
    """The stored file's name, where this is the address of one."""
    found = _ADDRESS.fullmatch(address)
    return found["name"] if found else None

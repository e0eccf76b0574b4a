"""From the paths somebody names to files, and from a file to its bytes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from articles.importing.bad_file import BadFile

MOST_BYTES: Final = 1_000_000
SUFFIX: Final = ".md"


def files_at(paths: Iterable[Path]) -> list[Path]:
    """The files at these paths, each once; of a folder all its Markdown files, sorted, in the folders below too.

    Raises `FileNotFoundError` where nothing is at a path.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if file.suffix.lower() == SUFFIX and not file.is_dir())
            files.update(dict.fromkeys(sorted(found)))
        elif path.exists():
            files[path] = None
        else:
            raise FileNotFoundError(str(path))
    return list(files)


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises `BadFile` where it can't be read, is no plain file, or is longer than any article."""
    try:
        if not path.is_file():
            raise BadFile.at(1, _("This is no plain file."))
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile.at(1, _("The file can’t be read: %(why)s.") % {"why": error.strerror}) from error
    if len(data) > MOST_BYTES:
        raise BadFile.at(1, _("The file is too long: at most %(most)d bytes are allowed.") % {"most": MOST_BYTES})
    return data

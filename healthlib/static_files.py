"""Static files as they are collected for readers: sheets are put into one, and notes to programmers left out."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED: Final = ("css/library.css",)
"""Sheets that every page asks for. In one piece they cost one request, and without comments fewer bytes."""
SCRIPTS: Final = ("article.js", "search.js")
"""Scripts of readers' pages: their comments aren't sent."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
# Line breaks stand behind signs that part rules, before a brace, or inside a long value.
_NEEDLESS: Final = re.compile(r"(?<=[{};,])\s*\n\s*|\s*\n\s*(?=[{}])")
# Whole lines, and what stands behind a statement or a brace.
_SCRIPT_COMMENT: Final = re.compile(r"^\s*//.*\n|(?<=[;{,}]) //.*$", re.MULTILINE)
_SPACES: Final = re.compile(r"(?<=[{;])([a-z-]+:) | (?=\{)|;(?=\})")
_LINES: Final = re.compile(r"\s*\n\s*")
_IMPORT: Final = re.compile(r'^@import url\("([\w.-]+\.css)"\);\n', re.MULTILINE)


class LibraryStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The names of files hold their digests, so that browsers keep them; each lies there compressed as well."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Django's and WhiteNoise's own work, on sheets that were joined and scripts without notes."""
        for name in JOINED:
            if name in paths:
                storage, path = paths[name]
                paths[name] = (_Joined(storage), path)
        for name in SCRIPTS:
            if name in paths:
                storage, path = paths[name]
                paths[name] = (_Script(storage), path)
        yield from super().post_process(paths, dry_run, **options)


class _Joined:
    """The place a sheet comes from, where it is read together with what it imports from beside it."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def open(self, path: str) -> File[bytes]:
        text = _NEEDLESS.sub("", _COMMENT.sub("", self._text(path)))
        return ContentFile(_SPACES.sub(r"\1", _LINES.sub(" ", text)).strip().encode())

    def _text(self, path: str) -> str:
        with self.storage.open(path) as file:
            text = file.read().decode()
        folder = path.rpartition("/")[0]
        return _IMPORT.sub(lambda found: self._text(f"{folder}/{found[1]}"), text)


class _Script:
    """The place a script comes from, where it is read without its comments."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def open(self, path: str) -> File[bytes]:
        with self.storage.open(path) as file:
            return ContentFile(_SCRIPT_COMMENT.sub("", file.read().decode()).encode())

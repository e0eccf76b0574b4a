"""Runs the program that makes a PDF, a few at a time, and ends it when it takes too long.

Whoever can't have theirs made at once is told so at once: a request that waits holds a thread, and a handful of them
would hold all that answer pages.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Final

from django.conf import settings

# Of one process of the server at a time, each holding one of its threads: half of the four that the demo has.
AT_ONCE: Final = 2
# Seconds that a PDF may take. A long article takes two or three.
LONGEST: Final = 45
LIBRARIES: Final = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig")
LARGEST: Final = 20 * 1024 * 1024
_lock = Lock()
_being_made: set[str] = set()


class Busy(Exception):  # noqa: N818 (named for what it says)
    """Others are having theirs made, or this very one. Later it can be had."""


class Failed(Exception):  # noqa: N818
    """It can't be made of this page: too long, too large, or more than the printing program can take."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, where it stands (`base`, an origin), and everything it shows: files and texts (SVG, CSS) by address."""

    html: str
    base: str
    files: dict[str, Path]
    texts: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """The same for the same PDF. Files are named by what they hold, or belong to this version of the library."""
        said = {**asdict(self), "files": sorted(self.files), "by": _printer()}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def printed(sheet: Sheet) -> bytes:
    """The PDF of a page. Raises `Failed`, and `Busy` without any waiting."""
    with _turn(sheet.fingerprint):
        return _made(sheet)


@contextmanager
def _turn(fingerprint: str) -> Iterator[None]:
    """One of the few turns, and for each PDF one alone: two at once would make the same twice."""
    with _lock:
        if fingerprint in _being_made or len(_being_made) >= AT_ONCE:
            raise Busy
        _being_made.add(fingerprint)
    try:
        yield
    finally:
        with _lock:
            _being_made.remove(fingerprint)


def _made(sheet: Sheet) -> bytes:
    asked = {**asdict(sheet), "files": {name: str(path) for name, path in sheet.files.items()}}
    try:
        pdf = subprocess.run(
            [sys.executable, "-m", "articles.printing.worker"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=True,
            cwd=settings.BASE_DIR,
            # Nothing of ours: no secret, no address of a database.
            env={name: os.environ[name] for name in ("PATH", "HOME", "LANG", "XDG_CACHE_HOME") if name in os.environ},
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise Failed(f"not done after {LONGEST} seconds") from error
    except subprocess.CalledProcessError as error:
        raise Failed(error.stderr.decode(errors="replace")[-2000:]) from error
    if not pdf.startswith(b"%PDF-") or len(pdf) > LARGEST:
        raise Failed(f"{len(pdf)} bytes")
    return pdf


@cache
def is_installed() -> bool:
    """Whether this machine can make PDFs: WeasyPrint needs Pango, which is no Python package."""
    return find_spec("weasyprint") is not None and all(find_library(name) for name in LIBRARIES)


def pdf_url(slug: str) -> str:
    """Where an article stands for paper; empty on a machine that makes no PDFs."""
    return f"/articles/{slug}.pdf" if is_installed() else ""


@cache
def _printer() -> str:
    try:
        return version("weasyprint")
    except PackageNotFoundError:
        return ""

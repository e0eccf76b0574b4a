"""Reading the addresses of an old site: a CSV file with the columns `from` and `to`."""

import csv
import io
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles.markdown.addresses import Kind, read_address

COLUMNS: Final = ["from", "to"]
LONGEST: Final = 500
_ORIGIN: Final = re.compile(r"https?://[^/?#\\\s]+", re.IGNORECASE)
_BROKEN: Final = re.compile(r"[\t\r\n]")
"""Whoever reads an address as browsers do passes over these."""
_HIDDEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")


class BadAddress(ValueError):  # noqa: N818 (a refusal, named as such)
    """A line, or the whole file, that can't be taken. Says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: where it stands, and what it says; or why that can't be taken."""

    number: int
    from_address: str = ""
    to_address: str = ""
    refusal: str = ""


def read_redirects(data: bytes) -> list[Line]:
    """All lines after the first, which names the columns. Raises `BadAddress` where the file is no such file at all."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadAddress(_("line %(line)d: this is not UTF-8. Save the file as UTF-8.") % {"line": line}) from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if [name.strip().lower() for name in next(rows, [])] != COLUMNS:
            raise BadAddress(_("line 1: the first line has to name the columns: from,to"))
        return [_line(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        told = {"line": rows.line_num, "why": error}
        raise BadAddress(_("line %(line)d: this is no CSV (%(why)s).") % told) from error


def _line(number: int, row: list[str]) -> Line:
    try:
        if len(row) != len(COLUMNS):
            raise BadAddress(_("There have to be two columns, from and to; here are %(count)d.") % {"count": len(row)})
        if any(_BROKEN.search(cell.strip()) for cell in row):
            raise BadAddress(_("An address stands on one line. Here one holds a line break or a tab."))
        return Line(number, old_address(row[0]), own_address(row[1]))
    except BadAddress as refusal:
        return Line(number, refusal=str(refusal))


def old_address(text: str) -> str:
    """Path and query of an old address, as a server reads them. The host doesn't matter: it led here, or will."""
    try:
        found = urlsplit(_ORIGIN.sub("", text.strip(), count=1))
    except ValueError as error:
        raise BadAddress(_("The old address can’t be read as one.")) from error
    if found.scheme or found.netloc or not found.path.startswith("/"):
        raise BadAddress(_("The old address has to begin with / or https://."))
    if found.fragment:
        raise BadAddress(_("What comes after # in the old address never reaches a server. Leave it out."))
    if found.path == "/" and not found.query:
        raise BadAddress(_("The front page always answers, so nothing can lead away from it."))
    try:
        path = unquote(found.path, errors="strict")
    except UnicodeDecodeError as error:
        raise BadAddress(_("The old address holds letters that are no UTF-8.")) from error
    return _checked(f"{path}?{found.query}" if found.query else path)


def own_address(text: str) -> str:
    """A path of this library, as it stands in a link. Nothing may lead away from here, nor to where people work."""
    own = iri_to_uri(text.strip().removeprefix(settings.PUBLIC_ORIGIN))
    address = read_address(own) if own.startswith("/") else None
    if address is None or address.kind not in (Kind.SITE, Kind.ARTICLE):
        raise BadAddress(_("The new address has to be a public path of this library, such as /articles/…/."))
    return _checked(address.href)


def _checked(address: str) -> str:
    if len(address) > LONGEST:
        raise BadAddress(_("An address has at most %(most)d characters.") % {"most": LONGEST})
    if _HIDDEN.search(address):
        raise BadAddress(_("The address holds a character that no address can hold."))
    return address

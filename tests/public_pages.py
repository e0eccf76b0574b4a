"""Reading public pages as a stranger does: bytes over HTTP and nothing else."""

import hashlib
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

VERIFY = re.compile(r'href="(?:[a-z]+://[^/"]+)?(/verify/([0-9a-f]{64})/)"')
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass(frozen=True)
class SignedElement:
    """An element of a page that says it is signed: its id, and the exact text between its tags."""

    id: str
    html: str


class _Finder(HTMLParser):
    """Finds where the inside of each signed element begins and ends, by counting what is open."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.lines = [0]
        for line in page.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.open: list[tuple[str, str | None, int]] = []
        self.found: list[tuple[int, SignedElement]] = []
        self.feed(page)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        inside = self._here() + len(self.get_starttag_text() or "")
        self.open.append((tag, dict(attrs).get("data-signed"), inside))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, signed, inside = self.open.pop()
            if signed is not None:
                self.found.append((inside, SignedElement(signed, self.page[inside : self._here()])))
            if opened == tag:
                return


def signed_elements(page: str) -> list[SignedElement]:
    """Every signed element of a page, in the order of the page."""
    return [element for _place, element in sorted(_Finder(page).found, key=lambda found: found[0])]


def check_page(page: str, content_text: bytes) -> dict[str, Any]:
    """A page shows exactly what its seal's digest stands for, in order, unchanged, and nothing signed besides.

    Gives the content.
    """
    links = set(VERIFY.findall(page))
    assert len(links) == 1, links
    ((_path, digest),) = links
    assert hashlib.sha256(content_text).hexdigest() == digest
    content: dict[str, Any] = json.loads(content_text)
    shown = [(element.id, element.html) for element in signed_elements(page)]
    assert shown == [(piece["id"], piece["html"]) for piece in content["fragments"]]
    return content


def verify_path(page: str) -> str:
    """Where the seal of a page leads."""
    found = VERIFY.search(page)
    assert found
    return found[1]

"""Walking through the library as a stranger's browser and a search engine do: from page to page, by what each names."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from django.test import Client
from django.urls import Resolver404, resolve

ORIGIN = "http://localhost"
STARTS = ("/", "/robots.txt", "/sitemap.xml", "/feeds/updates/", "/record/")
# Two of them are enough: each takes as long as all pages together.
OTHER_PDFS = re.compile(r"(?<!/gene-therapy)(?<!/anemia)\.pdf$")
# What a browser follows by itself when it shows a page, by element and attribute. All else waits for a click.
LOADED = {
    *(("img", name) for name in ("src", "srcset")),
    *(("source", name) for name in ("src", "srcset")),
    *(("video", name) for name in ("src", "poster")),
    *((element, "src") for element in ("script", "track", "audio", "iframe", "embed", "input", "frame")),
    ("object", "data"),
    ("link", "href"),
    ("use", "href"),
    ("image", "href"),
}
CLICKED = {("a", "href"), ("area", "href"), ("form", "action")}
# Of a <link> these are told to programs, and fetched by nobody who shows the page.
TOLD = {"canonical", "alternate", "license", "next", "prev"}


@dataclass(frozen=True)
class Named:
    """An address that an answer names, made whole, and whether showing that answer loads it."""

    url: str
    loaded: bool

    @property
    def is_ours(self) -> bool:
        return self.url.startswith(f"{ORIGIN}/")

    @property
    def path(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def place(self) -> str:
        return unquote(urlsplit(self.url).fragment)


@dataclass
class Answer:
    """What stands at an address. `kind` is the route and the status: pages of one kind are made by one template."""

    path: str
    status: int
    type: str
    body: bytes
    cookies: bool
    location: str = ""
    ids: frozenset[str] = frozenset()
    names: list[Named] = field(default_factory=list)

    @property
    def is_page(self) -> bool:
        return self.type == "text/html" and not self.location

    @property
    def kind(self) -> str:
        try:
            found = resolve(unquote(urlsplit(self.path).path))
        except Resolver404:
            return f"nowhere {self.status}"
        return f"{found.view_name or found.route} {self.status}"


@dataclass
class Walk:
    """Every address that was reached, and what was wrong on the way."""

    answers: dict[str, Answer] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[Answer]:
        return [answer for answer in self.answers.values() if answer.is_page]

    def one_of_each_kind(self) -> dict[str, Answer]:
        """The first page of every kind that was met."""
        return {answer.kind: answer for answer in reversed(self.pages)}


def walk(starts: Iterable[str] = STARTS, *, left_out: re.Pattern[str] | None = None) -> Walk:
    """Follow whatever the answers name, each address once, but for what is left out.

    A page that is gone for a reason that it tells (410) is no broken link; anything else but 200 or a redirect is.
    """
    client, done, waiting = Client(raise_request_exception=False), Walk(), deque((path, "the start") for path in starts)
    seen = {path for path, _on in waiting}
    while waiting:
        path, on = waiting.popleft()
        answer = done.answers[path] = _asked(client, path)
        if answer.status not in {200, 301, 302, 303, 410}:
            done.wrong.append(f"{path} answers {answer.status}; {on} leads there")
        if answer.cookies:
            done.wrong.append(f"{path} sets a cookie")
        done.wrong += [f"{path} loads {named.url}" for named in answer.names if named.loaded and not named.is_ours]
        for named in answer.names:
            if named.is_ours and named.path not in seen and not (left_out and left_out.search(named.path)):
                seen.add(named.path)
                waiting.append((named.path, path))
    done.wrong += _missing_places(done)
    return done


def _missing_places(walk: Walk) -> Iterator[str]:
    """Links to a place within a page that isn't there."""
    for answer in walk.answers.values():
        for named in answer.names:
            there = _end_of(walk, named.path) if named.is_ours and named.place else None
            if there and there.is_page and named.place not in there.ids:
                yield f"{answer.path} leads to {named.url}, which is no place there"


def _end_of(walk: Walk, path: str) -> Answer | None:
    """The answer at the end of redirects."""
    answer = walk.answers.get(path)
    for _step in range(5):
        if answer is None or not answer.location:
            return answer
        answer = walk.answers.get(urlsplit(answer.location).path)
    return answer


def _asked(client: Client, path: str) -> Answer:
    response = client.get(path)
    type_ = response.get("Content-Type", "").partition(";")[0]
    location = response.get("Location", "")
    answer = Answer(path, response.status_code, type_, response.getvalue(), bool(response.cookies), location)
    if location:
        named: Iterable[tuple[str, bool]] = [(location, False)]
    elif answer.is_page:
        reader = _Reader()
        reader.feed(answer.body.decode())
        reader.close()
        named, answer.ids = reader.named, frozenset(reader.ids)
    else:
        named = _named_in(answer)
    answer.names = [Named(urljoin(f"{ORIGIN}{path}", url), loaded) for url, loaded in named if url[:5] != "data:"]
    return answer


def _named_in(answer: Answer) -> Iterator[tuple[str, bool]]:
    """The addresses in what is no page, and whether each is loaded with it."""
    if answer.type == "text/css":
        for url in re.findall(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""", answer.body.decode()):
            yield "".join(url), True
    elif answer.path == "/robots.txt":
        for url in re.findall(r"^Sitemap: (\S+)$", answer.body.decode(), re.MULTILINE):
            yield url, False
    elif answer.type in {"application/xml", "application/atom+xml"}:
        for url in _named_in_xml(answer.body):
            yield url, False


def _named_in_xml(body: bytes) -> Iterator[str]:
    for element in ET.fromstring(body).iter():
        if element.tag.endswith("}loc"):
            yield element.text or ""
        elif element.tag.endswith("}link"):
            yield element.get("href", "")


class _Reader(HTMLParser):
    """The addresses that a page names, and the places in it that can be led to."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[tuple[str, bool]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "form" and given.get("method", "get").lower() == "post":
            return  # to be sent, not followed
        for name, value in given.items():
            if (tag, name) in CLICKED:
                self.named.append((value, False))
            elif (tag, name) in LOADED:
                loaded = tag != "link" or not TOLD & set(given.get("rel", "").split())
                urls = [part.split()[0] for part in value.split(",") if part.split()] if name == "srcset" else [value]
                self.named += [(url, loaded) for url in urls if url]

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
    """An address as an answer names it, and whether showing that answer loads it."""

    url: str
    loaded: bool


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
    client, done, waiting = Client(raise_request_exception=False), Walk(), deque((path, "") for path in starts)
    seen = {path for path, _on in waiting}
    anchors: list[tuple[str, str, str]] = []
    while waiting:
        path, on = waiting.popleft()
        answer = done.answers[path] = _asked(client, path)
        if answer.status not in {200, 301, 302, 303, 410}:
            done.wrong.append(f"{path} answers {answer.status}; {on or 'the start'} leads there")
        if answer.cookies:
            done.wrong.append(f"{path} sets a cookie")
        for named in answer.names:
            url = urlsplit(urljoin(f"{ORIGIN}{path}", named.url))
            if f"{url.scheme}://{url.netloc}" != ORIGIN:
                if named.loaded and url.scheme != "data":
                    done.wrong.append(f"{path} loads {named.url}")
                continue
            next_ = f"{url.path}?{url.query}" if url.query else url.path
            if url.fragment:
                anchors.append((path, next_, unquote(url.fragment)))
            if next_ not in seen and not (left_out and left_out.search(next_)):
                seen.add(next_)
                waiting.append((next_, path))
    for path, target, anchor in anchors:
        there = _end_of(done, target)
        if there and there.is_page and anchor not in there.ids:
            done.wrong.append(f"{path} leads to {target}#{anchor}, which is no place there")
    return done


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
    body = response.getvalue()
    answer = Answer(
        path,
        response.status_code,
        response.get("Content-Type", "").partition(";")[0],
        body,
        bool(response.cookies),
        response.get("Location", ""),
    )
    if answer.location:
        answer.names = [Named(answer.location, loaded=False)]
    elif answer.type == "text/html":
        reader = _Reader()
        reader.feed(body.decode())
        reader.close()
        answer.names, answer.ids = reader.names, frozenset(reader.ids)
    elif answer.type.endswith("xml") and not answer.type.startswith("image/"):
        answer.names = [Named(url, loaded=False) for url in _named_in_xml(body)]
    elif answer.type == "text/css":
        answer.names = [Named(url, loaded=True) for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", body.decode())]
        answer.names += [Named(url, loaded=True) for url in re.findall(r"@import\s+['\"]([^'\"]+)", body.decode())]
    elif path == "/robots.txt":
        answer.names = [
            Named(url, loaded=False) for url in re.findall(r"^Sitemap: (\S+)$", body.decode(), re.MULTILINE)
        ]
    return answer


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
        self.names: list[Named] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "form" and given.get("method", "get").lower() == "post":
            return  # to be sent, not followed
        for name, value in given.items():
            if (tag, name) in CLICKED:
                self.names.append(Named(value, loaded=False))
            elif (tag, name) in LOADED:
                loaded = tag != "link" or not TOLD & set(given.get("rel", "").split())
                urls = [part.split()[0] for part in value.split(",") if part.split()] if name == "srcset" else [value]
                self.names += [Named(url, loaded) for url in urls if url]

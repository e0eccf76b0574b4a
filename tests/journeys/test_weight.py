"""What a page weighs: bytes and requests, counted in a real browser on files as production serves them.

Bytes are of all that is sent, as the browser counts them: compressed bodies and headers. Pictures are counted apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser

from articles.models import Section
from tests import factories
from tests.commands import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KB = 1_000
EVERY_KIND_OF_PAGE = (
    "/", "/search/?q=gene", "/a-z/", "/a-z/g/", "/sections/", "/glossary/", "/body-systems/", "/audiences/",
    "/about/", "/about/editorial-process/", "/articles/blood-transfusion/history/", "/articles/nothing-here/",
    "/feedback/", "/record/", "/reviewers/",
)  # fmt: skip


def _as_it_is(application: WSGIHandler) -> WSGIHandler:
    return application


@pytest.fixture
def library(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose static files are collected, joined, named by their digests and compressed."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "healthlib.static_files.LibraryStaticFiles"},
    }
    collected = {"STATIC_ROOT": tmp_path, "WHITENOISE_USE_FINDERS": False, "WHITENOISE_AUTOREFRESH": False}
    with override_settings(STORAGES=storages, **collected):
        call_command("collectstatic", verbosity=0, interactive=False)
        # Django's own server for tests would find the files where they were written.
        server = LiveServerThread("localhost", static_handler=_as_it_is)  # type: ignore[arg-type]
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None
        yield f"http://localhost:{server.port}"
        server.terminate()


@dataclass(frozen=True)
class Got:
    """One answer: where from, its status, and its bytes as they were sent, headers and all."""

    url: str
    status: int
    size: int


def visited(browser: Browser, address: str) -> tuple[list[Got], list[object]]:
    """All that a new reader's browser gets there, the page first, and the cookies it keeps."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="light")
    page = context.new_page()
    answers: dict[str, tuple[str, int]] = {}
    sizes: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        answers[event["requestId"]] = (event["response"]["url"], event["response"]["status"])

    def ended(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    network = context.new_cdp_session(page)
    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", ended)
    network.send("Network.enable")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # The browser's own pictures, for the knobs of a video, come from nowhere.
    got = [Got(url, status, sizes[each]) for each, (url, status) in answers.items() if not url.startswith("data:")]
    kept: list[object] = [*context.cookies()]
    context.close()
    return got, kept


def test_the_sample_article_is_light(browser: Browser, library: str) -> None:
    with override_settings(DEMO=True):
        run("sample_library")
    got, cookies = visited(browser, f"{library}/articles/gene-therapy/")
    assert cookies == []
    assert all(response.url.startswith(library) for response in got)
    assert all(response.status == 200 for response in got)
    weights = {response.url.rpartition("/")[2]: response.size for response in got if "/media/" not in response.url}
    assert sum(weights.values()) <= 30 * KB, weights
    assert sum(weight for name, weight in weights.items() if name.endswith(".js")) <= 5 * KB, weights
    assert len(weights) <= 5, weights
    assert all(weights.values()), weights
    for address in (response.url for response in got if "/static/" in response.url):
        headers = urlopen(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in headers["Cache-Control"]
        # A picture can be opened as a page.
        assert ("default-src 'none'" in headers.get("Content-Security-Policy", "")) == address.endswith(".svg")
    for path in EVERY_KIND_OF_PAGE:
        got, cookies = visited(browser, f"{library}{path}")
        assert cookies == []
        assert all(response.url.startswith(library) for response in got), path
        assert got[0].size <= 40 * KB, path


def test_the_longest_lists_are_light(browser: Browser, library: str) -> None:
    """Given a shelf with more articles than a page holds, all with long names, no list is heavier than it may be."""
    section = Section.objects.get(slug="symptoms")
    for number in range(55):
        words = f"Number {number} of many long titles that nobody would give to an article " * 2
        synonyms = [f"{words}, synonym {each}" for each in range(3)]
        factories.published(
            section=section.slug, title=words.strip(), lead=words * 3, details={"synonyms": synonyms, "tags": ["blood"]}
        )
    for path in ("/", "/sections/symptoms/", "/a-z/n/", "/body-systems/blood/", "/search/?q=number", "/glossary/"):
        got, _cookies = visited(browser, f"{library}{path}")
        assert got[0].status == 200
        assert got[0].size <= 40 * KB, path

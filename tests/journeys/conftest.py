"""The browser of the journeys: the system's Chromium, which reaches nothing but this machine."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests import tools


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    # Playwright runs an event loop in this thread, and Django would refuse the ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one person: cookies of its own, no wait longer than ten seconds."""
    made = browser.new_context(viewport={"width": 1200, "height": 900})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any script error or CSP violation fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A page that answers 400 or 410 on purpose is told as an error too.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    made = context.new_page()
    made.on("console", note)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    assert complaints == []

"""An article's whole life in a real browser, from the first word of a draft to the notice that stands in its place."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from people.roles import PUBLISHER
from tests import factories
from tests.journeys.test_joining import sign_in
from tests.page_checks import axe_violations
from tests.public_pages import check_page, verify_path

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """## What is a sample cough?

A sample cough is made up.

## What helps?

- **Rest**: lie down.
- **Water**: drink.
"""


@contextmanager
def at_work(browser: Browser, person: User, live_server: LiveServer) -> Iterator[Page]:
    """A browser of one person, signed in. Any script error or breach of the content policy fails."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    sign_in(page, live_server.url, person.username, factories.PASSWORD)
    yield page
    context.close()
    assert complaints == []


def submit(page: Page, note: str) -> None:
    page.get_by_role("link", name=re.compile("Submit")).first.click()
    page.locator("[name=change_note]").fill(note)
    page.get_by_role("button", name="Submit for review").click()


def read(page: Page, live_server: LiveServer, slug: str) -> str:
    """What a stranger gets, after checking that it is what its seal stands for."""
    answer = page.request.get(f"{live_server.url}/articles/{slug}/")
    assert answer.ok
    text = answer.text()
    content = page.request.get(f"{live_server.url}{verify_path(text)}content.json").body()
    check_page(text, content)
    return text


@dataclass
class Cast:
    """Who takes part, and where."""

    browser: Browser
    server: LiveServer
    editor: User = field(default_factory=factories.person)
    reviewer: User = field(default_factory=factories.reviewer)
    publisher: User = field(default_factory=lambda: factories.person(PUBLISHER))
    writing: str = ""

    def at_work(self, person: User) -> AbstractContextManager[Page]:
        return at_work(self.browser, person, self.server)


def drafts(cast: Cast, stranger: Page) -> None:
    """The editor drafts, sees the preview while typing, and submits. Readers see nothing."""
    with cast.at_work(cast.editor) as desk:
        desk.goto(f"{cast.server.url}/admin/articles/draft/add/")
        desk.locator("#id_title").fill("Sample cough")
        desk.locator("#id_slug").fill("sample-cough")
        desk.get_by_label("Section", exact=True).select_option(label="Symptoms")
        desk.locator("#id_lead").fill("A sample cough, explained.")
        desk.locator("#id_body").fill(TEXT)
        expect(desk.locator(".markdownx-preview h2").first).to_have_text("What is a sample cough?")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.get_by_role("link", name="Submit for review")).to_be_visible()
        cast.writing = desk.url
        assert axe_violations(desk) == []
        assert stranger.request.get(f"{cast.server.url}/articles/sample-cough/").status == 404
        submit(desk, "First text.")


def asks_for_changes(cast: Cast) -> None:
    with cast.at_work(cast.reviewer) as desk:
        desk.goto(f"{cast.server.url}/reviews/")
        desk.get_by_role("link", name="Read and decide").click()
        expect(desk.get_by_text("A sample cough is made up.").first).to_be_visible()
        assert axe_violations(desk) == []
        desk.locator("summary", has_text="Ask for changes").click()
        desk.locator("textarea[name=reasons]").fill("Say when to call a doctor.")
        desk.get_by_role("button", name="Ask for these changes").click()
        expect(desk.get_by_text("Say when to call a doctor.").first).to_be_visible()


def mends(cast: Cast) -> None:
    with cast.at_work(cast.editor) as desk:
        desk.goto(cast.writing)
        expect(desk.get_by_text("Say when to call a doctor.").first).to_be_visible()
        desk.locator("#id_body").fill(f"{TEXT}\n## When to call a doctor\n\nCall when you are worried.")
        desk.get_by_role("button", name="Save", exact=True).click()
        submit(desk, "Says when to call a doctor.")


def signs(cast: Cast) -> None:
    """The reviewer signs, and proves who they are in the same step."""
    with cast.at_work(cast.reviewer) as desk:
        desk.goto(f"{cast.server.url}/reviews/")
        desk.get_by_role("link", name="Read and decide").click()
        desk.locator("input[type=password]").fill("wrong")
        desk.get_by_role("button", name=re.compile("^Sign")).last.click()
        expect(desk.get_by_text("The password is not correct.").first).to_be_visible()
        desk.locator("input[type=password]").fill(factories.PASSWORD)
        desk.get_by_role("button", name=re.compile("^Sign")).last.click()
        expect(desk.get_by_text("signed, ready to publish").first).to_be_visible()


def publishes(cast: Cast) -> None:
    with cast.at_work(cast.publisher) as desk:
        desk.goto(f"{cast.server.url}/reviews/")
        desk.get_by_role("link", name="Sample cough").first.click()
        desk.get_by_role("link", name=re.compile("Look and publish")).click()
        desk.get_by_role("button", name=re.compile("^Publish Edition")).click()
        expect(desk.get_by_text("published").first).to_be_visible()


def follows_the_seal(cast: Cast, stranger: Page) -> None:
    """A stranger reads exactly what was signed, and can check it."""
    assert "Call when you are worried." in read(stranger, cast.server, "sample-cough")
    stranger.goto(f"{cast.server.url}/articles/sample-cough/")
    expect(stranger.get_by_text(re.compile("Medically reviewed by")).first).to_be_visible()
    assert axe_violations(stranger) == []
    stranger.locator('a[href*="/verify/"]').click()
    expect(stranger.get_by_text("sha256sum").first).to_be_visible()
    assert axe_violations(stranger) == []


def writes_on(cast: Cast, stranger: Page) -> None:
    """Readers go on seeing the old text while the editor writes and submits a new one."""
    with cast.at_work(cast.editor) as desk:
        desk.goto(cast.writing)
        desk.locator("#id_body").fill("## Everything is new\n\nNot yet for readers.")
        desk.get_by_role("button", name="Save", exact=True).click()
        submit(desk, "All new.")
    text = read(stranger, cast.server, "sample-cough")
    assert "Call when you are worried." in text
    assert "Not yet for readers." not in text


def withdraws(cast: Cast, stranger: Page) -> None:
    with cast.at_work(cast.publisher) as desk:
        desk.goto(cast.writing)
        desk.get_by_role("link", name=re.compile("Withdraw")).click()
        desk.locator("[name=reason]").fill("A sample mistake.")
        desk.locator("[name=notice]").fill("We are checking this page.")
        desk.get_by_role("button", name="See what readers will find").click()
        desk.get_by_role("button", name="Withdraw the page now").click()
    answer = stranger.goto(f"{cast.server.url}/articles/sample-cough/")
    assert answer
    assert answer.status == 410
    expect(stranger.get_by_text("We are checking this page.")).to_be_visible()


def test_an_article_from_first_word_to_last(browser: Browser, page: Page, live_server: LiveServer) -> None:
    cast = Cast(browser, live_server)

    drafts(cast, page)
    asks_for_changes(cast)
    mends(cast)
    signs(cast)
    publishes(cast)
    follows_the_seal(cast, page)
    writes_on(cast, page)
    withdraws(cast, page)

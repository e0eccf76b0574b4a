"""Readers on their way through the library: by keyboard alone, without JavaScript, on a narrow phone, held to axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from reviews.demo.sample_library import make_sample_library
from reviews.models import Feedback
from tests.page_checks import axe_violations
from tests.walking import OTHER_PDFS, STARTS, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROWEST = 320
MORE = (
    "/search/?q=gene+theraphy",
    "/search/?q=blood&section=symptoms",
    "/search/?q=xylophone",
    "/feedback/thanks/",
    "/nothing/",
    "/articles/gene-theraphy/",
    "/verify/" + "0" * 64 + "/",
)


@pytest.fixture
def library(settings: Settings) -> None:
    settings.DEMO = True
    make_sample_library()


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no JavaScript, on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.mark.pages
def test_every_kind_of_page_is_open_to_everyone(browser: Browser, live_server: LiveServer, library: None) -> None:
    # Given one page of each kind that a reader can come to
    paths = {answer.kind: answer.path for answer in walk(STARTS, left_out=OTHER_PDFS).one_of_each_kind().values()}
    paths |= {path: path for path in MORE}
    assert len(paths) > 20
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        for kind, path in paths.items():
            page.goto(f"{live_server.url}{path}")
            # Then axe finds nothing wrong on it, wide and narrow, and nothing is lost beside the narrowest screen
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 900})
                wrong += [f"{kind} {path} {scheme} {width}: {found}" for found in axe_violations(page)]
            page.set_viewport_size({"width": NARROWEST, "height": 700})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > NARROWEST:
                wrong.append(f"{kind} {path} {scheme}: {wide} px wide at {NARROWEST}")
        context.close()
    assert wrong == []


def press_until(page: Page, name: str, key: str = "Tab") -> None:
    """Go on by keyboard until what has that name has the focus."""
    for _step in range(80):
        page.keyboard.press(key)
        said = page.evaluate("(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()")
        if said.startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached")


def test_from_a_question_to_an_answer_by_keyboard_alone(page: Page, live_server: LiveServer, library: None) -> None:
    page.goto(live_server.url)
    # The first stop leads past the header; the search field comes soon after it.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    field = page.get_by_role("combobox", name="Search the library")
    expect(field).to_be_focused()
    # When somebody types what they remember of a name, names are offered, and the arrows choose one.
    page.keyboard.type("gene th")
    expect(page.get_by_role("option", name="Gene therapy")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value("Gene therapy")
    page.keyboard.press("Escape")
    expect(field).to_have_value("gene th")
    # When they go on in their own spelling, the results say what was understood, and lead to the article.
    page.keyboard.type("eraphy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="gene therapy", exact=True)).to_be_visible()
    press_until(page, "Gene therapy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Gene therapy")).to_be_visible()
    assert page.url.endswith("/articles/gene-therapy/")


def test_a_chosen_suggestion_opens_its_article(page: Page, live_server: LiveServer, library: None) -> None:
    page.goto(f"{live_server.url}/search/")
    page.get_by_role("combobox").fill("haemoph")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/articles/hemophilia/")


def test_search_works_without_javascript(plain: BrowserContext, live_server: LiveServer, library: None) -> None:
    page = plain.new_page()
    page.goto(live_server.url)
    page.get_by_label("Search the library").fill("sma gene tx")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="sma gene therapy")).to_be_visible()
    page.locator(".results a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spinal muscular atrophy")


def test_a_term_is_explained_without_javascript(plain: BrowserContext, live_server: LiveServer, library: None) -> None:
    page = plain.new_page()
    page.goto(f"{live_server.url}/articles/gene-therapy/")
    term = page.locator("button[popovertarget]").first
    explanation = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(explanation).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(explanation).to_be_visible()
    page.keyboard.press("Escape")
    expect(explanation).to_be_hidden()


def test_feedback_is_sent_without_javascript(
    plain: BrowserContext, live_server: LiveServer, library: None, settings: Settings
) -> None:
    settings.PUBLIC_ORIGIN = live_server.url
    page = plain.new_page()
    page.goto(f"{live_server.url}/articles/gene-therapy/")
    page.get_by_label("Yes, it helped").check()
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(f"{live_server.url}/feedback/thanks/?about=gene-therapy")
    kept = Feedback.objects.get()
    assert (kept.kind, kept.edition.article.slug) == ("helpful", "gene-therapy")

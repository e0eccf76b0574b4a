"""On the narrowest screen, with the longest of words, and with letters twice as large: nothing is lost at the side."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.page_checks import axe_violations
from tests.reviews.policies import policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROWEST = 320
WIDTH = "document.documentElement.scrollWidth"
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"
VIDEO = {"title": "A cell", "url": f"/media/{'a' * 64}.webm"}


@pytest.fixture
def narrow(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": NARROWEST, "height": 640})
    context.set_default_timeout(10_000)
    return context


@pytest.mark.parametrize("title", ["Pseudohypoaldosteronism", "Pneumono" * 12])
def test_a_title_of_one_long_word_fits(narrow: BrowserContext, live_server: LiveServer, title: str) -> None:
    # Given an article so called, and an edition of it that is past
    first = factories.published(slug="long", title=title, body="## It\n\nWords.\n\n## More\n\nWords.\n")
    factories.republished(first, lead="Another lead.")
    page, wide = narrow.new_page(), {}
    for path in (
        "/articles/long/", "/articles/long/history/", "/articles/long/editions/1/",
        f"/verify/{first.edition.digest}/", "/sections/treatments-procedures/", f"/search/?q={title}", "/",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        normal = page.evaluate(WIDTH)
        page.evaluate(TWICE_AS_LARGE)
        if (normal, page.evaluate(WIDTH)) != (NARROWEST, NARROWEST):
            wide[path] = normal, page.evaluate(WIDTH)
    assert wide == {}
    narrow.close()


def test_what_parts_the_way_here_is_not_read_out(page: Page, live_server: LiveServer) -> None:
    factories.published(slug="genes")
    page.goto(f"{live_server.url}/articles/genes/")
    said = page.get_by_role("navigation", name="Where this page stands").aria_snapshot()
    assert 'link "Treatments & Procedures"' in said
    # And still seen
    second = page.locator(".breadcrumb a").nth(1)
    assert second.evaluate("link => getComputedStyle(link, '::before').content").startswith('"/"')


def test_a_video_shows_that_it_has_the_focus_its_controls_too(page: Page, live_server: LiveServer) -> None:
    policy(blocking=[])
    factories.published(slug="genes", details={"video": VIDEO})
    page.goto(f"{live_server.url}/articles/genes/")
    video = page.locator("video")
    video.focus()
    for _step in ("the player", "its button"):
        assert video.evaluate("video => video.matches(':focus-within')")
        assert video.evaluate("video => getComputedStyle(video).outlineStyle") == "solid"
        page.keyboard.press("Tab")


@pytest.mark.pages
def test_what_was_found_is_marked_where_readers_have_dark_colours_of_their_own(
    browser: Browser, live_server: LiveServer
) -> None:
    factories.published(slug="genes")
    context = browser.new_context(color_scheme="dark", forced_colors="active")
    page = context.new_page()
    page.goto(f"{live_server.url}/search/?q=gene")
    assert page.locator("mark").count() > 0
    assert axe_violations(page) == []
    context.close()

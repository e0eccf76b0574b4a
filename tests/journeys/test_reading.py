"""Reading an article with what a browser has of its own: links there and back, and its sheet for sharing."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Organisation
from tests import factories
from tests.page_checks import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "## What it is\n\nGenes are recipes.[^1] Cells follow them.[^2][^1]\n\n"
    "- **Adding**: a gene is added.[^2]\n\n## Long\n\n" + "Many words. " * 400 + "[^1]\n"
)
DETAILS = {
    "references": [{"title": "National Institutes of Health", "url": "https://www.nih.gov/"}, {"title": "A book"}],
}
# What a phone has of its own and this browser lacks.
SHARES = """
Object.defineProperty(navigator, "canShare", { value: () => true });
Object.defineProperty(navigator, "share", { value: async (page) => { document.title = JSON.stringify(page); } });
"""


def article(live_server: LiveServer) -> str:
    factories.published(slug="genes", body=BODY, details=DETAILS)
    return f"{live_server.url}/articles/genes/"


def test_to_a_reference_and_back_by_keyboard_alone_and_without_scripts(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(article(live_server))
    # Given a reader on the last of three places that cite the first reference
    page.locator("#cite--1-3").focus()
    # When they follow it, and there go on with the tabulator
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/articles/genes/#ref-1")
    expect(page.locator("#ref-1")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    # Then the first way back has the focus, and leads to the first place
    expect(page.get_by_role("link", name="Back to the text from reference 1, place 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/articles/genes/#cite--1")
    expect(page.get_by_role("link", name="Reference 1").first).to_be_in_viewport()
    context.close()


def test_they_are_large_enough_to_press(page: Page, live_server: LiveServer) -> None:
    page.goto(article(live_server))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        boxes = [link.bounding_box() for link in page.locator(".citation, .cited a").all()]
        assert len(boxes) == 10
        assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes), boxes


@pytest.mark.pages
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_axe_finds_nothing(
    browser: Browser,
    live_server: LiveServer,
    settings: Settings,
    scheme: Literal["light", "dark"],
    colours: Literal["none", "active"],
) -> None:
    settings.DEMO = True  # With the bar that says so
    context = browser.new_context(color_scheme=scheme, forced_colors=colours)
    page = context.new_page()
    page.goto(article(live_server))
    expect(page.get_by_text("This is a sample library")).to_be_visible()
    assert axe_violations(page) == []
    context.close()


@pytest.mark.pages
def test_axe_finds_nothing_where_a_page_carries_advertising(
    page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "advertisement_content.html").write_text("<p>Our own walking group</p>")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    factories.published(slug="genes", body="".join(f"## Part {number}\n\nWords.\n\n" for number in range(1, 9)))
    Organisation.objects.update(advertising=True)
    page.goto(f"{live_server.url}/articles/genes/")
    expect(page.get_by_role("group", name="Advertisement")).to_have_count(3)
    assert axe_violations(page) == []


def test_sharing_is_offered_only_where_the_browser_can(browser: Browser, live_server: LiveServer) -> None:
    address = article(live_server)
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("button", name="Share this page")).to_be_hidden()
    context.add_init_script(SHARES)
    page.goto(address)
    page.get_by_role("button", name="Share this page").click()
    expect(page).to_have_title('{"title":"Gene therapy","url":"http://localhost/articles/genes/"}')
    context.close()


# Whether nothing lies over the middle of the first line of what has the focus.
IN_SIGHT = """
() => {
  const focused = document.activeElement, box = focused.getClientRects()[0];
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return focused.contains(there) || (there && there.contains(focused)) ? "" : focused.outerHTML;
}
"""


def test_the_way_to_the_other_parts_stays_in_sight_on_a_phone_without_scripts(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(article(live_server))
    # Given a reader far down in the text
    page.locator("#ref-1").scroll_into_view_if_needed()
    way = page.get_by_text("On this page").and_(page.locator("summary"))
    expect(way).to_be_in_viewport()
    # When they open the list, and choose a part
    way.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="What it is", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    # Then they see its heading at the top, and the list, which nothing closes, has stayed where it belongs
    heading = page.get_by_role("heading", name="What it is")
    expect(heading).to_be_in_viewport()
    expect(page.locator(".contents-folded .contents-list")).not_to_be_in_viewport()
    at = heading.bounding_box()
    assert at
    assert 0 <= at["y"] < 80
    context.close()


def test_escape_folds_the_list_of_parts(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(article(live_server))
    page.locator("#ref-1").scroll_into_view_if_needed()
    way, under = page.locator(".contents-folded summary"), page.locator(".contents-folded .contents-list")
    way.click()
    expect(under).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="What it is", exact=True)).to_be_focused()
    before = page.evaluate("scrollY")
    page.keyboard.press("Escape")
    expect(under).to_be_hidden()
    expect(way).to_be_focused()
    assert page.evaluate("scrollY") == before
    # And one who goes on from there opens it again
    page.keyboard.press("Enter")
    expect(under).to_be_visible()
    context.close()


def test_nothing_that_has_the_focus_lies_under_the_bar(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(article(live_server))
    page.locator(".site-footer a").last.focus()
    hidden = []
    for _step in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        hidden.append(page.evaluate(IN_SIGHT))
    assert len(hidden) > 15
    assert [each for each in hidden if each] == []
    context.close()


def test_the_bar_stays_one_line_high_while_somebody_reads(page: Page, live_server: LiveServer) -> None:
    """Given a slow line, so that the library's font isn't there, when the bar names a part, then no text moves."""
    page.route("**/*.woff2", lambda route: route.abort())
    page.set_viewport_size({"width": 220, "height": 640})
    page.goto(article(live_server))
    bar = page.locator(".contents-folded summary")
    height = bar.evaluate("bar => bar.offsetHeight")
    page.evaluate("window.scrollTo(0, document.querySelector('#what-it-is').getBoundingClientRect().y + 10)")
    expect(page.locator(".contents-here")).to_have_text("What it is")
    assert bar.evaluate("bar => bar.offsetHeight") == height


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_of_parts_follows_the_reader(page: Page, live_server: LiveServer, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(article(live_server))
    marked = page.locator(".contents-list:visible [aria-current]")
    if width == 360:
        # Where it is folded, its bar names the part
        marked = page.locator(".contents-here")
    page.evaluate("window.scrollTo(0, document.querySelector('#long').getBoundingClientRect().y + 1000)")
    expect(marked).to_have_text("Long")
    page.evaluate("window.scrollBy(0, document.querySelector('#what-it-is').getBoundingClientRect().y - 150)")
    expect(marked).to_have_text("What it is")
    if width == 360:
        # And it folds itself again once a part was chosen
        page.locator(".contents-folded summary").click()
        page.locator(".contents-folded").get_by_role("link", name="Long").click()
        expect(page.get_by_role("heading", name="Long")).to_be_in_viewport()
        expect(page.locator(".contents-folded .contents-list")).to_be_hidden()

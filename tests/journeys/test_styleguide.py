"""The page with every component, in a real browser: what holds there holds for the pages made of them."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.healthlib.test_styleguide import WithDebug
from tests.page_checks import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.django_db(transaction=True)]

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, live_server: LiveServer, settings: Settings, scheme: Literal["light", "dark"]
) -> None:
    settings.ROOT_URLCONF = WithDebug
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page = context.new_page()
    answer = page.goto(f"{live_server.url}/styleguide/")
    assert answer
    assert answer.status == 200
    assert page.evaluate(FITS)
    # One field, large, on the narrowest phone too
    field = page.get_by_role("searchbox").first.bounding_box()
    assert field
    assert field["width"] >= 280
    assert axe_violations(page) == []
    # And for those who read letters twice as large there
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(FITS)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_worse_a_card_is_the_louder_its_bar(
    browser: Browser, live_server: LiveServer, settings: Settings, scheme: Literal["light", "dark"]
) -> None:
    settings.ROOT_URLCONF = WithDebug
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/")
    bars = page.evaluate(GROUNDS, ["non-urgent", "urgent", "emergency"])
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    non_urgent, urgent, emergency = (contrast(ground, paper) for ground, _words in bars)
    assert 1 < non_urgent < urgent < emergency
    assert emergency > 7
    assert all(contrast(ground, words) >= 7 for ground, words in bars)
    context.close()


def contrast(one: str, other: str) -> float:
    """Of two colours of a browser, as WCAG reckons it: from 1, alike, to 21."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


GROUNDS = """
levels => levels.map(level => {
  const bar = getComputedStyle(document.querySelector(`.reading .${level} > h3, .reading .${level} > h4`));
  return [bar.backgroundColor, bar.color];
})
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_emergency_is_the_loudest_in_the_readers_own_colours_too(
    browser: Browser, live_server: LiveServer, settings: Settings, scheme: Literal["light", "dark"]
) -> None:
    settings.ROOT_URLCONF = WithDebug
    context = browser.new_context(color_scheme=scheme, forced_colors="active")
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/")
    canvas, ink = page.evaluate("[getComputedStyle(document.body)].flatMap(body => [body.backgroundColor, body.color])")
    non_urgent, urgent, emergency = page.evaluate(GROUNDS, ["non-urgent", "urgent", "emergency"])
    # Then its bar alone is turned: the ground has the colour of words, the words that of the page
    assert emergency == [ink, canvas]
    assert all(ground == canvas or ground.endswith(", 0)") for ground, _words in (non_urgent, urgent))
    # And what can be pressed has a button's own colours, not those of a link
    ground = page.get_by_role("button", name="Search").first.evaluate("each => getComputedStyle(each).backgroundColor")
    link = page.get_by_role("link", name="Sections", exact=True).first.evaluate("each => getComputedStyle(each).color")
    assert ground != link
    context.close()

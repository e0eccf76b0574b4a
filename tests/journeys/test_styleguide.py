"""The page with every component, in a real browser: what holds there holds for the pages made of them."""

from typing import Literal

import pytest
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.healthlib.test_styleguide import WithDebug
from tests.page_checks import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.django_db(transaction=True)]


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
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe_violations(page) == []
    context.close()

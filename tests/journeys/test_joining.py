"""From an invitation to a colleague, and to one who has left: with real pages, as people meet them."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from people.roles import REVIEWER, roles_of
from tests.page_checks import axe_violations
from tests.people.crowd import PASSWORD, administrator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, where: str, username: str, password: str) -> None:
    page.goto(f"{where}/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_an_invited_colleague_joins_and_leaves(browser: Browser, page: Page, live_server: LiveServer) -> None:
    administrator()
    sign_in(page, live_server.url, "admin", PASSWORD)
    page.goto(f"{live_server.url}/admin/people/invitation/add/")
    page.get_by_label("Name").fill("Rae Sample")
    page.get_by_label("Email").fill("rae@example.org")
    page.get_by_label("Reviewer: reads and signs").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("waiting for an answer")).to_be_visible()

    link = re.search(r"/accounts/invitation/\S+", str(mail.outbox[0].body))
    assert link
    theirs = browser.new_context()
    guest = theirs.new_page()
    guest.goto(f"{live_server.url}{link[0]}")
    guest.get_by_label("Username").fill("rae")
    guest.get_by_label("Password", exact=True).fill("a long enough secret 7")
    guest.get_by_label("Password, once more").fill("a long enough secret 7")
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_text("Welcome.")).to_be_visible()
    sign_in(guest, live_server.url, "rae", "a long enough secret 7")
    expect(guest).to_have_url(f"{live_server.url}/admin/")
    rae = User.objects.get(username="rae")
    assert roles_of(rae) == [REVIEWER]

    page.goto(f"{live_server.url}/admin/people/user/{rae.pk}/change/")
    page.get_by_role("link", name="Deactivate").click()
    page.get_by_label("Reason").fill("Moved to another hospital.")
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("can’t sign in any more")).to_be_visible()
    guest.reload()
    expect(guest).to_have_url(re.compile("/accounts/login/"))
    theirs.close()


@pytest.mark.pages
@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_account_pages_are_open_to_everyone(browser: Browser, live_server: LiveServer, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for address in ("login/", "password/reset/", "invitation/made-up/"):
        page.goto(f"{live_server.url}/accounts/{address}")
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()

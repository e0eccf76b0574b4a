"""The pages of corrections and of texts brought together, in a real browser, held to what axe knows."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Draft
from people.roles import ADMINISTRATOR
from tests import factories
from tests.articles.writing import address
from tests.journeys.test_article_life import at_work
from tests.page_checks import axe_violations
from tests.reviews.corrections import MENDED, begun, corrected, correction_public, in_review, main_of, with_typo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page: Page, url: str, name: str) -> None:
    """Open it; nothing is wrong with it in either width."""
    page.goto(url)
    for width in (1200, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_violations(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, name


def test_every_page_of_a_correction(browser: Browser, live_server: LiveServer) -> None:
    admin = factories.person(ADMINISTRATOR)
    # One after another: what other articles say as well is no typo.
    clashing = with_typo(slug="corrected")
    main = factories.saved(main_of(clashing.article), body=MENDED.replace("A treatment", "It is a helpful cure"))
    correction_public(clashing)
    review = in_review(with_typo())
    fresh = with_typo()
    wrong = corrected(with_typo(), body=MENDED.replace("works on", "does not work on"))
    checker = factories.reviewer("editorial", name="Ed Checker")
    with at_work(browser, admin, live_server) as desk:
        look(desk, live_server.url + address(main_of(fresh.article), "correct"), "correct")
        begun_ = begun(fresh)
        look(desk, live_server.url + address(begun_), "writing a correction")
        look(desk, live_server.url + address(begun_, "discard"), "discard")
        look(desk, live_server.url + address(wrong), "more than minor")
        look(desk, live_server.url + address(main), "behind")
        look(desk, live_server.url + address(main, "rebase"), "rebase")
        desk.get_by_label("Published:").check()
        desk.get_by_role("button", name="Bring it in and save").click()
        assert Draft.objects.get(pk=main.pk).body == MENDED.strip("\n")
        look(desk, f"{live_server.url}/admin/articles/draft/", "list")
        look(desk, f"{live_server.url}/admin/reviews/policyversion/add/", "policy")
    with at_work(browser, checker, live_server) as desk:
        look(desk, live_server.url + review.get_absolute_url(), "desk")
        look(desk, f"{live_server.url}/articles/corrected/", "public")


def test_two_saves_that_meet_are_brought_together(browser: Browser, live_server: LiveServer) -> None:
    admin = factories.person(ADMINISTRATOR)
    apart, clash = factories.draft(by=admin), factories.draft(by=admin)
    with at_work(browser, admin, live_server) as desk:
        for draft, field in ((apart, "#id_closing_note"), (clash, "#id_lead")):
            desk.goto(live_server.url + address(draft))
            factories.saved(draft, lead="Their lead.")
            if field == "#id_closing_note":
                desk.locator("#panel_care summary").click()
            desk.locator(field).fill("My words.")
            desk.get_by_role("button", name="Save", exact=True).click()
            desk.get_by_text("Yours was not saved yet.").wait_for()
            assert axe_violations(desk) == []
        desk.get_by_role("button", name="Save mine over theirs").click()
        desk.get_by_text("Saved: version 3").wait_for()
        assert Draft.objects.get(pk=clash.pk).lead == "My words."

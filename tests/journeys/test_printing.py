"""An article on paper: all that was signed, and nothing that only a screen can use."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.reviews.policies import policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEO = {
    "title": "How genes work",
    "url": f"/media/{'a' * 64}.webm",
    "caption": "A cell at work.",
    "transcript": "Every word of it.",
}


def test_an_article_is_printed_whole(page: Page, live_server: LiveServer) -> None:
    # Given a page with a video of our own and its transcript, folded
    policy(blocking=[])
    publication = factories.published(slug="genes", details={"video": VIDEO})
    page.goto(f"{live_server.url}/articles/genes/")
    transcript = page.get_by_text("Every word of it.")
    address = page.get_by_text(f"/verify/{publication.edition.digest}/")
    expect(transcript).to_be_hidden()
    expect(page.locator("video")).to_be_visible()
    expect(address).to_be_hidden()
    # When it is printed
    page.emulate_media(media="print")
    # Then the transcript is on the paper, and so is where to check the text; the player is not
    expect(transcript).to_be_visible()
    expect(page.get_by_text("A cell at work.")).to_be_visible()
    expect(page.locator("video")).to_be_hidden()
    expect(address).to_have_text(f"http://localhost/verify/{publication.edition.digest}/")
    expect(address).to_be_visible()

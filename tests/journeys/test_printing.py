"""An article on paper: all that was signed, and nothing that only a screen can use."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.markdown.parser import MAX_COLUMNS
from tests import factories
from tests.articles.tables import widest
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


# Tables, and cells, that hold more than they are wide.
TOO_WIDE = """
() => [...document.querySelectorAll(".table, .table :is(th, td)")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => `${box.scrollWidth} > ${box.clientWidth}: ${box.textContent}`)
"""
A4_WITHIN_20_MM = 642


def test_no_column_of_a_table_is_off_the_sheet(page: Page, live_server: LiveServer) -> None:
    # Given a table of each width, with words for which no column has room
    counts = [*range(1, 16), 20, 21, 30, MAX_COLUMNS]
    factories.published(slug="genes", body="".join(f"## Of {count}\n\n{widest(count)}\n" for count in counts))
    page.set_viewport_size({"width": A4_WITHIN_20_MM, "height": 900})
    page.goto(f"{live_server.url}/articles/genes/")
    # On the screen they scroll
    assert len(page.evaluate(TOO_WIDE)) > 0
    # When they are printed, then all of them stands within the text
    page.emulate_media(media="print")
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == A4_WITHIN_20_MM

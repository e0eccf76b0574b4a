"""The writing page in a real browser: pictures that are put in, and titles whose words are wider than a phone."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from people.roles import ADMINISTRATOR, EDITOR
from tests import factories
from tests.articles.test_media import picture
from tests.articles.writing import address
from tests.journeys.test_article_life import at_work
from tests.journeys.test_correction import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "## What it is\n\nFirst.\n\n## What helps\n\nRest."


def test_a_picture_that_is_put_in_stands_alone(browser: Browser, live_server: LiveServer) -> None:
    """Given a caret that nobody touched, or one at the end of a line, then the picture is a paragraph of its own; in
    the middle of a line it stays there.
    """
    editor = factories.person(EDITOR)
    draft = factories.draft(by=editor, body=TEXT)
    file: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    end_of_line = TEXT.index("\n\n## What helps")
    with at_work(browser, editor, live_server) as desk:
        for at, around in (
            (0, "IMAGE\n\n## What it is"),
            (end_of_line, "First.\n\nIMAGE\n\n## What helps"),
            (end_of_line + 2, "First.\n\nIMAGE\n\n## What helps"),
            (len(TEXT), "Rest.\n\nIMAGE"),
            (TEXT.index("rst."), "FiIMAGErst."),
        ):
            desk.goto(live_server.url + address(draft))
            desk.locator("#id_body").evaluate("(box, at) => box.setSelectionRange(at, at)", at)
            desk.locator("input[data-upload-text]").set_input_files(file)
            expect(desk.locator("#id_body")).to_have_value(re.compile(r"!\[\]\(/media/"))
            text = re.sub(r"!\[\]\([^)]*\)", "IMAGE", desk.locator("#id_body").input_value())
            assert around in text
            desk.locator("#id_body").fill(TEXT)
            desk.get_by_role("button", name="Save", exact=True).click()


def test_a_word_that_is_wider_than_a_phone_is_broken(browser: Browser, live_server: LiveServer) -> None:
    admin = factories.person(ADMINISTRATOR)
    draft = factories.draft(title="Pneumonoultramicroscopicsilicovolcanoconiosis", by=admin)
    review = factories.submitted(factories.saved(draft, lead="Another."))
    with at_work(browser, admin, live_server) as desk:
        for what in ("change", "preview", "submit", "recall", "history", "history/1"):
            look(desk, live_server.url + address(draft, what), what)
        for path in (
            f"{address(draft, 'history/compare')}?old=1&new=2",
            "/reviews/",
            review.get_absolute_url(),
            f"/reviews/articles/{review.article_id}/",
        ):
            look(desk, live_server.url + path, path)

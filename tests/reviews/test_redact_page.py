"""Redacting on the screen: find the text, read what would become of it, and two passwords."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Edition, EditionContent, Redaction
from people.models import User
from people.roles import AUDITOR, EDITOR, PUBLISHER
from record.chain import Event
from tests import factories
from tests.reviews.redacting import REASON, administrators

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/redaction/add/"
WORD = "zebraword"


@pytest.fixture
def ada(client: Client) -> User:
    """An administrator at the screen; ben is another."""
    ada, _ben = administrators("ada", "ben")
    client.force_login(ada)
    return ada


@pytest.fixture
def edition() -> Edition:
    """A text that can be redacted: answered, and changed since."""
    review = factories.answered(title=f"Title {WORD}", slug="gene-therapy", reasons="It names somebody.")
    factories.saved(review.article.drafts.get(), title="Another title")
    return review.edition


def send(client: Client, edition: Edition, **given: str) -> Any:
    values = {"reason": REASON, "password": factories.PASSWORD, "second": "ben", "second_password": factories.PASSWORD}
    return client.post(f"{ADD}?digest={edition.digest}", {**values, **given})


def test_from_the_article_to_the_deed(client: Client, ada: User, edition: Edition) -> None:
    draft = edition.article.drafts.get()
    side = client.get(f"/admin/articles/draft/{draft.pk}/change/")
    assert f"{ADD}?article={edition.article_id}" in side.text
    found = client.get(ADD, {"article": edition.article_id})
    assert f"?digest={edition.digest}" in found.text
    assert f"Edition 1: Title {WORD}" in found.text
    asked = client.get(ADD, {"digest": edition.digest})
    for words in (
        f"its title “Title {WORD}”",
        "1 saved state of the draft",
        "0 files",
        "First edition.",
        "It names somebody.",
        "The draft “Another title” holds",
        "Backups and exports made before now still hold the text",
    ):
        assert words in asked.text, words
    done = client.post(
        f"{ADD}?digest={edition.digest}",
        {"reason": REASON, "password": factories.PASSWORD, "second": "ben", "second_password": factories.PASSWORD},
        follow=True,
    )
    redaction = Redaction.objects.get()
    assert (redaction.by.username, redaction.second.username, redaction.reason) == ("ada", "ben", REASON)
    assert done.redirect_chain[-1][0] == f"/admin/articles/redaction/{redaction.pk}/change/"
    assert f"Event {redaction.event}" in done.text
    assert WORD not in done.text
    assert Event.objects.get(pk=redaction.event).told["door"] == "admin"
    for path in (ADD, "/admin/articles/redaction/", f"/admin/articles/draft/{draft.pk}/change/"):
        assert client.get(path).status_code == 200
    assert "Edition 1: redacted" in client.get(ADD, {"article": edition.article_id}).text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password": "wrong"}, "The password is not correct."),
        ({"second_password": "wrong"}, "The password is not correct."),
        ({"second_password": ""}, "This field is required."),
        ({"reason": " "}, "Say why this text is destroyed."),
        ({"second": "ada"}, "Name another active administrator."),
        ({"second": "nobody"}, "Name another active administrator."),
        ({"second": "eve"}, "Name another active administrator."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    client: Client, ada: User, edition: Edition, given: dict[str, str], says: str
) -> None:
    factories.person(EDITOR, username="eve")
    page = send(client, edition, **given)
    assert page.status_code == 400
    assert says in page.text
    assert factories.PASSWORD not in page.text
    assert not Redaction.objects.exists()


def test_passwords_are_not_tried_for_ever(client: Client, ada: User, edition: Edition) -> None:
    """Neither one's own nor the other's, and then not even the right one."""
    for _attempt in range(5):
        assert send(client, edition, second_password="wrong").status_code == 400
    assert send(client, edition).status_code == 429
    assert not Redaction.objects.exists()


def test_what_stands_in_the_way_is_said_before(client: Client, ada: User) -> None:
    live = factories.published(slug="public").edition
    page = client.get(ADD, {"digest": live.digest})
    assert "Readers see this text now" in page.text
    assert "Destroy this text for good" not in page.text
    refused = send(client, live)
    assert refused.status_code == 409
    assert EditionContent.objects.filter(pk=live.digest).exists()


def test_sent_twice_it_says_so(client: Client, ada: User, edition: Edition) -> None:
    assert send(client, edition).status_code == 302
    again = send(client, edition)
    assert again.status_code == 409
    assert f"redacted by event {Redaction.objects.get().event}" in again.text


@pytest.mark.parametrize("asked", [{"digest": "x"}, {"digest": "0" * 64}, {"article": "x"}, {"article": "9" * 30}])
def test_nonsense_finds_nothing(client: Client, ada: User, asked: dict[str, str]) -> None:
    assert client.get(ADD, asked).status_code == (400 if "digest" in asked else 200)


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, AUDITOR])
def test_nobody_else_finds_the_door(client: Client, edition: Edition, role: str) -> None:
    client.force_login(factories.person(role))
    assert client.get(ADD, {"digest": edition.digest}).status_code == 403
    assert send(client, edition).status_code == 403
    draft = edition.article.drafts.get()
    assert ADD not in client.get(f"/admin/articles/draft/{draft.pk}/change/").text
    assert not Redaction.objects.exists()

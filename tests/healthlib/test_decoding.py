"""Letters that arrive broken are told of, on every form, and nothing is saved of them."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from articles.models import Draft, Organisation
from people.models import Invitation, User
from people.roles import ADMINISTRATOR, EDITOR
from reviews.models import ChangeRequest
from tests import factories as make

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
BROKEN = {
    "half a letter, encoded": (b"name=Zo%C3&title=Zo%C3&reasons=Zo%C3", URLENCODED),
    "Latin letters of old, encoded": (b"name=Zo%EB&title=Zo%EB&reasons=Zo%EB", URLENCODED),
    "Latin letters of old, as they are": (b"name=Zo\xeb&title=Zo\xeb&reasons=Zo\xeb", URLENCODED),
    "a surrogate": (b"title=%ED%A0%80", URLENCODED),
    "the name of a field": (b"na%FFme=Zoe&title=Zoe", URLENCODED),
    "in parts": (b'--edge\r\nContent-Disposition: form-data; name="title"\r\n\r\nZo\xeb\r\n--edge--\r\n', MULTIPART),
}


@pytest.fixture
def administrator(client: Client) -> User:
    somebody = make.person(ADMINISTRATOR, EDITOR)
    client.force_login(somebody)
    return somebody


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN.keys())
def test_broken_letters_are_refused_on_every_form(client: Client, administrator: User, sent: tuple[bytes, str]) -> None:
    review = make.submitted()
    saves = Draft.objects.get().saves
    for path in (
        f"/admin/articles/draft/{Draft.objects.get().pk}/change/",
        "/admin/articles/draft/add/",
        "/admin/articles/organisation/1/change/",
        "/admin/people/invitation/add/",
        f"/admin/people/user/{administrator.pk}/change/",
        "/admin/reviews/reviewer/add/",
        f"/reviews/{review.pk}/changes/",
        "/accounts/login/",
    ):
        page = client.post(path, data=sent[0], content_type=sent[1])
        assert page.status_code == 400, path
        assert "nothing was saved" in page.text
    assert Draft.objects.get().saves == saves
    assert not Invitation.objects.exists()
    assert not ChangeRequest.objects.exists()


def test_what_arrived_is_shown_to_be_copied(client: Client, administrator: User) -> None:
    page = client.post("/admin/people/invitation/add/", data=b"name=Zo%EB+Sample", content_type=URLENCODED)
    assert [(typed.label, typed.words) for typed in page.context["kept"]] == [("name", "Zo\ufffd Sample")]


def test_the_sign_itself_may_be_typed(client: Client, administrator: User) -> None:
    """U+FFFD in whole UTF-8 is a letter like any other: a text may speak of it."""
    path = "/admin/articles/organisation/1/change/"
    page = client.get(path)
    given = {field.html_name: field.value() for field in page.context["form"]}
    typed = {**given, "name": "The sign \ufffd", "seen": page.context["seen"], "confirmed": "yes"}
    body = urlencode({name: value for name, value in typed.items() if value is not None and value is not False})
    assert client.post(path, data=body, content_type=URLENCODED).status_code == 302
    assert Organisation.current().name == "The sign \ufffd"


def test_readers_pages_read_no_forms(client: Client) -> None:
    assert client.post("/", data=b"name=%FF", content_type=URLENCODED).status_code == 405

"""The reviewers' desk as a browser sees it: somebody signed in, what a page says, what its forms send."""

import re
from html import unescape

from django.test import Client

from people.models import User
from reviews.models import Review
from tests.factories import PASSWORD


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def hidden(page: str, name: str) -> str:
    """The value that a form of the page would send back."""
    found = re.search(rf'name="{name}"(?: value="([^"]*)")?', page)
    assert found, name
    return unescape(found[1] or "")


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def signing(review: Review, **values: str) -> dict[str, str]:
    return {"digest": review.edition.digest, "role": "medical", "password": PASSWORD, **values}

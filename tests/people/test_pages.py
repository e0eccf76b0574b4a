"""The account pages as HTML."""

import pytest
from django.test import Client

from people.actions import invite
from people.links import digest_of_token
from people.models import Invitation
from people.roles import EDITOR
from tests.page_checks import html_complaints
from tests.people.crowd import administrator


@pytest.mark.pages
@pytest.mark.django_db
def test_account_pages_are_valid_html(client: Client) -> None:
    admin = administrator()
    invite(email="x@example.org", name="X", roles=[EDITOR], by=admin, door="admin")
    Invitation.objects.update(token_digest=digest_of_token("known"))
    pages = {
        name: client.get(f"/accounts/{address}").text
        for name, address in {
            "login": "login/",
            "inactive": "inactive/",
            "reset": "password/reset/",
            "reset-done": "password/reset/done/",
            "invitation": "invitation/known/",
            "useless": "invitation/unknown/",
        }.items()
    }
    pages["login-wrong"] = client.post("/accounts/login/", {"login": "x", "password": "y"}).text
    pages["invitation-wrong"] = client.post("/accounts/invitation/known/", {"username": "admin", "password": "x"}).text
    client.force_login(admin)
    pages |= {name: client.get(f"/accounts/{name}/").text for name in ("logout", "password/change")}
    assert html_complaints({name.replace("/", "-"): text for name, text in pages.items()}) == []

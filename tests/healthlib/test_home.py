"""The first page of the admin: what comes first in a new library, and what waits for somebody."""

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Organisation
from people.actions import invite
from people.models import User
from people.notifications import NOWHERE
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, REVIEWER
from tests import factories

pytestmark = pytest.mark.django_db


def steps_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    page = client.get("/admin/").text
    return page[page.index("First steps") : page.index("content-main")] if "First steps" in page else ""


def test_steps_stand_there_until_somebody_has_done_them() -> None:
    boss, editor = factories.person(ADMINISTRATOR), factories.person(EDITOR)
    told = steps_of(boss)
    assert told.index("/admin/articles/organisation/1/change/") < told.index("/admin/people/invitation/add/")
    assert "/admin/articles/draft/add/" in steps_of(editor)
    assert "/admin/people/" not in steps_of(editor)
    assert steps_of(factories.person(AUDITOR)) == ""
    factories.person(REVIEWER)
    assert "/admin/reviews/reviewer/add/" in steps_of(boss)
    Organisation.objects.update(name="St. Sample")
    factories.reviewer()
    factories.draft()
    assert steps_of(boss) == steps_of(editor) == ""


def test_without_a_mail_server_the_first_step_says_so(settings: Settings) -> None:
    """Given no EMAIL_URL, when an administrator looks, then the first page says that invitations reach nobody, and the
    list of invitations why one wasn't sent.
    """
    settings.EMAIL_BACKEND = NOWHERE
    boss = factories.person(ADMINISTRATOR)
    assert "Name a mail server (EMAIL_URL" in steps_of(boss)
    assert "EMAIL_URL" not in steps_of(factories.person(EDITOR))
    invite(email="ida@example.org", name="Ida Sample", roles=[REVIEWER], by=boss, door="admin")
    client = Client()
    client.force_login(boss)
    assert "not sent: no mail server is named (EMAIL_URL)" in client.get("/admin/people/invitation/").text


def test_the_first_page_says_what_waits_and_leads_there() -> None:
    editor = factories.person(EDITOR)
    client = Client()
    client.force_login(editor)
    assert "What waits" not in client.get("/admin/").text
    factories.submitted()
    factories.signed()
    factories.signed()
    factories.answered()
    page = client.get("/admin/").text
    assert '<a href="/reviews/#_waiting">1 edition waits for a signature</a>' in page
    assert '<a href="/reviews/#_ready">2 editions are ready to publish</a>' in page
    assert '<a href="/reviews/#_asked">1 text was sent back to change</a>' in page

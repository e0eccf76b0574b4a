"""Sections, the organisation and policy pages: nothing is saved before it was shown and confirmed."""

from typing import Any

import pytest
from django.test import Client

from articles.actions.site import keep_site_change
from articles.models import Organisation, PolicyPage, Section
from articles.versions import versions_of
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record.chain import Event
from record.errors import Gone
from record.verification import verify
from tests import factories as make

pytestmark = pytest.mark.django_db

ORGANISATION = "/admin/articles/organisation/1/change/"
PAGES = "/admin/articles/policypage/"
SECTIONS = "/admin/articles/section/"


@pytest.fixture
def admin(client: Client) -> User:
    somebody = make.person(ADMINISTRATOR)
    client.force_login(somebody)
    return somebody


def sent(client: Client, path: str, **typed: Any) -> dict[str, Any]:
    """The form as a browser would send it, with some fields changed."""
    page = client.get(path)
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: value
        for name, value in {**values, "seen": page.context["seen"], **typed}.items()
        if value is not None and value is not False
    }


def test_the_organisation_goes_straight_to_its_form(client: Client, admin: User) -> None:
    assert client.get("/admin/articles/organisation/")["Location"] == ORGANISATION
    assert client.get("/admin/articles/organisation/add/").status_code == 404
    assert client.get("/admin/articles/organisation/2/change/").status_code == 404


def test_old_and_new_are_shown_and_then_kept(client: Client, admin: User) -> None:
    given = sent(client, ORGANISATION, name="St. Sample", phone="+12025550123", phone_shown="202-555-0123")
    shown = client.post(ORGANISATION, given)
    assert shown.status_code == 200
    assert [change.label for change in shown.context["changes"]] == ["Name", "Phone", "Phone as shown"]
    assert "Nothing is saved yet" in shown.text
    assert Organisation.current().name == "Your organisation"
    for name, value in given.items():
        assert f'name="{name}" value="{value}"' in shown.text or name == "csrfmiddlewaretoken"
    again = client.post(ORGANISATION, {**given, "again": "yes"})
    assert again.context["form"]["name"].value() == "St. Sample"
    done = client.post(ORGANISATION, {**given, "confirmed": "yes"}, follow=True)
    assert "Readers see it now" in done.text
    assert Organisation.current().name == "St. Sample"
    assert Event.objects.get(verb="change_organisation").told["actor"]["username"] == admin.username
    # What it was at first belongs to its history.
    history = client.get("/admin/articles/organisation/1/history/")
    assert [row.number for row in history.context["rows"]] == [2, 1]
    compared = client.get("/admin/articles/organisation/1/history/compare/", {"old": 1, "new": 2})
    assert [change.label for change in compared.context["changes"]] == ["Name", "Phone", "Phone as shown"]
    assert "Your organisation" in client.get("/admin/articles/organisation/1/history/1/").text
    assert not verify().findings


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "202-555", "phone_shown": "x"}, "phone"),
        ({"phone": "+12025550123", "phone_shown": ""}, "__all__"),
        ({"country": "USA"}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"date_format": "x"}, "date_format"),
        ({"name": "a\0b"}, "name"),
        ({"name": "\u0301x"}, "name"),
        ({"disclaimer": "x" * 401}, "disclaimer"),
    ],
)
def test_bad_input_stands_beside_its_field(client: Client, admin: User, typed: dict[str, str], field: str) -> None:
    page = client.post(ORGANISATION, {**sent(client, ORGANISATION), **typed, "confirmed": "yes"})
    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert Organisation.current().name == "Your organisation"


def test_letters_are_kept_in_one_spelling(client: Client, admin: User) -> None:
    client.post(ORGANISATION, sent(client, ORGANISATION, name="Sa\u0308mple", confirmed="yes"))
    assert Organisation.current().name == "Sämple"


def test_nothing_changed_is_nothing_saved(client: Client, admin: User) -> None:
    page = client.post(ORGANISATION, sent(client, ORGANISATION, confirmed="yes"), follow=True)
    assert "nothing had to be saved" in page.text
    assert not versions_of(Organisation.current()).exists()


def test_two_who_change_the_same_see_it(client: Client, admin: User) -> None:
    mine = sent(client, ORGANISATION, name="Mine")
    client.post(ORGANISATION, sent(client, ORGANISATION, name="Theirs", confirmed="yes"))
    refused = client.post(ORGANISATION, {**mine, "confirmed": "yes"})
    assert refused.status_code == 409
    assert "Somebody else changed this" in refused.text
    assert refused.context["form"]["name"].value() == "Mine"
    assert Organisation.current().name == "Theirs"
    shown = client.post(ORGANISATION, {**mine, "seen": refused.context["seen"]})
    assert "<del>Theirs</del>" in shown.text or "Theirs" in shown.text
    client.post(ORGANISATION, {**mine, "seen": refused.context["seen"], "confirmed": "yes"})
    assert Organisation.current().name == "Mine"


def test_a_policy_page_is_shown_as_readers_will_see_it(client: Client, admin: User) -> None:
    page = PolicyPage.objects.get(slug="privacy")
    path = f"{PAGES}{page.pk}/change/"
    given = sent(client, path, body="## New\n\n**Bold** <script>alert(1)</script>", slug="other")
    shown = client.post(path, given)
    assert "<strong>Bold</strong>" in shown.text
    assert "<script>alert" not in shown.text
    client.post(path, {**given, "confirmed": "yes"})
    page.refresh_from_db()
    assert page.body.startswith("## New")
    assert page.slug == "privacy"
    bad = client.post(path, sent(client, path, body="=*\u0338*"))
    assert bad.status_code == 400
    assert "combining mark" in bad.text


def test_a_policy_page_begins_and_goes(client: Client, admin: User) -> None:
    given = {"title": "Cookies", "slug": "cookies", "body": "Text.", "position": 9, "seen": 0}
    assert client.post(f"{PAGES}add/", given).status_code == 200
    assert not PolicyPage.objects.filter(slug="cookies").exists()
    client.post(f"{PAGES}add/", {**given, "confirmed": "yes"})
    page = PolicyPage.objects.get(slug="cookies")
    twice = client.post(f"{PAGES}add/", {**given, "confirmed": "yes"})
    assert twice.status_code == 400
    assert twice.context["form"].errors["slug"] == ["This is another one’s already. Choose another."]
    odd = client.post(f"{PAGES}add/", {**given, "slug": "no slug", "confirmed": "yes"})
    assert odd.context["form"].errors["slug"] == ["Use letters from a to z, digits, hyphens and underscores only."]
    asked = client.get(f"{PAGES}{page.pk}/delete/")
    assert client.post(f"{PAGES}{page.pk}/delete/", {"seen": asked.context["seen"] + 1}).status_code == 409
    client.post(f"{PAGES}{page.pk}/delete/", {"seen": asked.context["seen"]})
    assert not PolicyPage.objects.filter(slug="cookies").exists()
    assert Event.objects.filter(verb="delete_policypage").exists()


def test_a_section_with_articles_stays_and_says_so_before_anybody_asks(client: Client, admin: User) -> None:
    make.draft(section="symptoms")
    section = Section.objects.get(slug="symptoms")
    shown = client.get(f"{SECTIONS}{section.pk}/change/").text
    assert "1 article stands in this section" in shown
    assert "so it stays" in shown
    assert f"{SECTIONS}{section.pk}/delete/" not in shown
    asked = client.get(f"{SECTIONS}{section.pk}/delete/").text
    assert "so it stays" in asked
    assert "Delete it" not in asked
    page = client.post(f"{SECTIONS}{section.pk}/delete/")
    assert page.status_code == 409
    assert "so it stays" in page.text
    assert Section.objects.filter(pk=section.pk).exists()


def test_an_empty_section_can_go(client: Client, admin: User) -> None:
    empty = Section.objects.get(slug="diagnostics-testing")
    assert f"{SECTIONS}{empty.pk}/delete/" in client.get(f"{SECTIONS}{empty.pk}/change/").text
    asked = client.get(f"{SECTIONS}{empty.pk}/delete/")
    assert "Delete it" in asked.text
    assert client.post(f"{SECTIONS}{empty.pk}/delete/", {"seen": asked.context["seen"]}).status_code == 302
    assert not Section.objects.filter(pk=empty.pk).exists()


def test_a_section_keeps_its_address(client: Client, admin: User) -> None:
    section = Section.objects.get(slug="symptoms")
    path = f"{SECTIONS}{section.pk}/change/"
    client.post(path, sent(client, path, name="Signs", slug="signs", confirmed="yes"))
    section.refresh_from_db()
    assert (section.name, section.slug) == ("Signs", "symptoms")


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, AUDITOR])
def test_others_read_and_change_nothing(client: Client, role: str) -> None:
    section = Section.objects.get(slug="symptoms")
    client.force_login(make.person(role))
    for path in (ORGANISATION, f"{SECTIONS}{section.pk}/change/", f"{PAGES}1/change/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Administrators change it" in page.text
        assert client.post(path, {"name": "X", "confirmed": "yes"}).status_code == 403
    for path in (f"{SECTIONS}add/", f"{SECTIONS}{section.pk}/delete/", f"{PAGES}add/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {"confirmed": "yes"}).status_code == 403
    assert client.get(f"{SECTIONS}{section.pk}/history/").status_code == 200


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_numbers_that_are_none(client: Client, admin: User, seen: str) -> None:
    page = client.post(ORGANISATION, {**sent(client, ORGANISATION, name="X"), "seen": seen, "confirmed": "yes"})
    assert page.status_code == 409
    assert Organisation.current().name == "Your organisation"


def test_lists(client: Client, admin: User) -> None:
    for path in (SECTIONS, PAGES):
        assert client.get(path).status_code == 200


def test_lists_write_moments_as_all_other_pages_do(client: Client, admin: User) -> None:
    moment = PolicyPage.objects.order_by("position").first()
    assert moment
    assert f"{moment.updated_at:%-d %B %Y, %H:%M}" in client.get(PAGES).text


def test_what_was_typed_into_a_page_that_somebody_deleted_comes_back(client: Client, admin: User) -> None:
    page = PolicyPage.objects.get(slug="privacy")
    path = f"{PAGES}{page.pk}/change/"
    given = sent(client, path, body="An hour of work.")
    make.site_thing_deleted(page, by=admin)
    gone = client.post(path, {**given, "confirmed": "yes"})
    assert gone.status_code == 409
    assert "Somebody deleted it while you were writing" in gone.text
    assert "An hour of work." in gone.text
    with pytest.raises(Gone):
        keep_site_change(thing=page_as_it_was(page), by=admin, door="admin", seen=0)
    assert not PolicyPage.objects.filter(slug="privacy").exists()


def page_as_it_was(page: PolicyPage) -> PolicyPage:
    """What a process that looked before still holds."""
    held = PolicyPage(title=page.title, slug=page.slug, body=page.body, position=page.position, pk=999)
    held._state.adding = False
    return held

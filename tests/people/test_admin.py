"""People and invitations in the admin."""

from typing import Any

import pytest
from django.test import Client

from people.actions import change_person, give_roles, invite
from people.models import Invitation, User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER, roles_of
from record.chain import Event
from tests.people.crowd import administrator, person

pytestmark = pytest.mark.django_db

INVITE = "/admin/people/invitation/add/"


@pytest.fixture
def admin(client: Client) -> User:
    somebody = administrator()
    client.force_login(somebody)
    return somebody


def shown(page: Any) -> dict[str, Any]:
    """What a person's page says that stood on it, in fields that nobody sees."""
    form = page.context["adminform"].form
    return {f"initial-{name}": form[name].value() or "" for name in form.fields}


def test_people_are_listed_and_changed_through_verbs(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    assert "Ed Sample" in client.get("/admin/people/user/").text
    address = f"/admin/people/user/{ed.pk}/change/"
    page = client.get(address)
    assert page.status_code == 200
    assert "password" not in page.context["adminform"].form.fields
    assert ed.password not in page.text
    given = {"name": "Edda Sample", "email": "edda@example.org", "roles": [EDITOR, PUBLISHER]}
    assert client.post(address, {**shown(page), **given}).status_code == 302
    ed = User.objects.get(pk=ed.pk)
    assert (ed.name, roles_of(ed)) == ("Edda Sample", [EDITOR, PUBLISHER])
    assert {"change_person", "give_roles"} <= set(Event.objects.values_list("verb", flat=True))


def test_pages_say_whose_they_are_and_offer_one_way_to_save(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    assert "<h1>People</h1>" in client.get("/admin/people/user/").text
    assert "<h1>Invitations</h1>" in client.get("/admin/people/invitation/").text
    for address, heading in ((f"/admin/people/user/{ed.pk}/change/", "Ed Sample"), (INVITE, "Invite somebody")):
        page = client.get(address).text
        assert f"<h1>{heading}</h1>" in page
        assert page.count('type="submit"') == 2, "one to save, one to sign out"
        assert "History" not in page


def test_people_are_found_by_role_and_whether_they_are_here(client: Client, admin: User) -> None:
    ed, ria = person("ed", EDITOR), person("ria", REVIEWER)
    client.post(f"/admin/people/user/{ria.pk}/deactivate/", {"why": "Moved away."})
    for asked, found in (
        ({"role": EDITOR}, {ed}),
        ({"here": "no"}, {ria}),
        ({"here": "yes"}, {ed, admin}),
        ({"role": "nothing", "here": "x"}, {ed, ria, admin}),
    ):
        assert set(client.get("/admin/people/user/", asked).context["cl"].queryset) == found


def test_a_refusal_is_a_sentence_and_nothing_is_half_done(client: Client, admin: User) -> None:
    address = f"/admin/people/user/{admin.pk}/change/"
    given = {**shown(client.get(address)), "name": "Changed", "email": admin.email, "roles": [EDITOR]}
    page = client.post(address, given, follow=True)
    assert "at least one active administrator" in page.text
    assert 'value="Changed"' in page.text
    admin.refresh_from_db()
    assert admin.name == "Admin Sample"


def test_roles_that_were_taken_away_meanwhile_stay_away(client: Client, admin: User) -> None:
    """Given a page opened to correct an address, when a colleague takes a role away, then saving gives none back."""
    ed = person("ed", EDITOR, PUBLISHER)
    address = f"/admin/people/user/{ed.pk}/change/"
    page = client.get(address)
    assert 'name="initial-roles" value="Publisher"' in page.text
    assert '<input type="hidden" name="initial-name" value="Ed Sample" id="initial-id_name">' in page.text
    give_roles(person=ed, roles=[EDITOR], by=administrator("second"), door="admin")

    given = {**shown(page), "name": ed.name, "email": "edda@example.org", "roles": [EDITOR, PUBLISHER]}
    refused = client.post(address, given)

    assert "changed the roles while you looked: Editor." in refused.text
    assert 'value="edda@example.org"' in refused.text
    assert 'name="initial-roles" value="Publisher"' in refused.text, "to press again is no way round"
    ed = User.objects.get(pk=ed.pk)
    assert (ed.email, roles_of(ed)) == ("", [EDITOR])
    given = {**shown(client.get(address)), "name": ed.name, "email": "edda@example.org", "roles": [EDITOR]}
    assert client.post(address, given).status_code == 302


def test_a_name_that_was_corrected_meanwhile_stays(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    address = f"/admin/people/user/{ed.pk}/change/"
    page = client.get(address)
    change_person(person=ed, name="Edda Sample", email="", by=administrator("second"), door="admin")

    given = {**shown(page), "name": "Ed Sample", "email": "ed@example.org", "roles": [EDITOR]}
    refused = client.post(address, given)

    assert "changed the name or the address while you looked" in refused.text
    ed = User.objects.get(pk=ed.pk)
    assert (ed.name, ed.email) == ("Edda Sample", "")


def test_a_person_saved_twice_is_saved_once(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    address = f"/admin/people/user/{ed.pk}/change/"
    given = {**shown(client.get(address)), "name": "Edda", "email": "e@example.org", "roles": [EDITOR, PUBLISHER]}

    assert [client.post(address, given).status_code for _press in range(2)] == [302, 302]

    assert Event.objects.filter(verb__in=["change_person", "give_roles"]).count() == 2


def test_a_taken_address_stands_beside_its_field(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    page = client.post(
        f"/admin/people/user/{ed.pk}/change/", {"name": "Ed", "email": "ADMIN@example.org", "roles": [EDITOR]}
    )
    assert page.status_code == 200
    assert "email address already" in page.text


def test_an_invitation_that_is_refused_keeps_what_was_typed(client: Client, admin: User) -> None:
    page = client.post(INVITE, {"name": "Nora New", "email": admin.email, "roles": [EDITOR]})
    assert page.status_code == 200
    assert 'value="Nora New"' in page.text
    assert not Invitation.objects.exists()


def test_nobody_is_added_or_deleted(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    assert client.get("/admin/people/user/add/").status_code == 403
    assert client.post(f"/admin/people/user/{ed.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [ed.pk], "post": "yes"}
    client.post("/admin/people/user/", chosen)
    assert User.objects.filter(pk=ed.pk).exists()


def test_leaving_asks_for_a_reason(client: Client, admin: User) -> None:
    ed = person("ed", EDITOR)
    address = f"/admin/people/user/{ed.pk}/deactivate/"
    assert address in client.get(f"/admin/people/user/{ed.pk}/change/").text
    assert "every session" in client.get(address).text
    assert client.post(address, {"why": ""}).status_code == 400
    assert User.objects.get(pk=ed.pk).is_active
    assert client.post(address, {"why": "Moved away."}).status_code == 302
    assert not User.objects.get(pk=ed.pk).is_active
    again = client.post(address, {"why": "Moved away."})
    assert again.status_code == 400
    assert "deactivated already" in again.text
    back = f"/admin/people/user/{ed.pk}/reactivate/"
    assert client.get(back).status_code == 200
    assert client.post(back, {"why": "Back again."}).status_code == 302
    assert User.objects.get(pk=ed.pk).is_active


def test_invitations_are_sent_again_and_withdrawn(client: Client, admin: User) -> None:
    assert client.get("/admin/people/invitation/add/").status_code == 200
    given = {"name": "Ida Sample", "email": "ida@example.org", "roles": [REVIEWER]}
    assert client.post("/admin/people/invitation/add/", given).status_code == 302
    made = Invitation.objects.get()
    assert [group.name for group in made.roles.all()] == [REVIEWER]
    twice = client.post("/admin/people/invitation/add/", given, follow=True)
    assert "invited already" in twice.text or "open already" in twice.text
    before = made.token_digest
    for action in ("send_again", "withdraw"):
        page = client.post("/admin/people/invitation/", {"action": action, "_selected_action": [made.pk]}, follow=True)
        assert "done" in page.text
    made.refresh_from_db()
    assert made.token_digest != before
    assert made.withdrawn_at
    assert made.token_digest not in client.get(f"/admin/people/invitation/{made.pk}/change/").text
    page = client.post("/admin/people/invitation/", {"action": "withdraw", "_selected_action": [made.pk]}, follow=True)
    assert "has been withdrawn" in page.text


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER])
def test_others_see_nothing_of_people(client: Client, role: str) -> None:
    admin = administrator()
    client.force_login(person("other", role))
    for address in (
        "user/",
        f"user/{admin.pk}/change/",
        f"user/{admin.pk}/deactivate/",
        "invitation/",
        "invitation/add/",
    ):
        assert client.get(f"/admin/people/{address}").status_code == 403
    assert client.post(f"/admin/people/user/{admin.pk}/deactivate/", {"why": "x"}).status_code == 403


def test_auditors_look_and_change_nothing(client: Client) -> None:
    admin = administrator()
    made = invite(email="x@example.org", name="X", roles=[ADMINISTRATOR], by=admin, door="admin")
    client.force_login(person("auditor", AUDITOR))
    page = client.get(f"/admin/people/user/{admin.pk}/change/")
    assert page.status_code == 200
    assert "Administrator" in page.text
    assert "deactivate/" not in page.text
    assert client.get("/admin/people/invitation/").status_code == 200
    assert client.get(f"/admin/people/invitation/{made.pk}/change/").status_code == 200
    assert client.post(f"/admin/people/user/{admin.pk}/change/", {"name": "X"}).status_code == 403
    assert client.post(f"/admin/people/user/{admin.pk}/deactivate/", {"why": "x"}).status_code == 403
    client.post("/admin/people/invitation/", {"action": "withdraw", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert made.withdrawn_at is None


@pytest.mark.parametrize("address", ["/admin/auth/group/", "/admin/account/emailaddress/", "/admin/auth/"])
def test_not_even_a_superuser_goes_around_the_verbs(client: Client, address: str) -> None:
    client.force_login(User.objects.create_superuser("root", "", "a long enough secret 7"))
    assert client.get(address).status_code == 404

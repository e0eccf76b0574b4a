"""Leaving, coming back, and changing what somebody may do."""

import pytest
from django.db.models import ProtectedError
from django.test import Client

from people.actions import change_person, deactivate, give_roles, invite, reactivate
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER, is_editor, is_staff_member, roles_of
from record.chain import Event
from record.errors import BadInput, NotAllowed, WrongState
from tests.people.crowd import PASSWORD, administrator, person

pytestmark = pytest.mark.django_db


def test_whoever_left_is_out_at_once_and_stays_on_the_list(client: Client) -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    assert client.login(username="ed", password=PASSWORD)
    assert client.get("/admin/").status_code == 200
    deactivate(person=ed, by=admin, door="admin", why="Moved to another hospital.")
    assert client.get("/admin/").status_code == 302
    assert not client.login(username="ed", password=PASSWORD)
    assert User.objects.filter(username="ed").exists()
    event = Event.objects.latest("seq")
    assert (event.verb, event.told["why"]) == ("deactivate", "Moved to another hospital.")


def test_coming_back_brings_no_old_session_back(client: Client) -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    assert client.login(username="ed", password=PASSWORD)
    deactivate(person=ed, by=admin, door="admin", why="Leave.")
    reactivate(person=ed, by=admin, door="admin", why="Back.")
    assert client.get("/admin/").status_code == 302
    assert client.login(username="ed", password=PASSWORD)
    assert client.get("/admin/").status_code == 200


def test_whoever_left_may_nothing() -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    assert is_editor(ed)
    ed = deactivate(person=ed, by=admin, door="admin", why="Gone.")
    assert roles_of(ed) == [EDITOR]
    assert not is_editor(ed)
    assert not is_staff_member(ed)
    assert not ed.has_perm("people.work_here")


def test_nobody_deactivates_themselves() -> None:
    admin = administrator()
    administrator("second")
    with pytest.raises(NotAllowed, match="themselves"):
        deactivate(person=admin, by=admin, door="admin", why="Enough.")


def test_the_last_administrator_stays() -> None:
    root = User.objects.create_superuser("root", "", PASSWORD)
    admin = administrator()
    root = give_roles(person=root, roles=[EDITOR], by=admin, door="admin")
    assert not root.is_superuser
    assert not root.has_perm("people.invite_person")
    with pytest.raises(WrongState, match="at least one"):
        give_roles(person=admin, roles=[EDITOR], by=admin, door="admin")


def test_an_administrator_who_left_meanwhile_is_refused() -> None:
    """The page was open while a colleague let them go: the verb asks again, under the lock."""
    one, two = administrator("one"), administrator("two")
    deactivate(person=one, by=two, door="admin", why="Gone.")
    with pytest.raises(NotAllowed):
        deactivate(person=two, by=one, door="admin", why="Revenge.")


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER, AUDITOR])
def test_only_administrators_change_people(role: str) -> None:
    nosy, victim = person("nosy", role), person("victim", EDITOR)
    with pytest.raises(NotAllowed):
        deactivate(person=victim, by=nosy, door="admin", why="Because.")
    with pytest.raises(NotAllowed):
        reactivate(person=victim, by=nosy, door="admin", why="Because.")
    with pytest.raises(NotAllowed):
        give_roles(person=nosy, roles=[ADMINISTRATOR], by=nosy, door="admin")
    with pytest.raises(NotAllowed):
        change_person(person=victim, name="V", email="", by=nosy, door="admin")
    with pytest.raises(NotAllowed):
        invite(email="x@example.org", name="X", roles=[role], by=nosy, door="admin")


@pytest.mark.parametrize("leaves", [True, False])
def test_open_invitations_of_a_former_administrator_are_withdrawn(leaves: bool) -> None:
    """Given an administrator with open invitations, when they stop being one, then nobody comes in by those."""
    boss, leaver = administrator("boss"), administrator("leaver")
    planted = invite(email="planted@example.org", name="P", roles=[ADMINISTRATOR], by=leaver, door="admin")
    other = invite(email="other@example.org", name="O", roles=[EDITOR], by=boss, door="admin")

    if leaves:
        deactivate(person=leaver, by=boss, door="admin", why="Left.")
    else:
        give_roles(person=leaver, roles=[EDITOR], by=leaver, door="admin")

    planted.refresh_from_db()
    other.refresh_from_db()
    assert planted.withdrawn_at
    assert not other.withdrawn_at
    assert Event.objects.filter(verb="withdraw_invitation").count() == 1


def test_a_reason_is_needed() -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    with pytest.raises(BadInput, match="why"):
        deactivate(person=ed, by=admin, door="admin", why=" \n ")


def test_changing_nothing_records_nothing() -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    before = Event.objects.count()
    give_roles(person=ed, roles=[EDITOR], by=admin, door="admin")
    change_person(person=ed, name=ed.name, email="", by=admin, door="admin")
    assert Event.objects.count() == before


def test_a_name_change_is_on_record_and_an_address_is_not() -> None:
    admin, ed = administrator(), person("ed", EDITOR)
    change_person(person=ed, name="Edda Sample", email="edda@example.org", by=admin, door="admin")
    facts = Event.objects.latest("seq").told["facts"]
    assert facts["changed"] == ["name", "email"]
    assert (facts["name_before"], facts["name"]) == ("Ed Sample", "Edda Sample")
    assert "edda@" not in Event.objects.latest("seq").body


def test_roles_decide_who_may_open_the_admin() -> None:
    ed = person("ed", EDITOR)
    assert ed.is_staff
    assert ed.has_perm("people.work_here")
    bare = User.objects.create_user("bare")
    assert not bare.is_staff
    assert not bare.has_perm("people.work_here")


def test_whoever_invited_somebody_cannot_be_deleted() -> None:
    admin = administrator()
    invite(email="x@example.org", name="X", roles=[EDITOR], by=admin, door="admin")
    with pytest.raises(ProtectedError):
        admin.delete()

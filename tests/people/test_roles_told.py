"""`verify_record` believes of roles what Events tell, and Events that were written by whoever could."""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from people.actions import accept_invitation, add_person, deactivate, give_roles, invite, reactivate
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER, REVIEWER, set_roles
from record import clock
from record.chain import record_event
from record.verification import verify
from tests.people.crowd import administrator, person

pytestmark = pytest.mark.django_db


def found() -> set[tuple[str, str]]:
    return {(finding.table, finding.id) for finding in verify().findings}


@transaction.atomic
def tell(verb: str, actor: User | None, door: str = "admin", **facts: Any) -> str:
    """An Event such as a forger appends: the chain is right. Gives its number."""
    return str(record_event(verb, actor=actor, door=door, **facts).pk)


@transaction.atomic
def given(somebody: User, *roles: str) -> None:
    """Roles that are there without an Event."""
    set_roles(somebody, roles)


def test_what_the_verbs_do_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given people who come in every way, and leave and come back, then nothing is named."""
    root = User.objects.create_superuser("root", "", "a long enough secret 7")
    ed = person("ed", EDITOR)
    monkeypatch.setattr(sys.modules["people.actions.invite"], "new_token", lambda: "token")
    invite(email="ida@example.org", name="Ida", roles=[REVIEWER], by=root, door="admin")
    accept_invitation(token="token", username="ida", password="correct horse battery")
    give_roles(person=ed, roles=[EDITOR, ADMINISTRATOR], by=root, door="admin")
    deactivate(person=root, by=ed, door="admin", why="Left.")
    reactivate(person=root, by=ed, door="admin", why="Came back.")
    give_roles(person=root, roles=[PUBLISHER], by=ed, door="admin")
    verification = verify()
    assert (verification.findings, verification.remarks) == ([], [])


FORGED: dict[str, Callable[[User, User], str]] = {
    "roles by an editor": lambda ed, _boss: tell(
        "give_roles", ed, person=ed.pk, before=[EDITOR], roles=[ADMINISTRATOR]
    ),
    "roles by nobody": lambda ed, _boss: tell("give_roles", None, person=ed.pk, before=[EDITOR], roles=[ADMINISTRATOR]),
    "other roles before": lambda ed, boss: tell("give_roles", boss, person=ed.pk, before=[], roles=[ADMINISTRATOR]),
    "added through a page": lambda _ed, _boss: tell(
        "add_person", None, person=977, username="x", roles=[ADMINISTRATOR], door="admin"
    ),
    "added by an editor": lambda ed, _boss: tell(
        "add_person", ed, person=977, username="x", roles=[ADMINISTRATOR], door="shell"
    ),
    "added twice": lambda ed, _boss: tell(
        "add_person", None, person=ed.pk, username="ed", roles=[ADMINISTRATOR], door="shell"
    ),
    "no invitation": lambda ed, _boss: tell(
        "accept_invitation", ed, person=977, invitation=5, username="x", roles=[ADMINISTRATOR], door="account"
    ),
    "invited by an editor": lambda ed, _boss: tell("invite", ed, invitation=5, roles=[ADMINISTRATOR]),
    "let go by an editor": lambda ed, boss: tell("deactivate", ed, person=boss.pk, username="boss"),
    "back with more": lambda ed, boss: tell("reactivate", boss, person=ed.pk, roles=[ADMINISTRATOR]),
}


@pytest.mark.parametrize("forged", FORGED)
def test_an_event_counts_only_if_whoever_did_it_could(forged: str) -> None:
    ed, boss = person("ed", EDITOR), administrator()
    seq = FORGED[forged](ed, boss)
    assert found() == {("record_event", seq)}


def test_roles_without_an_event_are_named() -> None:
    """Given people who are in other roles today than Events gave them, then each is named, with the Event."""
    ed, boss = person("ed", EDITOR), administrator()
    bare = User.objects.create_user("bare")
    assert found() == set()
    given(ed, EDITOR, ADMINISTRATOR)
    given(bare, PUBLISHER)
    User.objects.filter(pk=boss.pk).update(is_superuser=True)
    assert found() == {("people_user", str(somebody.pk)) for somebody in (ed, bare, boss)}
    given(ed, EDITOR)
    User.objects.filter(pk=ed.pk).update(is_active=False)
    assert ("people_user", str(ed.pk)) in found()


def test_what_an_administrator_does_after_they_left_counts_no_more() -> None:
    """A verb asks before it waits for others, so a few minutes after they left are theirs; an hour is not."""
    ed, boss, other = person("ed", EDITOR), administrator(), person("other", ADMINISTRATOR)
    deactivate(person=boss, by=other, door="admin", why="Left.")
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        seq = tell("give_roles", boss, person=ed.pk, before=[EDITOR], roles=[ADMINISTRATOR])
    assert found() == {("record_event", seq)}


def test_administrators_whom_a_command_added_are_named_but_the_first() -> None:
    """A shell can add anybody, and asks nobody: that is no fault, and auditors ask."""
    User.objects.create_superuser("root", "", "a long enough secret 7")
    second = add_person(username="more", password="x", name="More", roles=[ADMINISTRATOR], door="shell")
    verification = verify()
    assert verification.is_whole
    assert [f"person {second.pk}" in line or f"{second.pk} by event 2" in line for line in verification.remarks] == [
        True
    ]

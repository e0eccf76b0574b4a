"""Two people at once: one outcome."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from people.actions import accept_invitation, deactivate, invite
from people.links import digest_of_token
from people.models import Invitation, User
from people.roles import ADMINISTRATOR, EDITOR
from record.errors import Refusal
from record.verification import verify
from tests.people.crowd import administrator

pytestmark = pytest.mark.django_db(transaction=True)


def together(*verbs: Callable[[], object]) -> list[Refusal]:
    """Begin all at one moment, each on a connection of its own; the refusals."""
    ready = Barrier(len(verbs))

    def one(verb: Callable[[], object]) -> Refusal | None:
        try:
            ready.wait(timeout=10)
            verb()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [refusal for refusal in pool.map(one, verbs) if refusal]


def test_two_administrators_cannot_remove_each_other() -> None:
    one, two = administrator("one"), administrator("two")
    refused = together(
        lambda: deactivate(person=two, by=one, door="admin", why="Race."),
        lambda: deactivate(person=one, by=two, door="admin", why="Race."),
    )
    assert len(refused) == 1
    assert User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).count() == 1
    assert not verify().findings


def test_one_link_makes_one_person() -> None:
    invite(email="x@example.org", name="X", roles=[EDITOR], by=administrator(), door="admin")
    Invitation.objects.update(token_digest=digest_of_token("known"))
    refused = together(
        *(
            lambda name=name: accept_invitation(token="known", username=name, password="a long enough secret 7")
            for name in ("first", "second", "third")
        )
    )
    assert len(refused) == 2
    assert User.objects.count() == 2


def test_one_username_goes_to_one_person() -> None:
    admin = administrator()
    for number in (1, 2):
        made = invite(email=f"x{number}@example.org", name="X", roles=[EDITOR], by=admin, door="admin")
        Invitation.objects.filter(pk=made.pk).update(token_digest=digest_of_token(f"known {number}"))
    refused = together(
        lambda: accept_invitation(token="known 1", username="Same", password="a long enough secret 7"),
        lambda: accept_invitation(token="known 2", username="same", password="a long enough secret 7"),
    )
    assert len(refused) == 1
    assert User.objects.filter(username__iexact="same").count() == 1

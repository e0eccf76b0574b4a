"""Whose role went, or who left, between the page and the deed: the verb asks of them as they stand now."""

from collections.abc import Callable

import pytest

from articles.models import Publication
from people.actions import deactivate, give_roles
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER
from record.errors import NotAllowed
from reviews.actions import publish, sign_off
from reviews.models import Attestation, Method, SignOff
from reviews.proof import Proof
from tests import factories

pytestmark = pytest.mark.django_db


def _role_goes(somebody: User) -> None:
    give_roles(person=User.objects.get(pk=somebody.pk), roles=[AUDITOR], by=factories.administrator(), door="admin")


def _leaves(somebody: User) -> None:
    someone = User.objects.get(pk=somebody.pk)
    deactivate(person=someone, by=factories.administrator(), door="admin", why="Left.")


both_ways = pytest.mark.parametrize("goes", [_role_goes, _leaves])


@both_ways
def test_nobody_publishes_on_a_role_that_they_had(goes: Callable[[User], None]) -> None:
    """Given a publisher whom the desk has asked already, when the role goes, then the verb refuses them."""
    review, publisher = factories.signed(), factories.person(PUBLISHER)
    assert publisher.has_perm("reviews.publish_edition", review)

    goes(publisher)

    with pytest.raises(NotAllowed):
        publish(review=review, live_seen=None, by=publisher, door="desk")
    assert not Publication.objects.exists()


@both_ways
def test_nobody_signs_on_a_role_that_they_had(goes: Callable[[User], None]) -> None:
    """The password was checked, and the lock waited for, while the role went: no signature is given."""
    review, reviewer = factories.submitted(), factories.reviewer()
    assert reviewer.has_perm("reviews.sign_off", review)
    proof = Proof(reviewer, Method.PASSWORD)

    goes(reviewer)

    with pytest.raises(NotAllowed):
        sign_off(review=review, digest=review.edition.digest, role="medical", proof=proof, door="desk")
    assert not SignOff.objects.exists()


@both_ways
def test_nobody_attests_on_a_role_that_they_had(goes: Callable[[User], None]) -> None:
    factories.administrator()
    review, second = factories.submitted(factories.imported()), factories.person(ADMINISTRATOR)
    assert second.has_perm("reviews.attest_review", review)

    goes(second)

    with pytest.raises(NotAllowed):
        factories.attested(review, by=second)
    assert not Attestation.objects.exists()


@both_ways
def test_nobody_imports_on_a_role_that_they_had(goes: Callable[[User], None]) -> None:
    editor = factories.person(EDITOR)
    assert editor.has_perm("articles.change_draft")

    goes(editor)

    with pytest.raises(NotAllowed):
        factories.imported(by=editor)

"""A process killed in the middle of a verb leaves the state before or the state after, never half of it."""

from itertools import count

import pytest

from tests.reviews.kill_stories import NAMES, Stories, kill

pytestmark = pytest.mark.django_db(transaction=True)

EVERY = 11


@pytest.mark.parametrize("name", NAMES)
def test_a_killed_verb_leaves_no_half_state(name: str) -> None:
    make = getattr(Stories(), name)
    kills = 0
    for statements in count(2, EVERY):
        if not kill(make, statements):
            break
        kills += 1
    assert kills >= 1

"""A process killed in the middle of a verb leaves the state before or the state after, never half of it."""

from itertools import count

import pytest

from tests.reviews.kill_stories import kill, stories

pytestmark = pytest.mark.django_db(transaction=True)

EVERY = 7


@pytest.mark.parametrize("place", [0, 1, 2, 3], ids=["submit", "sign_off", "publish", "redact"])
def test_a_killed_verb_leaves_no_half_state(place: int) -> None:
    make = list(stories())[place]
    kills = 0
    for statements in count(1, EVERY):
        if not kill(make, statements):
            break
        kills += 1
    assert kills >= 2

"""Every statement of every verb, killed once."""

from itertools import count

import pytest

from tests.reviews.kill_stories import NAMES, Stories, kill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", NAMES)
def test_no_kill_leaves_half_a_state(name: str) -> None:
    make = getattr(Stories(), name)
    kills = 0
    for statements in count(1):
        if not kill(make, statements):
            break
        kills += 1
    print(f"{kills} kills")
    assert kills > 5

"""Every statement of every verb, killed once."""

from itertools import count

import pytest

from tests.reviews.kill_stories import kill, stories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("place", [0, 1, 2], ids=["submit", "sign_off", "publish"])
def test_no_kill_leaves_half_a_state(place: int) -> None:
    make = list(stories())[place]
    kills = 0
    for statements in count(1):
        if not kill(make, statements):
            break
        kills += 1
    print(f"{kills} kills")
    assert kills > 5

"""Many long random lives."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reviews.test_life import RolledBack

pytestmark = pytest.mark.django_db


def test_whatever_people_do_for_long() -> None:
    run_state_machine_as_test(
        RolledBack,
        settings=settings(
            max_examples=150, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

"""A library's life, played at random. What strangers see is always a signed text, and never a draft."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reviews.warned_life import WarnedLife

pytestmark = pytest.mark.django_db


class RolledBack(WarnedLife):
    """Each play begins with an empty library."""

    def __init__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        super().__init__()

    def teardown(self) -> None:
        super().teardown()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


def test_whatever_people_do_readers_get_what_was_signed() -> None:
    run_state_machine_as_test(
        RolledBack,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

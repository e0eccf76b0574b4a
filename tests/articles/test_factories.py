"""The factories reach every state they name."""

import pytest

from reviews.models import ReviewState
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_states() -> None:
    assert make.draft().saves == 1
    assert make.saved(make.draft(), body="## Other\n\nText.\n").saves == 2
    assert make.submitted().state == ReviewState.WAITING
    assert make.signed().state == ReviewState.APPROVED
    assert make.answered().state == ReviewState.CHANGES
    assert make.recalled().state == ReviewState.RECALLED
    first = make.published(slug="gene-therapy")
    second = make.republished(first, body="## Other\n\nText.\n")
    assert (first.edition.number, second.edition.number) == (1, 2)
    assert second.edition.based_on == first.edition

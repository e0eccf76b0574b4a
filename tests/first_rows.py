"""What a library holds after `migrate`.

A transactional test empties all tables when it ends; the next one begins with these.
"""

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Section
from people.roles import ROLES, groups_of


@pytest.fixture(autouse=True)
def first_rows(request: pytest.FixtureRequest) -> None:
    """Sections, organisation, policy pages, policy and roles, where an earlier flush took them."""
    marker = request.node.get_closest_marker("django_db")
    transactional = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if not transactional:
        return
    request.getfixturevalue("transactional_db")
    if not Section.objects.exists():
        groups_of(ROLES)
        for name in (
            "articles.migrations.0002_first_rows",
            "articles.migrations.0006_policy_pages",
            "reviews.migrations.0002_first_policy",
        ):
            import_module(name).make(apps, None)

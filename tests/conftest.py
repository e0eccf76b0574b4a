"""What every test stands on: guarded tables that can be emptied, the engine's own tests, bounded hypothesis."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from people.models import User
from people.roles import PUBLISHER
from record import clock
from tests import factories, tools
from tests.first_rows import first_rows
from tests.flush import guarded_tables_can_be_flushed
from tests.settings import WORKPLACE

__all__ = ["first_rows", "guarded_tables_can_be_flushed"]

STRICT = os.environ.get("REQUIRE_ALL") == "1"

settings.register_profile("quick", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture
def now() -> Iterator[clock.StandingClock]:
    """The library's clock, standing where the test moves it to."""
    with clock.standing_at(factories.START) as standing:
        yield standing


@pytest.fixture
def publisher() -> User:
    return factories.person(PUBLISHER)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is only for the other engine, and skip what needs a tool that this machine lacks."""
    sqlite = django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    other = "postgresql" if sqlite else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]
    lacking = {
        "browser": "" if tools.chromium() else "no Chromium was found",
        "pages": "" if tools.axe() and tools.vnu() and tools.java() else "the page checkers are not installed",
    }
    for item in items:
        for marker, reason in lacking.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With REQUIRE_ALL=1 a skipped test is a failure: whatever can't run must say so by failing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if STRICT and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("REQUIRE_ALL=1: skipped tests count as failed.", red=True)
        session.exitstatus = 1


def pytest_configure(config: pytest.Config) -> None:
    """The folder of this process's database and media."""
    WORKPLACE.mkdir(exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing of it stays, also where this process is a worker of a parallel run."""
    shutil.rmtree(WORKPLACE, ignore_errors=True)


@pytest.fixture(autouse=True)
def attempts_are_counted_anew() -> None:
    """No test is throttled for what another one did, nor finds a mail server that failed another."""
    cache.clear()
    from reviews.notifications import MailServer

    MailServer.spared_until = None

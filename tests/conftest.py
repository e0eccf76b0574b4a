"""What every test stands on: guarded tables that can be emptied, and bounded hypothesis."""

import importlib.util
import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

from tests.settings import WORKPLACE

if importlib.util.find_spec("tests.flush"):
    from tests.flush import *  # noqa: F403

settings.register_profile("quick", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Workers of a parallel run end without `atexit`."""
    shutil.rmtree(WORKPLACE, ignore_errors=True)

"""Run every trial on every engine, one after another, and say how each ended. Exit code 1 where one failed."""

import os
import sys

from tests import children, postgres
from tests.run import postgresql_url

TRIALS = {
    "every kill of every verb": ["tests/trials/trial_kills.py"],
    "random lives": ["tests/trials/trial_life.py"],
}


def main() -> int:
    children.end_on_sigterm()
    failed = trials_on("SQLite", url="")
    if os.environ.get("TEST_DATABASE_URL") or postgres.programs():
        with postgresql_url() as url:
            failed += trials_on("PostgreSQL", url=url)
    else:
        failed.append("PostgreSQL: its programs were not found")
    print("all trials passed" if not failed else f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def trials_on(engine: str, *, url: str) -> list[str]:
    """Run each there; the names of those that failed."""
    failed = []
    for name, paths in TRIALS.items():
        print(f"── {name}, {engine}", flush=True)
        pytest = [sys.executable, "-m", "pytest", "-q", "-n0", *paths]
        if children.run(pytest, {**os.environ, "HYPOTHESIS_PROFILE": "long", "TEST_DATABASE_URL": url}):
            failed.append(f"{name} on {engine}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

"""`make test`: the whole suite, on SQLite and on PostgreSQL, with browser journeys one after the other.

What can't run on this machine is said at the end. With REQUIRE_ALL=1 that, and any skipped test, is a failure.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests import children, postgres, tools

NOTHING_COLLECTED = 5


@dataclass
class Run:
    """What happened so far, for the few lines at the end."""

    strict: bool
    failed: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def pytest(self, what: str, arguments: Sequence[str], **environment: str) -> None:
        """Run pytest once, in its own process, under this environment."""
        print(f"\n=== {what} ===", flush=True)
        code = children.run([sys.executable, "-m", "pytest", *arguments], {**os.environ, **environment})
        if code == NOTHING_COLLECTED and not self.strict:
            print("No test of this kind.")
        elif code:
            self.failed.append(what)

    def verdict(self) -> int:
        """Say what could not run and what failed; the exit code."""
        print()
        for line in self.absent:
            print(f"Not run: {line}")
        for line in self.failed:
            print(f"Failed: {line}")
        if self.strict and self.absent:
            print("REQUIRE_ALL=1: what is absent counts as failed.")
        return 1 if self.failed or (self.strict and self.absent) else 0


@contextlib.contextmanager
def postgresql_url() -> Iterator[str]:
    """The database that TEST_DATABASE_URL names, or a throwaway server's."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
    else:
        with postgres.throwaway() as url:
            yield url


def suite(run: Run, engine: str, given: Sequence[str], *, browser: bool, url: str) -> None:
    """Everything once on one engine: in parallel what may be, then the browser's journeys alone."""
    environment = {"TEST_DATABASE_URL": url}
    run.pytest(f"{engine}", ["-n", "2", "-m", "not browser", *given], **environment)
    if browser:
        run.pytest(f"{engine}, in a browser", ["-m", "browser", *given], **environment)


def main(given: Sequence[str]) -> int:
    """`given` goes to pytest as it is, as in `python -m tests.run tests/people`."""
    children.end_on_sigterm()
    run = Run(strict=os.environ.get("REQUIRE_ALL") == "1")
    in_the_way = tools.install_page_checkers()
    if in_the_way:
        run.absent.append(f"page checks: {in_the_way}.")
    browser = tools.chromium() is not None
    if not browser:
        run.absent.append("browser journeys: no Chromium was found.")

    suite(run, "SQLite", given, browser=browser, url="")
    if os.environ.get("TEST_DATABASE_URL") or postgres.programs():
        with postgresql_url() as url:
            suite(run, "PostgreSQL", given, browser=browser, url=url)
    else:
        run.absent.append("PostgreSQL: its programs were not found, and TEST_DATABASE_URL is not set.")
    return run.verdict()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

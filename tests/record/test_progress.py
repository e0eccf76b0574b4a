"""The progress bar: on a terminal, and nowhere else."""

from io import StringIO

import pytest

from record import progress
from record.progress import ProgressBar


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_draws_on_a_terminal_and_leaves_a_clean_line() -> None:
    terminal = Terminal()
    with ProgressBar(terminal) as bar:
        bar("events", 0, 2000)
        bar("events", 2000, 2000)
        bar("rows", 1, 1)
    lines = terminal.getvalue().split("\r")
    assert lines[1].endswith("░ events 0 / 2,000")
    assert lines[2] == f"{'█' * progress.WIDTH} events 2,000 / 2,000"
    assert lines[-2].strip() == lines[-1] == ""


def test_says_nothing_elsewhere() -> None:
    file = StringIO()
    with ProgressBar(file) as bar:
        bar("events", 1, 1)
    assert file.getvalue() == ""


def test_work_that_is_none_is_done() -> None:
    with ProgressBar(Terminal()) as bar:
        bar("events", 0, 0)


def test_draws_no_more_often_than_eyes_can_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("record.progress.time.monotonic", lambda: 5.0)
    terminal = Terminal()
    bar = ProgressBar(terminal)
    for done in range(999):
        bar("events", done, 1000)
    assert terminal.getvalue().count("\r") == 1


def test_an_error_on_the_way_is_not_swallowed() -> None:
    with pytest.raises(RuntimeError), ProgressBar(Terminal()):
        raise RuntimeError

"""Programs that a runner starts and waits for: whatever ends the runner ends them too, and lets them clean up."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

# Time for a test session to put away what it started: a browser, a server, its workers.
PATIENCE = 20.0


def end_on_sigterm() -> None:
    """Make SIGTERM leave through every `finally`, as Ctrl-C does, instead of ending the process where it stands."""
    signal.signal(signal.SIGTERM, _leave)


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program to its end: its exit code. Where this is interrupted, the program is interrupted first."""
    child = subprocess.Popen(arguments, env=environment)
    try:
        return child.wait()
    finally:
        _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C does, so that pytest tears its fixtures down; then the hard ways. Of this one process only."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            return
        child.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=PATIENCE)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)

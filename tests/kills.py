"""Killing a process after its n-th SQL statement. Used by the tests (a sample) and the trials (every one)."""

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection, connections

SURVIVED = 0
REFUSED = 3


def killed_after(statements: int, verb: Callable[[], object]) -> bool:
    """Run `verb` in a process of its own that is killed right after its n-th statement.

    False where it ended before that.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        _run_and_die(statements, verb)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != SURVIVED:
        raise AssertionError(f"The verb failed in its own process, with exit code {os.WEXITSTATUS(status)}.")
    return False


def _run_and_die(statements: int, verb: Callable[[], object]) -> None:
    """The child: never returns, and runs no clean-up of the test that it was forked from."""
    left = statements

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal left
        result = execute(*arguments)
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    try:
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(count))
            verb()
    except BaseException:
        os._exit(REFUSED)
    os._exit(SURVIVED)

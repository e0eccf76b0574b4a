"""The project's own machinery: the demo's settings, the runner's verdict, the throwaway PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest

from healthlib import demo
from healthlib.environment import record_key, settings_in
from tests import postgres
from tests.run import Run


def test_a_demo_keeps_its_key_and_follows_its_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "var" / "demo.env"
    monkeypatch.setattr(demo, "FILE", file)
    with patch.dict(os.environ):
        demo.use_settings(8000)
        first = settings_in(file)
        key = record_key()
        demo.use_settings(8001)
        second = settings_in(file)
        assert os.environ["PUBLIC_ORIGIN"] == "http://127.0.0.1:8001"
        again = record_key()
    assert len(first["SECRET_KEY"]) >= 50
    assert second == {**first, "PUBLIC_ORIGIN": "http://127.0.0.1:8001"}
    assert key
    assert again
    assert again.private_bytes_raw() == key.private_bytes_raw()
    for written in (file, file.with_name("record-key.pem")):
        assert written.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "８０００"])
def test_a_port_that_is_none(text: str) -> None:
    with pytest.raises(SystemExit, match="PORT must be a number"):
        demo.wanted_port([text])


def test_a_port_that_is_taken() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        with pytest.raises(SystemExit, match=f"Port {port} can't be used"):
            demo.wanted_port([port])


@pytest.mark.parametrize(
    ("strict", "failed", "absent", "code"),
    [(False, [], [], 0), (False, [], ["a"], 0), (True, [], ["a"], 1), (False, ["f"], [], 1), (True, [], [], 0)],
)
def test_what_is_absent_fails_only_where_all_is_required(
    strict: bool, failed: list[str], absent: list[str], code: int
) -> None:
    assert Run(strict=strict, failed=failed, absent=absent).verdict() == code


@pytest.mark.postgresql
@pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL's programs were not found")
def test_a_throwaway_server_leaves_nothing() -> None:
    with postgres.throwaway() as url, psycopg.connect(url) as connection:
        folder = connection.execute("SHOW data_directory").fetchone()
        assert folder
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    assert not Path(folder[0]).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_runner_that_is_ended_ends_what_it_started(tmp_path: Path) -> None:
    # Given a runner with a throwaway folder that runs a program
    story = f"""
import contextlib, os, pathlib, sys
from tests import children

@contextlib.contextmanager
def throwaway():
    try:
        yield
    finally:
        pathlib.Path({str(tmp_path / "gone")!r}).touch()

children.end_on_sigterm()
with throwaway():
    program = "import os, sys; print(os.getpid(), flush=True); sys.stdin.read()"
    children.run([sys.executable, "-c", program], dict(os.environ))
"""
    runner = subprocess.Popen(
        [sys.executable, "-c", story], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with runner:
        assert runner.stdout
        child = int(runner.stdout.readline())
        # When the runner is told to end
        runner.terminate()
        # Then the program has ended before it, and the runner has put everything away
        assert runner.wait(timeout=60) == 128 + signal.SIGTERM
    assert (tmp_path / "gone").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)

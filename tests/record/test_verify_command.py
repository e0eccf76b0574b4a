"""`verify_record` as people and scripts call it: what it prints, and its exit codes."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management import CommandError, call_command
from django.db import connection

from record.chain import Event, Head
from record.management.commands.verify_record import Command
from tests.flush import guards_down
from tests.record.notes import put_down

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def head(_notes: None, ada: AbstractBaseUser) -> Head:
    """The head after three notes."""
    for text in ("one", "two", "three"):
        put_down(text, by=ada, at=NOON)
    return Head.objects.get()


def verify_record(*arguments: object) -> tuple[Any, str, str]:
    """Call it as `manage.py` does. Returns the exit code and what was printed on each stream."""
    out, err = StringIO(), StringIO()
    command = Command(stdout=out, stderr=err, no_color=True)
    try:
        command.run_from_argv(["manage.py", "verify_record", *map(str, arguments)])
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    finally:
        connection.ensure_connection()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def _stays_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """`run_from_argv` closes all connections at its end, and with them the transaction of the test."""
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


def test_a_whole_record_exits_0_and_says_where_it_ends(head: Head) -> None:
    code, out, err = verify_record()
    assert (code, err) == (0, "")
    assert "The record is whole: 3 events, 3 notes." in out
    assert f"It ends at event 3, hash {head.hash}." in out


def test_a_broken_record_exits_1_and_names_the_first_broken_link(head: Head) -> None:
    with guards_down(connection):
        Event.objects.filter(seq=2).update(body="{}")
    code, out, err = verify_record()
    assert (code, out) == (1, "")
    assert "The first: record_event 2: its hash is not that of its number, its body and the hash before it" in err


def test_a_noted_head_is_compared(head: Head, tmp_path: Path) -> None:
    noted = tmp_path / "head.json"
    noted.write_text(json.dumps({"seq": 2, "hash": Event.objects.get(seq=2).hash, "time": "…", "signature": "…"}))
    assert verify_record("--head", noted)[0] == 0
    noted.write_text(json.dumps({"seq": 2, "hash": head.hash}))
    code, _, err = verify_record("--head", noted)
    assert code == 1
    assert "record_event 2: its hash is" in err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"seq": 1}',
        b'{"seq": "1", "hash": ""}',
        b'{"seq": true, "hash": ""}',
        b'{"seq": -1, "hash": ""}',
        b'{"seq": 1, "hash": 5}',
        b'{"seq": 1e400, "hash": ""}',
        b'{"seq": 0, "hash": "ffff"}',
        b'{"seq": 0, "hash": "%s"}' % (b"f" * 64),
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_no_head_is_wrong_usage(
    head: Head, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "head.json").write_bytes(content)
    assert verify_record("--head", tmp_path / "head.json")[0] == 2
    assert "is no noted head" in capsys.readouterr().err


def test_a_file_that_is_absent_is_wrong_usage(head: Head, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_record("--head", tmp_path / "absent.json")[0] == 2
    assert "absent.json can't be read" in capsys.readouterr().err


def test_from_code_it_raises(head: Head) -> None:
    Head.objects.all().delete()
    with pytest.raises(CommandError, match="record_head 1: is missing"):
        call_command("verify_record")


def test_an_unknown_option_is_wrong_usage() -> None:
    code = subprocess.run(
        [sys.executable, "-m", "django", "verify_record", "--sideways"], capture_output=True, check=False
    ).returncode
    assert code == 2

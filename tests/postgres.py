"""A throwaway PostgreSQL, made from the installed programs: its own folder, its own port, gone when it is done with.

with throwaway() as url: …            from Python
python -m tests.postgres              from a shell: prints DATABASE_URL, runs until Enter or Ctrl-C
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests import children

DATABASE = "library"
OWNER = "library"
STARTS_WITHIN = 60.0

# Nobody needs this data after a power cut, so nothing waits for the disk.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}


def programs() -> Path | None:
    """The folder that holds `initdb` and `postgres`: on the PATH, else the newest of Debian's."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    folders += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    both = (folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists())
    return next(both, None)


@contextlib.contextmanager
def throwaway() -> Iterator[str]:
    """A running server with one empty database; yields its DATABASE_URL. Ends only the process that it started."""
    found = programs()
    if found is None:
        raise RuntimeError("PostgreSQL's programs initdb and postgres were not found.")
    who = _owner_of_the_server()
    place = Path(tempfile.mkdtemp(prefix="health-library-postgres-"))
    try:
        if "user" in who:
            os.chown(place, who["user"], who["group"])
        yield from _running(found, place, who)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _owner_of_the_server() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root lends it to another user, by preference its own."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and neither user postgres nor nobody exists.")


def _running(found: Path, place: Path, who: dict[str, Any]) -> Iterator[str]:
    password, port = secrets.token_hex(16), _free_port()
    _make_cluster(found, place, who, password)
    log = (place / "log").open("wb")
    quick = [argument for name, value in QUICK.items() for argument in ("-c", f"{name}={value}")]
    where = ["-D", str(place / "data"), "-h", "127.0.0.1", "-p", str(port), "-k", str(place)]
    server = subprocess.Popen(
        [str(found / "postgres"), *where, *quick],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=place,
        start_new_session=True,  # Ctrl-C in the shell is for us; we stop the server ourselves
        **who,
    )
    try:
        address = f"postgres://{OWNER}:{password}@127.0.0.1:{port}"
        _wait_until_it_answers(server, address, place / "log")
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        yield f"{address}/{DATABASE}"
    finally:
        _stop(server)
        log.close()


def _make_cluster(found: Path, place: Path, who: dict[str, Any], password: str) -> None:
    secret = place / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if "user" in who:
        os.chown(secret, who["user"], who["group"])
    options = ["--pgdata", str(place / "data"), "--username", OWNER, "--pwfile", str(secret), "--no-sync"]
    made = subprocess.run(
        [str(found / "initdb"), *options, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"],
        capture_output=True,
        text=True,
        cwd=place,
        check=False,
        **who,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr.strip()}")


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(f"{address}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()[-2000:]}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """Fast shutdown, then the hard way; of this one process only."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    """Run one until somebody presses Enter."""
    children.end_on_sigterm()
    with throwaway() as url, contextlib.suppress(KeyboardInterrupt):
        print(f"DATABASE_URL={url}", flush=True)
        sys.stdin.read(1)


if __name__ == "__main__":
    main()

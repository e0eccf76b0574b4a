"""A copy of the database is as good as the database: the guards stand in it, and the chain holds."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from record.chain import Head
from reviews.actions import note_head
from tests import factories, postgres
from tests.databases import python, url_of

pytestmark = pytest.mark.django_db(transaction=True)

COPY = "copy_of_the_library"


@pytest.fixture
def head(first_rows: None) -> Head:
    """The head of a record with an article in each state."""
    factories.republished(factories.published(), body="## Another part\n\nOther words.\n")
    factories.answered()
    factories.submitted()
    assert note_head()
    return Head.objects.get()


def program(name: str) -> str:
    """One of PostgreSQL's programs, beside the server's own where it lies there."""
    folder = postgres.programs()
    found = shutil.which(name, path=folder) or shutil.which(name)
    if found is None:
        pytest.skip(f"PostgreSQL's program {name} was not found")
    return found


def run(*command: str, given: bytes = b"") -> bytes:
    password = str(connection.settings_dict["PASSWORD"])
    done = subprocess.run(
        command, input=given, env={**os.environ, "PGPASSWORD": password}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture
def where() -> list[str]:
    """How PostgreSQL's programs reach the server of this test."""
    told = connection.settings_dict
    return ["-h", told["HOST"], "-p", str(told["PORT"]), "-U", told["USER"]]


@pytest.fixture
def restored(head: Head, where: list[str]) -> Iterator[str]:
    """The URL of a database that was made from a dump of this one."""
    dump = run(program("pg_dump"), *where, "--no-owner", connection.settings_dict["NAME"])
    name = f"{COPY}_{os.getpid()}"
    psql = [program("psql"), *where, "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1"]
    run(*psql, "-d", "postgres", "-c", f"CREATE DATABASE {name}")
    try:
        run(*psql, "-d", name, given=dump)
        yield url_of(name)
    finally:
        run(*psql, "-d", "postgres", "-c", f"DROP DATABASE {name}")


def says_whole(url: str, head: Head) -> None:
    done = python("manage.py", "verify_record", url=url)
    assert done.returncode == 0, done.stderr
    assert f"It ends at event {head.seq}, hash {head.hash}." in done.stdout
    assert python("-c", "import healthlib.wsgi", url=url).returncode == 0


CHANGES = (
    "UPDATE record_event SET verb = 'other' WHERE seq = 1",
    "DELETE FROM reviews_signoff",
    "UPDATE articles_edition SET title = 'other'",
    "DELETE FROM articles_editioncontent",
    "UPDATE record_dailyhead SET seq = 1",
)


@pytest.mark.postgresql
def test_a_restored_dump_keeps_guards_and_chain(head: Head, restored: str) -> None:
    says_whole(restored, head)
    with psycopg.connect(restored, autocommit=True) as copy:
        for change in (*CHANGES, "TRUNCATE record_event"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                copy.execute(change)


@pytest.mark.postgresql
def test_a_dump_restored_with_triggers_off_is_found_out(head: Head, restored: str) -> None:
    """`pg_restore --disable-triggers` ends with ENABLE TRIGGER ALL, which leaves guards weaker than they were."""
    with psycopg.connect(restored, autocommit=True) as copy:
        copy.execute("ALTER TABLE record_event ENABLE TRIGGER ALL")
    assert python("manage.py", "verify_record", url=restored).returncode == 1
    assert python("-c", "import healthlib.wsgi", url=restored).returncode == 1


@pytest.mark.sqlite
def test_a_copy_of_the_file_keeps_guards_and_chain(head: Head, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as now, sqlite3.connect(file) as then:
        now.backup(then)
    says_whole(url_of(str(file)), head)
    with sqlite3.connect(file, isolation_level=None) as copy:
        for change in CHANGES:
            # Another program knows nothing of redaction: there the guard fails closed, for want of the function.
            with pytest.raises((sqlite3.IntegrityError, sqlite3.OperationalError), match=r"stand|redacting|record"):
                copy.execute(change)

"""No server starts on a record that is no longer guarded."""

import pytest
from django.core.management import call_command
from django.db import connection

from record.chain import Event
from record.engines import engine_of
from record.watch import missing_guards, pieces_of, set_guards
from tests.databases import python, url_of

START = ("-c", "import healthlib.wsgi")


@pytest.mark.django_db(transaction=True)
def test_a_server_starts_only_while_the_guards_stand() -> None:
    """Given a database with all its guards, the server starts; given one without a trigger, it refuses and names it."""
    assert python(*START, url=url_of()).returncode == 0
    piece = pieces_of(Event, engine_of(connection))[0]
    try:
        with connection.cursor() as cursor:
            cursor.execute(piece.drop % {"table": connection.ops.quote_name(Event._meta.db_table)})
        for program in (START, ("-c", "import healthlib.asgi"), ("manage.py", "check", "--database", "default")):
            done = python(*program, url=url_of())
            assert done.returncode == 1
            assert f"The guard {piece.name} on record_event is missing." in done.stderr
    finally:
        set_guards()
    assert missing_guards() == []
    call_command("check", databases=["default"])


READS_NOTHING = """
import sys, {server}
opened = []
sys.addaudithook(lambda event, given: opened.append(given[0]) if event == "open" else None)
from articles.search.spelling import is_usual
assert is_usual("kidney") and is_usual("corazon") and not is_usual("kidny")
assert not opened, opened
"""


@pytest.mark.parametrize("server", ["healthlib.wsgi", "healthlib.asgi"])
def test_no_reader_waits_for_the_dictionaries(server: str) -> None:
    """Given a server that has started, a misspelt word is known for one without anything being read."""
    done = python("-c", READS_NOTHING.format(server=server), url="postgres://library:secret@127.0.0.1:1/library")
    assert done.returncode == 0, done.stderr


def test_a_database_that_does_not_answer_keeps_no_server_from_starting() -> None:
    done = python(*START, url="postgres://library:secret@127.0.0.1:1/library")
    assert done.returncode == 0
    assert "the database does not answer" in done.stderr


@pytest.mark.parametrize("command", [("verify_record",), ("withdraw", "flu", "--by", "somebody", "--reason", "Wrong.")])
def test_a_command_says_plainly_that_the_database_does_not_answer(command: tuple[str, ...]) -> None:
    done = python("manage.py", *command, url="postgres://library:secret@127.0.0.1:1/library")
    assert done.returncode == 1
    assert "The database doesn't answer as it should: " in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_a_traceback_can_be_asked_for() -> None:
    done = python("manage.py", "verify_record", "--traceback", url="postgres://library:secret@127.0.0.1:1/library")
    assert done.returncode == 1
    assert "Traceback" in done.stderr

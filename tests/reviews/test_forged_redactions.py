"""A redaction is believed where two administrators ordered it, and lets no other word of the Edition change."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.models import Edition, EditionContent, EditionContributor, Redaction
from people.actions import deactivate, give_roles
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock, verifier
from record.canonical import utc_text
from record.chain import record_event
from record.verification import verify
from tests import factories
from tests.commands import run
from tests.flush import guards_down
from tests.reviews.redacting import redacted

pytestmark = pytest.mark.django_db


@pytest.fixture
def past() -> Edition:
    """Readers saw it, and see another one."""
    page = factories.published()
    factories.republished(page, title="Another")
    return page.edition


def redacted_by_hand(edition: Edition, by: User, second: User, at: timedelta = timedelta(0), **left: Any) -> None:
    """What `redact` writes, past every check and guard; and what is left of the Edition as somebody likes it."""
    moment = clock.now() + at
    article = edition.article
    event = record_event(
        "redact", actor=by, door="shell", article=article.uuid, why="Order.", digest=edition.digest,
        second={"id": second.pk, "username": second.username}, editions=[edition.pk], media=[],
        redacted_at=utc_text(moment), versions=0, notices=0,
    )  # fmt: skip
    Redaction.objects.create(
        event=event.seq, digest=edition.digest, at=moment, by=by, second=second, reason="Order.", media="[]"
    )
    connection.check_constraints()
    with guards_down(connection):
        EditionContent.objects.filter(pk=edition.digest).delete()
        Edition.objects.filter(pk=edition.pk).update(title="", lead="", **left)
        connection.check_constraints()
    tell_of(edition, by)


def tell_of(edition: Edition, by: User) -> None:
    now = Edition.objects.select_related("article").get(pk=edition.pk)
    record_event(
        "redact_edition", actor=by, door="shell", article=now.article.uuid, row=now, digest=now.digest, redaction=1
    )


def findings() -> dict[str, str]:
    return {finding.table: finding.what for finding in verify().findings}


def test_two_administrators_can_and_what_is_left_is_what_it_was(past: Edition) -> None:
    redacted_by_hand(past, factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR))
    assert findings() == {}


@pytest.mark.parametrize("who", ["an editor", "a publisher", "one who was none any more", "one who had left", "twice"])
def test_nobody_else_can(past: Edition, who: str) -> None:
    by, boss = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)
    second = factories.person(ADMINISTRATOR if who.startswith("one") else PUBLISHER if "pub" in who else EDITOR)
    if "none" in who:
        give_roles(person=second, roles=[EDITOR], by=boss, door="admin")
    elif "left" in who:
        deactivate(person=second, by=boss, door="admin", why="Gone.")
    elif who == "twice":
        User.objects.filter(pk=second.pk).update(is_superuser=True)
    redacted_by_hand(past, by, second)
    assert "not of two people who were administrators by then" in findings()["articles_redaction"]


def test_whoever_becomes_an_administrator_later_was_none(past: Edition) -> None:
    by, second = factories.person(ADMINISTRATOR), factories.person(EDITOR)
    redacted_by_hand(past, by, second)
    give_roles(person=second, roles=[ADMINISTRATOR], by=by, door="admin")
    assert "not of two people who were administrators by then" in findings()["articles_redaction"]


def test_whoever_leaves_later_was_one(past: Edition) -> None:
    by, second = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)
    redacted(past, by=by, second=second)
    give_roles(person=second, roles=[EDITOR], by=by, door="admin")
    assert findings() == {}


def test_it_is_of_the_time_of_its_event(past: Edition) -> None:
    redacted_by_hand(past, factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR), at=timedelta(days=-1))
    assert "is of another time than event" in findings()["articles_redaction"]


def verified(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "record.jsonl"
    assert run("export_record", file).code == 0
    return subprocess.run([sys.executable, verifier.__file__, str(file)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("left", ["change_note", "related", "save_number", "a contributor"])
def test_nothing_else_of_the_edition_changes_with_it(past: Edition, left: str, tmp_path: Path) -> None:
    """Given a forged redaction that uses the moment to rewrite the rest of the row, here and in the file that shows."""
    values: dict[str, Any] = {"change_note": "As the reviewer asked.", "related": '["anemia"]', "save_number": 99}
    by, second = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)
    if left == "a contributor":
        connection.check_constraints()
        with guards_down(connection):
            EditionContributor.objects.create(edition=past, person=by)
            connection.check_constraints()
    redacted_by_hand(past, by, second, **({left: values[left]} if left in values else {}))
    assert "what is left of it is not what the events say" in str(verify().findings)
    done = verified(tmp_path)
    assert done.returncode == 1
    assert f"says otherwise of edition:{past.pk}" in done.stdout + done.stderr


def test_whoever_has_the_file_alone_is_told_which_text_is_gone_and_by_which_event(
    past: Edition, tmp_path: Path
) -> None:
    redaction = redacted(past)
    done = verified(tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == (f"Missing: the text {past.digest}, which event {redaction.event} redacted.")

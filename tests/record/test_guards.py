"""Rows that refuse to change: every way of writing that an engine knows is tried."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations import operations

from record.guards import Immutable
from tests.record.workshop import Workshop, create_digest, create_letter, create_stay

# When a stay begins and ends, in days; None means open-ended.
Days = tuple[int, int | None]

DAY = datetime(2026, 1, 1, tzinfo=UTC)

# Statements that would change or remove the letter (1, 'as signed', 'x'), in each engine's own words.
REWRITES = {
    "sqlite": [
        "UPDATE guardedtests_letter SET text = 'forged'",
        "UPDATE guardedtests_letter SET text = text",
        "UPDATE OR IGNORE guardedtests_letter SET id = 9",
        "UPDATE OR REPLACE guardedtests_letter SET text = 'forged'",
        "DELETE FROM guardedtests_letter",
        "DELETE FROM guardedtests_letter WHERE id = 1",
        # By primary key, unique column, unique pair, and unique among some rows.
        "INSERT OR REPLACE INTO guardedtests_letter VALUES (1, 'forged', 'new', 'new', 5, 0)",
        "REPLACE INTO guardedtests_letter VALUES (9, 'forged', 'x', 'new', 5, 0)",
        "REPLACE INTO guardedtests_letter VALUES (9, 'forged', 'new', 'a', 0, 0)",
        "REPLACE INTO guardedtests_letter VALUES (9, 'forged', 'new', 'a', 5, 1)",
        "INSERT INTO guardedtests_letter VALUES (1, 'forged', 'new', 'new', 5, 0)"
        " ON CONFLICT (id) DO UPDATE SET text = 'forged'",
    ],
    "postgresql": [
        "UPDATE guardedtests_letter SET text = 'forged'",
        "UPDATE guardedtests_letter SET text = text",
        "DELETE FROM guardedtests_letter",
        "DELETE FROM ONLY guardedtests_letter WHERE id = 1",
        "TRUNCATE guardedtests_letter",
        "TRUNCATE guardedtests_letter RESTART IDENTITY CASCADE",
        "INSERT INTO guardedtests_letter VALUES (1, 'forged', 'new', 'new', 5, false)"
        " ON CONFLICT (id) DO UPDATE SET text = 'forged'",
        "MERGE INTO guardedtests_letter USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        "SET LOCAL session_replication_role = replica; DELETE FROM guardedtests_letter",
        "SET LOCAL session_replication_role = replica; UPDATE guardedtests_letter SET text = 'forged'",
        "SET LOCAL session_replication_role = replica; TRUNCATE guardedtests_letter",
    ],
}


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_statement_of_the_engine_rewrites_a_row(workshop: Workshop) -> None:
    workshop.migrate(create_letter())
    workshop.letter.objects.create(text="as signed", code="x", is_first=True)
    for statement in REWRITES[connection.vendor]:
        refused(statement)
        assert list(workshop.letter.objects.values_list("id", "text", "code")) == [(1, "as signed", "x")], statement


def test_nothing_of_django_rewrites_a_row(workshop: Workshop) -> None:
    workshop.migrate(create_letter())
    letters = workshop.letter.objects
    letter = letters.create(text="as signed", code="x")
    letter.text = "forged"
    for rewrite in (
        letter.save,
        letter.delete,
        letters.all().delete,
        lambda: letters.update(text="forged"),
        lambda: letters.bulk_update([letter], ["text"]),
        lambda: letters.update_or_create(code="x", defaults={"text": "forged"}),
        lambda: letters.bulk_create([letter], update_conflicts=True, update_fields=["text"], unique_fields=["code"]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()
    assert letters.get().text == "as signed"


def test_rows_with_keys_of_their_own_go_in(workshop: Workshop) -> None:
    workshop.migrate(create_letter(), create_digest())
    letters = workshop.letter.objects
    letters.create(text="1", code="a", is_first=True)
    letters.create(text="2", code="b", place=1)
    letters.create(text="3", code="c", shelf="b", is_first=True)
    workshop.digest.objects.create(digest="a", text="1")
    workshop.digest.objects.create(digest="b", text="2")
    assert (letters.count(), workshop.digest.objects.count()) == (3, 2)


def test_a_row_with_a_text_key_cannot_be_exchanged(workshop: Workshop) -> None:
    """On SQLite not by its hidden number either, which `REPLACE` can name."""
    workshop.migrate(create_digest())
    workshop.digest.objects.create(digest="a", text="as signed")
    for statement in {
        "sqlite": [
            "REPLACE INTO guardedtests_digest (digest, text, is_read) VALUES ('a', 'forged', 0)",
            "REPLACE INTO guardedtests_digest (rowid, digest, text, is_read) VALUES (1, 'b', 'forged', 0)",
            "UPDATE guardedtests_digest SET rowid = 5",
        ],
        "postgresql": ["UPDATE guardedtests_digest SET digest = 'b'"],
    }[connection.vendor]:
        refused(statement)
    workshop.digest.objects.update(is_read=True)
    assert list(workshop.digest.objects.values_list("digest", "text", "is_read")) == [("a", "as signed", True)]


@pytest.fixture
def stays(workshop: Workshop) -> Any:
    """The stays of two rooms."""
    workshop.migrate(*create_stay())
    for number in (1, 2):
        workshop.room.objects.create(id=number)
    return workshop.stay.objects


def book(stays: Any, opens: int, closes: int | None, room: int = 1, **more: Any) -> Any:
    """Book a stay from one day to another."""
    last = None if closes is None else DAY + timedelta(days=closes)
    return stays.create(room_id=room, guest="g", opens=DAY + timedelta(days=opens), closes=last, **more)


def test_only_the_columns_that_may_change_do(stays: Any) -> None:
    stay = book(stays, 0, None)
    stays.update(closes=DAY + timedelta(days=9))
    stays.filter(guest="g").update(guest="g", closes=DAY + timedelta(days=8), cancelled_at=DAY)
    stay.refresh_from_db()
    assert (stay.closes, stay.cancelled_at) == (DAY + timedelta(days=8), DAY)
    for change in ({"guest": "h"}, {"room": 2}, {"opens": DAY - timedelta(days=1)}, {"id": 77}):
        with pytest.raises(IntegrityError), transaction.atomic():
            stays.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        stay.delete()


def test_an_allowed_change_cannot_push_out_another_row(stays: Any) -> None:
    """`UPDATE OR REPLACE` would remove the other open-ended stay of the room."""
    book(stays, 0, None)
    book(stays, 0, 5, cancelled_at=DAY)
    words = {"sqlite": "UPDATE OR REPLACE", "postgresql": "UPDATE"}[connection.vendor]
    refused(f"{words} guardedtests_stay SET closes = NULL, cancelled_at = NULL WHERE closes IS NOT NULL")
    assert stays.count() == 2


def test_an_allowed_change_of_a_key_cannot_push_out_another_row(workshop: Workshop) -> None:
    """Neither by the key's own column, nor by one that its condition names."""
    workshop.migrate(
        create_letter(),
        operations.RemoveConstraint("letter", "letter"),
        operations.AddConstraint("letter", Immutable(name="letter", may_change=["code", "is_first"])),
    )
    letters = workshop.letter.objects
    letters.create(text="1", code="x", is_first=True)
    letters.create(text="2", code="y", place=1)
    words = {"sqlite": "UPDATE OR REPLACE", "postgresql": "UPDATE"}[connection.vendor]
    refused(f"{words} guardedtests_letter SET code = 'x' WHERE id = 2")
    refused(f"{words} guardedtests_letter SET is_first = (1 = 1) WHERE id = 2")
    assert letters.count() == 2
    letters.filter(pk=2).update(code="z")
    letters.filter(pk=1).update(is_first=False)
    letters.filter(pk=2).update(is_first=True)


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((0, 5), (5, 9), True),  # one ends as the other begins
        ((5, 9), (0, 5), True),
        ((0, 5), (4, 9), False),
        ((4, 9), (0, 5), False),
        ((0, 9), (3, 5), False),  # inside
        ((3, 5), (0, 9), False),  # around
        ((0, 5), (0, 5), False),
        ((0, None), (5, 9), False),
        ((5, None), (0, 5), True),
        ((0, 5), (5, None), True),
        ((0, 5), (4, None), False),
    ],
)
def test_windows_never_overlap(stays: Any, first: Days, second: Days, fits: bool) -> None:
    book(stays, *first)
    book(stays, *second, room=2)
    book(stays, *first, room=2, cancelled_at=DAY)
    if fits:
        book(stays, *second)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            book(stays, *second)
        book(stays, *second, cancelled_at=DAY)


def test_a_window_cannot_be_moved_over_another(workshop: Workshop, stays: Any) -> None:
    """By the guard of windows alone: the one that lets moments become earlier only is taken away."""
    workshop.migrate(operations.RemoveConstraint("stay", "stay_earlier"))
    first = book(stays, 0, 5)
    book(stays, 5, 9)
    book(stays, 6, 8, cancelled_at=DAY)
    for change in ({"closes": DAY + timedelta(days=6)}, {"closes": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            stays.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        stays.filter(cancelled_at=DAY).update(cancelled_at=None)
    stays.filter(pk=first.pk).update(closes=DAY + timedelta(days=4))


def test_a_window_that_closes_earlier_makes_room(stays: Any) -> None:
    first = book(stays, 0, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        book(stays, 5, 9)
    stays.filter(pk=first.pk).update(closes=DAY + timedelta(days=5))
    book(stays, 5, 9)


@pytest.mark.parametrize("field", ["closes", "cancelled_at"])
def test_moments_move_to_earlier_ones_only(stays: Any, field: str) -> None:
    book(stays, 0, None)
    for days in (9, 5, 5):
        stays.update(**{field: DAY + timedelta(days=days)})
    stays.update(**{field: DAY + timedelta(days=5) - timedelta(microseconds=1)})
    for later in (DAY + timedelta(days=5), DAY + timedelta(days=6), None):
        with pytest.raises(IntegrityError), transaction.atomic():
            stays.update(**{field: later})

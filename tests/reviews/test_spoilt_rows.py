"""Any value of the record changed by any program: `verify_record` names the row, and never stumbles over it.

Changes go past the guards and past Django, as somebody with the file and an hour makes them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.actions.site import keep_site_change
from articles.models import (
    DraftSave,
    Edition,
    EditionContent,
    EditionContributor,
    EditionUse,
    PolicyPage,
    PolicyWording,
    Publication,
    SafetyNotice,
    Withdrawal,
)
from people.roles import ADMINISTRATOR, PUBLISHER
from record.chain import Event, Head, Recorded, recorded_models
from record.heads import DailyHead, note_head
from record.verification import Verification, verify
from reviews.actions import change_policy, revoke, withdraw
from reviews.models import PolicyVersion, PublishedReview, Review, SignOff
from reviews.policy import PolicyDocument
from tests import factories
from tests.flush import guards_down

pytestmark = pytest.mark.django_db

# PostgreSQL's columns hold nothing else.
on_sqlite = pytest.mark.sqlite


@pytest.fixture
def library() -> None:
    """Something in every table of the record."""
    gone = factories.republished(factories.published(), body="## Another part\n\nOther words.\n").article
    withdraw(article=gone, reason="Wrong.", notice="Gone.", by=factories.person(PUBLISHER), door="admin")
    live = factories.published()
    unsigned = factories.signed()
    revoke(sign_off=unsigned.sign_offs.get(), reason="Mistake.", by=factories.person(ADMINISTRATOR), door="desk")
    factories.published(factories.attested())
    factories.shown_notice(live.article)
    with transaction.atomic():
        note_head(live.opens.date())
    another_policy()
    with transaction.atomic():
        note_head(live.opens.date() + timedelta(days=1))
    connection.check_constraints()
    assert verify().is_whole


def another_policy() -> PolicyVersion:
    document = PolicyDocument.model_validate({"default": {"roles": ["medical", "editorial"], "months": 6}})
    seen = PolicyVersion.current().number
    return change_policy(document=document, seen=seen, by=factories.person(ADMINISTRATOR), door="admin")


def raw(statement: str, *values: Any) -> None:
    """Run it past the guards. Checks of constraints are off, as they are for whoever wants it."""
    with guards_down(connection), constraints_off(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def constraints_off() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return
        cursor.execute("PRAGMA ignore_check_constraints = 1")
        try:
            yield
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = 0")


class Undone(Exception):  # noqa: N818
    """Ends a block of which nothing shall stay."""


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of the block stays."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


def named(verification: Verification) -> set[str]:
    return {finding.table for finding in verification.findings}


SAME_VALUES_OTHERWISE = {
    "closes": ("UPDATE articles_publication SET closes = replace(closes, ' ', 'T')", Publication),
    "opens": ("UPDATE articles_publication SET opens = replace(opens, ' ', 'T')", Publication),
    "signed at": ("UPDATE reviews_signoff SET at = at || '+00:00'", SignOff),
    "notice ends": ("UPDATE articles_safetynotice SET ends_at = replace(ends_at, ' ', 'T')", SafetyNotice),
    "history stays": ("UPDATE articles_withdrawal SET history_stays = 2", Withdrawal),
    "saved at": ("UPDATE articles_draftsave SET at = replace(at, ' ', 'T')", DraftSave),
    "an article's uuid": ("UPDATE articles_draftsave SET article_uuid = upper(article_uuid)", DraftSave),
    "an event's article": (
        "UPDATE record_event SET article = substr(article, 1, 8) || '-' || substr(article, 9)",
        Event,
    ),
    "a text as a blob": ("UPDATE articles_edition SET title = CAST(title AS BLOB)", Edition),
    "a policy's moment": ("UPDATE reviews_policyversion SET since = replace(since, ' ', 'T')", PolicyVersion),
}


@on_sqlite
@pytest.mark.parametrize("change", SAME_VALUES_OTHERWISE)
def test_the_same_value_written_otherwise_is_found(library: None, change: str) -> None:
    """SQLite compares texts: a moment written otherwise is the same when read, and another when compared."""
    statement, model = SAME_VALUES_OTHERWISE[change]
    raw(statement)
    assert model._meta.db_table in named(verify())


UNREADABLE: dict[str, tuple[str, type[models.Model]]] = {
    "a moment": ("UPDATE articles_publication SET opens = '2026-13-45 99:00:00'", Publication),
    "a day": ("UPDATE articles_publication SET last_reviewed = '2026-02-31'", Publication),
    "no moment at all": ("UPDATE reviews_signoff SET at = 'yesterday'", SignOff),
    "a content": ("UPDATE articles_editioncontent SET text = CAST(x'7bff' AS TEXT)", EditionContent),
    "a content's digest": ("UPDATE articles_editioncontent SET digest = CAST(x'61ff' AS TEXT)", EditionContent),
    "a content as a blob": ("UPDATE articles_editioncontent SET text = x'7b7d'", EditionContent),
    "a title": ("UPDATE articles_edition SET title = CAST(x'ff' AS TEXT)", Edition),
    "an event": ("UPDATE record_event SET body = CAST(x'ff' AS TEXT)", Event),
    "an event's hash": ("UPDATE record_event SET hash = CAST(x'ff' AS TEXT)", Event),
    "an event's number": ("UPDATE record_event SET seq = x'ff'", Event),
    "the head": ("UPDATE record_head SET hash = CAST(x'ff' AS TEXT)", Head),
    "a head of a day": ("UPDATE record_dailyhead SET time = 'noon'", DailyHead),
    "a save": ("UPDATE articles_draftsave SET purpose = CAST(x'ff' AS TEXT)", DraftSave),
}


@on_sqlite
@pytest.mark.parametrize("change", UNREADABLE)
def test_a_value_that_cant_be_read_is_named_and_hides_no_other(library: None, change: str) -> None:
    statement, model = UNREADABLE[change]
    table, last = model._meta.db_table, Withdrawal.objects.latest("pk")
    key = model._meta.pk.column
    raw(f"{statement} WHERE {key} = (SELECT max({key}) FROM {table})")
    raw("UPDATE articles_withdrawal SET notice = 'All is well.'")

    verification = verify()

    assert table in named(verification)
    assert ("articles_withdrawal", str(last.pk)) in {(found.table, found.id) for found in verification.findings}
    # As a command it ends with a sentence.
    with pytest.raises(CommandError, match="The record is broken in"):
        call_command("verify_record")


GONE: dict[str, tuple[str, type[models.Model]]] = {
    "every review": ("DELETE FROM reviews_review", Review),
    "a review renumbered": ("UPDATE reviews_review SET id = id + 1000", Review),
    "a review under no policy": ("UPDATE reviews_review SET policy_id = 4711", Review),
    "the first policy": ("DELETE FROM reviews_policyversion WHERE number = 1", PolicyVersion),
    "every edition": ("DELETE FROM articles_edition", Edition),
    "every article": ("DELETE FROM articles_article", Edition),
}


@on_sqlite
@pytest.mark.parametrize("change", GONE)
def test_a_row_that_others_point_to_and_is_gone(library: None, change: str) -> None:
    statement, model = GONE[change]
    raw(statement)
    assert model._meta.db_table in named(verify())
    # Not left to the end of the test, which would ask whether foreign keys lead somewhere.
    transaction.set_rollback(True)


@pytest.mark.parametrize("change", ["number = number + 5", "since = '2020-01-01 00:00:00'", "by_id = NULL"])
def test_a_policy_is_as_its_event_tells(library: None, change: str) -> None:
    raw(f"UPDATE reviews_policyversion SET {change} WHERE number = 2")
    assert "reviews_policyversion" in named(verify())


def test_a_policy_taken_away_is_missed(library: None) -> None:
    raw("DELETE FROM reviews_policyversion WHERE number = 2")
    assert "reviews_policyversion" in named(verify())


def test_the_policy_that_came_with_the_library_is_bound_by_the_next(library: None) -> None:
    """No event put the first in force; the one that put another in its place says since when it stood."""
    since = PolicyVersion.objects.get(number=1).since
    for moved in (since - timedelta(days=1), since + timedelta(microseconds=1)):
        with guards_down(connection):
            PolicyVersion.objects.filter(number=1).update(since=moved)
        assert "reviews_policyversion" in named(verify())


def test_what_a_policy_page_said_is_bound(library: None) -> None:
    """Also what it said when it came with the library, once somebody has written another."""
    page = PolicyPage.objects.get(slug="privacy")
    page.body = "We keep nothing of you."
    keep_site_change(thing=page, by=factories.person(ADMINISTRATOR), door="admin")
    assert verify().is_whole
    for change in ({"body": "We sell what we know."}, {"since": page.updated_at + timedelta(days=1)}, {"number": 7}):
        for wording in PolicyWording.objects.filter(slug="privacy"):
            with undone():
                with guards_down(connection):
                    PolicyWording.objects.filter(pk=wording.pk).update(**change)
                assert "articles_policywording" in named(verify())
    with undone():
        with guards_down(connection):
            PolicyWording.objects.filter(slug="privacy", number=2).delete()
        assert named(verify()) == {"articles_policywording", "articles_policypage"}
    with undone():
        PolicyPage.objects.filter(slug="privacy").update(body="We sell what we know.")
        assert named(verify()) == {"articles_policypage"}


def test_a_policy_of_which_no_event_tells(library: None) -> None:
    PolicyVersion.objects.create(number=3, document="{}", since=PolicyVersion.current().since)
    assert "reviews_policyversion" in named(verify())


# ---- Anything, anywhere ----------------------------------------------------------------------------------------------


def tables() -> list[type[models.Model]]:
    others = [EditionContent, EditionContributor, EditionUse, DraftSave, PolicyVersion, PublishedReview]
    return [*recorded_models(), *others, Event, Head, DailyHead]


def tells(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Not the key that the database counts up of a row that no event names: where nothing refers to it, it is free."""
    return issubclass(model, Recorded) or not isinstance(field, models.AutoField)


def stored(table: str) -> list[tuple[Any, ...]]:
    columns = [column.name for column in connection.introspection.get_table_description(connection.cursor(), table)]
    asked = ", ".join(f'typeof("{column}"), CAST("{column}" AS BLOB)' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM {table} ORDER BY rowid")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


VALUES = st.one_of(
    st.none(),
    st.integers(-3, 2**62),
    st.floats(allow_nan=False),
    st.binary(max_size=6),
    st.text(st.characters(codec="utf-8"), max_size=6),
    st.sampled_from(["2026-01-01T00:00:00", "2026-01-01 24:00:00", "[]", "{}", "null", "1", "0", "main", "[[" * 3000]),
)


@on_sqlite
def test_any_value_changed_anywhere_is_found_or_changes_nothing(library: None) -> None:
    places = [(model, field) for model in tables() for field in model._meta.concrete_fields if tells(model, field)]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(places), st.integers(0, 20), VALUES, st.booleans())
    def change(place: tuple[type[models.Model], Any], nth: int, value: object, as_text: bool) -> None:
        model, field = place
        table, column = model._meta.db_table, field.column
        told = f"{table}.{column} = {value!r}"
        before = stored(table)
        if not before:
            return
        to = "CAST(%s AS TEXT)" if as_text else "%s"
        where = f"rowid = (SELECT rowid FROM {table} ORDER BY rowid LIMIT 1 OFFSET {nth % len(before)})"
        try:
            with transaction.atomic():
                try:
                    raw(f'UPDATE {table} SET "{column}" = {to} WHERE {where}', value)
                except Exception:
                    raise Undone from None
                is_changed = stored(table) != before
                verification = verify()
                assert verification.is_whole != is_changed, told
                raise Undone
        except Undone:
            return

    change()

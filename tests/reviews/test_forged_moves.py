"""What may change of a row changes as verbs change it: an Event that tells otherwise is found, and named.

Given an article that was public twice, somebody who passes no guard gives a column another value, and appends an Event
that tells just that.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from articles.models import Cancellation, Publication, SafetyNotice, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER
from record import clock, verifier
from record.chain import Event, Recorded, record_event
from record.verification import verify
from reviews.actions import change_end, confirm_safety_notice, lift_safety_notice, publish, unschedule, withdraw
from reviews.models import Review
from tests import factories
from tests.clocks import Unheeded
from tests.commands import run
from tests.flush import guards_down

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def standing() -> Iterator[clock.StandingClock]:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as moment:
        yield moment


@pytest.fixture
def pages(standing: clock.StandingClock) -> tuple[Publication, Publication]:
    """The first ended as the second opened, a month ago."""
    first = factories.published(title="First")
    standing.move(30 * DAY)
    second = factories.republished(first, title="Second")
    standing.move(30 * DAY)
    return Publication.objects.get(pk=first.pk), second


def told(verb: str, row: Any, by: User | None = None, touched: Any = (), /, **values: Any) -> str:
    """Another value in the row, and an Event that says so. Gives the number of that Event."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    article = getattr(row, "article", None)
    event = record_event(
        verb, actor=by, door="desk", article=article.uuid if article else None, row=row, touched=touched,
        **({"digest": row.edition.digest} if isinstance(row, Publication) else {}),
    )  # fmt: skip
    return str(event.seq)


def fault_of(row: Recorded) -> str:
    mine = (row._meta.db_table, str(row.pk))
    return "; ".join(found.what for found in verify().findings if (found.table, found.id) == mine)


def changed(event: str, verb: str, name: str) -> str:
    return f"event {event}, a '{verb}', changes its {name}"


def test_a_past_window_closes_at_no_other_moment(pages: tuple[Publication, Publication]) -> None:
    first, _second = pages
    event = told("change_end", first, closes=first.opens + 2 * DAY)
    assert changed(event, "change_end", "closes") in fault_of(first)
    assert "which had passed by then" in fault_of(first)
    # What comes later makes nothing good.
    told("change_end", first, closes=first.opens + 3 * DAY)
    assert changed(event, "change_end", "closes") in fault_of(first)


def test_a_page_that_ended_is_not_opened_by_taking_its_end_away(standing: clock.StandingClock) -> None:
    page = factories.published()
    standing.move(DAY)
    change_end(publication=page, closes=clock.now() + DAY, by=factories.person(PUBLISHER), door="desk")
    standing.move(10 * DAY)
    page.refresh_from_db()
    event = told("change_end", page, closes=None)
    assert changed(event, "change_end", "closes") in fault_of(page)


@pytest.mark.parametrize("days", [-1, 3])
def test_a_live_page_ends_in_the_future_alone(pages: tuple[Publication, Publication], days: int) -> None:
    _first, second = pages
    event = told("change_end", second, closes=clock.now() + days * DAY)
    fault = fault_of(second)
    assert not fault if days > 0 else "puts it into the past" in fault
    assert days > 0 or changed(event, "change_end", "closes") in fault


@pytest.mark.parametrize("name", ["overdue_at", "noindex_at", "gone_at"])
def test_nothing_moves_the_instants_at_which_a_page_is_overdue(
    pages: tuple[Publication, Publication], name: str
) -> None:
    first, _second = pages
    event = told("change_end", first, **{name: first.opens + DAY})
    assert changed(event, "change_end", name) in fault_of(first)


def test_another_verb_cancels_nothing(pages: tuple[Publication, Publication]) -> None:
    first, _second = pages
    event = told("change_end", first, cancelled_at=first.opens - DAY)
    assert changed(event, "change_end", "cancelled_at") in fault_of(first)


@pytest.mark.parametrize("when", ["now", "before it opened"])
def test_what_opened_is_not_cancelled(pages: tuple[Publication, Publication], when: str) -> None:
    """Given a past Publication, its cancellation with an Event of its own shows, whatever moment it claims."""
    first, _second = pages
    at = clock.now() if when == "now" else first.opens - timedelta(seconds=1)
    by = factories.person(PUBLISHER)
    if when == "now":
        with pytest.raises(DatabaseError), transaction.atomic():
            Publication.objects.filter(pk=first.pk).update(cancelled_at=at)
        return
    Publication.objects.filter(pk=first.pk).update(cancelled_at=at)
    first.refresh_from_db()
    row = Cancellation.objects.create(publication=first, at=at, by=by, reason="Moved.")
    event = record_event(
        "unschedule", actor=by, door="desk", article=first.article.uuid, row=row, touched=[first], why="Moved.",
        publication=first.pk, digest=first.edition.digest,
    )  # fmt: skip
    assert changed(str(event.seq), "unschedule", "cancelled_at") in fault_of(first)
    assert "is of another time" in fault_of(row)


def scheduled_page(page: Publication) -> Publication:
    draft = factories.saved(page.article.drafts.get(), lead="More of it.")
    review = factories.signed(factories.submitted(draft, note="More."))
    return publish(
        review=review, live_seen=page.pk, by=factories.person(PUBLISHER), door="desk", opens=clock.now() + DAY
    )


def test_what_was_cancelled_stays_so(pages: tuple[Publication, Publication]) -> None:
    """The database refuses to bring it back, or to date it otherwise; past the guards, it is found."""
    _first, second = pages
    later = scheduled_page(second)
    unschedule(publication=later, reason="Not yet.", by=factories.person(PUBLISHER), door="desk")
    later.refresh_from_db()
    assert later.cancelled_at
    for value in (None, later.cancelled_at - DAY):
        with pytest.raises(DatabaseError), transaction.atomic():
            Publication.objects.filter(pk=later.pk).update(cancelled_at=value)
    assert verify().is_whole
    connection.check_constraints()
    with guards_down(connection):
        event = told("unschedule", later, cancelled_at=later.cancelled_at - DAY)
        connection.check_constraints()
    assert changed(event, "unschedule", "cancelled_at") in fault_of(later)


def test_what_verbs_do_with_ends_is_whole(
    pages: tuple[Publication, Publication], standing: clock.StandingClock
) -> None:
    """An end that is given back, a withdrawal that goes on, and a page that comes back are no faults."""
    _first, second = pages
    publisher = factories.person(PUBLISHER)
    unschedule(publication=scheduled_page(second), reason="No.", by=publisher, door="desk")
    withdraw(article=second.article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")
    standing.move(DAY)
    review = Review.objects.get(edition__number=3)
    values: dict[str, Any] = {"review": review, "live_seen": None, "by": publisher, "door": "desk"}
    again = publish(**values, opens=clock.now() + DAY)
    assert Withdrawal.objects.get().ended_at
    unschedule(publication=again, reason="No.", by=publisher, door="desk")
    assert Withdrawal.objects.get().ended_at is None
    publish(**values)
    standing.move(DAY)
    assert verify().findings == []


def test_a_withdrawal_that_ended_is_ended_at_no_other_moment(
    pages: tuple[Publication, Publication], standing: clock.StandingClock
) -> None:
    _first, second = pages
    withdraw(article=second.article, reason="Wrong.", notice="Gone.", by=factories.person(PUBLISHER), door="admin")
    standing.move(DAY)
    draft = factories.saved(second.article.drafts.get(), lead="More of it.")
    page = factories.published(factories.signed(factories.submitted(draft, note="More.")))
    standing.move(DAY)
    withdrawal = Withdrawal.objects.get()
    assert withdrawal.ended_at == page.opens
    event = told("republish", withdrawal, ended_at=withdrawal.at)
    assert changed(event, "republish", "ended_at") in fault_of(withdrawal)


def test_a_review_goes_where_verbs_let_it_go(pages: tuple[Publication, Publication]) -> None:
    review = factories.signed()
    event = told("recall", review, state="recalled", closed_at=clock.now() - DAY)
    assert changed(event, "recall", "closed_at") in fault_of(review)
    other = factories.recalled(factories.submitted())
    assert not fault_of(other)
    event = told("sign_off", other, state="waiting", closed_at=None)
    assert changed(event, "sign_off", "state") in fault_of(other)


# ---- Safety notices --------------------------------------------------------------------------------------------------


@pytest.fixture
def notice(pages: tuple[Publication, Publication], standing: clock.StandingClock) -> SafetyNotice:
    """Proposed yesterday."""
    proposed = factories.proposed_notice(pages[1].article)
    standing.move(DAY)
    return proposed


def test_a_notice_is_confirmed_at_the_moment_and_by_the_person_of_its_event(notice: SafetyNotice) -> None:
    confirmer, other = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)
    for by, at in ((confirmer, notice.proposed_at), (other, clock.now())):
        with transaction.atomic():
            event = told("confirm_safety_notice", notice, confirmer, confirmed_by=by, confirmed_at=at)
            name = "confirmed_at" if by == confirmer else "confirmed_by_id"
            assert changed(event, "confirm_safety_notice", name) in fault_of(notice)
            transaction.set_rollback(True)
        notice.refresh_from_db()
    told("confirm_safety_notice", notice, confirmer, confirmed_by=confirmer, confirmed_at=clock.now())
    assert not fault_of(notice)


def test_a_notice_is_lifted_at_the_moment_of_its_event(notice: SafetyNotice) -> None:
    by = factories.person(ADMINISTRATOR)
    confirm_safety_notice(notice=notice, by=by, door="desk")
    event = told("lift_safety_notice", notice, by, lifted_by=by, lifted_at=clock.now() - DAY)
    assert changed(event, "lift_safety_notice", "lifted_at") in fault_of(notice)


@pytest.mark.parametrize("what", ["lifted", "confirmed"])
def test_what_was_said_of_a_notice_stays(notice: SafetyNotice, what: str) -> None:
    """The database refuses to un-lift it or to exchange who confirmed it; past the guards, it is found."""
    by, other = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)
    confirm_safety_notice(notice=notice, by=by, door="desk")
    lift_safety_notice(notice=notice, reason="Over.", by=by, door="desk")
    assert verify().is_whole
    values: dict[str, Any] = {"lifted_by": None, "lifted_at": None} if what == "lifted" else {"confirmed_by": other}
    for name, value in values.items():
        with pytest.raises(DatabaseError), transaction.atomic():
            SafetyNotice.objects.filter(pk=notice.pk).update(**{name: value})
    connection.check_constraints()
    with guards_down(connection):
        event = told("confirm_safety_notice", notice, other, **values)
        connection.check_constraints()
    name = "lifted_by_id" if what == "lifted" else "confirmed_by_id"
    assert changed(event, "confirm_safety_notice", name) in fault_of(notice)
    assert Event.objects.latest("seq").seq == int(event)


# ---- In the file -----------------------------------------------------------------------------------------------------


def fault_in_file(tmp_path: Path) -> str:
    assert run("export_record", tmp_path / "record.jsonl").code == 0
    try:
        with (tmp_path / "record.jsonl").open("rb") as file:
            verifier.verify(file)
    except verifier.Broken as broken:
        return str(broken.args[1])
    return ""


def test_whoever_has_the_file_alone_finds_a_past_that_was_bent(
    pages: tuple[Publication, Publication], standing: clock.StandingClock, tmp_path: Path
) -> None:
    first, second = pages
    change_end(publication=second, closes=clock.now() + DAY, by=factories.person(PUBLISHER), door="desk")
    assert fault_in_file(tmp_path) == ""
    for name, value in (("closes", first.opens + DAY), ("cancelled_at", first.opens - DAY)):
        with transaction.atomic():
            event = told("change_end", first, **{name: value})
            assert fault_in_file(tmp_path) == f"event {event} bends the {name} of {first.row_id}"
            transaction.set_rollback(True)
        first.refresh_from_db()
    standing.move(2 * DAY)
    second.refresh_from_db()
    event = told("change_end", second, closes=None)
    assert fault_in_file(tmp_path) == f"event {event} bends the closes of {second.row_id}"


@pytest.mark.parametrize(("back", "is_fault"), [(timedelta(minutes=50), False), (DAY, True)])
def test_whoever_has_the_file_alone_finds_an_event_that_was_dated_back(
    pages: tuple[Publication, Publication], standing: clock.StandingClock, tmp_path: Path, back: timedelta,
    is_fault: bool,
) -> None:  # fmt: skip
    """Else an end that has passed could be taken away as if that had been done in time."""
    _first, second = pages
    change_end(publication=second, closes=clock.now() + DAY, by=factories.person(PUBLISHER), door="desk")
    standing.move(DAY + timedelta(minutes=30))
    factories.draft()
    second.refresh_from_db()
    standing.move(-back)
    standing.on_record = Unheeded()
    event = told("change_end", second, closes=None)
    said = fault_in_file(tmp_path)
    assert said == (f"event {event} is over an hour older than one before it" if is_fault else "")


@pytest.mark.parametrize("name", ["confirmed_at", "lifted_at"])
def test_whoever_has_the_file_alone_finds_a_notice_that_was_dated_back(
    notice: SafetyNotice, name: str, tmp_path: Path
) -> None:
    event = told("confirm_safety_notice", notice, **{name: notice.proposed_at})
    assert fault_in_file(tmp_path) == f"event {event} bends the {name} of {notice.row_id}"

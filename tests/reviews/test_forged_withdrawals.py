"""Withdrawals that were appended by hand, each with an Event of its own, and Events that tell otherwise than their
rows: `verify_record` names them. Honest ones are whole.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from articles.actions.windows import close_window
from articles.models import Publication, Withdrawal
from people.models import User
from people.roles import PUBLISHER
from record import clock
from record.canonical import utc_text
from record.chain import record_event
from record.verification import verify
from reviews.actions import change_end, publish, republish, revoke, unschedule, withdraw
from reviews.models import Review, Revocation, SignOff
from tests import factories
from tests.reviews.corrections import main_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOT_AS_TOLD = "it is not as the event says that tells of it"


def found(table: str) -> list[str]:
    return [finding.what for finding in verify().findings if finding.table == table]


def a_new_text(page: Publication) -> Review:
    body = f"{factories.BODY}\n## More\n\nNew words.\n"
    return factories.signed(factories.submitted(factories.saved(main_of(page.article), body=body), note="New."))


@transaction.atomic
def withdrawn_by_hand(page: Publication, by: User, *, told: dict[str, Any] | None = None, **values: Any) -> Withdrawal:
    """A withdrawal and its Event, as `withdraw` writes them but for these values."""
    at = clock.now()
    if page.closes is None or page.closes > at:
        close_window(page, at)
    given = {"publication": page, "at": at, "by": by, "reason": "Doubts.", "notice": "", **values}
    row = Withdrawal.objects.create(article=page.article, **given)
    replacement = str(row.replacement.uuid) if row.replacement else None
    facts: dict[str, Any] = {
        "why": "Doubts.", "publication": row.publication_id, "digest": row.publication.edition.digest,
        "at": utc_text(row.at), "replacement": replacement, **(told or {}),
    }  # fmt: skip
    record_event("withdraw", actor=by, door="desk", article=page.article.uuid, row=row, touched=[page], **facts)
    return row


def test_a_withdrawal_as_its_verb_writes_it_is_whole(now: clock.StandingClock, publisher: User) -> None:
    page = factories.published()
    now.move(DAY)
    withdrawn_by_hand(page, publisher)
    assert verify().is_whole


@pytest.mark.parametrize(
    "told",
    [{"publication": 999}, {"digest": "0" * 64}, {"replacement": "0" * 32}, {"why": "Another."}, {"at": "2026-03-01"}],
)
def test_an_event_that_tells_otherwise_of_a_withdrawal(
    now: clock.StandingClock, publisher: User, told: dict[str, Any]
) -> None:
    page = factories.published()
    now.move(DAY)
    withdrawn_by_hand(page, publisher, told=told)
    assert found("articles_withdrawal") == [NOT_AS_TOLD]


def test_a_withdrawal_of_a_page_that_was_replaced(now: clock.StandingClock, publisher: User) -> None:
    """Given a page that another has replaced, when the first is withdrawn by hand, which takes the second away."""
    first = factories.published()
    publish(review=a_new_text(first), live_seen=first.pk, by=publisher, door="desk", opens=now.moment + DAY)
    now.move(2 * DAY)
    first.refresh_from_db()
    withdrawn_by_hand(first, publisher)
    assert found("articles_withdrawal") == ["it took away a page that readers hadn’t seen last by then"]


def test_a_withdrawal_beside_what_is_scheduled(now: clock.StandingClock, publisher: User) -> None:
    page = factories.published()
    publish(review=a_new_text(page), live_seen=page.pk, by=publisher, door="desk", opens=now.moment + 5 * DAY)
    page.refresh_from_db()
    now.move(DAY)
    withdrawn_by_hand(page, publisher)
    assert found("articles_withdrawal") == ["it doesn’t end as the next page opens"]


def test_a_withdrawal_in_favour_of_its_own_article(now: clock.StandingClock, publisher: User) -> None:
    page = factories.published()
    now.move(DAY)
    withdrawn_by_hand(page, publisher, replacement=page.article)
    assert found("articles_withdrawal") == ["it leads to its own article"]


@pytest.mark.parametrize("told", [{"why": "Another."}, {"digest": "0" * 64}])
def test_an_event_that_tells_otherwise_of_what_is_taken_back(told: dict[str, Any]) -> None:
    sign_off = SignOff.objects.get(review=factories.signed())
    by = sign_off.reviewer
    row = Revocation.objects.create(
        sign_off=sign_off, by=by, printed_name=by.printed_name, at=clock.now(), reason="Mistaken."
    )
    facts: dict[str, Any] = {"why": "Mistaken.", "sign_off": sign_off.pk, "digest": sign_off.digest, "ends": [], **told}
    record_event("revoke", actor=by, door="desk", article=sign_off.edition.article.uuid, row=row, **facts)
    assert NOT_AS_TOLD in found("reviews_revocation") or "tells of another text" in str(found("reviews_revocation"))


def replaced(page: Publication, now: clock.StandingClock, by: User) -> None:
    withdraw(article=page.article, reason="Doubts.", by=by, door="desk", replacement=factories.published().article)


def ended_before(page: Publication, now: clock.StandingClock, by: User) -> None:
    change_end(publication=page, closes=now.moment + DAY, by=by, door="desk")
    now.move(2 * DAY)
    withdraw(article=page.article, reason="Doubts.", by=by, door="desk")


def scheduled_again_and_cancelled(page: Publication, now: clock.StandingClock, by: User) -> None:
    withdraw(article=page.article, reason="Doubts.", by=by, door="desk")
    waits = republish(article=page.article, last_seen=page.pk, by=by, door="desk", opens=now.moment + DAY)
    assert verify().is_whole
    unschedule(publication=waits, reason="No.", by=by, door="desk")


def twice(page: Publication, now: clock.StandingClock, by: User) -> None:
    withdraw(article=page.article, reason="Doubts.", by=by, door="desk")
    now.move(DAY)
    again = republish(article=page.article, last_seen=page.pk, by=by, door="desk")
    withdraw(article=page.article, reason="Doubts again.", by=by, door="desk")
    republish(article=page.article, last_seen=again.pk, by=by, door="desk")


def taken_back_while_another_waits(page: Publication, now: clock.StandingClock, by: User) -> None:
    opens = now.moment + 5 * DAY
    publish(review=a_new_text(page), live_seen=page.pk, by=by, door="desk", opens=opens)
    now.move(DAY)
    sign_off = SignOff.objects.get(edition=page.edition)
    revoke(sign_off=sign_off, reason="Mistaken.", by=sign_off.reviewer, door="desk")
    assert Withdrawal.objects.get().ended_at == opens


@pytest.mark.parametrize(
    "life", [replaced, ended_before, scheduled_again_and_cancelled, twice, taken_back_while_another_waits]
)
def test_honest_withdrawals_are_whole(
    now: clock.StandingClock, life: Callable[[Publication, clock.StandingClock, User], None]
) -> None:
    page, by = factories.published(), factories.person(PUBLISHER)
    now.move(DAY)
    life(page, now, by)
    assert verify().is_whole
    now.move(10 * DAY)
    assert verify().is_whole

"""A clock that was set back, by less than an hour: for verbs time stands still at the record until it has caught up, so
that what was done stays done. Readers in processes whose clock is behind see nothing that was taken away.
"""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Article, Publication, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR
from record import clock
from record.chain import Event
from record.errors import WrongState
from record.tellings import moment_of
from reviews.actions import change_end, open_rereview, publish, redact, republish, unschedule, withdraw
from reviews.models import Review
from tests import factories
from tests.reviews.at_desk import signed_in, words
from tests.reviews.corrections import main_of
from tests.reviews.whole import is_whole

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def a_new_text(article: Article, words: str = "New words.") -> Review:
    body = f"{factories.BODY}\n## More\n\n{words}\n"
    return factories.signed(factories.submitted(factories.saved(main_of(article), body=body), note="New."))


def test_events_never_run_back(now: clock.StandingClock) -> None:
    factories.published()
    last = now.moment
    now.move(-37 * MINUTE)
    factories.published()
    times = [moment_of(event.told["at"]) for event in Event.objects.order_by("seq")]
    assert times == sorted(times)
    assert last < times[-1] < last + MINUTE
    now.move(38 * MINUTE)
    page = factories.published()
    assert page.opens == now.moment
    assert is_whole()


@pytest.mark.django_db(transaction=True)
def test_one_after_the_other_is_public_at_once(now: clock.StandingClock, publisher: User, client: Client) -> None:
    """Given a clock that was set back, when texts are published, withdrawn and published again, then readers find each
    at once, and not only when the clock has caught up.
    """
    page = factories.published()
    address = f"/articles/{page.article.slug}/"
    now.move(-37 * MINUTE)
    for said in ("Second.", "Third."):
        page = publish(review=a_new_text(page.article, said), live_seen=page.pk, by=publisher, door="desk")
        assert page.has_opened(clock.now())
        assert said in client.get(address).text
    for _round in range(2):
        withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")
        assert client.get(address).status_code == 410
        page = republish(article=page.article, last_seen=page.pk, by=publisher, door="desk")
        assert client.get(address).status_code == 200
    assert is_whole()


def test_what_is_scheduled_is_replaced_as_if_no_clock_had_moved(now: clock.StandingClock, publisher: User) -> None:
    """Given a page, one that replaced it, and a re-review of that which is scheduled, when the clock is set back behind
    the second page and something else is published, then it takes the place of the second page, not of the first.
    """
    first = factories.published()
    now.move(7 * MINUTE)
    second = publish(review=a_new_text(first.article), live_seen=first.pk, by=publisher, door="desk")
    again = factories.signed(open_rereview(article=first.article, by=factories.person(EDITOR), door="desk"))
    waits = publish(review=again, live_seen=second.pk, by=publisher, door="desk", opens=now.moment + 3 * DAY)
    now.move(-5 * MINUTE)
    unschedule(publication=waits, reason="Not yet.", by=publisher, door="desk")
    with pytest.raises(WrongState, match="Readers see it already"):
        unschedule(publication=second, reason="Not yet.", by=publisher, door="desk")

    third = publish(review=a_new_text(first.article, "Third."), live_seen=second.pk, by=publisher, door="desk")

    assert third.replaces == second
    assert is_whole()


@pytest.mark.parametrize("minutes", [None, 2, 30])
def test_what_is_published_after_a_withdrawal_ends_it(
    now: clock.StandingClock, publisher: User, client: Client, minutes: int | None
) -> None:
    """Given a page that was withdrawn, when the clock is set back behind its opening and another text is published, at
    once or for later, then it ends the withdrawal as it opens, and can be withdrawn in its turn.
    """
    page = factories.published()
    review, address = a_new_text(page.article), f"/articles/{page.article.slug}/"
    now.move(10 * MINUTE)
    withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")
    withdrawn_at = now.moment
    now.move(-20 * MINUTE)
    opens = None if minutes is None else withdrawn_at + minutes * MINUTE

    new = publish(review=review, live_seen=None, by=publisher, door="desk", opens=opens)

    assert withdrawn_at < new.opens < withdrawn_at + MINUTE or new.opens == opens
    assert Withdrawal.objects.get().ended_at == new.opens
    now.moment = withdrawn_at + 40 * MINUTE
    assert client.get(address).status_code == 200
    withdraw(article=page.article, reason="Doubts again.", by=publisher, door="desk")
    assert client.get(address).status_code == 410
    assert is_whole()


def test_nothing_opens_before_the_withdrawal_of_a_page_whose_time_had_ended(
    now: clock.StandingClock, publisher: User
) -> None:
    page = factories.published()
    review = a_new_text(page.article)
    change_end(publication=page, closes=now.moment + MINUTE, by=publisher, door="desk")
    now.move(10 * MINUTE)
    withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")
    withdrawn_at = now.moment
    now.move(-15 * MINUTE)
    with pytest.raises(WrongState, match="withdrawn already"):
        withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")

    new = publish(review=review, live_seen=None, by=publisher, door="desk")

    assert withdrawn_at < new.opens < withdrawn_at + MINUTE
    now.move(DAY)
    assert Publication.objects.live(now.moment).get() == new
    assert is_whole()


def test_the_desk_catches_up_with_the_record(now: clock.StandingClock, publisher: User) -> None:
    """Given a page and the next text, when the desk is asked of a process that has read nothing on record and whose
    clock is behind, then it doesn't say that readers never saw the article.
    """
    page = factories.published()
    review = a_new_text(page.article)
    for path, said in (
        (f"/reviews/{review.pk}/publish/", "Readers see Edition 1 now."),
        (f"/reviews/articles/{page.article_id}/", "Live"),
    ):
        with clock.standing_at(now.moment - 20 * MINUTE):
            assert said in words(signed_in(publisher).get(path).text)


def test_readers_whose_clock_is_behind_find_the_last_notice(now: clock.StandingClock, publisher: User) -> None:
    """Given a page that was withdrawn for a time, and then for good, when a reader's process is behind both, then the
    last notice stands, and nothing of the page's past.
    """
    other, page = factories.published(title="Other"), factories.published(title="Of a harm")
    article, address = page.article, f"/articles/{page.article.slug}/"
    now.move(10 * MINUTE)
    for history_stays, notice in ((True, "Notice one."), (False, "Notice two.")):
        replacement = other.article if history_stays else None
        withdraw(
            article=article, reason="Doubts.", notice=notice, by=publisher, door="desk", replacement=replacement,
            history_stays=history_stays,
        )  # fmt: skip
        now.move(10 * MINUTE)
        if history_stays:
            republish(article=article, last_seen=page.pk, by=publisher, door="desk")
            now.move(10 * MINUTE)

    with clock.standing_at(now.moment - 29 * MINUTE):
        for path in (address, f"{address}history/", f"{address}editions/1/"):
            answer = Client().get(path)
            assert answer.status_code == 410
            assert "Notice one." not in answer.text
            assert "Of a harm" not in answer.text
        assert "Notice two." in Client().get(address).text


def test_readers_whose_clock_is_behind_see_how_the_past_ended(now: clock.StandingClock, publisher: User) -> None:
    """Given a page that was replaced, and a withdrawal that leaves history, when a reader's process is behind both,
    then history says until when the first was seen.
    """
    page = factories.published()
    address = f"/articles/{page.article.slug}/"
    review = a_new_text(page.article)
    now.move(10 * MINUTE)
    publish(review=review, live_seen=page.pk, by=publisher, door="desk")
    now.move(10 * MINUTE)
    withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk", history_stays=True)

    with clock.standing_at(now.moment - 15 * MINUTE):
        assert "until now" not in Client().get(f"{address}history/").text
        assert "until 1 March 2026, 12:10:00" in words(Client().get(f"{address}editions/1/").text)


def test_what_stood_before_a_withdrawn_page_can_be_redacted(now: clock.StandingClock, publisher: User) -> None:
    page = factories.published()
    review = a_new_text(page.article)
    now.move(10 * MINUTE)
    publish(review=review, live_seen=page.pk, by=publisher, door="desk")
    now.move(10 * MINUTE)
    withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")
    now.move(-15 * MINUTE)
    one, other = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)

    redact(digest=page.edition.digest, by=one, second=other, reason="A court order.", door="admin")

    page.edition.refresh_from_db()
    assert page.edition.is_redacted

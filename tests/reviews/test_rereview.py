"""A re-review: new signatures and new dates for a text of which not a word changes."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from articles.details import CODE_SHAPES
from articles.models import Edition, Publication
from people.models import User
from people.roles import EDITOR
from record import clock
from record.errors import Conflict, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import NothingNew, open_rereview, publish, submit, unschedule
from reviews.models import PolicyVersion, Review, ReviewPurpose, ReviewState, SignOff
from reviews.selectors import answered_reviews, approved_reviews, waiting_reviews
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_new_signatures_bring_new_dates_and_not_a_word_changes(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    now.moment = first.overdue_at + DAY
    review = open_rereview(article=first.article, by=publisher, door="desk")
    assert (review.purpose, review.state, review.edition) == (
        ReviewPurpose.REREVIEW,
        ReviewState.WAITING,
        first.edition,
    )

    second = publish(review=factories.signed(review), live_seen=first.pk, by=publisher, door="desk")

    assert second.edition == first.edition
    assert Edition.objects.count() == 1
    assert second.last_reviewed == now.moment.date()
    assert second.last_updated == first.last_updated
    assert second.overdue_at > now.moment
    page = Client().get(first.article.get_absolute_url()).content.decode()
    assert f'datetime="{second.last_reviewed.isoformat()}"' in page
    assert verify().is_whole


def test_old_signatures_never_count_in_it(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    now.move(DAY)
    review = open_rereview(article=first.article, by=publisher, door="desk")
    with pytest.raises(WrongState):
        publish(review=review, live_seen=first.pk, by=publisher, door="desk")
    # Nor do its own count in a later one.
    factories.signed(review)
    publish(review=review, live_seen=first.pk, by=publisher, door="desk")
    now.move(DAY)
    later = open_rereview(article=first.article, by=publisher, door="desk")
    assert later.state == ReviewState.WAITING
    assert SignOff.objects.count() == 2


def test_a_draft_that_was_begun_meanwhile_is_published_all_the_same(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    draft = factories.saved(first.article.drafts.get(), lead="Second.")
    pending = factories.signed(factories.submitted(draft, note="More."))
    review = factories.signed(open_rereview(article=first.article, by=publisher, door="desk"))
    now.move(DAY)
    second = publish(review=review, live_seen=first.pk, by=publisher, door="desk")

    third = publish(review=pending, live_seen=second.pk, by=publisher, door="desk")

    assert third.edition.lead == "Second."
    assert verify().is_whole


def test_another_text_ends_a_rereview(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    review = open_rereview(article=first.article, by=publisher, door="desk")
    draft = factories.saved(first.article.drafts.get(), lead="Second.")
    pending = factories.signed(factories.submitted(draft, note="More."))
    now.move(DAY)
    publish(review=pending, live_seen=first.pk, by=publisher, door="desk")
    review.refresh_from_db()
    assert review.state == ReviewState.SUPERSEDED
    assert verify().is_whole


@pytest.fixture
def beside(now: clock.StandingClock, publisher: User) -> tuple[Publication, Review, Publication]:
    """What readers see, its re-review, and another text that is scheduled for the day after."""
    first = factories.published()
    review = open_rereview(article=first.article, by=publisher, door="desk")
    draft = factories.saved(first.article.drafts.get(), lead="Second.")
    pending = factories.signed(factories.submitted(draft, note="More."))
    now.move(HOUR)
    second = publish(review=pending, live_seen=first.pk, by=publisher, door="desk", opens=now.moment + DAY)
    return first, review, second


def test_a_text_that_is_only_scheduled_ends_no_rereview(
    beside: tuple[Publication, Review, Publication], now: clock.StandingClock, publisher: User
) -> None:
    """Given a schedule that is called off, then the re-review went on all the while."""
    first, review, second = beside
    review = factories.signed(review)
    assert review in approved_reviews()
    unschedule(publication=second, reason="Not yet.", by=publisher, door="desk")
    now.move(HOUR)
    third = publish(review=review, live_seen=first.pk, by=publisher, door="desk")
    assert (third.edition, third.last_reviewed) == (first.edition, now.moment.date())
    assert verify().is_whole


def test_nobody_signs_a_text_once_more_that_readers_see_no_longer(
    beside: tuple[Publication, Review, Publication], now: clock.StandingClock, client: Client
) -> None:
    """Given the scheduled text has opened, when somebody comes by an old link, then the page and the verb say so."""
    _first, review, second = beside
    now.move(2 * DAY)
    assert second.has_opened(now.moment)
    assert review not in waiting_reviews()
    with pytest.raises(WrongState, match="Readers have another text by now"):
        factories.signed(review)
    client.force_login(factories.reviewer())
    with pytest.raises(WrongState, match="Readers have another text by now"):
        factories.answered(review)
    page = client.get(f"/reviews/{review.pk}/").text
    assert "over: readers have another text by now" in page
    assert "_sign_password" not in page
    assert "Ask for changes" not in page


def test_changes_that_a_rereview_asked_for_wait_no_longer_once_another_text_is_public(
    now: clock.StandingClock, publisher: User
) -> None:
    first = factories.published()
    review = factories.answered(open_rereview(article=first.article, by=publisher, door="desk"))
    assert review in answered_reviews()
    now.move(DAY)
    factories.republished(first, lead="Second.")
    assert review not in answered_reviews()


def test_a_rereview_is_published_in_the_place_of_what_is_scheduled(
    beside: tuple[Publication, Review, Publication], now: clock.StandingClock, publisher: User
) -> None:
    """Given the schedule stands, then publishing asks for it to be cancelled; its text can be scheduled again."""
    first, review, second = beside
    review = factories.signed(review)
    with pytest.raises(Conflict, match="is scheduled"):
        publish(review=review, live_seen=first.pk, by=publisher, door="desk")
    third = publish(review=review, live_seen=first.pk, by=publisher, door="desk", scheduled_seen=second.pk)
    (ready,) = approved_reviews()
    assert ready.edition == second.edition
    publish(review=ready, live_seen=third.pk, by=publisher, door="desk", opens=now.moment + DAY)
    assert verify().is_whole


def test_once_another_text_has_opened_by_itself_nothing_comes_of_a_rereview(
    beside: tuple[Publication, Review, Publication], now: clock.StandingClock, publisher: User, client: Client
) -> None:
    """Then it is in no queue and can't be published, and another can be asked for, which ends it."""
    first, review, second = beside
    life = f"/reviews/articles/{first.article_id}/"
    client.force_login(publisher)
    assert "is being reviewed once more" in client.get(life).text
    assert review in waiting_reviews()
    review = factories.signed(review)
    now.moment = second.opens
    assert "Ask for a re-review" in client.get(life).text
    assert review not in approved_reviews()
    with pytest.raises(WrongState, match="Readers have another text by now"):
        publish(review=review, live_seen=second.pk, by=publisher, door="desk")
    page = client.get(f"/reviews/{review.pk}/").text
    assert "over: readers have another text by now" in page
    assert "submit the text again" not in page
    assert "Take it back" not in page
    asked = client.get(f"/reviews/{review.pk}/publish/")
    assert asked.status_code == 409
    assert "this one isn’t reviewed again any more" in asked.text
    assert "brought into the draft" not in asked.text
    assert "Readers see Edition 1 now" not in asked.text

    again = open_rereview(article=first.article, by=publisher, door="desk")

    review.refresh_from_db()
    assert (review.state, again.edition) == (ReviewState.SUPERSEDED, second.edition)
    assert list(waiting_reviews()) == [again]
    assert verify().is_whole


def test_nothing_live_nothing_to_review_again(publisher: User) -> None:
    review = factories.signed()
    with pytest.raises(WrongState, match="nothing to review again"):
        open_rereview(article=review.article, by=publisher, door="desk")


def test_one_at_a_time_and_not_by_reviewers(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    with pytest.raises(NotAllowed):
        open_rereview(article=first.article, by=factories.reviewer(), door="desk")
    open_rereview(article=first.article, by=factories.person(EDITOR), door="desk")
    with pytest.raises(WrongState, match="already"):
        open_rereview(article=first.article, by=publisher, door="desk")


def test_an_unchanged_text_past_its_date_is_offered_a_rereview(now: clock.StandingClock) -> None:
    first = factories.published()
    draft = first.article.drafts.get()
    now.moment = first.overdue_at
    with pytest.raises(NothingNew, match="re-review"):
        submit(draft=draft, seen=draft.saves, change_note="Again.", by=draft.article.owner, door="admin")


def test_a_text_that_was_frozen_under_older_rules_is_reviewed_once_more(
    now: clock.StandingClock, publisher: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given the shape of a code was narrowed since, then the text that stands is signed anew, and ages as it did."""
    mesh = {"system": "MeSH", "code": "D015316"}
    first = factories.published(details={"codes": [mesh], "ages_quickly": True})
    now.move(DAY)
    client.force_login(publisher)
    with monkeypatch.context() as rules:
        rules.setitem(CODE_SHAPES, "MeSH", re.compile(r"D\d{9}"))
        asked = client.post(f"/reviews/articles/{first.article_id}/rereview/")
        review = Review.objects.get(purpose=ReviewPurpose.REREVIEW)
        assert (asked.status_code, asked["Location"]) == (302, review.get_absolute_url())
        assert review.months == PolicyVersion.current().rules.ages_quickly_months
        second = publish(review=factories.signed(review), live_seen=first.pk, by=publisher, door="desk")
    assert second.edition == first.edition
    assert verify().is_whole


def test_a_scheduled_rereview_can_be_cancelled(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    review = factories.signed(open_rereview(article=first.article, by=publisher, door="desk"))
    now.move(HOUR)
    scheduled = publish(review=review, live_seen=first.pk, by=publisher, door="desk", opens=START + DAY)
    unschedule(publication=scheduled, reason="Later.", by=publisher, door="desk")
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED
    assert first.article.drafts.get().base == first.edition
    with pytest.raises(Conflict):
        publish(review=review, live_seen=None, by=publisher, door="desk")
    assert Publication.objects.live(clock.now()).count() == 1
    assert verify().is_whole

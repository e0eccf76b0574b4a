"""Publishing: only what is signed, only over what the publisher saw, and dates that only signatures move."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from articles.models import Draft, EditionContent, Organisation, Publication, Withdrawal
from people.models import User
from people.roles import EDITOR, PUBLISHER
from record import clock
from record.chain import Event
from record.errors import Conflict, NotAllowed, WrongState
from reviews.actions import publish, submit, withdraw
from reviews.models import Review, ReviewState
from tests import factories
from tests.factories import START
from tests.flush import guards_down
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db


def put_out(review: Review, *, live_seen: int | None = None, by: User | None = None) -> Publication:
    return publish(review=review, live_seen=live_seen, by=by or factories.person(PUBLISHER), door="desk")


def test_the_first_window_opens_now_and_has_no_end() -> None:
    review = factories.signed()
    with clock.standing_at(START):
        publication = put_out(review)
    assert (publication.opens, publication.closes) == (START, None)
    assert publication.edition == review.edition
    assert publication.published_review.review == review
    review.refresh_from_db()
    assert review.state == ReviewState.PUBLISHED
    assert Draft.objects.get().base == review.edition
    assert Event.objects.latest("seq").verb == "publish"


def test_the_next_window_opens_as_the_last_one_closes() -> None:
    first = factories.published()
    second = factories.republished(first, lead="New.")
    first.refresh_from_db()
    assert first.closes == second.opens
    assert list(Publication.objects.live(clock.now())) == [second]
    assert second.edition.based_on == first.edition


@pytest.mark.parametrize("made", [factories.submitted, factories.answered, factories.recalled])
def test_only_signed_texts(made: Callable[[], Review]) -> None:
    with pytest.raises(WrongState, match="Only a signed text"):
        put_out(made())
    assert not Publication.objects.exists()


def test_only_publishers_and_administrators() -> None:
    review = factories.signed()
    for somebody in (factories.person(EDITOR), factories.reviewer()):
        with pytest.raises(NotAllowed):
            put_out(review, by=somebody)


def test_once() -> None:
    publication = factories.published()
    with pytest.raises(WrongState):
        put_out(publication.published_review.review, live_seen=publication.pk)
    assert Publication.objects.count() == 1


def test_what_the_publisher_saw_live_must_still_be_live() -> None:
    first = factories.published()
    review = factories.signed(factories.submitted(factories.saved(first.article.drafts.get(), lead="New.")))
    for seen in (None, first.pk + 100):
        with pytest.raises(Conflict, match="Look again"):
            put_out(review, live_seen=seen)
    withdraw(article=first.article, reason="Wrong.", notice="", by=factories.person(PUBLISHER), door="admin")
    with pytest.raises(Conflict):
        put_out(review, live_seen=first.pk)
    assert put_out(review, live_seen=None).edition == review.edition


def test_what_grew_from_an_older_text_is_not_published_over_a_newer_one() -> None:
    first = factories.published()
    draft = factories.saved(first.article.drafts.get(), lead="Second.")
    second = factories.submitted(draft)
    third = factories.submitted(factories.saved(draft, lead="Third."))
    assert Review.objects.get(pk=second.pk).state == ReviewState.SUPERSEDED
    published = factories.published(factories.signed(third))
    # As if the older review had stayed open: its Edition still says what it grew from.
    Review.objects.filter(pk=second.pk).update(state=ReviewState.WAITING)
    stale = factories.signed(Review.objects.get(pk=second.pk))
    with pytest.raises(Conflict, match="Another text of this article was published"):
        put_out(stale, live_seen=published.pk)
    assert list(Publication.objects.live(clock.now())) == [published]


def test_whoever_publishes_may_be_kept_apart() -> None:
    policy(publisher_apart=True)
    author = factories.person(EDITOR, PUBLISHER)
    review = factories.signed(factories.submitted(factories.draft(by=author), by=author))
    with pytest.raises(NotAllowed, match="neither wrote nor signed"):
        put_out(review, by=author)
    assert put_out(review).edition == review.edition


def test_by_default_an_author_may_publish_what_another_signed() -> None:
    author = factories.person(EDITOR, PUBLISHER)
    review = factories.signed(factories.submitted(factories.draft(by=author), by=author))
    assert put_out(review, by=author).published_by == author


def test_a_stored_text_without_its_digest_is_not_published() -> None:
    review = factories.signed()
    connection.check_constraints()
    with guards_down(connection):
        EditionContent.objects.update(text="{}")
    with pytest.raises(WrongState, match="doesn't have its digest"):
        put_out(review)
    assert not Publication.objects.exists()


def test_byline_and_dates_stand_as_they_were_in_the_organisations_time_zone() -> None:
    Organisation.objects.update(time_zone="America/New_York")
    with clock.standing_at(datetime(2026, 2, 28, 3, tzinfo=UTC)) as standing:
        review = factories.signed(by=factories.reviewer(name="Dr. One", credentials="MD"))
        standing.move(timedelta(days=10))
        publication = put_out(review)
    assert publication.signatures == [
        {
            "name": "Dr. One",
            "credentials": "MD",
            "role": "medical",
            "meaning": review.sign_offs.get().meaning,
            "method": "password",
            "on": "2026-02-27",
        }
    ]
    assert publication.last_reviewed == date(2026, 2, 27)
    assert publication.last_updated == date(2026, 3, 9)
    assert publication.next_review_due == date(2027, 2, 27)
    assert publication.overdue_at == datetime(2027, 2, 28, 5, tzinfo=UTC)


def test_the_interval_comes_from_the_policy_that_stood_when_the_review_opened() -> None:
    policy(sections={"treatments-procedures": {"roles": ["medical"], "months": 3}})
    with clock.standing_at(START):
        review = factories.submitted()
        policy(default={"roles": ["medical"], "months": 24})
        publication = factories.published(factories.signed(review))
    assert publication.next_review_due == date(2026, 6, 1)


def test_what_ages_quickly_is_due_sooner() -> None:
    with clock.standing_at(START):
        assert factories.published(details={"ages_quickly": True}).next_review_due == date(2026, 9, 1)


def test_a_text_that_comes_back_keeps_the_day_it_was_first_public() -> None:
    with clock.standing_at(START) as standing:
        first = factories.published(slug="one", lead="The first lead.")
        standing.move(timedelta(days=10))
        factories.republished(first, lead="Another lead.")
        standing.move(timedelta(days=10))
        back = factories.republished(first, lead="The first lead.")
    assert back.edition.digest == first.edition.digest
    assert back.last_updated == first.last_updated == date(2026, 3, 1)
    assert back.last_reviewed == date(2026, 3, 21)


def test_publishing_ends_a_withdrawal() -> None:
    first = factories.published()
    withdraw(article=first.article, reason="Wrong.", notice="", by=factories.person(PUBLISHER), door="admin")
    second = factories.republished(first, lead="Mended.")
    assert Withdrawal.objects.get().ended_at == second.opens
    assert list(Publication.objects.live(clock.now())) == [second]


def test_after_publishing_nobody_of_before_is_a_contributor() -> None:
    first_author, second_author = factories.person(EDITOR), factories.person(EDITOR)
    first = factories.published(factories.signed(factories.submitted(factories.draft(by=first_author))))
    draft = factories.saved(first.article.drafts.get(), by=second_author, lead="New.")
    review = submit(draft=draft, seen=draft.saves, change_note="New.", by=first_author, door="admin").review
    assert review is not None
    assert [row.person for row in review.edition.contributor_rows.all()] == [second_author]

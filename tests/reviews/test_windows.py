"""Windows: pages go live and go away at their second, because readers ask by time. No job has to run."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from articles.actions.rebase_draft import behind
from articles.models import Article, Draft, Publication, Withdrawal
from people.models import User
from people.roles import EDITOR
from record import clock
from record.chain import Event
from record.errors import BadInput, Conflict, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import change_end, publish, republish, reschedule, submit, unschedule, withdraw
from reviews.models import Review, ReviewState
from reviews.selectors import approved_reviews
from tests import factories
from tests.factories import START
from tests.reviews.corrections import in_review, main_of, with_typo

pytestmark = pytest.mark.django_db

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


def put_out(review: Review, by: User, **window: object) -> Publication:
    live = Publication.objects.live(clock.now()).filter(article=review.article).first()
    return publish(review=review, live_seen=live.pk if live else None, by=by, door="desk", **window)  # type: ignore[arg-type]


def seen(article: Article) -> int:
    """What a stranger gets at the article's address."""
    return Client().get(article.get_absolute_url()).status_code


def lead_seen(article: Article) -> str:
    page = Client().get(article.get_absolute_url()).content.decode()
    return next((lead for lead in ("First lead.", "Second lead.", "Third lead.") if lead in page), "")


def two_texts() -> tuple[Publication, Review]:
    """A live page, and a signed text to take its place."""
    first = factories.published(lead="First lead.")
    draft = factories.saved(first.article.drafts.get(), lead="Second lead.")
    return first, factories.signed(factories.submitted(draft, note="More."))


def test_a_page_goes_live_at_its_very_second(now: clock.StandingClock, publisher: User) -> None:
    review = factories.signed(lead="First lead.")
    publication = put_out(review, publisher, opens=START + HOUR)
    article = review.article

    assert publication.opens == START + HOUR
    assert seen(article) == 404
    now.move(HOUR - timedelta(microseconds=1))
    assert seen(article) == 404
    now.move(timedelta(microseconds=1))
    assert seen(article) == 200
    assert verify().is_whole


def test_a_page_goes_away_at_its_end(now: clock.StandingClock, publisher: User) -> None:
    review = factories.signed()
    put_out(review, publisher, closes=START + DAY)

    now.move(DAY - timedelta(microseconds=1))
    assert seen(review.article) == 200
    now.move(timedelta(microseconds=1))
    assert seen(review.article) != 200
    assert not Publication.objects.live(clock.now()).exists()


def test_a_replacement_takes_over_at_its_second_and_nothing_overlaps(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)

    first.refresh_from_db()
    assert first.closes == second.opens == START + DAY
    assert lead_seen(first.article) == "First lead."
    now.move(DAY)
    assert lead_seen(first.article) == "Second lead."


def test_cancelling_a_replacement_gives_the_page_its_open_end_back(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)

    unschedule(publication=second, reason="Too early.", by=publisher, door="desk")

    first.refresh_from_db()
    assert first.closes is None
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED
    assert Draft.objects.get().base == first.edition
    now.move(2 * DAY)
    assert lead_seen(first.article) == "First lead."
    assert verify().is_whole

    put_out(review, publisher)
    assert lead_seen(first.article) == "Second lead."
    assert verify().is_whole


def test_cancelling_a_replacement_gives_the_page_its_own_end_back(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    change_end(publication=first, closes=START + 10 * DAY, by=publisher, door="desk")
    second = put_out(review, publisher, opens=START + DAY)
    unschedule(publication=second, reason="Too early.", by=publisher, door="desk")
    first.refresh_from_db()
    assert first.closes == START + 10 * DAY


def test_a_page_that_ends_before_its_replacement_leaves_a_gap(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    change_end(publication=first, closes=START + DAY, by=publisher, door="desk")
    second = put_out(review, publisher, opens=START + 2 * DAY)
    first.refresh_from_db()
    assert (first.closes, second.replaces) == (START + DAY, None)
    now.move(DAY)
    assert seen(first.article) != 200
    now.move(DAY)
    assert lead_seen(first.article) == "Second lead."


def test_nothing_is_unscheduled_once_readers_see_it(now: clock.StandingClock, publisher: User) -> None:
    review = factories.signed()
    publication = put_out(review, publisher, opens=START + HOUR)
    now.move(HOUR)
    with pytest.raises(WrongState, match="Readers see it already"):
        unschedule(publication=publication, reason="Too late.", by=publisher, door="desk")
    with pytest.raises(WrongState):
        reschedule(publication=publication, opens=START + DAY, closes=None, by=publisher, door="desk")


def test_moving_what_is_scheduled_is_one_step(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)

    moved = reschedule(publication=second, opens=START + 3 * DAY, closes=START + 4 * DAY, by=publisher, door="desk")

    first.refresh_from_db()
    second.refresh_from_db()
    assert second.cancelled_at
    assert (moved.opens, moved.closes, first.closes) == (START + 3 * DAY, START + 4 * DAY, START + 3 * DAY)
    now.move(2 * DAY)
    assert lead_seen(first.article) == "First lead."
    now.move(DAY)
    assert lead_seen(first.article) == "Second lead."
    assert verify().is_whole


def test_at_most_one_is_scheduled_and_publishing_beside_it_cancels_it(
    now: clock.StandingClock, publisher: User
) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)
    unschedule(publication=second, reason="Not yet.", by=publisher, door="desk")
    later = put_out(Review.objects.get(pk=review.pk), publisher, opens=START + DAY)
    draft = factories.saved(first.article.drafts.get(), lead="Third lead.")
    assert draft.base == later.edition

    third = factories.signed(factories.submitted(draft, note="More yet."))
    with pytest.raises(Conflict, match="scheduled"):
        put_out(third, publisher)
    assert verify().is_whole


def written_on(page: Publication, **values: Any) -> Review:
    """The article's text, written on from what is scheduled, and signed."""
    return factories.signed(factories.submitted(factories.saved(page.article.drafts.get(), **values), note="More."))


def test_what_another_window_replaces_leaves_the_queue_where_it_can_not_follow(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a scheduled text, when a correction of the live page is scheduled instead, for later, then that text lacks
    the correction: it doesn't wait to be published any more.
    """
    live = with_typo()
    main = factories.saved(main_of(live.article), lead="A new lead.")
    new_text = factories.signed(factories.submitted(main, note="More."))
    scheduled = publish(review=new_text, live_seen=live.pk, by=publisher, door="desk", opens=START + DAY)
    correction = factories.signed(in_review(live))

    publish(
        review=correction, live_seen=live.pk, scheduled_seen=scheduled.pk, by=publisher, door="desk",
        opens=START + 2 * DAY,
    )  # fmt: skip

    new_text.refresh_from_db()
    assert new_text.state == ReviewState.SUPERSEDED
    assert list(approved_reviews()) == []
    assert verify().findings == []


def test_a_text_written_on_from_what_is_scheduled_takes_its_place(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)
    third = written_on(second, lead="Third lead.")
    assert third.edition.based_on == second.edition

    with pytest.raises(Conflict, match="Cancel it in the same step"):
        put_out(third, publisher)
    put_out(third, publisher, scheduled_seen=second.pk)

    assert "Third lead." in Client().get(first.article.get_absolute_url()).text
    now.move(2 * DAY)
    assert "Third lead." in Client().get(first.article.get_absolute_url()).text
    assert verify().is_whole


def test_a_text_written_on_from_what_never_opened_is_published(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)
    third = written_on(second, lead="Third lead.")
    unschedule(publication=second, reason="Wrong.", by=publisher, door="desk")
    draft = first.article.drafts.get()
    assert draft.base == first.edition
    assert behind(draft, clock.now()) is None
    with pytest.raises(WrongState, match="in review already"):
        factories.submitted(draft, note="Again.")

    later = put_out(third, publisher, opens=START + DAY)
    unschedule(publication=later, reason="Not yet.", by=publisher, door="desk")
    draft.refresh_from_db()
    assert draft.base == first.edition
    put_out(Review.objects.get(pk=third.pk), publisher)
    assert "Third lead." in Client().get(first.article.get_absolute_url()).text
    assert verify().is_whole


def test_a_text_written_on_from_a_first_edition_that_never_opened(now: clock.StandingClock, publisher: User) -> None:
    scheduled = put_out(factories.signed(lead="First lead."), publisher, opens=START + DAY)
    second = written_on(scheduled, lead="Second lead.")
    put_out(second, publisher, scheduled_seen=scheduled.pk)
    assert lead_seen(second.article) == "Second lead."
    assert verify().is_whole


def test_no_public_change_is_undone_by_a_text_written_on_from_what_never_opened(
    now: clock.StandingClock, publisher: User
) -> None:
    first = with_typo(lead="First lead.")
    draft = factories.saved(main_of(first.article), lead="Second lead.")
    second = put_out(factories.signed(factories.submitted(draft, note="x")), publisher, opens=START + DAY)
    third = written_on(second, lead="Third lead.")
    corrected = factories.signed(in_review(first))
    now.move(HOUR)
    put_out(corrected, publisher, scheduled_seen=second.pk)

    with pytest.raises(Conflict, match="Bring its changes in"):
        put_out(third, publisher)
    assert behind(main_of(first.article), clock.now()) == corrected.edition


def test_who_wrote_what_never_opened_signs_nothing_that_grew_from_it(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    both = factories.reviewer()
    both = factories.into_roles(both, EDITOR)
    draft = factories.saved(first.article.drafts.get(), by=both, lead="By somebody who signs, too.")
    second = put_out(factories.signed(factories.submitted(draft, note="x")), publisher, opens=START + DAY)
    third = factories.submitted(factories.saved(draft, lead="By another."), note="y")
    unschedule(publication=second, reason="Wrong.", by=publisher, door="desk")
    with pytest.raises(NotAllowed, match="You wrote at this text"):
        factories.signed(third, by=both)
    put_out(factories.signed(third), publisher)
    assert verify().is_whole


def test_authors_of_what_never_opened_stay_contributors(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    author, other = factories.person(EDITOR), factories.person(EDITOR)
    draft = factories.saved(first.article.drafts.get(), by=author, lead="By the author.")
    second = put_out(factories.signed(factories.submitted(draft, by=author, note="x")), publisher, opens=START + DAY)
    third = factories.submitted(factories.saved(draft, by=other, lead="By another."), by=other, note="y")
    people = set(third.edition.contributor_rows.values_list("person", flat=True))
    assert {author.pk, other.pk} <= people
    assert second.cancelled_at is None


def test_withdrawing_cancels_what_is_scheduled(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)

    withdraw(article=first.article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")

    second.refresh_from_db()
    assert second.cancelled_at
    assert second.cancellation.reason
    now.move(2 * DAY)
    assert seen(first.article) == 410
    assert verify().is_whole


def test_what_was_withdrawn_comes_back_as_it_was(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    withdraw(article=first.article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")
    now.move(HOUR)

    again = republish(article=first.article, last_seen=first.pk, by=publisher, door="desk")

    assert seen(first.article) == 200
    assert (again.edition, again.byline, again.last_reviewed) == (first.edition, first.byline, first.last_reviewed)
    assert again.last_updated == first.last_updated
    assert Withdrawal.objects.get().ended_at == again.opens
    assert verify().is_whole


@pytest.mark.parametrize("withdrawn", [False, True])
def test_moving_moves_that_text_whatever_newer_one_waits(
    now: clock.StandingClock, publisher: User, withdrawn: bool
) -> None:
    # Given a second text that is scheduled, perhaps in the place of one that was withdrawn, and a third in review.
    first, review = two_texts()
    if withdrawn:
        withdraw(article=first.article, reason="Dangerous.", notice="Gone.", by=publisher, door="admin")
    second = put_out(review, publisher, opens=START + DAY)
    third = factories.submitted(factories.saved(main_of(first.article), lead="Third lead."), note="Third.")
    # When the second is moved.
    moved = reschedule(publication=second, opens=START + 2 * DAY, closes=None, by=publisher, door="desk")
    # Then it is the second that readers see then, and the third waits on and can follow.
    assert moved.edition == second.edition
    review.refresh_from_db()
    third.refresh_from_db()
    assert (review.state, third.state) == (ReviewState.PUBLISHED, ReviewState.WAITING)
    now.move(2 * DAY)
    assert lead_seen(first.article) == "Second lead."
    publish(review=factories.signed(third), live_seen=moved.pk, by=publisher, door="desk")
    now.move(HOUR)
    assert lead_seen(first.article) == "Third lead."
    assert verify().is_whole


def test_what_was_withdrawn_can_come_back_at_a_later_second(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    withdraw(article=first.article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")
    now.move(HOUR)
    again = republish(article=first.article, last_seen=first.pk, by=publisher, door="desk", opens=START + DAY)

    assert seen(first.article) == 410
    moved = reschedule(publication=again, opens=START + 2 * DAY, closes=None, by=publisher, door="desk")
    now.move(DAY)
    assert seen(first.article) == 410
    now.move(DAY)
    assert seen(first.article) == 200
    assert verify().is_whole
    now.move(-DAY)
    unschedule(publication=moved, reason="Never.", by=publisher, door="desk")
    now.move(2 * DAY)
    assert seen(first.article) == 410
    assert Withdrawal.objects.get().ended_at is None
    assert verify().is_whole


def test_nothing_comes_back_whose_review_is_over(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    withdraw(article=first.article, reason="Wrong.", notice="Gone.", by=publisher, door="admin")
    now.moment = first.overdue_at
    with pytest.raises(WrongState, match="review is over"):
        republish(article=first.article, last_seen=first.pk, by=publisher, door="desk")


def test_an_end_can_be_moved_and_taken_away(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    now.move(HOUR)
    change_end(publication=first, closes=START + DAY, by=publisher, door="desk")
    change_end(publication=Publication.objects.get(), closes=None, by=publisher, door="desk")
    now.move(2 * DAY)
    assert seen(first.article) == 200
    with pytest.raises(BadInput, match="to come"):
        change_end(publication=first, closes=START, by=publisher, door="desk")
    assert verify().is_whole


def test_no_end_is_moved_under_a_replacement(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    put_out(review, publisher, opens=START + DAY)
    with pytest.raises(WrongState, match="scheduled to take its place"):
        change_end(publication=first, closes=START + 2 * DAY, by=publisher, door="desk")


@pytest.mark.parametrize("window", [{"opens": START}, {"opens": START - HOUR}, {"closes": START - SECOND}])
def test_moments_that_make_no_sense_are_refused(
    now: clock.StandingClock, publisher: User, window: dict[str, datetime]
) -> None:
    review = factories.signed()
    with pytest.raises(BadInput):
        put_out(review, publisher, **window)
    assert not Publication.objects.exists()


def test_only_publishers_and_administrators_move_windows(now: clock.StandingClock, publisher: User) -> None:
    review = factories.signed()
    scheduled = put_out(review, publisher, opens=START + DAY)
    for somebody in (factories.person(EDITOR), factories.reviewer()):
        with pytest.raises(NotAllowed):
            unschedule(publication=scheduled, reason="No.", by=somebody, door="desk")
        with pytest.raises(NotAllowed):
            reschedule(publication=scheduled, opens=START + HOUR, closes=None, by=somebody, door="desk")
        with pytest.raises(NotAllowed):
            change_end(publication=scheduled, closes=None, by=somebody, door="desk")


def test_every_verb_has_its_event(now: clock.StandingClock, publisher: User) -> None:
    first, review = two_texts()
    now.move(HOUR)
    second = put_out(review, publisher, opens=START + DAY)
    reschedule(publication=second, opens=START + 2 * DAY, closes=None, by=publisher, door="desk")
    verbs = list(Event.objects.filter(article=first.article.uuid).order_by("seq").values_list("verb", flat=True))
    assert verbs[-3:] == ["publish", "unschedule", "publish"]


def test_a_submission_that_is_scheduled_is_nothing_to_submit_again(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published()
    draft = first.article.drafts.get()
    with pytest.raises(WrongState, match="in date"):
        submit(draft=draft, seen=draft.saves, change_note="Again.", by=draft.article.owner, door="admin")


def test_a_clock_that_was_set_back_keeps_nobody_from_publishing(now: clock.StandingClock, publisher: User) -> None:
    """Given a page that was withdrawn, when the clock is set back and it comes again, it comes after that."""
    page = factories.published()
    now.move(HOUR)
    withdraw(article=page.article, reason="R", notice="", by=publisher, door="desk")
    gone_at = clock.now()
    now.move(-HOUR / 2)

    back = republish(article=page.article, last_seen=page.pk, by=publisher, door="desk")

    assert gone_at < back.opens < gone_at + HOUR / 60
    now.move(HOUR)
    assert Publication.objects.live(clock.now()).get() == back

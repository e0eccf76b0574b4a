"""Honest histories that look bent to whoever asks the moments of rows and not the order of Events: texts that were
scheduled and never opened, and a clock that was set back by some minutes. The record is whole.

Here verbs go by such a clock: so did those of releases for which time didn't stand still at the record, and so do
today's where it was set back by more than an hour.
"""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Article, Publication
from articles.windows import windows_of
from people.models import User
from people.roles import EDITOR
from record import clock
from record.errors import BadInput, Conflict, WrongState
from reviews.actions import (
    change_end,
    open_rereview,
    publish,
    republish,
    revoke,
    unschedule,
    withdraw,
)
from reviews.models import Review, SignOff
from tests import factories
from tests.clocks import Unheeded
from tests.reviews.corrections import MENDED, TYPO, in_review, main_of, with_typo
from tests.reviews.policies import policy
from tests.reviews.whole import is_whole

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _as_before(now: clock.StandingClock) -> None:
    now.on_record = Unheeded()


def a_rereview(article: Article) -> Review:
    return factories.signed(open_rereview(article=article, by=factories.person(EDITOR), door="desk"))


def a_new_text(article: Article, body: str = f"{MENDED}\n## More\n\nNew words.\n") -> Review:
    return factories.signed(factories.submitted(factories.saved(main_of(article), body=body), note="New."))


@pytest.mark.parametrize("instead", [a_rereview, a_new_text])
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_correction_that_waited_was_under_the_policy_of_what_it_corrects(
    now: clock.StandingClock, publisher: User, instead: object, by_hand: bool
) -> None:
    """Given a correction that is scheduled, and a policy with days of grace that came after the page, when a whole text
    takes its place before it ever opens, then all is whole.
    """
    page = with_typo()
    policy(gone_after_days=90, noindex_after_days=30)
    correction = factories.signed(in_review(page))
    waits = publish(review=correction, live_seen=page.pk, by=publisher, door="desk", opens=now.moment + 30 * DAY)
    assert callable(instead)
    review = instead(page.article)
    now.move(MINUTE)
    if by_hand:
        unschedule(publication=waits, reason="Not yet.", by=publisher, door="desk")

    publish(
        review=review, live_seen=page.pk, scheduled_seen=None if by_hand else waits.pk, by=publisher, door="desk"
    )  # fmt: skip

    assert is_whole()


def test_a_correction_builds_on_what_had_been_published_before_it(now: clock.StandingClock, publisher: User) -> None:
    """Given a correction that went public, when the clock is set back and a re-review takes its place, then the byline
    of the correction is still that of the review before.
    """
    page = with_typo()
    correction = factories.signed(in_review(page))
    now.move(DAY)
    corrected = publish(review=correction, live_seen=page.pk, by=publisher, door="desk")
    now.move(-6 * MINUTE)
    review = a_rereview(page.article)

    publish(review=review, live_seen=page.pk, scheduled_seen=corrected.pk, by=publisher, door="desk")

    assert is_whole()


def test_a_correction_is_measured_against_what_had_been_published_before_it(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a correction that is in review, when the clock is set back and a text with another figure is published,
    then the correction has changed no figure.
    """
    body = f"{TYPO}\n## Dose\n\nTake 2 tablets a day.\n"
    page = factories.published(body=body)
    review = a_new_text(page.article, body.replace("2 tablets", "3 tablets"))
    now.move(10 * MINUTE)
    in_review(page, body=body.replace("treatmnt", "treatment"))
    now.move(-6 * MINUTE)

    publish(review=review, live_seen=page.pk, by=publisher, door="desk")

    assert is_whole()


def test_what_stood_when_it_was_reviewed_again_may_be_cancelled_after_the_clock_was_set_back(
    now: clock.StandingClock,
) -> None:
    """Given a page that is being reviewed once more, when the clock is set back to before it opened and its signature
    is taken back, so that it never opens, then the re-review was of what stood all the same.
    """
    now.move(DAY)
    page = factories.published()
    open_rereview(article=page.article, by=factories.person(EDITOR), door="desk")
    now.move(-5 * MINUTE)
    signature = SignOff.objects.get()

    revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")

    assert Publication.objects.get().cancelled_at
    assert is_whole()


def test_a_text_grew_from_what_was_cancelled_after_the_clock_was_set_back(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a text of somebody else that grew from what readers saw last, when the clock is set back and that never
    opens, then whoever wrote before is no contributor of it, and nothing was lacking.
    """
    page = factories.published()
    by = factories.person(EDITOR)
    second = factories.signed(factories.submitted(factories.saved(main_of(page.article), title="Two"), note="Two."))
    now.move(DAY)
    shown = publish(review=second, live_seen=page.pk, by=publisher, door="desk")
    now.move(MINUTE)
    third = factories.submitted(factories.saved(main_of(page.article), by=by, title="Three"), by=by, note="Three.")
    assert third.edition.contributor_ids == [by.pk]
    published = publish(review=factories.signed(third), live_seen=shown.pk, by=publisher, door="desk")
    now.move(-6 * MINUTE)

    for waits in (published, shown):
        unschedule(publication=waits, reason="Not yet.", by=publisher, door="desk")

    assert is_whole()


def test_what_was_published_again_may_be_cancelled_after_the_clock_was_set_back(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a page that went and came again, when the clock is set back to before both, and both are cancelled, then
    all is whole.
    """
    now.move(DAY)
    page = factories.published()
    change_end(publication=page, closes=now.moment + MINUTE, by=publisher, door="desk")
    now.move(2 * MINUTE)
    again = republish(article=page.article, last_seen=page.pk, by=publisher, door="desk")
    now.move(-10 * MINUTE)

    for waits in (again, page):
        unschedule(publication=waits, reason="Not yet.", by=publisher, door="desk")

    assert is_whole()


def test_what_had_closed_is_not_open_again_by_a_clock_that_was_set_back(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a page whose signature was taken back when another had taken its place, when the clock is set back, then
    none lives on what was taken back.
    """
    page = factories.published()
    signature = SignOff.objects.get()
    review = a_new_text(page.article)
    now.move(DAY)
    publish(review=review, live_seen=page.pk, by=publisher, door="desk")
    now.move(MINUTE)
    revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")

    now.move(-6 * MINUTE)

    assert is_whole()


def test_what_was_gone_is_not_back_by_a_clock_that_was_set_back(now: clock.StandingClock) -> None:
    """Given a page that was gone, its review long overdue, when its signature was taken back, and the clock is set
    back, then none lives on what was taken back.
    """
    policy(gone_after_days=1)
    page = factories.published()
    signature = SignOff.objects.get()
    assert page.gone_at
    now.move(page.gone_at - now.moment)
    revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")

    now.move(-33 * MINUTE)

    assert is_whole()


def test_what_comes_after_a_withdrawal_opens_after_it_whatever_the_clock_says(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a page whose time had ended, and that was withdrawn then, when the clock is set back and another text is
    published, then the withdrawal ends as that opens, and doesn't hide it.
    """
    page = factories.published()
    review = a_new_text(page.article)
    change_end(publication=page, closes=now.moment + MINUTE, by=publisher, door="desk")
    now.move(DAY)
    withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")
    withdrawn_at = now.moment
    now.move(-6 * MINUTE)

    new = publish(review=review, live_seen=None, by=publisher, door="desk")

    assert new.opens == withdrawn_at
    assert is_whole()
    now.move(DAY)
    assert new in Publication.objects.shown(now.moment)


def test_a_correction_ended_with_what_it_rested_on_whatever_is_cancelled_later(
    now: clock.StandingClock, publisher: User
) -> None:
    """Given a corrected page that ended as the review of its text was taken back, when the clock is set back and what
    it corrected is cancelled, then it had rested on that all the same.
    """
    first = with_typo()
    second = a_new_text(first.article, f"{TYPO}\n## More\n\nNew words.\n")
    now.move(DAY)
    page = publish(review=second, live_seen=first.pk, by=publisher, door="desk")
    correction = factories.signed(in_review(page, body=f"{MENDED}\n## More\n\nNew words.\n"))
    now.move(MINUTE)
    corrected = publish(review=correction, live_seen=page.pk, by=publisher, door="desk")
    signature = SignOff.objects.get(edition=page.edition)
    now.move(MINUTE)
    revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")
    now.move(-10 * MINUTE)

    assert not Publication.objects.scheduled(now.moment).filter(pk=corrected.pk).exists()
    with pytest.raises(WrongState, match="withdrawn since, so this never opens"):
        unschedule(publication=page, reason="Not yet.", by=publisher, door="desk")

    assert is_whole()


def test_nothing_opens_before_the_article_was_withdrawn(now: clock.StandingClock, publisher: User) -> None:
    """Given a page that replaced another and was withdrawn, when the clock is set back behind its opening, then what is
    published opens after the withdrawal; and no earlier moment can be asked for.
    """
    first = factories.published()
    waits = publish(
        review=a_new_text(first.article), live_seen=first.pk, by=publisher, door="desk", opens=now.moment + 10 * MINUTE
    )
    now.move(15 * MINUTE)
    withdraw(article=first.article, reason="Doubts.", by=publisher, door="desk")
    withdrawn_at = now.moment
    now.move(-10 * MINUTE)
    assert not waits.has_opened(now.moment)
    review = a_new_text(first.article, f"{MENDED}\n## More\n\nThird words.\n")
    live = Publication.objects.live(now.moment).filter(article=first.article).first()
    seen = live.pk if live else None
    with pytest.raises(BadInput, match="the clock was set back"):
        publish(review=review, live_seen=seen, by=publisher, door="desk", opens=now.moment + MINUTE)

    new = publish(review=review, live_seen=seen, by=publisher, door="desk")

    assert new.opens >= withdrawn_at
    assert is_whole()
    now.move(DAY)
    assert new in Publication.objects.shown(now.moment)


@pytest.mark.parametrize("history_stays", [False, True])
def test_what_stood_before_a_withdrawn_page_is_not_live_again(
    now: clock.StandingClock, publisher: User, client: Client, history_stays: bool
) -> None:
    """Given a page that was replaced, and a withdrawal of what replaced it, when the clock is set back to when the
    first one stood, then readers see neither, and nothing of the article waits for its moment; and what is published
    next is all that they see.
    """
    first = factories.published(lead="The first words.")
    article, address = first.article, f"/articles/{first.article.slug}/"
    for words in ("Second words.", "Third words."):
        review = a_new_text(article, f"{MENDED}\n## More\n\n{words}\n")
        now.move(5 * MINUTE)
        live = Publication.objects.live(now.moment).get()
        publish(review=review, live_seen=live.pk, by=publisher, door="desk")
    now.move(5 * MINUTE)
    withdraw(article=article, reason="Doubts.", by=publisher, door="desk", history_stays=history_stays)
    now.move(-13 * MINUTE)
    assert first.has_opened(now.moment)
    assert Publication.objects.filter(opens__gt=now.moment).count() == 2

    assert not Publication.objects.live(now.moment).exists()
    assert not Publication.objects.scheduled(now.moment).exists()
    seen = windows_of(article, now.moment)
    assert (seen.live, seen.standing, seen.scheduled) == (None, None, None)
    assert client.get(address).status_code == 410
    assert address not in client.get("/sitemap.xml").content.decode()
    past = client.get(f"{address}editions/{first.edition.number}/")
    assert past.status_code == (200 if history_stays else 410)
    assert is_whole()

    review = a_new_text(article, f"{MENDED}\n## More\n\nFourth words.\n")
    new = publish(review=review, live_seen=None, by=publisher, door="desk")
    for _minute in range(20):
        assert set(Publication.objects.live(now.moment)) <= {new}
        now.move(MINUTE)
    assert Publication.objects.live(now.moment).get() == new
    assert is_whole()


def test_what_waits_behind_what_ends_is_cancelled_first(now: clock.StandingClock, publisher: User) -> None:
    """Given two texts that wait, since the clock was set back, when the signature of the first alone is taken back,
    then the one behind it has to be cancelled first; and the page goes on.
    """
    page, waits = two_that_wait(now, publisher, rests_on_first=False)
    signature = SignOff.objects.get(edition=page.edition)

    with pytest.raises(Conflict, match="cancel that one first"):
        revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")
    with pytest.raises(Conflict, match="cancel that one first"):
        unschedule(publication=page, reason="Not yet.", by=publisher, door="desk")
    unschedule(publication=waits, reason="Not yet.", by=publisher, door="desk")
    revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")

    assert is_whole()
    now.move(2 * DAY)
    assert Publication.objects.live(now.moment).count() == 1


def two_that_wait(
    now: clock.StandingClock, publisher: User, *, rests_on_first: bool = True
) -> tuple[Publication, Publication]:
    """A page that had opened until the clock was set back, and a correction of it, or a new text, that is scheduled."""
    first = with_typo()
    second = a_new_text(first.article, f"{TYPO}\n## More\n\nNew words.\n")
    now.move(DAY)
    page = publish(review=second, live_seen=first.pk, by=publisher, door="desk")
    body = f"{MENDED}\n## More\n\nNew words.\n"
    next_text = factories.signed(in_review(page, body=body)) if rests_on_first else a_new_text(page.article, body)
    waits = publish(review=next_text, live_seen=page.pk, by=publisher, door="desk", opens=now.moment + DAY)
    now.move(-6 * MINUTE)
    return page, waits


def test_all_that_waits_ends_with_what_it_rests_on(now: clock.StandingClock, publisher: User) -> None:
    """Given two texts that wait, since the clock was set back, when the signature on which both rest is taken back,
    then neither opens.
    """
    page, waits = two_that_wait(now, publisher)
    signature = SignOff.objects.get(edition=page.edition)

    revoke(sign_off=signature, reason="Mistaken.", by=signature.reviewer, door="desk")

    assert not Publication.objects.filter(pk__in=[page.pk, waits.pk], cancelled_at=None).exists()
    assert is_whole()


def test_all_that_waits_is_cancelled_by_a_withdrawal(now: clock.StandingClock, publisher: User) -> None:
    page, waits = two_that_wait(now, publisher)

    withdraw(article=page.article, reason="Doubts.", by=publisher, door="desk")

    assert not Publication.objects.filter(pk__in=[page.pk, waits.pk], cancelled_at=None).exists()
    assert is_whole()
    now.move(2 * DAY)
    assert not Publication.objects.live(now.moment).exists()


def test_all_that_waits_gives_way_to_what_is_published(now: clock.StandingClock, publisher: User) -> None:
    page, waits = two_that_wait(now, publisher)
    live = Publication.objects.live(now.moment).get()
    review = a_rereview(page.article)

    new = publish(review=review, live_seen=live.pk, scheduled_seen=waits.pk, by=publisher, door="desk")

    assert is_whole()
    now.move(2 * DAY)
    assert Publication.objects.live(now.moment).get() == new

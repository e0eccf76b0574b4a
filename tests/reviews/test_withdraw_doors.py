"""Withdrawing from the admin and from the desk: the same steps, and nothing happens before it was shown."""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Publication, Withdrawal
from people.roles import AUDITOR, EDITOR, PUBLISHER
from record import clock
from record.chain import Event
from reviews.actions import change_end, publish, republish
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DOORS = ("admin", "desk")


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(factories.person(PUBLISHER))
    return client


def path(door: str, publication: Publication) -> str:
    if door == "desk":
        return f"/reviews/articles/{publication.article_id}/withdraw/"
    return f"/admin/articles/draft/{publication.article.drafts.get(purpose='main').pk}/withdraw/"


def scheduled(publication: Publication) -> Publication:
    """A newer text of the same article, from tomorrow on."""
    draft = factories.saved(publication.article.drafts.get(), lead="Later lead.")
    review = factories.signed(factories.submitted(draft, note="Later."))
    by = publication.published_by
    return publish(review=review, live_seen=publication.pk, opens=clock.now() + DAY, by=by, door="desk")


@pytest.mark.parametrize("door", DOORS)
def test_what_happens_is_shown_before_it_does(publisher: Client, now: clock.StandingClock, door: str) -> None:
    page = factories.published(slug="old")
    other = factories.published(slug="new", title="The new one")
    later = scheduled(page)
    address = path(door, page)
    asked = publisher.get(address)
    assert "Withdrawing cancels Edition 2, scheduled from" in asked.text
    assert f'name="last_seen" value="{page.pk}"' in asked.text
    assert publisher.post(address, {"last_seen": page.pk, "reason": " "}).status_code == 400

    sent = {
        "last_seen": page.pk,
        "scheduled_seen": later.pk,
        "reason": "Out of date.",
        "notice": "Ask <us>.",
        "replacement": "new",
        "history_stays": "on",
    }
    shown = publisher.post(address, sent)
    assert shown.status_code == 200
    for said in (
        "Edition 1 goes at once",
        "Cancelled, and never opens: Edition 2, scheduled from",
        "Its past editions and images stay readable",
        "Readers are led to /articles/new/",
        "Ask &lt;us&gt;.",
        "Out of date.",
    ):
        assert said in shown.text
    assert not Withdrawal.objects.exists()
    kept = {name: shown.context["form"][name].value() for name in ("history_stays", "replacement")}
    assert kept == {"history_stays": True, "replacement": "new"}

    done = publisher.post(address, {**sent, "history_stays": "True", "confirmed": "yes"}, follow=True)
    assert "What was scheduled is cancelled." in done.text
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.replacement, withdrawal.history_stays, withdrawal.notice) == (other.article, True, "Ask <us>.")
    later.refresh_from_db()
    assert later.cancelled_at is not None
    assert Event.objects.latest("seq").told["door"] == door
    assert publisher.get(address).status_code == 409
    assert publisher.post(address, {**sent, "confirmed": "yes"}).status_code == 409


@pytest.mark.parametrize("door", DOORS)
def test_a_safety_notice_is_said_to_stand_in_the_way(publisher: Client, door: str) -> None:
    page, other = factories.published(slug="old"), factories.published(slug="new")
    factories.shown_notice(page.article)
    sent = {"last_seen": page.pk, "reason": "R", "replacement": other.article.slug}
    asked = publisher.post(path(door, page), sent)
    assert "While it does, readers find it at the address, with your notice and the way to /articles/new/" in asked.text
    done = publisher.post(path(door, page), {**sent, "confirmed": "yes"}, follow=True)
    assert "Readers find the safety notice, and the way to the article that took its place." in done.text


@pytest.mark.parametrize("door", DOORS)
def test_what_is_not_ticked_does_not_stay(publisher: Client, door: str) -> None:
    page = factories.published()
    sent = {"last_seen": page.pk, "reason": "R", "notice": "", "replacement": "", "history_stays": "False"}
    publisher.post(path(door, page), {**sent, "confirmed": "yes"})
    assert not Withdrawal.objects.get().history_stays


@pytest.mark.parametrize("door", DOORS)
def test_words_can_be_changed_once_more(publisher: Client, door: str) -> None:
    page = factories.published()
    back = publisher.post(path(door, page), {"last_seen": page.pk, "reason": "A wrong dose.", "again": "yes"})
    assert "A wrong dose." in back.text
    assert "See what readers will find" in back.text
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("slug", ["nothing", "waiting", "gone", "a b", "\0", "x" * 300])
def test_a_replacement_that_readers_cannot_open_is_refused(publisher: Client, door: str, slug: str) -> None:
    page = factories.published(slug="old")
    factories.signed(slug="waiting")
    hidden = factories.published(slug="gone")
    publisher.post(path(door, hidden), {"last_seen": hidden.pk, "reason": "R", "confirmed": "yes"})
    answer = publisher.post(path(door, page), {"last_seen": page.pk, "reason": "R", "replacement": slug})
    assert answer.status_code == 400
    assert answer.context["form"].errors["replacement"]
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("door", DOORS)
def test_an_article_cannot_take_its_own_place(publisher: Client, door: str) -> None:
    page = factories.published(slug="old")
    sent = {"last_seen": page.pk, "reason": "R", "replacement": "/articles/old/"}
    events = Event.objects.count()
    # Told before anybody is asked whether they are sure.
    for answer in (
        publisher.post(path(door, page), sent),
        publisher.post(path(door, page), {**sent, "confirmed": "y"}),
    ):
        assert answer.status_code == 400
        assert "own place" in answer.text
        assert "Withdraw the page now" not in answer.text
    assert not Withdrawal.objects.exists()
    assert Event.objects.count() == events


@pytest.mark.parametrize("door", DOORS)
def test_what_was_published_meanwhile_is_not_withdrawn_unseen(publisher: Client, door: str) -> None:
    first = factories.published()
    second = factories.republished(first, lead="Newer.")
    answer = publisher.post(path(door, first), {"last_seen": first.pk, "reason": "My reason.", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "My reason." in answer.text
    assert f'name="last_seen" value="{second.pk}"' in answer.text
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_what_was_scheduled_meanwhile_is_not_cancelled_unseen(publisher: Client, door: str) -> None:
    """Given a page that somebody is about to withdraw, when a text is scheduled, then they are asked again."""
    page = factories.published()
    later = scheduled(page)
    sent = {"last_seen": page.pk, "scheduled_seen": "0", "reason": "My reason.", "confirmed": "yes"}
    answer = publisher.post(path(door, page), sent)
    assert answer.status_code == 409
    assert "My reason." in answer.text
    assert f'name="scheduled_seen" value="{later.pk}"' in answer.text
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_a_page_whose_time_has_ended(publisher: Client, now: clock.StandingClock, door: str) -> None:
    page = factories.published(slug="flu")
    change_end(publication=page, closes=START + DAY, by=page.published_by, door="desk")
    now.move(2 * DAY)
    lead = "/".join(path(door, page).split("/")[:-2])
    there = publisher.get(f"{lead}/" if door == "desk" else f"{lead}/change/").text
    assert path(door, page) in there
    assert "its time has ended" in publisher.get(path(door, page)).text
    done = publisher.post(path(door, page), {"last_seen": page.pk, "reason": "R", "confirmed": "yes"})
    assert done.status_code == 302
    assert Client().get("/articles/flu/history/").status_code == 410


@pytest.mark.parametrize("door", DOORS)
def test_what_would_be_the_first_page_can_be_stopped(publisher: Client, now: clock.StandingClock, door: str) -> None:
    review = factories.signed(slug="flu")
    by = factories.person(PUBLISHER)
    later = publish(review=review, live_seen=None, opens=clock.now() + DAY, by=by, door="desk")
    address = path(door, later)
    if door == "admin":
        assert address in publisher.get(address.replace("withdraw", "change")).text
    asked = publisher.get(address)
    assert "Withdrawing cancels Edition 1, scheduled from" in asked.text
    assert "Readers have never seen a page of this article" in asked.text
    assert "replacement" not in asked.text
    sent = {"last_seen": "0", "scheduled_seen": later.pk, "reason": "A wrong dose."}
    shown = publisher.post(address, sent)
    assert "Cancelled, and never opens: Edition 1, scheduled from" in shown.text
    assert "Readers never saw a page of this article, and find none." in shown.text
    assert "Cancel what is scheduled now" in shown.text
    assert Publication.objects.scheduled(clock.now()).exists()

    done = publisher.post(address, {**sent, "confirmed": "yes"}, follow=True)

    assert "What was scheduled is cancelled. Readers never saw a page of this article." in done.text
    now.move(2 * DAY)
    assert Client().get("/articles/flu/").status_code == 404
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_what_would_come_back_can_be_stopped(publisher: Client, now: clock.StandingClock, door: str) -> None:
    page = factories.published(slug="flu")
    address, by = path(door, page), page.published_by
    publisher.post(address, {"last_seen": page.pk, "reason": "R", "notice": "Ask us.", "confirmed": "yes"})
    back = republish(article=page.article, last_seen=page.pk, opens=clock.now() + DAY, by=by, door="desk")
    assert "The page is withdrawn already, and its return is scheduled." in publisher.get(address).text
    sent = {"last_seen": page.pk, "scheduled_seen": back.pk, "reason": "Still wrong."}
    assert "The page stays withdrawn" in publisher.post(address, sent).text
    done = publisher.post(address, {**sent, "confirmed": "yes"}, follow=True)
    assert "What was scheduled is cancelled. The page stays withdrawn." in done.text
    now.move(2 * DAY)
    gone = Client().get("/articles/flu/")
    assert gone.status_code == 410
    assert "Ask us." in gone.text


@pytest.mark.parametrize("door", DOORS)
def test_what_opened_meanwhile_is_looked_at_first(publisher: Client, now: clock.StandingClock, door: str) -> None:
    by = factories.person(PUBLISHER)
    later = publish(review=factories.signed(), live_seen=None, opens=clock.now() + DAY, by=by, door="desk")
    now.move(DAY)
    sent = {"last_seen": "0", "reason": "A wrong dose.", "confirmed": "yes"}
    answer = publisher.post(path(door, later), sent)
    assert answer.status_code == 409
    assert "A wrong dose." in answer.text
    assert f'name="last_seen" value="{later.pk}"' in answer.text


def test_only_publishers_and_administrators_come_in_at_the_desk(client: Client) -> None:
    page = factories.published()
    for role in (EDITOR, AUDITOR):
        client.force_login(factories.person(role))
        assert client.get(path("desk", page)).status_code == 403
        assert client.post(path("desk", page), {"confirmed": "yes"}).status_code == 403
        assert path("desk", page) not in client.get(f"/reviews/articles/{page.article_id}/").text
    assert not Withdrawal.objects.exists()


def test_what_was_never_public_has_nothing_to_withdraw(publisher: Client) -> None:
    review = factories.signed()
    assert publisher.get(f"/reviews/articles/{review.article_id}/withdraw/").status_code == 409
    assert publisher.get("/reviews/articles/999999/withdraw/").status_code == 404

"""Safety notices: two people, one moment, above the text and outside it, on every page that it names and no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Organisation, SafetyNotice
from articles.public.selectors import safety_notices_of
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER
from record import clock
from record.chain import Event
from record.errors import BadInput, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import confirm_safety_notice, lift_safety_notice, propose_safety_notice, publish, withdraw
from reviews.models import Notice
from tests import factories
from tests.public_pages import check_page, signed_elements

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
WORDS = "Recalled: <b>stop</b> using it.\n\nCall us."


def test_readers_see_it_from_the_second_person_on_to_its_end(client: Client) -> None:
    with clock.standing_at(NOON) as standing:
        live = factories.published(slug="heparin")
        factories.published(slug="other")
        path = "/articles/heparin/"
        notice = factories.proposed_notice(live.article, text=WORDS)
        assert "Safety notice" not in client.get(path).text
        assert "Recalled" not in client.get(path).text
        standing.move(timedelta(hours=1))
        before = client.get(path)
        confirm_safety_notice(notice=notice, by=factories.person(ADMINISTRATOR), door="desk")
        page = client.get(path)
        assert page["ETag"] != before["ETag"]
        assert "Recalled: &lt;b&gt;stop&lt;/b&gt; using it.</p>" in page.text
        assert "The maker" not in page.text
        assert page.text.index("safety-notice") < page.text.index("<h1")
        assert not any("Recalled" in element.html for element in signed_elements(page.text))
        check_page(page.text, client.get(f"/verify/{live.edition.digest}/content.json").content)
        assert "Safety notice" not in client.get("/articles/other/").text
        assert safety_notices_of(live.article, clock.now() - TICK), "a process whose clock is behind shows it as well"
        standing.move(notice.ends_at - clock.now() - TICK)
        assert "Recalled" in client.get(path).text
        standing.move(TICK)
        assert "Recalled" not in client.get(path).text
    assert verify().is_whole


def test_history_says_which_stood_over_the_page_before(client: Client) -> None:
    """Given notices that ended, were lifted or never confirmed, then history tells of those that readers saw."""
    with clock.standing_at(NOON) as standing:
        live = factories.published(slug="heparin")
        by = live.published_by
        lifted, ended = (factories.shown_notice(live.article, text=words) for words in ("Stop <it>.", "Look out."))
        dropped = factories.proposed_notice(live.article, text="Never said.")
        standing.move(timedelta(hours=1))
        assert "stood over this page" not in client.get("/articles/heparin/history/").text
        for notice in (lifted, dropped):
            lift_safety_notice(notice=notice, reason="Over.", by=by, door="desk")
        standing.move(ended.ends_at - clock.now())
        page = client.get("/articles/heparin/history/").text
    past = page[page.index("Safety notices that stood over this page") :]
    assert "Stop &lt;it&gt;." in past
    assert "Look out." in past
    assert "Never said" not in page
    assert "Over." not in page
    assert 'datetime="2026-03-01T12:00:00+0000"' in past


def test_it_stands_over_the_notice_of_a_withdrawn_page_too(client: Client) -> None:
    live = factories.published(slug="heparin")
    factories.shown_notice(live.article)
    withdraw(article=live.article, reason="x", notice="Gone.", by=live.published_by, door="admin")
    page = client.get("/articles/heparin/")
    assert page.status_code == 410
    assert "Recalled: stop using it." in page.text


def test_nobody_is_led_past_it_to_the_article_that_took_the_place(client: Client) -> None:
    """Given a recall over an article that was withdrawn in favour of another, readers still meet the recall."""
    live, other = factories.published(slug="heparin"), factories.published(slug="other", title="The other one")
    notice = factories.shown_notice(live.article)
    by = live.published_by
    withdraw(article=live.article, reason="x", notice="Gone.", replacement=other.article, by=by, door="admin")
    for path in ("/articles/heparin/", "/articles/heparin.pdf"):
        page = client.get(path)
        assert page.status_code == 410
        assert "Recalled: stop using it." in page.text
        assert "Gone." in page.text
        assert '<a href="/articles/other/">The other one</a>' in page.text
    lift_safety_notice(notice=notice, reason="Over.", by=by, door="desk")
    for path in ("/articles/heparin/", "/articles/heparin.pdf"):
        assert client.get(path)["Location"] == "/articles/other/"


def test_the_history_shows_it_too(client: Client) -> None:
    live = factories.published(slug="heparin")
    factories.shown_notice(live.article)
    assert "Recalled: stop using it." in client.get("/articles/heparin/history/").text
    by = live.published_by
    withdraw(article=live.article, reason="x", history_stays=True, by=by, door="admin")
    assert "Recalled: stop using it." in client.get("/articles/heparin/history/").text


def test_the_day_is_that_of_the_organisation(client: Client) -> None:
    live = factories.published(slug="heparin")
    Organisation.objects.update(time_zone="America/New_York")
    with clock.standing_at(datetime(2099, 3, 2, 3, tzinfo=UTC)):
        factories.shown_notice(live.article)
        assert '<time datetime="2099-03-01">1 March 2099</time>' in client.get("/articles/heparin/").text


def test_many_notices_cost_one_query_more(client: Client) -> None:
    live = factories.published(slug="heparin", details={"related": ["other"]})
    factories.published(slug="other")
    for _each in range(3):
        factories.shown_notice(live.article)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/articles/heparin/")
    assert page.text.count('class="safety-notice"') == 3
    assert len(queries) <= 6


def test_nobody_confirms_their_own_superusers_included() -> None:
    superuser = User.objects.create_superuser("root", "root@example.org", factories.PASSWORD)
    notice = factories.proposed_notice(by=superuser)
    with pytest.raises(NotAllowed):
        confirm_safety_notice(notice=notice, by=superuser, door="desk")
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyNotice.objects.update(confirmed_by=superuser, confirmed_at=clock.now())


@pytest.mark.parametrize("role", [EDITOR, AUDITOR])
def test_only_publishers_and_administrators(role: str) -> None:
    somebody, waits = factories.person(role), factories.proposed_notice()
    with pytest.raises(NotAllowed):
        factories.proposed_notice(by=somebody)
    with pytest.raises(NotAllowed):
        confirm_safety_notice(notice=waits, by=somebody, door="desk")
    with pytest.raises(NotAllowed):
        lift_safety_notice(notice=waits, reason="x", by=somebody, door="desk")
    assert SafetyNotice.objects.count() == 1


def test_what_has_to_be_given() -> None:
    article, by = factories.published().article, factories.person(PUBLISHER)
    good: dict[str, Any] = {
        "text": "Stop.",
        "articles": [article],
        "ends_at": clock.now() + timedelta(days=1),
        "reason": "Why.",
        "by": by,
        "door": "desk",
    }
    wrong: list[dict[str, Any]] = [
        {"text": " "},
        {"text": "a\0"},
        {"text": "x" * 1001},
        {"reason": ""},
        {"articles": []},
        {"ends_at": clock.now() - TICK},
        {"ends_at": clock.now() + timedelta(days=4000)},
    ]
    for bad in wrong:
        with pytest.raises(BadInput):
            propose_safety_notice(**{**good, **bad})
    assert not SafetyNotice.objects.exists()
    notice = propose_safety_notice(**{**good, "articles": [article, article]})
    assert notice.pages.count() == 1


def test_confirmed_once_and_only_while_it_waits() -> None:
    by = factories.person(PUBLISHER)
    with pytest.raises(WrongState):
        confirm_safety_notice(notice=factories.shown_notice(), by=by, door="desk")
    dropped = factories.proposed_notice()
    lift_safety_notice(notice=dropped, reason="A mistake.", by=dropped.proposed_by, door="desk")
    with pytest.raises(WrongState):
        confirm_safety_notice(notice=dropped, by=by, door="desk")
    late = factories.proposed_notice()
    with clock.standing_at(late.ends_at), pytest.raises(WrongState):
        confirm_safety_notice(notice=late, by=by, door="desk")
    assert verify().is_whole


def test_lifted_it_is_gone_at_once_and_the_reason_is_on_record(client: Client) -> None:
    live = factories.published(slug="heparin")
    notice = factories.shown_notice(live.article)
    for bad in ("", " ", "x" * 5001):
        with pytest.raises(BadInput):
            lift_safety_notice(notice=notice, reason=bad, by=live.published_by, door="desk")
    lift_safety_notice(notice=notice, reason=" The recall is over. ", by=live.published_by, door="desk")
    assert "Recalled" not in client.get("/articles/heparin/").text
    event = Event.objects.latest("seq").told
    assert (event["verb"], event["why"]) == ("lift_safety_notice", "The recall is over.")
    assert event["facts"]["articles"] == [str(live.article.uuid)]
    with pytest.raises(WrongState):
        lift_safety_notice(notice=notice, reason="x", by=live.published_by, door="desk")
    assert verify().is_whole


def test_an_ended_one_is_not_lifted() -> None:
    with clock.standing_at(NOON) as standing:
        notice = factories.shown_notice()
        standing.move(timedelta(days=7))
        with pytest.raises(WrongState):
            lift_safety_notice(notice=notice, reason="x", by=notice.proposed_by, door="desk")


def test_whoever_can_confirm_is_told_and_whoever_put_it_hears_of_its_lifting() -> None:
    by, other, admin = factories.person(PUBLISHER), factories.person(PUBLISHER), factories.person(ADMINISTRATOR)
    factories.person(EDITOR)
    live = factories.published(by=by)
    Notice.objects.all().delete()
    notice = factories.proposed_notice(live.article, by=by)
    owed = Notice.objects.all()
    assert {mail.to for mail in owed} == {other, admin}
    assert all(f"/reviews/notices/{notice.pk}/" in mail.text and "Recalled" in mail.text for mail in owed)
    confirm_safety_notice(notice=notice, by=other, door="desk")
    Notice.objects.all().delete()
    lift_safety_notice(notice=notice, reason="Over.", by=admin, door="desk")
    assert {mail.to for mail in Notice.objects.all()} == {by, other}


def test_it_stands_over_pages_that_readers_saw() -> None:
    """Given an article that waits for its moment, then there is nothing to warn of before that."""
    by = factories.person(PUBLISHER)
    with clock.standing_at(NOON) as standing:
        opens = NOON + timedelta(days=1)
        waits = publish(review=factories.signed(slug="soon"), live_seen=None, opens=opens, by=by, door="desk")
        seen = factories.published().article
        with pytest.raises(BadInput, match=r"never saw a page of 1 of these articles\. Leave out: soon"):
            factories.proposed_notice(seen, waits.article)
        assert not SafetyNotice.objects.exists()
        standing.move(timedelta(days=1))
        assert factories.proposed_notice(seen, waits.article).pages.count() == 2

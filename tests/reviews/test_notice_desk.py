"""Safety notices at the desk: found, written, looked at, proposed by one, confirmed by another, lifted."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from articles.actions.articles import delete_article
from articles.models import Article, Draft, SafetyNotice, SafetyNoticePage
from people.models import User
from people.roles import AUDITOR, EDITOR, PUBLISHER
from record import clock
from record.errors import WrongState
from reviews.actions import confirm_safety_notice, lift_safety_notice, withdraw
from tests import factories
from tests.reviews.at_desk import signed_in

pytestmark = pytest.mark.django_db

NEW = "/reviews/notices/new/"
GIVEN = {"text": "Recalled: <i>stop</i>.", "ends_at": "2027-03-01T12:30", "reason": "The maker’s letter."}


@pytest.fixture
def proposer() -> User:
    return factories.person(PUBLISHER, name="First Person")


@pytest.fixture
def desk(proposer: User) -> Client:
    return signed_in(proposer)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    assert found
    return found[1]


def found_in(page: str) -> set[int]:
    return {int(pk) for pk in re.findall(r'name="articles" value="(\d+)"', page)}


def public(**values: object) -> Article:
    return factories.published(**values).article  # type: ignore[arg-type]


def test_an_empty_list_says_what_comes_here(desk: Client) -> None:
    said = words(desk.get("/reviews/notices/").text)
    assert "No page carries a safety notice now." in said
    assert "Nothing waits." in said
    assert "Over" not in said.partition("Nothing waits.")[2]


def test_pages_are_found_by_what_they_use(desk: Client) -> None:
    titled = public(title="Heparin & blood")
    explains = public(title="Clots", body='## What\n\nTakes [heparin](term:heparin "A medicine").\n')
    cites = public(
        title="Trials", details={"references": [{"title": "A trial", "url": "https://doi.org/", "doi": "10.1000/abc"}]}
    )
    leads = public(title="Veins", details={"related": ["thrombosis"]})
    says = public(title="Legs", body="## What\n\nThe word heparin in passing.\n")
    factories.submitted(title="Heparin, not public")
    for find, whole, expected in (
        ("heparin", "", {titled, explains}),
        ("heparin & B", "", {titled}),
        ("10.1000/ABC", "", {cites}),
        ("thrombosis", "", {leads}),
        ("heparin", "on", {titled, explains, says}),
        ("nothing of the kind", "on", set()),
    ):
        page = desk.post(NEW, {**GIVEN, "find": find, "whole_texts": whole, "search": "yes"})
        assert page.status_code == 200
        assert found_in(page.text) == {article.pk for article in expected}, find
        assert "Recalled: &lt;i&gt;stop" in page.text
        assert "error-summary" not in page.text


def test_ticks_are_kept_from_search_to_search_and_can_be_taken_back(desk: Client) -> None:
    one, two, three = public(title="Heparin"), public(title="Aspirin"), public(title="Aspirin for children")
    page = desk.post(NEW, {"find": "aspirin", "articles": [one.pk], "search": "yes"}).text
    assert kept(page) == str(one.pk)
    page = desk.post(NEW, {"find": "aspirin", "kept": kept(page), "take_all": "yes"}).text
    assert set(kept(page).split(",")) == {str(one.pk), str(two.pk), str(three.pk)}
    assert not found_in(page)
    page = desk.post(NEW, {"kept": kept(page), "leave_out": [three.pk], "articles": ["x", ""], "search": "yes"}).text
    assert set(kept(page).split(",")) == {str(one.pk), str(two.pk)}
    assert "2 pages are chosen" in words(page)
    assert kept(desk.post(NEW, {"kept": "1,x", "search": "yes"}).text) == ""


def test_proposed_by_one_and_confirmed_by_another(desk: Client, client: Client, proposer: User) -> None:
    article, hidden = public(slug="heparin"), public(title="Other")
    other = factories.person(PUBLISHER, name="Second Person")
    sent = {**GIVEN, "kept": f"{article.pk}"}
    look = desk.post(NEW, {**sent, "preview": "yes"})
    assert look.status_code == 200
    assert "Recalled: &lt;i&gt;stop&lt;/i&gt;.</p>" in look.text
    assert "1 March 2027, 12:30" in words(look.text)
    assert not SafetyNotice.objects.exists()
    again = desk.post(NEW, {**sent, "again": "yes"}).text
    assert "2027-03-01T12:30" in again
    assert kept(again) == str(article.pk)

    for _twice in range(2):
        answer = desk.post(NEW, {**sent, "propose": "yes"}, follow=True)
        assert "Waits for a second person" in words(answer.text)
        assert "You proposed it, so somebody else has to confirm it" in words(answer.text)
    notice = SafetyNotice.objects.get()
    path = f"/reviews/notices/{notice.pk}/"
    assert "Recalled" not in client.get("/articles/heparin/").text
    assert desk.post(f"{path}confirm/").status_code == 403
    second = signed_in(other)
    assert "1 safety notice waits for a second person." in words(second.get("/reviews/").text)
    assert "Show it over 1 page now" in words(second.get(path).text)
    for _twice in range(2):
        assert "Readers see it now" in words(second.post(f"{path}confirm/", follow=True).text)
    assert "Recalled" in client.get("/articles/heparin/").text
    listed = words(desk.get("/reviews/notices/").text)
    assert "Proposed by First Person" in listed
    assert "Confirmed by Second Person" in listed
    third = signed_in(factories.person(PUBLISHER))
    refused = third.post(f"{path}confirm/")
    assert refused.status_code == 409
    assert "confirmed already" in refused.text
    assert hidden.safety_notices.count() == 0


def test_it_says_where_readers_see_it(desk: Client) -> None:
    live, gone = factories.published(title="Heparin"), factories.published(title="Aspirin")
    notice = factories.shown_notice(live.article, gone.article)
    by = gone.published_by
    withdraw(article=gone.article, reason="x", replacement=live.article, by=by, door="desk")
    page = words(desk.get(f"/reviews/notices/{notice.pk}/").text)
    assert "Aspirin (no page now: it stands on what readers find at its address)" in page
    assert "Heparin (" not in page
    said = words(desk.get(f"/reviews/articles/{gone.article_id}/").text)
    assert "a safety notice stands over it. Readers find that, with the way to another article" in said


def test_the_same_words_over_more_pages_are_another_proposal(desk: Client) -> None:
    """Given a proposal, when the same is proposed with a page that was forgotten, then that page isn't lost."""
    one, forgotten = public(title="Heparin"), public(title="Aspirin")
    for pages, proposals in (({one}, 1), ({one, forgotten}, 2), ({one, forgotten}, 2), ({one}, 2)):
        kept_pages = ",".join(str(article.pk) for article in pages)
        answer = desk.post(NEW, {**GIVEN, "kept": kept_pages, "propose": "yes"}, follow=True)
        assert f"Over {len(pages)} page" in words(answer.text)
        assert SafetyNotice.objects.count() == proposals


def test_confirmed_again_after_its_end_nobody_is_told_that_it_shows() -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as standing:
        notice, second = factories.proposed_notice(), signed_in(factories.person(PUBLISHER))
        path = f"/reviews/notices/{notice.pk}/confirm/"
        assert "Readers see it now" in words(second.post(path, follow=True).text)
        standing.move(timedelta(days=8))
        answer = second.post(path)
    assert answer.status_code == 409
    assert "Readers see it now" not in words(answer.text)
    assert "confirmed already" in answer.text


def test_lifted_with_a_reason(desk: Client, client: Client) -> None:
    notice = factories.shown_notice(public(slug="heparin"))
    path = f"/reviews/notices/{notice.pk}/"
    assert "Lift it before its end" in desk.get(path).text
    refused = desk.post(f"{path}lift/", {"reason": " "})
    assert refused.status_code == 400
    assert "Say why the notice goes." in refused.text
    for _twice in range(2):
        assert "Lifted" in words(desk.post(f"{path}lift/", {"reason": "Over."}, follow=True).text)
    assert "Recalled" not in client.get("/articles/heparin/").text
    assert "Lifted by First Person" in words(desk.get("/reviews/notices/").text)


def test_an_old_tab_drops_no_notice_that_readers_see_by_now(desk: Client, client: Client) -> None:
    """Given a proposal on the screen, and somebody else confirms it, when the old tab drops it, then it stays, what was
    typed too, and the page now shows what readers see.
    """
    notice = factories.proposed_notice(public(slug="heparin"))
    path = f"/reviews/notices/{notice.pk}/"
    assert 'name="was_shown" value="False"' in desk.get(path).text
    confirm_safety_notice(notice=notice, by=factories.person(PUBLISHER), door="desk")
    page = desk.post(f"{path}lift/", {"reason": "A mistake.", "was_shown": "False"})
    assert page.status_code == 409
    assert "Somebody confirmed this notice since you looked" in page.text
    assert "A mistake." in page.text
    assert "Recalled" in client.get("/articles/heparin/").text
    assert 'name="was_shown" value="True"' in page.text
    done = desk.post(f"{path}lift/", {"reason": "A mistake.", "was_shown": "True"}, follow=True)
    assert "Lifted" in words(done.text)


def test_a_dropped_one_can_not_be_confirmed(desk: Client) -> None:
    notice = factories.proposed_notice()
    lift_safety_notice(notice=notice, reason="A mistake.", by=notice.proposed_by, door="desk")
    refused = desk.post(f"/reviews/notices/{notice.pk}/confirm/")
    assert refused.status_code == 409
    assert "This proposal was dropped." in refused.text
    assert "Dropped" in words(refused.text)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": ""}, "Say what readers have to know"),
        ({"ends_at": ""}, "Say when the notice ends."),
        ({"ends_at": "soon"}, "Write a day and a time"),
        ({"ends_at": "2020-01-01T00:00"}, "The end has to be a moment to come."),
        ({"ends_at": "9999-12-31T23:59"}, "The year has to lie between"),
        ({"ends_at": "2060-12-31T23:59"}, "three years at most"),
        ({"reason": ""}, "Say why."),
        ({"kept": ""}, "Choose at least one page"),
        ({"kept": "999999"}, "Choose at least one page"),
        ({"text": "a\u200b\N{RIGHT-TO-LEFT OVERRIDE}"}, ""),
    ],
)
def test_what_has_to_be_put_right_keeps_what_was_typed(desk: Client, values: dict[str, str], sentence: str) -> None:
    sent = {**GIVEN, "kept": str(public().pk), **values}
    page = desk.post(NEW, {**sent, "propose": "yes"})
    assert page.status_code == 400
    assert sentence in unescape(page.text)
    assert not SafetyNotice.objects.exists()
    if "reason" not in values:
        assert "The maker’s letter." in page.text


def test_what_was_written_before_the_session_ended_is_not_lost(client: Client) -> None:
    answer = client.post(NEW, {**GIVEN, "propose": "yes"})
    assert answer.status_code == 403
    assert "Recalled: &lt;i&gt;stop" in answer.text
    assert "The maker’s letter." in answer.text


def test_everybody_here_reads_and_only_publishers_act() -> None:
    notice = factories.proposed_notice()
    for role in (EDITOR, AUDITOR):
        client = signed_in(factories.person(role))
        assert client.get("/reviews/notices/").status_code == 200
        assert "Propose a notice" not in client.get("/reviews/notices/").text
        page = client.get(f"/reviews/notices/{notice.pk}/")
        assert page.status_code == 200
        assert "<form" not in page.text.partition("<main")[2]
        assert client.get(NEW).status_code == 403
        for verb in ("confirm", "lift"):
            assert client.post(f"/reviews/notices/{notice.pk}/{verb}/", {"reason": "x"}).status_code == 403
    assert signed_in(factories.person(PUBLISHER)).get("/reviews/notices/99999999999999999999/").status_code == 404


def test_what_readers_never_saw_is_left_out(desk: Client) -> None:
    """Given the ids of an article that was never public and of one that was, sent by hand, when a notice is proposed,
    then it stands over the other alone, and the first can be deleted.
    """
    article, never = public(title="Heparin"), factories.draft(title="Never public")
    alone = desk.post(NEW, {**GIVEN, "kept": f"{never.article_id}", "propose": "yes"})
    assert alone.status_code == 400
    assert "Choose at least one page" in words(alone.text)
    both = {**GIVEN, "kept": f"{article.pk},{never.article_id}"}
    look = desk.post(NEW, {**both, "preview": "yes"}).text
    assert kept(look) == str(article.pk)
    assert "Never public" not in look

    for _twice in range(2):
        assert desk.post(NEW, {**both, "propose": "yes"}).status_code == 302

    (page,) = SafetyNotice.objects.get().pages.all()
    assert page.article == article
    delete_article(draft=never, seen=never.saves, by=never.article.owner, door="admin")


def test_a_draft_over_which_a_notice_was_once_put_is_not_deleted(desk: Client) -> None:
    """Given a notice from when they could stand over what readers never saw."""
    assert desk.post(NEW, {**GIVEN, "kept": f"{public(title='Other').pk}", "propose": "yes"}).status_code == 302
    never = factories.draft()
    SafetyNoticePage.objects.create(notice=SafetyNotice.objects.get(), article=never.article)
    with pytest.raises(WrongState, match="safety notice"):
        delete_article(draft=never, seen=never.saves, by=never.article.owner, door="admin")
    assert Draft.objects.filter(pk=never.pk).exists()

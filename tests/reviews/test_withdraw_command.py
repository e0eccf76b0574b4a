"""`withdraw` from a shell: the page goes away at once, and the command says so."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from articles.actions.articles import change_address
from articles.models import Publication, Redaction, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from record.chain import Event
from record.verification import verify
from reviews.actions import publish, republish
from tests import factories
from tests.commands import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> User:
    return factories.person(PUBLISHER, username="publisher")


def test_readers_get_the_notice_at_once(publisher: User) -> None:
    factories.published(slug="gene-therapy")
    assert Client().get("/articles/gene-therapy/").status_code == 200

    said = run("withdraw", "gene-therapy", by="publisher", reason="A wrong dose.", notice="Ask your care team.")

    assert said.code == 0
    assert re.search(r"Withdrawn: /articles/gene-therapy/, at 20\S+Z\. It took \d+ ms\.", said.out)
    answer = Client().get("/articles/gene-therapy/")
    assert answer.status_code == 410
    assert "Ask your care team." in answer.content.decode()
    assert "A wrong dose." not in answer.content.decode()
    event = Event.objects.latest("seq").told
    assert (event["verb"], event["door"], event["why"]) == ("withdraw", "shell", "A wrong dose.")
    assert event["actor"]["username"] == "publisher"


def test_a_former_slug_finds_it_too(publisher: User) -> None:
    publication = factories.published(slug="gene-therapy")
    change_address(article=publication.article, slug="genes", by=publication.article.owner, door="admin")
    said = run("withdraw", "gene-therapy", by="publisher", reason="Wrong.")
    assert said.code == 0
    assert "/articles/genes/" in said.out


def test_readers_are_led_on_and_history_stays(publisher: User) -> None:
    old, new = factories.published(slug="old"), factories.published(slug="new")
    draft = factories.saved(old.article.drafts.get(), lead="Later.")
    review = factories.signed(factories.submitted(draft, note="Later."))
    opens = clock.now() + timedelta(days=1)
    publish(review=review, live_seen=old.pk, opens=opens, by=publisher, door="desk")

    said = run("withdraw", "old", by="publisher", reason="Old.", replacement="new", history_stays=True)

    assert said.code == 0
    assert "Cancelled: Edition 2, which was scheduled from" in said.out
    assert "Readers are led to /articles/new/ while that is live." in said.out
    assert Client().get("/articles/old/")["Location"] == new.article.get_absolute_url()
    assert Client().get("/articles/old/editions/1/").status_code == 200
    assert Withdrawal.objects.get().history_stays


def test_a_safety_notice_stands_in_the_way(publisher: User) -> None:
    old = factories.published(slug="old")
    factories.published(slug="new")
    factories.shown_notice(old.article)
    said = run("withdraw", "old", by="publisher", reason="Old.", replacement="new")
    assert "A safety notice stands over it: readers find that, with the way to /articles/new/." in said.out
    assert Client().get("/articles/old/").status_code == 410


def test_what_would_be_the_first_page_never_opens(publisher: User) -> None:
    review = factories.signed(slug="flu")
    publish(review=review, live_seen=None, opens=clock.now() + timedelta(seconds=20), by=publisher, door="desk")

    said = run("withdraw", "flu", by="publisher", reason="A wrong dose.", notice="Ask us.")

    assert said.code == 0
    assert "Cancelled: Edition 1, which was scheduled from" in said.out
    assert "Readers never saw a page of this article, and find none." in said.out
    assert "Withdrawn:" not in said.out
    assert not Publication.objects.scheduled(clock.now()).exists()
    assert Client().get("/articles/flu/").status_code == 404
    event = Event.objects.latest("seq").told
    assert (event["verb"], event["door"], event["why"]) == ("unschedule", "shell", "A wrong dose.")
    assert run("withdraw", "flu", by="publisher", reason="A wrong dose.").code == 1
    assert verify().is_whole


def test_what_would_come_back_stays_withdrawn(publisher: User) -> None:
    page = factories.published(slug="flu")
    run("withdraw", "flu", by="publisher", reason="A wrong dose.", notice="Ask us.")
    opens = clock.now() + timedelta(seconds=20)
    republish(article=page.article, last_seen=page.pk, opens=opens, by=publisher, door="desk")

    said = run("withdraw", "flu", by="publisher", reason="Still wrong.", notice="Another notice.")

    assert said.code == 0
    assert "Cancelled: Edition 1, which was scheduled from" in said.out
    assert "The page was withdrawn already, and stays so. What readers find there stays as it was" in said.out
    answer = Client().get("/articles/flu/")
    assert answer.status_code == 410
    assert "Ask us." in answer.text
    assert Withdrawal.objects.get().ended_at is None
    assert verify().is_whole


@pytest.mark.parametrize(
    ("replacement", "why"),
    [("absent", "No article has the slug “absent”."), ("waiting", "Readers see no page"), ("old", "its own place")],
)
def test_a_replacement_that_readers_cannot_open(publisher: User, replacement: str, why: str) -> None:
    factories.published(slug="old")
    factories.signed(slug="waiting")
    said = run("withdraw", "old", by="publisher", reason="Old.", replacement=replacement)
    assert said.code == 1
    assert why in said.out
    assert not Withdrawal.objects.exists()


def test_a_refusal_says_why_and_changes_nothing(publisher: User) -> None:
    factories.published(slug="gene-therapy")
    factories.signed(slug="waiting")
    factories.person(EDITOR, username="editor")
    for slug, by, reason, why in (
        ("absent", "publisher", "Wrong.", "No article has the slug “absent”."),
        ("waiting", "publisher", "Wrong.", "Readers see no page of this article"),
        ("gene-therapy", "publisher", " ", "Say why the page is withdrawn."),
        ("gene-therapy", "editor", "Wrong.", "You may not do this."),
    ):
        said = run("withdraw", slug, by=by, reason=reason)
        assert said.code == 1
        assert why in said.out
    assert not Withdrawal.objects.exists()


def test_nobody_is_wrong_usage() -> None:
    assert run("withdraw", "gene-therapy", by="nobody", reason="Wrong.").code == 2


def test_an_empty_replacement_is_wrong_usage(publisher: User) -> None:
    factories.published(slug="old")
    for empty in ("", " "):
        said = run("withdraw", "old", by="publisher", reason="Old.", replacement=empty)
        assert said.code == 2
        assert "leave --replacement out" in said.out
    assert not Withdrawal.objects.exists()


def test_no_option_is_guessed_from_its_beginning(publisher: User) -> None:
    """Given commands whose deeds can't be undone, when an option is only half typed, then nothing is done."""
    page = factories.published(slug="old")
    administrators = [factories.person(ADMINISTRATOR, username=name) for name in ("one", "two")]
    by, second = (person.username for person in administrators)
    for command in (
        ("withdraw", "old", "--by", "publisher", "--reas", "Old."),
        ("withdraw", "old", "--by", "publisher", "--reason", "Old.", "--hist"),
        ("redact", page.edition.digest, "--by", by, "--and", second, "--reas", "A court order."),
    ):
        assert run(*command).code != 0
    assert not Withdrawal.objects.exists()
    assert not Redaction.objects.exists()

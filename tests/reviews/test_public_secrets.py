"""No withdrawn and no future text at any public address: every address is asked, before, at and after each second."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from articles.models import EditionContent, Media, Publication
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER
from record import clock
from reviews.actions import change_end, publish, redact, republish, revoke, unschedule, withdraw
from reviews.models import SignOff
from tests import factories
from tests.articles.test_public_media import picture, showing
from tests.factories import START

pytestmark = pytest.mark.django_db

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
WORDS = ("firstword", "secondword", "thirdword")


@pytest.fixture
def boss() -> User:
    return factories.person(PUBLISHER, ADMINISTRATOR)


class Library:
    """One article with a picture of its own in each of its texts, and a neighbour that leads to it."""

    def __init__(self, boss: User) -> None:
        self.boss = boss
        self.pictures = [picture(colour) for colour in ("red", "green", "blue")]
        factories.published(slug="neighbour", details={"related": ["subject"]})
        self.first = factories.published(slug="subject", **self.text(0))
        self.article = self.first.article

    def text(self, number: int) -> dict[str, Any]:
        word = WORDS[number]
        return {
            "title": f"Title {word}",
            "lead": f"Lead {word}.",
            "body": showing(self.pictures[number]) + f"\n\n{word}\n",
        }

    def later(self, number: int, opens: datetime | None) -> Publication:
        """The next text, now or at a future second."""
        draft = factories.saved(self.article.drafts.get(), **self.text(number))
        review = factories.signed(factories.submitted(draft, note=f"Note {WORDS[number]}."))
        live = Publication.objects.live(clock.now()).filter(article=self.article).first()
        return publish(review=review, live_seen=live.pk if live else None, opens=opens, by=self.boss, door="desk")

    def seen(self) -> set[str]:
        """Which of the words, and which pictures, a stranger gets at any address there is."""
        client, found = Client(), set()
        for address in self.addresses():
            answer = client.get(address)
            assert answer.status_code in {200, 301, 302, 404, 410}, address
            body = answer.getvalue() if answer.streaming else answer.content
            found |= {word for word in WORDS if word.encode() in body}
            if address.startswith("/media/") and answer.status_code == 200:
                found.add(self.word_of(address))
        return found

    def word_of(self, address: str) -> str:
        """The text to which a picture belongs."""
        return next(word for word, media in zip(WORDS, self.pictures, strict=True) if media.name in address)

    def addresses(self) -> Iterator[str]:
        """Every public address at which the article, or anything of it, could stand."""
        yield from ("/", "/sections/", "/sections/treatments-procedures/", "/articles/neighbour/", "/robots.txt")
        yield from ("/articles/subject/", "/articles/subject/history/")
        yield from (f"/articles/subject/editions/{number}/" for number in range(1, 5))
        yield from (media.get_absolute_url() for media in Media.objects.all())
        for digest in EditionContent.objects.values_list("digest", flat=True):
            yield from (f"/verify/{digest}/", f"/verify/{digest}/content.json")


def test_what_is_scheduled_appears_at_its_second_and_not_before(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    library.later(1, START + DAY)
    for moment, expected in (
        (START, {"firstword"}),
        (START + DAY - INSTANT, {"firstword"}),
        (START + DAY, {"firstword", "secondword"}),
        (START + 2 * DAY, {"firstword", "secondword"}),
    ):
        now.moment = moment
        assert library.seen() == expected, moment


def test_what_was_cancelled_never_appears(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    later = library.later(1, START + DAY)
    unschedule(publication=later, reason="Secret secondword.", by=boss, door="desk")
    for moment in (START, START + DAY - INSTANT, START + DAY, START + 2 * DAY):
        now.moment = moment
        assert library.seen() == {"firstword"}, moment


def test_withdrawn_is_gone_everywhere_at_once_and_what_was_scheduled_with_it(
    now: clock.StandingClock, boss: User
) -> None:
    library = Library(boss)
    now.move(DAY)
    library.later(1, None)
    library.later(2, clock.now() + DAY)
    now.move(DAY / 2)
    assert library.seen() == {"firstword", "secondword"}
    withdraw(article=library.article, reason="Wrong firstword.", notice="Gone.", by=boss, door="desk")
    for wait in (timedelta(0), INSTANT, DAY / 2 - INSTANT, DAY / 2, DAY, 30 * DAY):
        with clock.standing_at(now.moment + wait):
            assert library.seen() == set(), wait


def test_gone_even_for_a_process_whose_clock_runs_late(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    now.move(DAY)
    withdraw(article=library.article, reason="Wrong.", notice="Gone.", by=boss, door="desk")
    with clock.standing_at(now.moment - DAY / 2):
        assert library.seen() == set()


def test_with_a_replacement_too(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    other = factories.published(slug="other")
    withdraw(article=library.article, reason="R", notice="", replacement=other.article, by=boss, door="desk")
    assert Client().get("/articles/subject/").status_code == 302
    assert library.seen() == set()


def test_a_history_that_stays_shows_the_past_and_nothing_that_never_was(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    now.move(DAY)
    library.later(1, None)
    library.later(2, clock.now() + DAY)
    withdraw(article=library.article, reason="R", notice="", by=boss, door="desk", history_stays=True)
    for wait in (timedelta(0), DAY - INSTANT, DAY, 2 * DAY):
        with clock.standing_at(now.moment + wait):
            assert library.seen() == {"firstword", "secondword"}, wait
    assert Client().get("/articles/subject/").status_code == 410


def test_when_a_page_comes_back_its_past_does_too(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    withdraw(article=library.article, reason="R", notice="", by=boss, door="desk")
    now.move(DAY)
    republish(article=library.article, last_seen=library.first.pk, by=boss, door="desk", opens=START + 2 * DAY)
    for moment, expected in (
        (START + DAY, set()),
        (START + 2 * DAY - INSTANT, set()),
        (START + 2 * DAY, {"firstword"}),
    ):
        now.moment = moment
        assert library.seen() == expected, moment


def test_a_signature_taken_back_takes_its_page_away(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    now.move(DAY)
    revoke(sign_off=SignOff.objects.get(edition=library.first.edition), reason="R", by=boss, door="desk")
    assert library.seen() == set()


def test_a_page_whose_time_has_ended_keeps_its_past(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    change_end(publication=library.first, closes=START + DAY, by=boss, door="desk")
    for moment, status in ((START + DAY - INSTANT, 200), (START + DAY, 410), (START + 2 * DAY, 410)):
        now.moment = moment
        assert Client().get("/articles/subject/").status_code == status
        assert library.seen() == {"firstword"}
    withdraw(article=library.article, reason="R", notice="", by=boss, door="desk")
    assert library.seen() == set()


def test_a_redacted_text_is_nowhere_and_its_history_says_so(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    now.move(DAY)
    library.later(1, None)
    second = factories.person(ADMINISTRATOR)
    redact(digest=library.first.edition.digest, by=boss, second=second, reason="A court.", door="shell")
    assert library.seen() == {"secondword"}
    client = Client()
    assert client.get("/articles/subject/editions/1/").status_code == 410
    history = client.get("/articles/subject/history/").text
    assert "Its words were destroyed." in history
    assert "/articles/subject/editions/1/" not in history
    withdraw(article=library.article, reason="R", notice="", by=boss, door="desk", history_stays=True)
    assert library.seen() == {"secondword"}


def test_the_notice_of_a_redacted_text_never_gives_its_title(now: clock.StandingClock, boss: User) -> None:
    library = Library(boss)
    title = library.first.edition.title
    withdraw(article=library.article, reason="R", notice="", by=boss, door="desk", history_stays=True)
    assert f"“{title}” stood at this address." in Client().get("/articles/subject/").text
    factories.saved(library.article.drafts.get(), title="Another", lead="Other words.", body="## Part\n\nOther.\n")
    second = factories.person(ADMINISTRATOR)
    redact(digest=library.first.edition.digest, by=boss, second=second, reason="A court.", door="shell")
    page = Client().get("/articles/subject/").text
    assert "An article stood at this address." in page
    assert title not in page

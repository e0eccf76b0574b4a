"""Search finds what readers can open at this very moment, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Edition, IndexedName, IndexedText, IndexedWord, LaterWord, Publication, Spelling
from articles.search import forget_editions, suggest
from articles.search.statements import Asked
from articles.search.words import term_of
from people.models import User
from record import clock
from reviews.actions import publish, republish, unschedule, withdraw
from tests import factories
from tests.commands import run
from tests.factories import START

pytestmark = pytest.mark.django_db

HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)


def asked(query: str, **more: str) -> dict[str, Any]:
    """What a program is answered."""
    answer = Client().get("/search/", {"q": query, **more}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def slugs(query: str, **more: str) -> list[str]:
    return [found["slug"] for found in asked(query, **more)["results"]]


def everywhere(first: str, whole: str) -> list[str]:
    """Every address where the whole of a name can be read by somebody who knows how it begins."""
    client = Client()
    asked = [("/search/", first), ("/search/suggest/", first), ("/search/", f"{first}x")]  # the last has a slip
    pages = [client.get(path, {"q": query}) for path, query in asked]
    pages += [client.get(path) for path in ("/", f"/a-z/{first[0]}/", f"/articles/{first}/")]
    return [page.request["PATH_INFO"] for page in pages if whole in page.text.lower()]


def test_a_page_is_found_from_its_second_to_its_end(now: clock.StandingClock, publisher: User) -> None:
    review = factories.signed(slug="zebra-fever", title="Zebra fever", details={"synonyms": ["Stripes"]})
    publish(review=review, live_seen=None, by=publisher, door="desk", opens=START + HOUR, closes=START + 2 * HOUR)

    queries = ("zebra fever", "zebra fevr", "stripes", "zebra")
    for moment, there in ((HOUR - INSTANT, False), (INSTANT, True), (HOUR - INSTANT, True), (INSTANT, False)):
        now.move(moment)
        for query in queries:
            assert slugs(query) == (["zebra-fever"] if there else []), (query, clock.now())
        assert bool(suggest("zeb", clock.now())) is there
        assert ("Zebra fever" in Client().get("/a-z/z/").text) is there


def test_many_texts_that_wait_hide_no_page_with_the_same_word(now: clock.StandingClock) -> None:
    # Given a page with a word once, and more texts in review that are all about it than are read beyond what is wanted.
    factories.published(slug="savanna", title="Savanna", lead="Where a zebra lives.")
    for number in range(42):
        factories.submitted(factories.draft(slug=f"zebra-{number}", title=f"Zebra {number}", lead="Zebra, zebra."))
    # When the one page that is most about the word is asked for, then it is found all the same.
    (row,) = Asked(clock.now(), None).about([term_of("zebra")], 1)
    assert Edition.objects.get(pk=row[1]).title == "Savanna"
    assert slugs("zebra") == ["savanna"]


def test_a_text_in_another_language_is_not_found(now: clock.StandingClock) -> None:
    draft = factories.draft(slug="cebra", title="Cebra")
    Article.objects.filter(pk=draft.article_id).update(language="es")
    draft.article.refresh_from_db()
    factories.published(factories.signed(factories.submitted(draft)))
    assert slugs("cebra") == []
    assert "knows 0 more" in run("remake_search").out


def test_a_scheduled_text_takes_over_at_its_second(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published(slug="one", lead="About zebras.")
    draft = factories.saved(first.article.drafts.get(), lead="About giraffes.")
    review = factories.signed(factories.submitted(draft, note="Other animals."))
    publication = publish(review=review, live_seen=first.pk, by=publisher, door="desk", opens=START + HOUR)

    assert (slugs("zebras"), slugs("giraffes")) == (["one"], [])
    now.move(HOUR)
    assert (slugs("zebras"), slugs("giraffes")) == ([], ["one"])
    assert publication.edition.number == 2


def test_a_cancelled_schedule_leaves_what_was_there(now: clock.StandingClock, publisher: User) -> None:
    first = factories.published(slug="one", lead="About zebras.")
    draft = factories.saved(first.article.drafts.get(), lead="About giraffes.")
    review = factories.signed(factories.submitted(draft, note="Other animals."))
    publication = publish(review=review, live_seen=first.pk, by=publisher, door="desk", opens=START + HOUR)
    unschedule(publication=publication, reason="Not yet.", by=publisher, door="desk")

    now.move(2 * HOUR)
    assert (slugs("zebras"), slugs("giraffes")) == (["one"], [])


def test_what_was_withdrawn_is_not_found_until_it_comes_back(publisher: User) -> None:
    publication = factories.published(slug="zebra-fever", title="Zebra fever")
    withdraw(article=publication.article, reason="r", notice="n", by=publisher, door="desk")
    assert everywhere("zebra", "zebra fever") == []

    republish(article=publication.article, last_seen=publication.pk, by=publisher, door="desk")
    assert slugs("zebra fever") == ["zebra-fever"]


@pytest.mark.parametrize("state", ["draft", "submitted", "signed", "answered", "recalled"])
def test_nothing_is_said_of_what_was_never_public(state: str) -> None:
    factories.published(slug="other", title="Another")
    getattr(factories, state)(slug="secretly", title="Quagga disease", details={"synonyms": ["Quagga pox"]})
    assert everywhere("quagga", "quagga disease") == everywhere("quagga", "quagga pox") == []
    assert asked("quaga") == {"query": "quaga", "count": 0, "did_you_mean": None, "results": []}


def test_a_new_text_leaves_nothing_behind_of_those_before(publisher: User) -> None:
    publication = factories.published(slug="one", lead="About lions.")
    for animal in ("tigers", "bears", "wolves"):
        publication = factories.republished(publication, lead=f"About {animal}.")
    assert [slugs(animal) for animal in ("lions", "tigers", "bears", "wolves")] == [[], [], [], ["one"]]
    # The one before the last stays until the next text is submitted; older ones are gone.
    assert IndexedText.objects.filter(edition__article=publication.article).count() == 2


def test_many_former_and_hidden_texts_crowd_nothing_out(monkeypatch: pytest.MonkeyPatch, publisher: User) -> None:
    monkeypatch.setattr("articles.search.ranking.MOST_FOUND", 2)
    factories.published(slug="live", body="## One\n\nA word about okapis.\n")
    for _number in range(4):
        gone = factories.published(title="Okapi", body="## Okapi\n\nokapi okapi okapi\n")
        withdraw(article=gone.article, reason="r", notice="n", by=publisher, door="desk")
    assert slugs("okapis") == ["live"]


def test_a_destroyed_text_leaves_no_word_behind() -> None:
    kept = factories.published(slug="kept", lead="About zebras.")
    edition = factories.published(slug="gone", title="Two words", lead="About zebras and Quaggawump.").edition
    assert LaterWord.objects.filter(edition=edition).exists()
    forget_editions([Edition.objects.get(pk=edition.pk)])

    assert not IndexedText.objects.filter(edition=edition).exists()
    assert not IndexedWord.objects.filter(edition=edition).exists()
    assert not IndexedName.objects.filter(edition=edition).exists()
    assert not LaterWord.objects.filter(edition=edition).exists()
    assert not Spelling.objects.filter(word__startswith="quagga").exists()
    assert Spelling.objects.filter(word="zebras").exists()
    assert slugs("zebra") == [kept.article.slug]


def test_the_index_can_be_made_anew(publisher: User) -> None:
    factories.published(slug="one", lead="About zebras.")
    draft = factories.submitted(slug="two", lead="About quaggas.")
    assert "knows 0 more" in run("remake_search").out
    assert "knows 1 more" in run("remake_search", "--all").out
    assert slugs("zebras") == ["one"]
    assert IndexedText.objects.count() == 1
    # A text that was left out is filed when it is published.
    factories.published(factories.signed(draft))
    assert slugs("quaggas") == ["two"]
    assert Publication.objects.count() == IndexedText.objects.count() == 2

"""What stands where an article was: a notice that helps, the way to what took its place, nothing of what was hidden."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from articles.actions.articles import change_address
from articles.models import Article, Organisation, Publication
from people.models import User
from record import clock
from reviews.actions import change_end, publish, withdraw
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def gone(publication: Publication, by: User, *, instead: Article | None = None) -> None:
    withdraw(
        article=publication.article, reason="Secret reason.", notice="Ask us.", by=by, door="admin", replacement=instead
    )


def test_the_notice_leads_to_what_is_near(client: Client, publisher: User) -> None:
    Organisation.objects.update(phone="+12025550123", phone_shown="202-555-0123")
    factories.published(slug="bone-marrow", title="Bone marrow", section="body-systems-organs")
    factories.published(slug="gene-tests", title="Testing genes")
    factories.published(slug="plaster", title="Plaster casts")
    factories.draft(slug="secret", title="A secret draft about genes")
    hidden = factories.published(slug="genes-of-old", title="Genes of old")
    page = factories.published(
        slug="genes", title="Genes explained", details={"related": ["bone-marrow", "genes-of-old", "secret"]}
    )
    for publication in (hidden, page):
        gone(publication, publisher)
    text = client.get("/articles/genes/").text
    places = [text.index(f'<a href="/articles/{slug}/">') for slug in ("bone-marrow", "gene-tests", "plaster")]
    assert places == sorted(places)
    assert "tel:+12025550123" in text
    assert "/sections/treatments-procedures/" in text
    for secret in ("Genes explained", "Genes of old", "secret", "Secret reason", "data-signed"):
        assert secret not in text


def test_the_shelf_is_compared_only_so_far(client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.selectors.COMPARED", 2)
    for number in range(7):
        factories.published(title=f"Article {number}")
    gone(factories.published(slug="genes"), publisher)
    assert client.get("/articles/genes/").text.count('<a href="/articles/') == 2


def test_readers_are_led_to_the_replacement_while_it_is_live(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    new = factories.published(slug="new", title="The new one")
    old = factories.published(slug="old")
    change_address(article=new.article, slug="newer", by=new.article.owner, door="admin")
    gone(old, publisher, instead=new.article)
    answer = client.get("/articles/old/")
    assert (answer.status_code, answer["Location"]) == (302, "/articles/newer/")
    assert answer["Cache-Control"] == "no-store"
    below = client.get("/articles/old/history/")
    assert below.status_code == 410
    assert '<a href="/articles/newer/">The new one</a>' in below.text
    change_end(publication=new, closes=START + DAY, by=publisher, door="desk")
    now.moment = START + DAY
    page = client.get("/articles/old/")
    assert page.status_code == 410
    assert "Ask us." in page.text
    assert "The new one" not in page.text


def test_replacements_of_replacements_are_followed_and_circles_end(client: Client, publisher: User) -> None:
    pages = {slug: factories.published(slug=slug) for slug in ("one", "two", "three")}
    gone(pages["one"], publisher, instead=pages["two"].article)
    gone(pages["two"], publisher, instead=pages["three"].article)
    assert client.get("/articles/one/")["Location"] == "/articles/three/"
    # The first comes back, and takes the place of the last.
    factories.republished(pages["one"], lead="Back.")
    assert client.get("/articles/two/")["Location"] == "/articles/three/"
    gone(pages["three"], publisher, instead=pages["one"].article)
    assert client.get("/articles/two/")["Location"] == "/articles/one/"
    gone(pages["one"], publisher)
    assert client.get("/articles/two/").status_code == 410


def test_a_circle_of_replacements_ends_in_the_notice(client: Client, publisher: User) -> None:
    one, two = factories.published(slug="one"), factories.published(slug="two")
    gone(one, publisher, instead=two.article)
    # The first comes back, takes the place of the second, and goes again with the second named in its place.
    back = factories.republished(one, lead="Back.")
    gone(two, publisher, instead=back.article)
    again = factories.republished(two, lead="Back.")
    gone(back, publisher, instead=again.article)
    gone(again, publisher)
    for slug in ("one", "two"):
        assert client.get(f"/articles/{slug}/").status_code == 410


def test_a_page_whose_time_has_ended_says_so_and_shows_its_past(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    publication = factories.published(slug="flu", title="The flu season")
    change_end(publication=publication, closes=START + DAY, by=publisher, door="desk")
    now.moment = START + DAY - timedelta(microseconds=1)
    assert client.get("/articles/flu/").status_code == 200
    now.moment = START + DAY
    page = client.get("/articles/flu/")
    assert page.status_code == 410
    assert "The flu season" in page.text
    assert "2 March 2026" in page.text
    assert "withdrawn" not in page.text
    assert '<a href="/articles/flu/history/">' in page.text
    assert "no-cache" in page["Cache-Control"]
    assert client.get("/articles/flu/editions/1/").status_code == 200


@pytest.mark.parametrize(
    ("ends", "until"),
    [
        (datetime(2026, 3, 9, 4, tzinfo=UTC), "8 March 2026"),
        (datetime(2026, 3, 9, 4, 0, 1, tzinfo=UTC), "9 March 2026"),
    ],
)
def test_what_ends_as_a_day_begins_was_shown_until_the_day_before(
    client: Client, now: clock.StandingClock, publisher: User, ends: datetime, until: str
) -> None:
    # Given days that begin at 4:00 UTC, since summer time began there on the 8th
    Organisation.objects.update(time_zone="America/New_York")
    publication = factories.published(slug="flu")
    change_end(publication=publication, closes=ends, by=publisher, door="desk")
    now.moment = ends
    page = client.get("/articles/flu/").text
    assert re.search(rf'Shown until <time datetime="[^"]*">{until}</time>', page)
    # History says the second, so it says the end itself.
    history = client.get("/articles/flu/history/").text
    assert f'until <time datetime="2026-03-09T00:00:0{ends.second}-0400">' in history


def test_that_it_will_come_back_is_told_to_nobody(client: Client, now: clock.StandingClock, publisher: User) -> None:
    publication = factories.published(slug="flu", title="The flu season")
    change_end(publication=publication, closes=START + DAY, by=publisher, door="desk")
    review = factories.signed(factories.submitted(factories.saved(publication.article.drafts.get(), lead="Next year.")))
    publish(review=review, live_seen=publication.pk, by=publisher, door="desk", opens=START + 9 * DAY)
    now.moment = START + 2 * DAY
    for path in ("/articles/flu/", "/articles/flu/history/", "/articles/flu/editions/1/"):
        text = client.get(path).text
        for secret in ("Next year", "10 March", "2026-03-10", "Edition 2"):
            assert secret not in text
    now.moment = START + 9 * DAY
    assert "Next year" in client.get("/articles/flu/").text


def test_the_past_of_a_page_whose_time_has_ended_can_go_too(
    client: Client, now: clock.StandingClock, publisher: User
) -> None:
    publication = factories.published(slug="flu", title="The flu season")
    change_end(publication=publication, closes=START + DAY, by=publisher, door="desk")
    now.moment = START + 2 * DAY
    gone(publication, publisher)
    for path in ("/articles/flu/", "/articles/flu/history/", "/articles/flu/editions/1/"):
        page = client.get(path)
        assert page.status_code == 410
        assert "The flu season" not in page.text


def test_an_address_typed_with_capitals_leads_to_where_something_stands(client: Client, publisher: User) -> None:
    # Given an article that is live, one withdrawn, and one that no reader has seen
    factories.published(slug="gene-therapy")
    gone(factories.published(slug="withdrawn"), publisher)
    factories.submitted(slug="in-review")
    # Then only the first two are told of, whatever is asked of them
    for typed, slug in (("Gene-Therapy", "gene-therapy"), ("WITHDRAWN", "withdrawn")):
        for before, rest in (("/articles/", ""), ("/Articles/", "history/"), ("/articles/", "Editions/1/")):
            for path in (f"{before}{typed}/{rest}", f"{before}{typed}/{rest}".removesuffix("/")):
                answer = client.get(path)
                assert (answer.status_code, answer["Location"]) == (301, f"/articles/{slug}/{rest.lower()}"), path
                assert answer["Cache-Control"] == "public, no-cache"
        assert client.get(f"/articles/{typed}.PDF")["Location"] == f"/articles/{slug}.pdf"
        for method in (client.post, client.put, client.delete):
            assert method(f"/articles/{typed}/").status_code == 404
    assert client.get("/articles/withdrawn/").status_code == 410
    for path in (
        "/articles/In-Review/",
        "/articles/In-Review.pdf",
        "/articles/In-Review/history/",
        "/articles/Nothing/",
        "/articles/Gene-Therapy/Nothing/",
        "/articles/Gene-Therapy/editions/2/",
        "/articles/Not%20a%20Slug/",
        "/articles/%00A/",
        "/%2FEvil.example/articles/Gene-Therapy/",
        "/\\Evil.example/",
    ):
        assert client.get(path).status_code == 404, path
    # And whoever cuts off the end of an address finds the list of all
    answer = client.get("/articles/")
    assert (answer.status_code, answer["Location"]) == (301, "/a-z/")


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("/Glossary/", "/glossary/"),
        ("/GLOSSARY", "/glossary/"),
        ("/Search/?q=Gene%20Therapy", "/search/?q=Gene%20Therapy"),
        ("/Sections/", "/sections/"),
        ("/sections/Symptoms/", "/sections/symptoms/"),
        ("/sections/Symptoms/?page=x", "/sections/symptoms/?page=x"),
        ("/Sections/SYMPTOMS", "/sections/symptoms/"),
        ("/Body-Systems/Blood/", "/body-systems/blood/"),
        ("/About/Privacy", "/about/privacy/"),
        ("/A-Z/B/", "/a-z/b/"),
        ("/Reviewers/", "/reviewers/"),
        ("/reviewers/Dr-Sample-Reviewer/", "/reviewers/dr-sample-reviewer/"),
        ("/Record/", "/record/"),
        ("/Robots.TXT", "/robots.txt"),
    ],
)
def test_so_do_the_addresses_of_other_pages(client: Client, typed: str, to: str) -> None:
    profile = factories.reviewer().reviewer
    profile.is_public, profile.slug = True, "dr-sample-reviewer"
    profile.save()
    answer = client.get(typed)
    assert (answer.status_code, answer["Location"]) == (301, to)
    assert client.head(typed).status_code == 301
    assert client.post(typed).status_code in (404, 405)


@pytest.mark.parametrize(
    "typed", ["/sections/Nothing/", "/reviewers/Nobody/", "/Admin/", "/Reviews/", "/Accounts/Login/", "/Media/a.PNG",
              f"/media/{'A' * 64}.png", f"/Verify/{'A' * 64}/", "/Nowhere/"],
)  # fmt: skip
def test_where_nothing_stands_or_people_work_capitals_lead_nowhere(client: Client, typed: str) -> None:
    assert client.get(typed).status_code == 404

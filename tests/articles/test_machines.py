"""What search engines and feed readers are told: what is live, since when, and nothing else."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.templatetags.static import static
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.actions.articles import change_address
from articles.actions.drafts import save_draft
from articles.content import text_of
from articles.models import Organisation, Publication
from articles.public import listings
from people.roles import EDITOR, PUBLISHER
from record import clock
from reviews.actions import begin_correction, open_rereview, publish, republish, submit, withdraw
from tests import factories
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MAPS = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/feeds/updates/"
TOLD = ("id", "title", "updated", "published", "summary")


def full(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{path}"


def read(client: Client, path: str) -> ET.Element:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return ET.fromstring(answer.content)


def mapped(client: Client) -> dict[str, str]:
    """Every address in every sitemap that the index names, with its last change."""
    found: dict[str, str] = {}
    for loc in read(client, "/sitemap.xml").iterfind("m:sitemap/m:loc", MAPS):
        assert loc.text
        for url in read(client, loc.text.removeprefix(settings.PUBLIC_ORIGIN)).iterfind("m:url", MAPS):
            address = url.findtext("m:loc", "", MAPS)
            assert address not in found
            found[address] = url.findtext("m:lastmod", "", MAPS)
    return found


def entries(client: Client) -> list[dict[str, Any]]:
    """The feed's entries, after checking what RFC 4287 asks of a feed."""
    feed = read(client, FEED)
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for needed in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"a:{needed}", ATOM)) == 1
    assert feed.findtext("a:author/a:name", "", ATOM)
    assert {link.get("rel"): link.get("href") for link in feed.iterfind("a:link", ATOM)} == {
        "self": full(FEED), "alternate": full("/"),
    }  # fmt: skip
    rows = []
    for entry in feed.iterfind("a:entry", ATOM):
        for needed in ("id", "title", "updated", "published", "summary"):
            assert len(entry.findall(f"a:{needed}", ATOM)) == 1
        row = {
            name: entry.findtext(f"a:{name}", "", ATOM) for name in ("id", "title", "updated", "published", "summary")
        }
        (link,) = entry.findall("a:link", ATOM)
        assert link.get("rel") == "alternate"
        rows.append({**row, "link": link.get("href")})
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    moments = [str(row["updated"]) for row in rows]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext("a:updated", "", ATOM) == max(moments, default="1970-01-01T00:00:00Z")
    return rows


def test_the_sitemap_names_every_live_page_and_its_last_change(now: clock.StandingClock, client: Client) -> None:
    factories.published(slug="gene-therapy")
    now.move(DAY)
    factories.published(slug="терапия")
    places = mapped(client)
    assert places[full("/articles/gene-therapy/")] == "2026-03-01T12:00:00Z"
    # In a URL, letters of other scripts are percent-encoded.
    cyrillic = full("/articles/%D1%82%D0%B5%D1%80%D0%B0%D0%BF%D0%B8%D1%8F/")
    assert places[cyrillic] == "2026-03-02T12:00:00Z"
    assert places[full("/")] == places[full("/sections/treatments-procedures/")] == "2026-03-02T12:00:00Z"
    assert places[full("/sections/symptoms/")] == ""
    assert full("/about/privacy/") in places
    assert places[full("/about/")] == max(changed for place, changed in places.items() if "/about/" in place)
    for address in places:
        assert client.get(address.removeprefix(settings.PUBLIC_ORIGIN)).status_code == 200
    index = read(client, "/sitemap.xml")
    assert "2026-03-02T12:00:00Z" in [row.text for row in index.iterfind("m:sitemap/m:lastmod", MAPS)]


def test_sitemaps_of_articles_are_split(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listings.PER_MAP <= 10_000
    monkeypatch.setattr(listings, "PER_MAP", 2)
    for number in range(5):
        factories.published(slug=f"article-no-{number}")
    index = read(client, "/sitemap.xml")
    maps = [row.text or "" for row in index.iterfind("m:sitemap/m:loc", MAPS) if "/articles-" in (row.text or "")]
    assert len(maps) >= 3
    for address in maps:
        urls = read(client, address.removeprefix(settings.PUBLIC_ORIGIN)).findall("m:url", MAPS)
        assert 1 <= len(urls) <= 2
    assert sum("article-no-" in address for address in mapped(client)) == 5
    assert client.get("/sitemaps/articles-999999.xml").status_code == 404
    assert client.get("/sitemaps/articles-01.xml").status_code == 404


def test_lists_and_glossary_are_listed(client: Client) -> None:
    factories.published(title="Heart attack", details={"synonyms": ["Coronary"], "tags": ["blood", "adults", "inside"]})
    factories.term("gene")
    paths = {address.removeprefix(settings.PUBLIC_ORIGIN) for address in mapped(client)}
    lists = {
        "/a-z/",
        "/a-z/h/",
        "/a-z/c/",
        "/body-systems/",
        "/body-systems/blood/",
        "/audiences/",
        "/audiences/adults/",
    }
    assert lists | {"/glossary/", "/reviewers/", "/record/"} <= paths
    assert {path for path in paths if path.startswith(("/a-z/", "/body-systems/", "/audiences/"))} == lists
    # And each names that very address as its own
    for path in paths:
        page = client.get(path)
        assert page.status_code == 200, path
        assert f'<link rel="canonical" href="{full(path)}">' in page.text, path


def test_an_empty_library(client: Client) -> None:
    assert not [address for address in mapped(client) if "/articles/" in address]
    assert entries(client) == []


def test_nothing_that_readers_cannot_open_is_listed(now: clock.StandingClock, client: Client) -> None:
    publisher = factories.person(PUBLISHER)
    policy(noindex_after_days=5, gone_after_days=9)
    overdue = factories.published(slug="overdue", title="Overdue")
    now.move(100 * DAY)
    factories.published(slug="live", title="Live")
    factories.draft(slug="only-a-draft", title="A draft")
    factories.signed(slug="signed", title="Signed")
    gone = factories.published(slug="withdrawn", title="Withdrawn")
    withdraw(article=gone.article, reason="r", notice="n", by=publisher, door="admin")
    later = factories.signed(slug="future", title="Future")
    publish(review=later, live_seen=None, by=publisher, door="desk", opens=now.moment + 300 * DAY)
    ended = factories.signed(slug="ended", title="Ended")
    publish(review=ended, live_seen=None, by=publisher, door="desk", closes=now.moment + DAY)
    now.move(2 * DAY)

    def listed() -> set[str]:
        in_maps = {address.split("/")[-2] for address in mapped(client) if "/articles/" in address}
        in_feed = {row["link"].split("/")[-2] for row in entries(client)}
        assert in_maps == in_feed
        return in_maps

    assert listed() == {"overdue", "live"}
    # From the second at which search engines are asked to forget it.
    assert overdue.noindex_at
    now.moment = overdue.noindex_at - timedelta(seconds=1)
    assert listed() == {"overdue", "live"}
    now.moment = overdue.noindex_at
    assert client.get("/articles/overdue/").status_code == 200
    assert listed() == {"live"}
    for path in ("/sitemap.xml", FEED):
        for secret in ("draft", "signed", "withdrawn", "future", "ended"):
            assert secret not in client.get(path).text.lower()


def test_the_feed_tells_what_is_new_and_what_was_reviewed_again(now: clock.StandingClock, client: Client) -> None:
    Organisation.objects.update(name="Sample & Sons")
    publisher = factories.person(PUBLISHER)
    genes = factories.published(slug="genes", title="Genes & <i>cells</i>", lead="In short.")
    now.move(DAY)
    asthma = factories.published(slug="asthma", title="Asthma", body="## What helps\n\nA treatmnt does.\n")
    first = entries(client)
    assert [row["title"] for row in first] == ["Asthma", "Genes & <i>cells</i>"]
    assert first[1] == {
        "id": f"urn:uuid:{genes.article.uuid}",
        "title": "Genes & <i>cells</i>",
        "summary": "In short.",
        "link": full("/articles/genes/"),
        "published": "2026-03-01T12:00:00Z",
        "updated": "2026-03-01T12:00:00Z",
    }

    # A change of address or title leaves the id as it is.
    now.move(DAY)
    change_address(article=genes.article, slug="all-genes", by=genes.article.owner, door="admin")
    review = open_rereview(article=genes.article, by=publisher, door="desk")
    publish(review=factories.signed(review), live_seen=genes.pk, by=publisher, door="desk")
    again = entries(client)
    assert [row["id"] for row in again] == [first[1]["id"], first[0]["id"]]
    assert again[0]["link"] == full("/articles/all-genes/")
    assert (again[0]["published"], again[0]["updated"]) == ("2026-03-01T12:00:00Z", "2026-03-03T12:00:00Z")

    # A correction of the wording is no news, and doesn't take the article out of it.
    now.move(DAY)
    by = factories.person(EDITOR)
    draft = begin_correction(article=asthma.article, by=by, door="admin")
    text = text_of(draft)
    text = text.model_copy(update={"body": text.body.replace("treatmnt", "treatment")})
    draft = save_draft(draft=draft, text=text, seen=draft.saves, by=by)
    corrected = submit(draft=draft, seen=draft.saves, change_note="A word.", by=by, door="admin").review
    factories.published(factories.signed(corrected))
    assert entries(client) == again

    # What was withdrawn is no news any more; brought back, it is again.
    withdraw(article=genes.article, reason="r", notice="n", by=publisher, door="admin")
    assert [row["title"] for row in entries(client)] == ["Asthma"]
    last = Publication.objects.filter(article=genes.article).order_by("-opens")[0]
    now.move(DAY)
    republish(article=genes.article, last_seen=last.pk, by=publisher, door="desk")
    assert entries(client)[0]["updated"] == "2026-03-05T12:00:00Z"


def test_the_same_queries_however_long(client: Client) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    first = factories.published()
    paths = ("/sitemap.xml", f"/sitemaps/articles-{first.article_id // listings.PER_MAP}.xml", FEED)
    before = [count(path) for path in paths]
    for _number in range(3):
        factories.published()
    assert [count(path) for path in paths] == before
    assert max(before) <= 6


def test_robots_names_the_sitemap(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {full('/sitemap.xml')}" in answer.text.splitlines()
    assert "Disallow: /reviews/" in answer.text


def test_machines_get_their_own_types_and_nothing_twice(client: Client) -> None:
    factories.published()
    for path, kind in (("/sitemap.xml", "application/xml"), (FEED, "application/atom+xml")):
        answer = client.get(path)
        assert answer["Content-Type"].startswith(kind)
        assert not answer.cookies
        assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"])
def test_what_telephones_ask_for_unasked_leads_to_the_icon(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, static("touch-icon.png"))
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert not answer.cookies
    assert client.head(path).status_code == 302
    assert client.post(path).status_code == 405

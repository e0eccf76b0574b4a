"""The reader's pages: what stands on them, at which addresses, and what never does."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.actions.articles import change_address, move_article
from articles.models import Organisation, PolicyPage, Publication, Section
from articles.words import lines_of
from people.roles import PUBLISHER
from record import clock
from reviews.actions import sign_off, withdraw
from reviews.models import Method, Review
from reviews.proof import Proof
from tests import factories
from tests.public_pages import VERIFY, signed_elements
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "synonyms": ["Gene transfer"],
    "key_facts": ["It changes genes."],
    "video": {"title": "In short", "url": "https://www.nih.gov/", "transcript": "Words."},
    "closing_note": "Ask us.",
    "care": {"body": "We can help.", "phone": "202-555-0123"},
    "references": [{"title": "National Institutes of Health", "url": "https://www.nih.gov/"}],
    "codes": [{"system": "MeSH", "code": "D015316"}],
    "written_by": ["The editors"],
    "license": "CC BY 4.0",
}


def test_an_article_with_every_element_in_order(client: Client) -> None:
    publication = factories.published(slug="gene-therapy", details=EVERYTHING, body=f"Before.\n\n{factories.BODY}")
    page = client.get("/articles/gene-therapy/")
    assert page.status_code == 200
    shown = signed_elements(page.text)
    assert [piece.id for piece in shown] == [
        "title", "synonyms", "lead", "key-facts", "video", "introduction", "part-what-it-is", "part-how-it-works",
        "closing-note", "care", "references", "codes", "credit", "license",
    ]  # fmt: skip
    assert [(piece.id, piece.html) for piece in shown] == [
        (piece["id"], piece["html"]) for piece in publication.edition.content["fragments"]
    ]
    assert {path for path, _digest in VERIFY.findall(page.text)} == {f"/verify/{publication.edition.digest}/"}
    assert len(VERIFY.findall(page.text)) == 1


def test_byline_in_the_organisations_dates(client: Client) -> None:
    Organisation.objects.update(date_format="m/d/Y", time_zone="America/New_York")
    # Already the next day in UTC.
    with clock.standing_at(datetime(2026, 3, 2, 3, tzinfo=UTC)):
        factories.published(slug="gene-therapy")
        page = client.get("/articles/gene-therapy/")
    words = " ".join(_words(page.text).split())
    assert "Medically reviewed by Dr. Sample Reviewer, MD." in words
    assert "Last reviewed on 03/01/2026. Next review due 03/01/2027." in words
    assert '<time datetime="2026-03-01">03/01/2026</time>' in page.text
    assert "overdue" not in page.text


def test_only_medical_reviewers_are_called_so(client: Client) -> None:
    policy(default={"roles": ["medical", "editorial"], "months": 12})
    review = factories.submitted(slug="gene-therapy")
    for role, name in (("medical", "Dr. One"), ("editorial", "Ed Two")):
        signer = factories.reviewer(role, name=name)
        proof = Proof(signer, Method.PASSWORD)
        sign_off(review=review, digest=review.edition.digest, role=role, proof=proof, door="desk")
    factories.published(Review.objects.get(pk=review.pk))
    words = " ".join(_words(client.get("/articles/gene-therapy/").text).split())
    assert "Medically reviewed by Dr. One, MD. Editorial review: Ed Two, MD. Last reviewed on" in words


def test_overdue_is_said_in_words(client: Client) -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as standing:
        factories.published(slug="gene-therapy")
        standing.move(timedelta(days=365))
        assert "This review is overdue" not in client.get("/articles/gene-therapy/").text
        standing.move(timedelta(days=1))
        assert "This review is overdue" in client.get("/articles/gene-therapy/").text


def test_on_this_page_leads_to_every_heading(client: Client) -> None:
    factories.published(slug="gene-therapy", details=EVERYTHING, body="## Tom & Jerry’s <b>\n\nWords.\n")
    page = client.get("/articles/gene-therapy/").text
    for anchor, heading in (("tom-jerrys-b", "Tom &amp; Jerry’s &lt;b&gt;"), ("references", "References")):
        assert f'<a href="#{anchor}">{heading}</a>' in page
        assert f'id="{anchor}"' in page


def test_readers_see_the_live_edition_while_work_goes_on(client: Client) -> None:
    first = factories.published(slug="gene-therapy", body="## Part\n\nFirst words.\n")
    draft = factories.saved(first.article.drafts.get(), body="## Part\n\nSecond words.\n")
    assert "First words" in client.get("/articles/gene-therapy/").text
    review = factories.submitted(draft)
    assert "Second words" not in client.get("/articles/gene-therapy/").text
    factories.published(factories.signed(review))
    assert "Second words" in client.get("/articles/gene-therapy/").text


def test_former_slugs_redirect_and_keep_nothing_else(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    change_address(article=publication.article, slug="genes", by=publication.article.owner, door="admin")
    answer = client.get("/articles/gene-therapy/?utm=1")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/genes/")
    assert "no-cache" in answer["Cache-Control"]
    assert client.get("/articles/genes/").status_code == 200
    change_address(article=publication.article, slug="gene-therapy", by=publication.article.owner, door="admin")
    assert client.get("/articles/gene-therapy/").status_code == 200
    assert client.get("/articles/genes/")["Location"] == "/articles/gene-therapy/"


def test_slugs_in_other_scripts(client: Client) -> None:
    factories.published(slug="терапия")
    assert client.get("/articles/терапия/").status_code == 200


def test_many_other_names_stand_folded_so_that_the_lead_comes_soon(client: Client) -> None:
    few = factories.published(slug="few", details={"synonyms": ["Brief name"]})
    many = factories.published(slug="many", details={"synonyms": [f"Name number {number}" for number in range(40)]})
    assert '<details class="other-names">' not in client.get("/articles/few/").text
    page = client.get("/articles/many/").text
    folded = page[page.index('<details class="other-names">') : page.index("</details>")]
    assert 'data-signed="synonyms"' in folded
    assert "Name number 39" in folded
    assert few.edition.digest != many.edition.digest


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [("988", "988"), ("9-1-1", "911"), ("202-555-0123", "+12025550123")],
)
def test_short_numbers_are_dialled_as_they_are(client: Client, phone: str, dialled: str) -> None:
    factories.published(slug="care", details={"care": {"body": "We can help.", "phone": phone}})
    assert f'<a class="phone" href="tel:{dialled}">{phone}</a>' in client.get("/articles/care/").text


def test_withdrawn_is_gone_with_its_notice(client: Client) -> None:
    Organisation.objects.update(phone="+12025550123", phone_shown="202-555-0123")
    publication = factories.published(slug="gene-therapy", title="Gene therapy explained")
    change_address(article=publication.article, slug="genes", by=publication.article.owner, door="admin")
    publisher = factories.person(PUBLISHER)
    withdraw(article=publication.article, reason="Wrong dose.", notice="Ask your <doctor>.", by=publisher, door="admin")
    page = client.get("/articles/genes/")
    assert page.status_code == 410
    assert "Ask your &lt;doctor&gt;." in page.text
    assert "tel:+12025550123" in page.text
    assert "noindex" in page.text
    for secret in ("Wrong dose", "Gene therapy explained", "data-signed", "/verify/"):
        assert secret not in page.text
    assert client.get("/articles/gene-therapy/")["Location"] == "/articles/genes/"
    assert "Gene therapy explained" not in client.get("/").text


def test_related_articles_are_live_ones_by_their_titles_now(client: Client) -> None:
    other = factories.published(slug="genes", title="Genes")
    factories.draft(slug="secret", title="A secret draft")
    related = {"related": ["genes", "secret", "unknown"]}
    factories.published(slug="gene-therapy", details=related)
    change_address(article=other.article, slug="all-genes", by=other.article.owner, door="admin")
    factories.republished(other, title="All about genes")
    page = client.get("/articles/gene-therapy/").text
    assert '<a href="/articles/all-genes/">All about genes</a>' in page
    assert "secret" not in page
    assert "unknown" not in page


def test_shelves_and_front_page(client: Client) -> None:
    first = factories.published(slug="gene-therapy", title="Gene therapy", section="treatments-procedures")
    factories.published(slug="asthma", title="Asthma", section="diseases-conditions")
    factories.draft(slug="hidden", title="Hidden draft")
    front, shelves = client.get("/").text, client.get("/sections/").text
    for page in (front, shelves):
        assert page.count("1 article<") == 2
        assert page.count("0 articles<") == 4
        assert "Hidden" not in page
    assert '<a href="/articles/asthma/">Asthma</a>' in front
    shelf = Section.objects.get(slug="diseases-conditions")
    move_article(
        article=first.article, section=shelf, risk="normal", no_advertising=False, by=first.article.owner, door="admin"
    )
    page = client.get("/sections/diseases-conditions/").text
    assert page.index("Asthma") < page.index("Gene therapy")
    assert client.get("/sections/treatments-procedures/").status_code == 200
    assert client.get("/sections/nothing/").status_code == 404


def test_pages_of_a_shelf(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.views.PER_PAGE", 1)
    for title in ("Beta", "alpha"):
        factories.published(title=title)
    shelf = "/sections/treatments-procedures/"
    for first in ("?page=1", "?page=", ""):
        assert "alpha" in client.get(f"{shelf}{first}").text
    assert "Beta" in client.get(f"{shelf}?page=2&x=y").text
    for beyond in ("3", "999999999999999999999"):
        answer = client.get(f"{shelf}?page={beyond}")
        assert answer.status_code == 404
        assert '<a href="?page=2">Go to the last page, number 2</a>' in answer.text


@pytest.mark.parametrize("number", ["0", "-1", "one", "%20", "1.5", "01", "٣", "%00", "%FF", "<b>"])
def test_what_is_no_number_of_a_page_is_said_in_a_sentence(client: Client, number: str) -> None:
    factories.published(slug="asthma", title="Asthma")
    for path in ("/sections/treatments-procedures/?", "/search/?q=asthma&", "/glossary/?", "/a-z/a/?", "/record/?"):
        answer = client.get(f"{path}page={number}")
        assert answer.status_code == 400, path
        assert "has to be a whole number from 1 on" in answer.text
        assert not answer.cookies


def test_policy_pages_come_from_the_one_renderer(client: Client) -> None:
    PolicyPage.objects.create(
        slug="ours", title="How we work", body="Intro <b>x</b>\n\n## One\n\n![a](/media/x.png) Text.\n"
    )
    page = client.get("/about/ours/").text
    assert "Intro &lt;b&gt;x&lt;/b&gt;" in page
    assert '<h2 id="one">One</h2>' in page
    assert "<img" not in page
    assert client.get("/about/nothing/").status_code == 404


def test_robots(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /reviews/" in answer.text


def test_an_article_takes_at_most_six_queries(client: Client) -> None:
    factories.published(slug="genes", title="Genes")
    factories.published(slug="gene-therapy", details={**EVERYTHING, "related": ["genes"]})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/articles/gene-therapy/").status_code == 200
    assert len(queries) <= 6, [query["sql"] for query in queries]


def test_lists_take_the_same_queries_however_long(client: Client) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = ("/", "/sections/", "/sections/treatments-procedures/")
    factories.published()
    before = [count(path) for path in paths]
    for _number in range(3):
        factories.published()
    assert [count(path) for path in paths] == before
    assert max(before) <= 10


def test_a_page_is_asked_for_again_and_not_sent_again(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    page = client.get("/articles/gene-therapy/")
    assert "no-cache" in page["Cache-Control"]
    again = client.get("/articles/gene-therapy/", headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publisher = factories.person(PUBLISHER)
    withdraw(article=publication.article, reason="Wrong.", notice="", by=publisher, door="admin")
    assert client.get("/articles/gene-therapy/", headers={"if-none-match": page["ETag"]}).status_code == 410


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        (1, [("Next page", 2), ("Last page", 4)]),
        (2, [("Previous page", 1), ("Next page", 3), ("Last page", 4)]),
        (3, [("First page", 1), ("Previous page", 2), ("Next page", 4)]),
        (4, [("First page", 1), ("Previous page", 3)]),
    ],
)
def test_from_any_page_of_a_long_shelf_to_its_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch, number: int, ways: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr("articles.public.views.PER_PAGE", 1)
    for title in ("Asthma", "Bronchitis", "Croup", "Dialysis"):
        factories.published(title=title)
    page = client.get(f"/sections/treatments-procedures/?page={number}").text
    nav = page[page.index('<nav class="pages"') : page.index("</nav>", page.index('<nav class="pages"'))]
    found = re.findall(r'<a href="\?page=(\d+)"[^>]*>([^<]*)</a>', nav)
    assert [(words, int(to)) for to, words in found] == ways
    assert f"Page {number} of 4" in nav


def test_noindex_from_its_instant_on(client: Client) -> None:
    publication = factories.published(slug="gene-therapy")
    assert "noindex" not in client.get("/articles/gene-therapy/").text
    Publication.objects.filter(pk=publication.pk).update(noindex_at=publication.opens)
    assert 'content="noindex"' in client.get("/articles/gene-therapy/").text


def _words(page: str) -> str:
    """The words of a page without its markup."""
    return unescape(" ".join(lines_of(page)))

"""Pages that lead to articles: A to Z, topics, what links here, the 404 page."""

import gzip

import pytest
from django.core.cache import cache
from django.test import Client

from articles.models import Section
from articles.search import nearest
from people.roles import PUBLISHER
from record import clock
from reviews.actions import withdraw
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_synonym_stands_under_its_own_letter(client: Client) -> None:
    factories.published(slug="heart-attack", title="Heart attack", details={"synonyms": ["Myocardial infarction"]})
    under_m = client.get("/a-z/m/").text
    assert '<a href="/articles/heart-attack/">Myocardial infarction</a>' in under_m
    assert "see Heart attack" in under_m
    assert '<a href="/articles/heart-attack/">Heart attack</a>' in client.get("/a-z/h/").text
    letters = client.get("/a-z/").text
    assert '<a href="/a-z/m/">M <small>1</small></a>' in letters
    assert '<span class="quiet">Q <small>0</small></span>' in letters
    assert "No name begins so yet" in client.get("/a-z/q/").text
    assert 'content="noindex"' in client.get("/a-z/q/").text


def test_digits_and_other_scripts_stand_last(client: Client) -> None:
    factories.published(title="22q11 deletion", details={"synonyms": ["Ωmega", "Ångström disease"]})
    others = client.get("/a-z/0-9/").text
    assert "22q11 deletion" in others
    assert '<a href="/a-z/0-9/" aria-current="page">Other <small>2</small></a>' in " ".join(others.split())
    assert ">0-9" not in others
    assert "Ωmega" in others
    assert "Ångström disease" in client.get("/a-z/a/").text
    assert client.get("/a-z/M/")["Location"] == "/a-z/m/"
    for nothing in ("/a-z/mm/", "/a-z/1/", "/a-z/ж/", "/a-z/m/?page=2"):
        assert client.get(nothing).status_code == 404


def test_counts_of_thousands_are_grouped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a library so large that its counts are kept for a minute, and such counts
    monkeypatch.setattr("articles.public.counted.LARGE", 0)
    section = Section.objects.get(slug="symptoms")
    cache.set_many({"counted-sections": {section.pk: 1296}, "counted-letters": {"A": 1296}})
    cache.set("counted-topics", {"blood": 1296})
    # Then readers see them as they are written, singular and plural as before
    page = client.get("/").text
    assert "1,296 articles" in page
    assert page.count("<small>1,296</small>") == 2
    assert "1,296 articles" in client.get("/sections/").text
    assert "1,296 articles" in client.get("/sections/symptoms/").text
    cache.clear()


def test_long_letters_come_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.finding.PER_LETTER", 2)
    factories.published(title="Hives", details={"synonyms": ["Hot skin", "Hairy"]})
    first, second = client.get("/a-z/h/"), client.get("/a-z/h/?page=2")
    assert "Hairy" in first.text
    assert "Hot skin" in second.text
    assert "Hot skin" not in first.text
    assert len(gzip.compress(first.content)) < 40_000


def test_body_systems_and_audiences_come_from_tags(client: Client) -> None:
    factories.published(slug="a", title="Anemia", details={"tags": ["Blood", "older adults", "internal note"]})
    factories.draft(slug="b", title="Secret", details={"tags": ["blood", "skin"]})
    assert '<a href="/articles/a/">Anemia</a>' in client.get("/body-systems/blood/").text
    assert '<a href="/articles/a/">Anemia</a>' in client.get("/audiences/older-adults/").text
    assert "No article is filed here yet" in client.get("/body-systems/skin/").text
    lists = client.get("/body-systems/").text + client.get("/audiences/").text
    assert '<a href="/body-systems/blood/">Blood <small>1</small></a>' in lists
    assert "Skin" not in lists
    for nothing in ("/body-systems/adults/", "/audiences/blood/", "/body-systems/internal-note/"):
        assert client.get(nothing).status_code == 404


def test_related_articles_lead_both_ways(client: Client) -> None:
    factories.published(slug="genes", title="Genes")
    linking = factories.published(slug="linking", title="It links", body="## One\n\nRead [this](article:genes).\n")
    factories.published(slug="naming", title="It names", details={"related": ["genes"]})
    factories.submitted(slug="hidden", title="Hidden", details={"related": ["genes"]})
    page = client.get("/articles/genes/").text
    assert '<a href="/articles/linking/">It links</a>' in page
    assert '<a href="/articles/naming/">It names</a>' in page
    assert "Hidden" not in page
    withdraw(article=linking.article, reason="r", notice="n", by=factories.person(PUBLISHER), door="desk")
    assert "It links" not in client.get("/articles/genes/").text


@pytest.mark.parametrize("wrong", ["gen-therapy", "ene-therapy", "fl-vaccine", "ar-t-cell-therapy"])
def test_a_letter_may_lack_in_a_short_word_too(client: Client, wrong: str) -> None:
    for slug in ("gene-therapy", "flu-vaccine", "car-t-cell-therapy"):
        factories.published(slug=slug, title=slug.replace("-", " ").capitalize())
    right = {"g": "gene-therapy", "e": "gene-therapy", "f": "flu-vaccine"}.get(wrong[0], "car-t-cell-therapy")
    assert f'<a href="/articles/{right}/">' in client.get(f"/articles/{wrong}/").text
    factories.draft(slug="mri-scan", title="A secret")
    assert "A secret" not in client.get("/articles/mr-scan/").text


def test_the_search_field_holds_the_words_of_the_wrong_address(client: Client) -> None:
    for path, words in (
        ("/old/Heart-attack_first-aid.html", "Heart attack first aid"),
        ("/x/%22%3E%3Cscript%3Ealert(1)/", "script alert 1"),
        ("/x/%00%01/", ""),
        ("/media/asthma.png", ""),
        ("/", None),
    ):
        page = client.get(path).text
        assert f'name="q" type="search" value="{words or ""}"' in page, path
        assert "<script>alert" not in page


def test_a_wrong_address_leads_to_the_nearest_titles(client: Client) -> None:
    factories.published(slug="asthma", title="Asthma")
    factories.published(slug="heart-attack", title="Heart attack")
    for wrong in ("/articles/asthama/", "/conditions/asthma.html", "/articles/asthma-in-children/"):
        page = client.get(wrong)
        assert page.status_code == 404
        assert '<a href="/articles/asthma/">Asthma</a>' in page.text, wrong
        assert 'role="search"' in page.text
    # A part of a title will do, and below an article its own address counts
    for wrong in ("/articles/heart/", "/articles/heart-attack/index.html", "/articles/heart-attack/editions/99/"):
        assert '<a href="/articles/heart-attack/">Heart attack</a>' in client.get(wrong).text, wrong
    assert "Perhaps you were looking for" not in client.get("/nothing/").text
    assert "Asthma" not in client.get("/admin/asthma/").text
    # An old site may have had everything under /health/; only the probes' own addresses are closed there
    for wrong in ("/health/conditions/asthma.html", "/health/asthma/", "/health/live/asthma"):
        assert '<a href="/articles/asthma/">Asthma</a>' in client.get(wrong).text, wrong
    assert 'value=""' in client.get("/health/live/").text
    assert nearest("hart-atack", clock.now()) == [("Heart attack", "/articles/heart-attack/")]


def test_the_front_page_is_search_first(client: Client) -> None:
    factories.published(title="Heart attack", details={"synonyms": ["MI", "Coronary"], "tags": ["blood"]})
    page = client.get("/").text
    assert page.index('role="search"') < page.index("Find your way by section") < page.index("Newly reviewed")
    assert '<a href="/search/?q=Coronary">Coronary</a>' in page
    assert "?q=MI" not in page
    # As on the A to Z, letters under which nothing stands lead nowhere
    assert '<a href="/a-z/m/">M <small>1</small></a>' in page
    assert '<span class="quiet">Q <small>0</small></span>' in page
    assert '<a href="/body-systems/blood/">' in page

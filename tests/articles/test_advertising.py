"""Advertising: off until somebody switches it on, labelled, between parts, and never where it would mislead."""

import re

import pytest
from django.test import Client

from articles.advertising import slots_before
from articles.models import Article, Organisation, Section
from articles.shown import ShownFragment
from tests import factories
from tests.public_pages import signed_elements

pytestmark = pytest.mark.django_db

SLOT = '<aside class="advertisement"'
BODY = "".join(f"## Part {number}\n\nWords.\n\n" for number in range(1, 9))


def page_of(client: Client) -> str:
    text: str = client.get("/articles/gene-therapy/").text
    return text


def test_off_by_default_and_says_so(client: Client) -> None:
    factories.published(slug="gene-therapy", body=BODY)
    assert SLOT not in page_of(client)
    assert "We carry no advertising." in page_of(client)


def test_on_it_stands_labelled_between_parts_outside_what_is_signed(client: Client) -> None:
    publication = factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True, advertising_policy="Advertising never decides what we write.")
    page = page_of(client)
    assert page.count(SLOT) == 3
    assert page.count('<p class="advertisement-label">Advertisement</p>') == 3
    # The policy and its link stand under the first one only.
    assert page.count("Advertising never decides what we write.") == 1
    assert page.index("Advertising never decides") < page.index(SLOT, page.index(SLOT) + 1)
    assert "We carry no advertising." not in page
    shown = [(piece.id, piece.html) for piece in signed_elements(page)]
    assert shown == [(piece["id"], piece["html"]) for piece in publication.edition.content["fragments"]]
    first, last = page.index('data-signed="part-part-1"'), page.index('data-signed="part-part-8"')
    assert first < page.index(SLOT)
    assert page.rindex(SLOT) < last
    # No script but the library's own.
    assert set(re.findall(r'<script[^>]* src="([^"]*)"', page)) == {"/static/share.js"}


def test_articles_and_shelves_opt_out(client: Client) -> None:
    factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True)
    Article.objects.update(no_advertising=True)
    assert SLOT not in page_of(client)
    Article.objects.update(no_advertising=False)
    assert SLOT in page_of(client)
    Section.objects.update(no_advertising=True)
    assert SLOT not in page_of(client)


def test_nowhere_else(client: Client) -> None:
    first = factories.published(slug="gene-therapy", body=BODY)
    factories.republished(first, lead="Changed.")
    Organisation.objects.update(advertising=True)
    for path in ("/", "/sections/treatments-procedures/", "/articles/gene-therapy/editions/1/", "/feeds/updates/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "dvertisement" not in answer.text, path


def test_never_next_to_an_emergency() -> None:
    def part(number: int, html: str = "<p>Words.</p>") -> ShownFragment:
        return ShownFragment(f"part-{number}", "part", html, f"Part {number}", f"part-{number}")

    card = part(2, '<h2>Two</h2><div class="emergency"><p>Call now.</p></div>')
    assert slots_before([part(1), card, part(3)]) == []
    assert slots_before([part(1), card, part(3), part(4)]) == ["part-4"]
    lead = ShownFragment("lead", "lead", "<p>Lead.</p>", "", "")
    assert slots_before([lead, part(1)]) == []
    assert slots_before([]) == []

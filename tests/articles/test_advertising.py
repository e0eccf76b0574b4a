"""Advertising: off until somebody switches it on, labelled, between parts, and never where it would mislead."""

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django import Settings

from articles.advertising import slots_before
from articles.models import Article, Organisation, Publication, Section
from articles.shown import ShownFragment, shown_fragments
from tests import factories
from tests.commands import run
from tests.public_pages import signed_elements

pytestmark = pytest.mark.django_db

SLOT = '<div class="advertisement"'
BODY = "".join(f"## Part {number}\n\nWords.\n\n" for number in range(1, 9))


@pytest.fixture
def filled(settings: Settings, tmp_path: Path) -> Path:
    """A library with something to put into its slots: the template for it."""
    template = tmp_path / "articles" / "advertisement_content.html"
    template.parent.mkdir()
    template.write_text("<p>Our own walking group, {{ section.name }} {{ number }}</p>")
    own = settings.TEMPLATES[0]
    settings.TEMPLATES = [own | {"DIRS": [tmp_path, *own["DIRS"]]}]
    return template


def page_of(client: Client) -> str:
    text: str = client.get("/articles/gene-therapy/").text
    return text


def test_off_by_default_and_says_so(client: Client) -> None:
    factories.published(slug="gene-therapy", body=BODY)
    assert SLOT not in page_of(client)
    assert "We carry no advertising." in page_of(client)


@pytest.mark.parametrize("policy", ["Advertising never decides what we write.", "We carry no advertising."])
def test_on_with_nothing_to_show_no_box_stands_there_and_the_foot_is_true(client: Client, policy: str) -> None:
    factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True, advertising_policy=policy)
    page = page_of(client)
    assert SLOT not in page
    assert ">Advertisement<" not in page
    assert "Our articles may carry advertising" in page
    assert '<a href="/about/advertising/">How we handle advertising</a>' in page
    assert "We carry no advertising." not in page


@pytest.mark.usefixtures("filled")
def test_a_sentence_that_is_not_true_any_more_stands_in_no_slot(client: Client) -> None:
    factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True)
    page = page_of(client)
    assert SLOT in page
    assert "We carry no advertising." not in page


def test_only_slots_with_something_in_them_stand_there(client: Client, filled: Path) -> None:
    filled.write_text("{% if number == 2 %}<p>Our own walking group</p>{% endif %}\n")
    factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True, advertising_policy="Advertising never decides what we write.")
    page = page_of(client)
    assert page.count(SLOT) == 1
    assert page.count("Advertising never decides what we write.") == 1


@pytest.mark.usefixtures("filled")
def test_on_it_stands_labelled_between_parts_outside_what_is_signed(client: Client) -> None:
    publication = factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True, advertising_policy="Advertising never decides what we write.")
    page = page_of(client)
    assert page.count(SLOT) == 3
    assert page.count('<p class="advertisement-label">Advertisement</p>') == 3
    for number in (1, 2, 3):
        assert page.count(f"<p>Our own walking group, Treatments &amp; Procedures {number}</p>") == 1
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
    assert set(re.findall(r'<script[^>]* src="([^"]*)"', page)) == {"/static/article.js"}


@pytest.mark.usefixtures("filled")
def test_articles_and_shelves_opt_out(client: Client) -> None:
    factories.published(slug="gene-therapy", body=BODY)
    Organisation.objects.update(advertising=True)
    Article.objects.update(no_advertising=True)
    assert SLOT not in page_of(client)
    Article.objects.update(no_advertising=False)
    assert SLOT in page_of(client)
    Section.objects.update(no_advertising=True)
    assert SLOT not in page_of(client)


@pytest.mark.usefixtures("filled")
def test_nowhere_else(client: Client) -> None:
    first = factories.published(slug="gene-therapy", body=BODY)
    factories.republished(first, lead="Changed.")
    Organisation.objects.update(advertising=True)
    for path in ("/", "/sections/treatments-procedures/", "/articles/gene-therapy/editions/1/", "/feeds/updates/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "dvertisement" not in answer.text, path
        assert "walking group" not in answer.text, path


def test_never_next_to_an_emergency() -> None:
    def part(number: int, html: str = "<p>Words.</p>") -> ShownFragment:
        return ShownFragment(f"part-{number}", "part", html, f"Part {number}", f"part-{number}")

    card = part(2, '<h2>Two</h2><div class="emergency"><p>Call now.</p></div>')
    assert slots_before([part(1), card, part(3)]) == []
    assert slots_before([part(1), card, part(3), part(4)]) == ["part-4"]
    lead = ShownFragment("lead", "lead", "<p>Lead.</p>", "", "")
    assert slots_before([lead, part(1)]) == []
    assert slots_before([]) == []


@pytest.mark.parametrize(
    "words",
    [
        "<p>Call your local <strong>emergency</strong> number.</p>",
        "<h2>When do I need help?</h2><p>Go to the Emergency Room.</p>",
        "<p><strong>Dial 999</strong> if you can’t breathe.</p>",
        "<p>Call&nbsp;911.</p>",
        "<p>Call <em>911</em> or 112.</p>",
        "<p>Tell your doctor right\naway.</p>",
        "<p>Get medical help immediately.</p>",
        "<p>Go to A&amp;E.</p>",
        "<p>Call 9-1-1 now, or dial 9 1 1.</p>",
        "<p>Go to the ER.</p>",
        "<p>Get to a hospital now.</p>",
        "<p>Tell them straightaway.</p>",
        "<p>Call poison help.</p>",
        "<p>Call 1-800-222-1222 if you swallowed it.</p>",
        "<p>Call the Samaritans on 116 123.</p>",
        "<p>Im Notfall bitte 144 anrufen</p>",
        "<p>Die Nummer ist 144.</p>",
    ],
)
def test_never_next_to_words_that_send_for_help_at_once(words: str) -> None:
    """Given help told of in plain words, not on a card, then no slot stands before that part or after it."""

    def part(number: int, html: str = "<p>It takes 1440 days, or 911 of them.</p>") -> ShownFragment:
        return ShownFragment(f"part-{number}", "part", html, f"Part {number}", f"part-{number}")

    wording = "Im Notfall bitte 144 anrufen!"
    assert slots_before([part(1), part(2), part(3)], wording) == ["part-2"]
    assert slots_before([part(1), part(2, words), part(3)], wording) == []


def test_no_sample_article_has_one_beside_its_call_for_help() -> None:
    """Given the sample library with advertising on, no slot stands beside a part that names an emergency."""
    with override_settings(DEMO=True):
        run("sample_library")
    for publication in Publication.objects.select_related("edition"):
        fragments = shown_fragments(publication.edition)
        ids = [fragment.id for fragment in fragments]
        for slot in slots_before(fragments):
            place = ids.index(slot)
            for beside in fragments[place - 1 : place + 1]:
                assert "emergency" not in beside.html.lower(), (publication, slot)
                assert "right away" not in beside.html.lower(), (publication, slot)

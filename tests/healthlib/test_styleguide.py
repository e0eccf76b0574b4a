"""The page with every component: whole, well-formed, and nowhere but on the machine of whoever works on the pages."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from articles.markdown import CLASSES
from healthlib import styleguide, urls
from tests.page_checks import html_complaints


class WithDebug:
    """The addresses where DEBUG is on."""

    urlpatterns = [*urls.urlpatterns, *styleguide.urlpatterns]


@pytest.fixture
def debugging(settings: Settings) -> None:
    settings.ROOT_URLCONF = WithDebug


@pytest.mark.django_db
def test_without_debug_it_has_no_address(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("styleguide")


@pytest.mark.django_db
@pytest.mark.usefixtures("debugging")
def test_it_shows_every_class_of_signed_text_and_every_colour(client: Client) -> None:
    page = client.get("/styleguide/").text
    for tag, names in CLASSES.items():
        for name in names - {"right", "terms"}:
            assert re.search(rf'<{tag}[^>]* class="{name}"|<{tag} class="{name}"', page), (tag, name)
    assert '<ul class="terms">' in page
    assert 'fill="var(--alarm-edge)"' in page
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []
    assert " style=" not in page


@pytest.mark.django_db
@pytest.mark.pages
@pytest.mark.usefixtures("debugging")
def test_its_html_is_right(client: Client) -> None:
    assert html_complaints({"styleguide": client.get("/styleguide/").text}) == []

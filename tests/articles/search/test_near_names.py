"""A word that is nearly a name in the library is read as that name, and as no everyday word, and as no opposite."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from articles.models import Spelling
from tests import factories

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


def found(query: str) -> tuple[list[str], str | None]:
    """The titles that are found, and what the query was read as."""
    answer: dict[str, Any] = Client().get("/search/", {"q": query}, headers=JSON).json()
    return [one["title"] for one in answer["results"]], answer["did_you_mean"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        # With the end left off, and an error
        ("hypotiroid", "Hypothyroidism"),
        ("hypertiroid", "Hyperthyroidism"),
        ("sarcoyd", "Sarcoidosis"),
        # As it is heard
        ("hirsprungs", "Hirschsprung disease"),
        ("shwanoma", "Schwannoma"),
        # With errors beside what makes it somebody's
        ("mentrier", "Ménétriers disease"),
        # In initials
        ("vwd", "Von Willebrand disease"),
        ("vwd periods", "Von Willebrand disease"),
    ],
)
def test_a_word_that_is_nearly_a_name_is_read_as_it(typed: str, title: str) -> None:
    factories.published(title=title, body="## One\n\nOther words.\n")
    factories.published(title="Hyperthyroidism and hypothyroidism, apart", lead="A monitor, hours, a sprung spring.")
    titles, meant = found(typed)
    assert titles[0] == title
    assert meant


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("menieres", "In this manner miners wear a monitor. Of meninges."),
        ("menetrier", "A monitor."),
        ("hypersomnia", "Of hypertonia."),
        ("hypotiroid", "Hyperthyroidism, of whoever is hyperthyroid."),
        # Half of a word in error, however it sounds
        ("apunah", "Apnea."),
        ("hypertiroid", "Hypothyroidism, of whoever is hypothyroid."),
    ],
)
def test_where_the_library_has_no_such_name_nothing_far_is_read(typed: str, there: str) -> None:
    factories.published(title="Other", body=f"## One\n\n{there}\n")
    assert found(typed) == ([], None)
    assert f"“{typed}”" in Client().get("/search/", {"q": typed}).text


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("lazy thyroid", "Hypothyroidism"),
        ("my thyroid is lazy", "Hypothyroidism"),
        ("slow heart beat", "Arrhythmia"),
        ("my heart beats too slow", "Bradycardia"),
        ("my heart beats too fast", "Tachycardia"),
        ("nose bleeds wont stop", "Von Willebrand disease"),
        ("low cholesterol", "Hypobetalipoproteinemia"),
        ("colesterol bajo", "Hypobetalipoproteinemia"),
        ("high cholesterol", "High blood cholesterol"),
        ("low cholesterol diet", "High blood cholesterol"),
    ],
)
def test_what_is_too_slow_or_too_low_finds_its_article(query: str, title: str) -> None:
    words = "A heart that beats slow; a nose that bleeds; a lazy eye and a thyroid. It wont stop."
    factories.published(title="Atrial fibrillation", lead=words)
    factories.published(title="High blood cholesterol", lead="Too much. A diet low in fat makes cholesterol low.")
    factories.published(title="Hyperthyroidism", lead="Too much.")
    if title != "High blood cholesterol":
        factories.published(title=title, body="## One\n\nOther words.\n")
    assert found(query)[0][0] == title


def test_words_that_sound_otherwise_are_filed_anew_by_the_migration() -> None:
    factories.published(title="Hirschsprung disease and schwannoma")
    filed = sorted(Spelling.objects.values_list("key", "word"))
    Spelling.objects.filter(key__in=[key for key, word in filed if word == "hirschsprung"][:9]).delete()
    for _time in range(2):
        importlib.import_module("articles.migrations.0014_title_subjects").file_sounds(apps, None)
        assert sorted(Spelling.objects.values_list("key", "word")) == filed


def test_the_form_with_the_fewest_errors_is_the_one_that_was_meant() -> None:
    factories.published(slug="gene-therapy", title="Gene therapy", body="## How\n\nGene therapies are new.")
    assert found("gene theraphy") == (["Gene therapy"], "gene therapy")

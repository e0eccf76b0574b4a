"""What a title is about is found as its name, also beside rarer words."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from articles.models import IndexedName, NameKind
from articles.search.subjects import subjects_of
from tests import factories

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


def titles(query: str) -> list[str]:
    answer: dict[str, Any] = Client().get("/search/", {"q": query}, headers=JSON).json()
    return [one["title"] for one in answer["results"]]


@pytest.mark.parametrize(
    ("title", "subjects"),
    [
        ("What I need to know about Hepatitis A", ["hepatitis a"]),
        ("Kidney Stones in Adults", ["kidney stones"]),
        ("Living with kidney failure", ["kidney failure"]),
        ("Treatment Methods for Kidney Failure: Peritoneal Dialysis", ["kidney failure", "peritoneal dialysis"]),
        ("Overweight and Obesity", ["overweight", "obesity"]),
        ("Hematuria (Blood in the Urine)", ["hematuria"]),
        ("Your Guide to Diabetes: Type 1 and Type 2", ["diabetes", "type 1", "type 2"]),
        ("Overview of kidney disease – for parents", ["kidney disease"]),
        # Names of their own
        ("Short stature, hernia, and teething delay", []),
        ("Deafness and myopia syndrome", []),
        ("X-linked sideroblastic anemia and ataxia", ["x linked sideroblastic anemia"]),
        ("Ataxia with vitamin E deficiency", ["ataxia with vitamin e deficiency"]),
        ("Glutaric acidemia type I", ["glutaric acidemia type i"]),
        # No subject by itself
        ("Heart and Lungs", []),
        ("What to expect", []),
        ("", []),
    ],
)
def test_what_a_title_is_about(title: str, subjects: list[str]) -> None:
    assert list(subjects_of(title)) == subjects


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("can i catch hepatitis b", "What I need to know about Hepatitis B"),
        ("do kidney stones hurt", "Kidney Stones in Adults"),
        ("passing kidney stones at night screaming", "Kidney Stones in Adults"),
        ("hemodialysis needles fear", "Treatment Methods for Kidney Failure: Hemodialysis"),
        ("obesity surgery waiting", "Overweight and Obesity"),
    ],
)
def test_an_illness_that_is_named_beats_rare_words_beside_it(query: str, title: str) -> None:
    # Given an article that holds every word that is asked, and the one about the illness, which holds only that
    factories.published(title="Another", body=f"## One\n\nIt said: {query}.\n")
    factories.published(title=title, body="## One\n\nOther words.\n")
    for number in range(8):
        factories.published(title=f"Zebra {number}", lead="Of kidneys, obesity, hepatitis and hemodialysis.")
    # When a patient asks in a sentence, then the illness comes first
    assert titles(query)[0] == title


def test_who_bears_the_name_itself_comes_before_who_is_about_it() -> None:
    factories.published(title="Anemia in Chronic Kidney Disease", lead="Anemia, anemia, anemia.")
    factories.published(title="Anemia", body="## One\n\nOther words.\n")
    factories.published(title="Obesity and Sleep", lead="Obesity, obesity, obesity.")
    factories.published(title="Too much weight", details={"synonyms": ["Obesity"]})
    for query, title in (("anemia", "Anemia"), ("anemia chewing ice", "Anemia"), ("obesity", "Too much weight")):
        assert titles(query)[0] == title


def test_an_everyday_word_begins_no_subject() -> None:
    factories.published(title="Heart Disease in Women", lead="The heart, the heart.")
    factories.published(title="Addison’s disease and stress", lead="Of glands.")
    factories.published(title="Smoking and Your Heart", lead="A cigarette.")
    factories.published(title="Other", lead="Addisons in a trial.")
    assert titles("smoking heart")[0] == "Smoking and Your Heart"
    assert titles("addisons trial")[0] == "Addison’s disease and stress"


def test_what_an_article_is_about_stands_in_no_list(client: Client) -> None:
    factories.published(title="What I need to know about Hepatitis B")
    assert "/articles/" not in client.get("/a-z/h/").text
    (suggested,) = client.get("/search/suggest/", {"q": "hepat"}).json()["suggestions"]
    assert suggested["name"] == "What I need to know about Hepatitis B"


def test_subjects_of_what_is_in_the_index_already_are_filed_by_the_migration() -> None:
    factories.published(title="Kidney Stones in Adults")
    factories.published(title="Obesity and weight", details={"synonyms": ["Obesity"]})
    subjects = IndexedName.objects.filter(kind=NameKind.SUBJECT)
    filed = sorted(subjects.values_list("edition", "text", "key", "letter"))
    subjects.delete()
    migration = importlib.import_module("articles.migrations.0014_title_subjects")
    for _time in range(2):
        migration.file_subjects(apps, None)
        assert sorted(subjects.values_list("edition", "text", "key", "letter")) == filed
    assert [row[1] for row in filed] == ["kidney stones"]

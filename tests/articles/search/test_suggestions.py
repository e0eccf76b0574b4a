"""While a name is typed it is suggested: from a later word on, by a lay phrase, in spite of a slip, in a question."""

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.search import suggest
from record import clock
from tests import factories

pytestmark = pytest.mark.django_db


def suggested(typed: str) -> list[str]:
    rows = Client().get("/search/suggest/", {"q": typed}).json()["suggestions"]
    return [row["title"] for row in rows]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("seizu", ["Benign familial seizures"]),
        ("familial sei", ["Benign familial seizures"]),
        ("type 2", ["Neurofibromatosis type 2"]),
        ("what is asth", ["Asthma", "Allergic asthma"]),
        ("do i have asth", ["Asthma", "Allergic asthma"]),
        ("food poi", ["Foodborne illnesses"]),
        ("presion b", ["Hypotension"]),
        ("low blood p", ["Hypotension"]),
        ("cancer de m", ["Breast cancer"]),
        ("alzi", ["Alzheimer disease"]),
        ("alzhi", ["Alzheimer disease"]),
        ("chrons", ["Crohn’s disease"]),
        ("chron", ["Chronic cough"]),
        ("sarcoid", ["Sarcoidosis"]),
        ("mi hi", []),
        ("low", ["Hypotension"]),
        ("not enough blood p", ["Hypotension"]),
        ("kids asth", ["Asthma"]),
        ("mi hear", ["Heart attack", "Diseases of the heart"]),
        ("disea", ["Diseases of the heart"]),
        ("zzyzx", []),
    ],
)
def test_a_name_is_suggested(typed: str, titles: list[str]) -> None:
    for title in (
        "Benign familial seizures",
        "Neurofibromatosis type 2",
        "Allergic asthma",
        "Asthma",
        "Foodborne illnesses",
        "Hypotension",
        "Breast cancer",
        "Alzheimer disease",
        "Crohn’s disease",
        "Chronic cough",
        "Sarcoidosis",
        "Heart attack",
        "Diseases of the heart",
    ):
        factories.published(title=title)
    assert suggested(typed) == titles


def test_a_usual_word_comes_first_and_each_article_once() -> None:
    factories.published(title="Migrena-like syndrome")
    factories.published(title="Familial migraine", details={"synonyms": ["Migraine of families"]})
    factories.published(title="Rare migraine")
    assert suggested("migr") == ["Familial migraine", "Rare migraine", "Migrena-like syndrome"]


def test_a_slip_that_only_the_text_knows_suggests_what_it_finds() -> None:
    factories.published(title="Skin", lead="It may be psoriasis.")
    assert suggested("psoraisis") == ["Skin"]


def test_what_begins_so_is_one_statement(django_assert_num_queries: type[CaptureQueriesContext]) -> None:
    factories.published(title="Breast cancer")
    for typed in ("breas", "canc", "what is canc"):
        with django_assert_num_queries(1):  # type: ignore[arg-type]
            assert suggest(typed, clock.now())


def test_a_shorthand_suggests_first_what_it_stands_for() -> None:
    for title in ("Congenital afibrinogenemia", "Atrial fibrillation", "Urinary tract infection"):
        factories.published(title=title)
    assert suggested("afib") == ["Atrial fibrillation", "Congenital afibrinogenemia"]
    assert suggested("UTIs") == ["Urinary tract infection"]


def test_where_nothing_was_found_the_nearest_titles_are_offered(client: Client) -> None:
    factories.published(title="Alzheimer disease", slug="alzheimer-disease")
    page = client.get("/search/", {"q": "alzh", "as_typed": "1"}).text
    assert "Nothing was found for “alzh”" in page
    assert "Perhaps you were looking for" in page
    assert '<li><a href="/articles/alzheimer-disease/">Alzheimer disease</a></li>' in page
    assert "Perhaps you were looking for" not in client.get("/search/", {"q": "xylophone"}).text
    assert "Perhaps you were looking for" not in client.get("/search/").text


def test_what_says_how_much_decides() -> None:
    for title in ("Hemochromatosis", "Iron-deficiency anemia", *(f"Iris {number}" for number in range(9))):
        factories.published(title=title)
    assert suggested("too much ir")[0] == "Hemochromatosis"
    assert suggested("not enough ir")[0] == "Iron-deficiency anemia"
    assert suggested("demasiado hie")[0] == "Hemochromatosis"


def test_what_begins_so_comes_before_what_a_phrase_means_that_goes_on_so() -> None:
    titles = ("Preeclampsia", "Pulmonary hypertension", "High blood pressure", "High blood cholesterol")
    for title in titles:
        factories.published(title=title)
    for typed in ("high bl", "high blood"):
        assert suggested(typed)[:2] == ["High blood pressure", "High blood cholesterol"]
        assert set(suggested(typed)) == set(titles)


def test_a_shorthand_suggests_what_goes_on_with_what_it_stands_for() -> None:
    for title in ("BPES", "High blood pressure"):
        factories.published(title=title)
    assert suggested("bp") == ["High blood pressure", "BPES"]


def test_british_spelling_begins_american_names_however_little_is_typed() -> None:
    factories.published(title="Hemophilia")
    for typed in ("haemo", "haemoph", "haemophil", "haemophilia"):
        assert suggested(typed) == ["Hemophilia"], typed

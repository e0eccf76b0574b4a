"""What stands in a question beside what is asked for, and how else an illness is said, leads to no other article."""

import pytest
from django.test import Client

from tests import factories
from tests.articles.search.test_as_patients_say_it import titles
from tests.articles.search.test_suggestions import suggested

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "amount", ["5 mg", "5mg", "2.1 mg/dl", "500 ng / ml", "120 mmHg", "20 ml", "3 cm", "5 mg per day"]
)
def test_an_amount_names_nothing(client: Client, amount: str) -> None:
    factories.published(title="Warfarin resistance", lead="Warfarin.")
    factories.published(title="Myasthenia gravis", details={"synonyms": ["MG", "ML", "CM", "NG"]})
    for query in (f"warfarin {amount}", f"{amount} warfarin"):
        assert titles(client, query) == ["Warfarin resistance"]
        assert suggested(query) == ["Warfarin resistance"]
    assert titles(client, amount) == suggested(amount) == []
    assert titles(client, "MG") == ["Myasthenia gravis"]


def test_a_number_that_belongs_to_a_name_is_no_amount(client: Client) -> None:
    factories.published(title="Limb-girdle muscular dystrophy type 2G")
    factories.published(title="Another", lead="Type 2.")
    for query in ("limb girdle type 2g", "limb girdle type 2 g"):
        assert titles(client, query)[0] == "Limb-girdle muscular dystrophy type 2G"


def test_digits_beside_what_no_article_holds_find_nothing(client: Client) -> None:
    factories.published(title="Growing up", lead="At 19 years.")
    assert titles(client, "covid-19") == suggested("covid-19") == []
    assert titles(client, "19") == ["Growing up"]


@pytest.mark.parametrize("word", ["five", "med", "fed", "mad", "od", "men", "mas", "polip"])
def test_an_everyday_word_beside_others_is_no_acronym(client: Client, word: str) -> None:
    factories.published(title="Rare illness", details={"synonyms": [word.upper()]})
    factories.published(title="Stroke", lead="Of the brain.")
    for query in (f"{word} stroke", f"{word} stroke".upper()):
        assert titles(client, query)[0] == "Stroke"
        assert suggested(query) == ["Stroke"]
    assert titles(client, word) == titles(client, f"what is {word}") == ["Rare illness"]
    assert set(titles(client, f"{word.upper()} and stroke")) == {"Rare illness", "Stroke"}


def test_an_acronym_in_capitals_is_suggested_beside_others(client: Client) -> None:
    factories.published(title="Rare illness", details={"synonyms": ["FED"]})
    assert suggested("fed up at last") == []
    assert suggested("FED up at last") == ["Rare illness"]


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("anemic", "Anemia"),
        ("anaemic", "Anemia"),
        ("asthmatic", "Asthma"),
        ("my child is asthmatic", "Asthma"),
        ("i am hypertensive", "High blood pressure"),
        ("hypertensive", "High blood pressure"),
        ("hypotensive", "Hypotension"),
        ("my baby is constipated", "Constipation"),
        ("incontinent", "Urinary incontinence"),
        ("impotent", "Erectile dysfunction"),
        ("i'm hypoglycemic", "Hypoglycemia"),
        ("hyperglycemic", "Hyperglycemia"),
    ],
)
def test_who_has_an_illness_finds_it(client: Client, word: str, title: str) -> None:
    for other in ("Hypotension", "High blood pressure", "Hypoglycemia", "Hyperglycemia", title):
        factories.published(title=other, body="## One\n\nOf it.\n", lead="A child; a baby.")
    factories.published(title="Another", lead="Anemic, hypertensive, constipated, hypoglycemic and incontinent mice.")
    assert titles(client, word)[0] == title


@pytest.mark.parametrize(
    "query", ["vitamin b12 deficiency", "vitamin b 12 deficiency", "vitamin B-12 deficiency", "b 12"]
)
def test_a_vitamin_may_stand_apart_from_its_number(client: Client, query: str) -> None:
    factories.published(title="Pernicious anemia", lead="Too little B12: a vitamin deficiency.")
    factories.published(title="Hepatitis B", lead="A deficiency of 12 things: B.")
    assert titles(client, query)[0] == "Pernicious anemia"
    for months in ("3", "12"):
        assert titles(client, f"hepatitis b {months} months")[0] == "Hepatitis B"


def test_where_a_line_may_break_is_nothing(client: Client) -> None:
    factories.published(title="Anemia")
    assert titles(client, "ane\u00admia") == suggested("ane\u00admia") == ["Anemia"]
    assert (
        client.get("/search/", {"q": "ane\u00admia"}, headers={"accept": "application/json"}).json()["did_you_mean"]
        is None
    )


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("type 1 diabetes", "Type 1 diabetes"),
        ("diabetes type 1", "Type 1 diabetes"),
        ("type one diabetes", "Type 1 diabetes"),
        ("type I diabetes", "Type 1 diabetes"),
        ("diabetes type I", "Type 1 diabetes"),
        ("my son has type one diabetes", "Type 1 diabetes"),
        ("type 2 neurofibromatosis", "Neurofibromatosis type II"),
        ("neurofibromatosis type two", "Neurofibromatosis type II"),
        ("factor 8 deficiency", "Hemophilia"),
        ("factor VIII deficiency", "Hemophilia"),
        ("factor eight deficiency", "Hemophilia"),
        ("deficiency of factor 8", "Hemophilia"),
        ("factor 11 deficiency", "Rosenthal"),
        ("factor 9 deficiency", "Christmas disease"),
        ("glycogen storage disease type 2b", "Glycogen storage disease type 2B"),
    ],
)
def test_a_number_of_a_name_may_be_written_otherwise(client: Client, query: str, title: str) -> None:
    factories.published(title="Type 1 diabetes")
    factories.published(title="Your Guide to Diabetes: Type 1 and Type 2", lead="Diabetes of type one, I or two.")
    factories.published(title="Neurofibromatosis type II")
    factories.published(title="Hemophilia", details={"synonyms": ["Factor VIII deficiency"]})
    factories.published(title="Christmas disease", details={"synonyms": ["Factor IX deficiency"]})
    factories.published(title="Rosenthal", lead="Too little factor XI.", details={"synonyms": ["Factor XI deficiency"]})
    factories.published(title="Glycogen storage disease type 2B", lead="Of 8 factors, or VIII; a deficiency.")
    assert titles(client, query)[0] == suggested(query)[0] == title


def test_a_factor_is_found_in_a_text_by_any_figures(client: Client) -> None:
    factories.published(title="Hemophilia", lead="A deficiency of factor VIII.")
    factories.published(title="Another", lead="Factors: 8 or eight of a deficiency.")
    for number in ("8", "VIII", "eight"):
        assert titles(client, f"factor {number} deficiency")[0] == "Hemophilia"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("quit smoking heart", "Smoking and Your Heart"),
        ("lupus kidney", "Lupus nephritis"),
        ("thyroid too fast", "Hyperthyroidism"),
        ("my thyroid is too slow", "Hypothyroidism"),
    ],
)
def test_several_words_for_one_name(client: Client, query: str, title: str) -> None:
    for other in ("Smoking and Your Heart", "Lupus nephritis", "Hyperthyroidism", "Hypothyroidism"):
        factories.published(title=other, body="## One\n\nOf it.\n", lead="An illness.")
    words = "Quit smoking for the heart; lupus of a kidney; a thyroid that is fast or slow, too."
    factories.published(title="Heart", lead=words)
    assert titles(client, query)[0] == title


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("my blood sugar keeps dropping at work", "Hypoglycemia"),
        ("blood sugar keeps dropping in traffic", "Hypoglycemia"),
        ("blood clot in leg after flight", "Deep vein thrombosis"),
        ("my husband's face is drooping", "Stroke"),
        ("one side of face is drooping", "Stroke"),
        ("face on the left side droops", "Stroke"),
        ("heart failing", "Heart failure"),
        ("my heart is failing", "Heart failure"),
    ],
)
def test_a_harmless_word_beside_a_phrase_takes_no_article_away(client: Client, query: str, title: str) -> None:
    for other in ("Hypoglycemia", "Deep vein thrombosis", "Stroke", "Heart failure"):
        factories.published(title=other, body="## One\n\nOf it.\n", lead="An illness.")
    words = (
        "A flight; traffic and work; one side of a face, the left; drooping blood, failing at sugar; a heart keeps on."
    )
    factories.published(title="Another", body=f"## One\n\n{words}\n")
    assert titles(client, query)[0] == title


def test_what_is_named_beside_a_phrase_decides(client: Client) -> None:
    factories.published(title="Deep vein thrombosis")
    factories.published(title="Pregnancy", lead="A blood clot in a leg.")
    assert titles(client, "blood clot in leg pregnancy") == ["Pregnancy", "Deep vein thrombosis"]

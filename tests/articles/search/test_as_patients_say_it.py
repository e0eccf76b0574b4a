"""What patients say in several words, in shorthand or in Spanish is read as they mean it, and never as its opposite."""

from typing import Any

import pytest
from django.test import Client

from articles.search import said_in_english, said_in_spanish
from articles.search.words import fold
from tests import factories
from tests.articles.search.test_suggestions import suggested

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


def found(client: Client, query: str, **more: str) -> dict[str, Any]:
    """What a program is answered."""
    answer = client.get("/search/", {"q": query, **more}, headers=JSON)
    return answer.json()  # type: ignore[no-any-return]


def titles(client: Client, query: str, **more: str) -> list[str]:
    return [one["title"] for one in found(client, query, **more)["results"]]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("presion baja", "Hypotension"),
        ("baja presión", "Hypotension"),
        ("tengo la presion arterial muy baja", "Hypotension"),
        ("low bp", "Hypotension"),
        ("bp low", "Hypotension"),
        ("presion alta", "High blood pressure"),
        ("tension alta", "High blood pressure"),
        ("presion", "High blood pressure"),
        ("bp", "High blood pressure"),
        ("low thyroid", "Hypothyroidism"),
        ("thyroid low", "Hypothyroidism"),
        ("my thyroid is underactive thyroid", "Hypothyroidism"),
        ("overactive thyroid", "Hyperthyroidism"),
        ("tiroides baja", "Hypothyroidism"),
        ("tiroides bajo", "Hypothyroidism"),
        ("tiroides lenta", "Hypothyroidism"),
        ("my thyroid is way too high", "Hyperthyroidism"),
        ("blood pressure dropping", "Hypotension"),
        ("why is my blood pressure low in the morning", "Hypotension"),
        ("se me sube la presión", "High blood pressure"),
    ],
)
def test_nothing_is_read_as_its_opposite(client: Client, query: str, meant: str) -> None:
    factories.published(title="High blood pressure", body="## One\n\nBlood pressure, high or low.\n")
    factories.published(title="Hypotension", body="## One\n\nToo little.\n")
    factories.published(title="Hyperthyroidism", body="## One\n\nA thyroid that is not underactive or low.\n")
    factories.published(title="Hypothyroidism", body="## One\n\nToo little.\n")
    assert titles(client, query)[0] == meant


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("mi hijo tiene fiebre y tos", "child fever cough"),
        ("mi ojo", "eye"),
        ("me duele mi pierna", "pain leg"),
        ("mi tia tiene fiebre", "fever"),
        ("mi wife has fever", None),
        ("mi fever", None),
        ("mi leg hurts", "leg pain"),
        ("mi wife had a mi", "wife had a heart attack"),
        ("mi", "heart attack"),
        ("mi heart", "heart attack"),
        ("what is mi", "what is heart attack"),
        ("mi symptoms", "heart attack symptoms"),
    ],
)
def test_my_is_no_heart_attack(client: Client, query: str, read: str | None) -> None:
    factories.published(title="Heart attack", lead="Its symptoms.")
    factories.published(title="Fever in a child", lead="A cough; an eye; pain in a leg. TOS is something else.")
    said = found(client, query)
    assert said["did_you_mean"] == read
    assert (said["results"][0]["title"] == "Heart attack") is ("attack" in (read or ""))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("blood wont clot", "Hemophilia"),
        ("my blood won't clot", "Hemophilia"),
        ("face drooping", "Stroke"),
        ("brain bleed", "Stroke"),
        ("food poisoning", "Foodborne Illnesses"),
        ("too much iron in my blood", "Hemochromatosis"),
        ("the runs", "Diarrhea"),
        ("cant poop", "Constipation"),
        ("kid pees bed", "Urinary Incontinence in Children"),
        ("chf", "Heart failure"),
        ("chf symptoms", "Heart failure"),
    ],
)
def test_what_is_said_in_several_words_finds_its_article(client: Client, query: str, title: str) -> None:
    factories.published(title=title, body="## One\n\nAnother word.\n")
    words = "Blood, clots, iron in food, poisoning, a brain that bleeds, a drooping face, poop, a bed, runs, a kid."
    factories.published(title="Blood, food and the brain", lead=words, details={"synonyms": ["CHF", "KID syndrome"]})
    factories.published(title="Anemia and too little iron", lead=words)
    said = found(client, query)
    assert (said["results"][0]["title"], said["did_you_mean"]) == (title, None)


def test_a_phrase_that_names_no_article_is_read_as_what_texts_say(client: Client) -> None:
    factories.published(title="Other", lead="Low glucose is hypoglycemia.")
    assert (found(client, "sugar drops")["did_you_mean"], titles(client, "sugar drops")) == ("hypoglycemia", ["Other"])
    # And what stands for several words as those
    factories.published(title="Lungs", lead="Shortness of every breath.")
    assert found(client, "sob")["did_you_mean"] == "shortness of breath"
    assert titles(client, "sob") == ["Lungs"]


def test_the_librarys_own_name_comes_before_ours(client: Client) -> None:
    factories.published(title="Hemophilia")
    factories.published(title="Clotting", details={"synonyms": ["Blood won’t clot", "Presión baja"]})
    factories.published(title="Hypotension")
    assert titles(client, "blood wont clot")[:2] == ["Clotting", "Hemophilia"]
    assert titles(client, "presion baja")[0] == "Clotting"
    assert found(client, "presion baja")["did_you_mean"] is None


def test_a_title_that_stands_whole_in_the_query_beats_its_words(client: Client) -> None:
    factories.published(title="Kidney failure", body="## One\n\nAnother word.\n")
    for number in range(3):
        factories.published(
            title=f"Sudden {number}", lead="Sudden failure, of a kidney. Sudden kidney. Sudden failure."
        )
    assert titles(client, "sudden kidney failure")[0] == "Kidney failure"


def test_an_everyday_word_is_no_acronym(client: Client) -> None:
    factories.published(title="Keratitis", details={"synonyms": ["KID syndrome", "CHILD syndrome"]})
    factories.published(title="Yellow skin", lead="What turned a child yellow.")
    assert titles(client, "kid turned yellow")[0] == "Yellow skin"
    assert titles(client, "kid syndrome")[0] == titles(client, "child syndrome")[0] == "Keratitis"


def test_shorthand_is_no_other_shorthand_and_finds_what_is_numbered(client: Client) -> None:
    factories.published(title="Bric", details={"synonyms": ["BRIC"]})
    assert found(client, "brca gene")["did_you_mean"] is None
    factories.published(title="Breast cancer", lead="Of genes such as BRCA1 and BRCA2.")
    assert (titles(client, "brca"), found(client, "brca")["did_you_mean"]) == (["Breast cancer"], "brca1 brca2")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("anemia falciforme", "Sickle cell disease"),
        ("esclerosis múltiple", "Multiple sclerosis"),
        ("fibrosis quística", "Cystic fibrosis"),
        ("ataque al corazón", "Heart attack"),
        ("ataque cardiaco", "Heart attack"),
        ("ictus", "Stroke"),
        ("no puedo dormir", "Insomnia"),
        ("quimio", "Chemotherapy"),
        ("médula ósea", "Bone marrow"),
        ("dolor de cabeza", "Headache"),
        ("síndrome de Down", "Down syndrome"),
        ("terapia génica", "Gene therapy"),
        ("que es el cancer de vejiga", "Bladder cancer"),
        ("trasplante de riñón", "Kidney transplant"),
    ],
)
def test_a_name_in_spanish_is_read_as_a_whole_name(client: Client, query: str, title: str) -> None:
    for other in (title, "Multiple fibrosis", "Anemia", "Heart pain"):
        factories.published(title=other, body="## One\n\nFiliform ectasia, a cell, a failing heart; marrow.\n")
    said = found(client, query)
    assert (said["results"][0]["title"], said["did_you_mean"]) == (title, fold(title))


def test_who_insists_is_taken_at_their_word(client: Client) -> None:
    factories.published(title="High blood pressure", lead="Of blood; of chemotherapy.")
    for query in ("presion", "presion baja", "chemo", "bp", "mi hijo"):
        assert found(client, query, as_typed="1")["results"] == []
        page = client.get("/search/", {"q": query, "as_typed": "1"}).text
        assert f"Nothing was found for “{query}”" in page
        assert "<mark>" not in page
    page = client.get("/search/", {"q": "presion blood", "as_typed": "1"}).text
    assert "No article holds the word “presion”" in page
    assert "<mark>blood</mark>" in page.lower()
    assert "<mark>pressure</mark>" not in page.lower()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("sarcoid", "Sarcoidosis"),
        ("syctic fibrosis", "Cystic fibrosis"),
        ("hear attack", "Heart attack"),
        ("tay sacks", "Tay-Sachs disease"),
        ("stoke", "Stroke"),
        ("stoke symptoms", "Stroke"),
    ],
)
def test_more_slips(client: Client, typed: str, title: str) -> None:
    factories.published(title=title)
    factories.published(title="Other", lead="To hear, with symptoms. Sacks. A psychotic one.")
    factories.published(title="Another", lead="An attack. Tay.")
    said = found(client, typed)
    assert said["results"][0]["title"] == title
    assert said["did_you_mean"]


@pytest.mark.parametrize("typed", ["hypothyroid", "i am hypothyroid", "hypotyroidism", "hypothyroid symptoms"])
def test_no_error_makes_the_opposite_of_a_word(client: Client, typed: str) -> None:
    factories.published(title="Hyperthyroidism", details={"synonyms": ["Hyperthyroid"]})
    factories.published(title="Hypothyroidism")
    assert titles(client, typed)[0] == "Hypothyroidism"


def test_where_only_the_opposite_is_there_nothing_is_read_as_it(client: Client) -> None:
    factories.published(title="Hyponatremia", lead="Of hyperthyroid people, with microcephaly.")
    for typed in ("hypernatremia", "hypthyroid", "hypothyroid", "macrocephaly"):
        assert found(client, typed)["did_you_mean"] is None, typed
    assert titles(client, "hyponatrmia") == ["Hyponatremia"]


def test_how_it_is_asked_outweighs_no_name(client: Client) -> None:
    factories.published(title="Two types", lead="Type 1 diabetes and type 2 diabetes.")
    factories.published(title="Weight", lead="The difference between one weight and another. Why it wont stop.")
    factories.published(title="Hemophilia", lead="A disorder.")
    assert titles(client, "difference between type 1 and type 2 diabetes")[0] == "Two types"
    assert titles(client, "bleeding wont stop")[0] == "Hemophilia"


def test_what_is_no_slip(client: Client) -> None:
    factories.published(title="Tet spells", lead="Attacks, and the word nus.")
    factories.published(title="Heart attack")
    for typed in ("tetnus", "heart attack vs headache"):
        assert found(client, typed)["did_you_mean"] is None
    assert titles(client, "heart attack vs headache")[0] == "Heart attack"


def test_what_is_said_is_folded_and_means_something() -> None:
    for said in (said_in_english, said_in_spanish):
        for typed, meant in (said.WORDS | said.PHRASES).items():
            assert typed == fold(typed)
            assert meant
            assert all(one == fold(one) for one in meant)
    assert all(" " not in word for word in said_in_english.WORDS | said_in_spanish.WORDS)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("too much iron in blood", "Hemochromatosis"),
        ("my iron is too high", "Hemochromatosis"),
        ("exceso de hierro", "Hemochromatosis"),
        ("tengo mucho hierro", "Hemochromatosis"),
        ("hierro alto en la sangre", "Hemochromatosis"),
        ("my body doesn't have enough iron", "Iron-deficiency anemia"),
        ("no tengo suficiente hierro", "Iron-deficiency anemia"),
        ("lack of iron", "Iron-deficiency anemia"),
        ("iron high or low", "Iron high or low"),
    ],
)
def test_a_direction_beside_a_measure_decides(client: Client, query: str, title: str) -> None:
    factories.published(title="Hemochromatosis", body="## One\n\nAnother word.\n")
    factories.published(title="Iron-deficiency anemia", body="## One\n\nToo much iron in blood is high.\n")
    factories.published(title="Iron high or low", body="## One\n\nAnother word.\n")
    assert titles(client, query)[0] == title


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("high iron diet for anemia", "Anemia"),
        ("enlarged prostate cancer", "Prostate cancer"),
        ("memory loss after concussion", "Concussion"),
        ("weak bones in babies", "Babies with weak bones"),
    ],
)
def test_a_phrase_beside_telling_words_replaces_none(client: Client, query: str, title: str) -> None:
    for other in ("Hemochromatosis", "Dementia", "Osteoporosis", "Benign prostatic hyperplasia", title):
        factories.published(title=other, body="## One\n\nAnother word, memory loss, weak bones, high iron.\n")
    said = found(client, query)
    assert (said["results"][0]["title"], said["did_you_mean"]) == (title, None)


def test_a_mother_is_no_breast(client: Client) -> None:
    factories.published(title="Breast cancer", body="## One\n\nOf the breast.\n")
    factories.published(title="Lung cancer", lead="A mother; a lump; diabetes.")
    assert found(client, "mi mama tiene cancer de pulmon")["did_you_mean"] == "mother lung cancer"
    for query in ("mi mama tiene cancer", "mi mama tiene diabetes", "my mama has cancer"):
        assert "breast" not in (found(client, query)["did_you_mean"] or "")
    assert found(client, "cancer de mama")["did_you_mean"] == "breast cancer"
    # A lump is no cancer.
    factories.published(title="Lumps", lead="A breast lump.")
    assert found(client, "bulto en la mama")["did_you_mean"] == "breast lump"


def test_how_high_a_pressure_is_says_whether_it_is_high(client: Client) -> None:
    factories.published(title="High blood pressure", lead="Of pressure that is high.")
    for query in ("my bp is 90 over 50", "mi presion esta en 80"):
        assert "high" not in found(client, query)["did_you_mean"]


def test_a_name_that_no_article_holds_is_said_to_be_missing(client: Client) -> None:
    factories.published(title="Diabetes", lead="A sister with striae, a foot, a mole. HUS. To bend.")
    for query, word in (("zoster", "zoster"), ("husbend", "husbend"), ("apple pie and diabetes", "pie")):
        assert found(client, query)["did_you_mean"] is None
        assert f"“{word}”" in client.get("/search/", {"q": query}).text


@pytest.mark.parametrize("query", ["high white blood cells", "too many white blood cells", "glóbulos blancos altos"])
def test_white_cells_are_no_leukemia(client: Client, query: str) -> None:
    factories.published(title="Leukemia", lead="A cancer.")
    factories.published(title="Infections", lead="They raise the white blood cells.")
    said = found(client, query)
    assert (titles(client, query), said["did_you_mean"]) == (["Infections"], "white blood cells")


@pytest.mark.parametrize("query", ["bp", "presión", "presion arterial", "tensión arterial", "my bp"])
def test_a_pressure_alone_has_no_direction(client: Client, query: str) -> None:
    factories.published(title="Hypotension", details={"synonyms": ["Low blood pressure"]})
    factories.published(title="High blood pressure")
    said = found(client, query)
    assert "high" not in said["did_you_mean"]
    assert {one["title"] for one in said["results"]} == {"Hypotension", "High blood pressure"}
    assert suggested(query)[:1] != ["Hypotension"] or len(suggested(query)) > 1


@pytest.mark.parametrize(
    ("query", "illness"),
    [
        ("milk allergy", "Lactose intolerance"),
        ("allergy to wheat", "Celiac disease"),
        ("gluten allergy", "Celiac disease"),
        ("thin blood", "Anemia"),
        ("bleeding when i poop", "Hemorrhoids"),
        ("butt itch", "Hemorrhoids"),
        ("memory loss", "Dementia"),
        ("losing my memory", "Dementia"),
        ("cant stay awake", "Narcolepsy"),
        ("numb feet", "Diabetic neuropathies: the nerve damage of diabetes"),
        ("enlarged heart", "Cardiomyopathy"),
        ("high uric acid", "Gout"),
        ("high prolactin", "Prolactinoma"),
        ("high calcium", "Primary hyperparathyroidism"),
        ("low hdl", "Familial HDL deficiency"),
        ("red eye", "Conjunctivitis"),
        ("manchas blancas", "Vitiligo"),
    ],
)
def test_a_sign_is_read_as_no_illness(client: Client, query: str, illness: str) -> None:
    factories.published(title=illness, body="## One\n\nAnother word.\n", lead="An illness.")
    signs = """Milk, wheat or gluten allergy; thin blood; rectal bleeding; anal itching; memory loss; daytime
        sleepiness; numb feet; a nerve; damage; an enlarged heart; hyperuricemia, hyperprolactinemia, hypercalcemia;
        low HDL cholesterol; a red eye; white patches."""
    factories.published(title="Signs", body=f"## One\n\n{signs}\n")
    assert titles(client, query)[0] == "Signs"
    assert illness not in suggested(query)


def test_in_spanish_one_may_feel_dizzy_or_faint(client: Client) -> None:
    factories.published(title="Signs", lead="Dizziness, or fainting.")
    factories.published(title="Other", lead="A shunt, meridia, osteo, disomy.")
    for query, read in (
        ("siento mareado", "dizziness"),
        ("me siento mareada", "dizziness"),
        ("estoy mareada", "dizziness"),
        ("me desmayé", "me fainting"),
    ):
        assert found(client, query)["did_you_mean"] == read
        assert titles(client, query) == ["Signs"]
    for alone in ("siento", "estoy"):
        assert found(client, alone)["did_you_mean"] is None


def test_what_was_pasted_over_and_over_is_read_once(client: Client) -> None:
    factories.published(title="Hemochromatosis")
    assert titles(client, "too much iron " * 20) == ["Hemochromatosis"]

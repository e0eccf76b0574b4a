"""What somebody says in need is understood: lay words of emergencies, and that they want to die."""

import pytest
from django.test import Client

from articles.models import Organisation
from tests import factories
from tests.articles.search.test_as_patients_say_it import found, titles
from tests.articles.search.test_suggestions import suggested

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("hypo", "Hypoglycemia"),
        ("having a hypo", "Hypoglycemia"),
        ("hypo diabetic", "Hypoglycemia"),
        ("insulin shock", "Hypoglycemia"),
        ("hypo thyroid", "Hypothyroidism"),
        ("passing out", "Fainting"),
        ("i passed out", "Fainting"),
        ("my mother fainted", "Fainting"),
        ("syncope", "Fainting"),
        ("coughing up blood", "Pulmonary embolism"),
        ("my chest is tight", "Heart attack"),
        ("chest tight", "Heart attack"),
    ],
)
def test_lay_words_of_emergencies_find_their_article(client: Client, query: str, title: str) -> None:
    for name in ("Hypoglycemia", "Hypothyroidism", "Fainting", "Pulmonary embolism", "Heart attack"):
        factories.published(title=name, body="## One\n\nAnother word.\n")
    words = "A hypo insulin shock; gas that is passing out, and passed; coughing blood up, and a tight chest; diabetic."
    factories.published(title="Other", body=f"## One\n\n{words} They fainted.\n")
    assert titles(client, query)[0] == title


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("my arm is numb and my chest hurts", "Heart attack"),
        ("chest pain and pain in my left arm", "Heart attack"),
        ("me duele el pecho y el brazo", "Heart attack"),
        ("dolor de pecho y brazo izquierdo", "Heart attack"),
        ("one side of my face is numb", "Stroke"),
        ("arm weakness on one side", "Stroke"),
        ("face drooping", "Stroke"),
        ("cara torcida", "Stroke"),
        ("leg swollen red and hot", "Deep vein thrombosis"),
        ("pierna hinchada y roja", "Deep vein thrombosis"),
        ("side effects numbness", "Other"),
        ("chest pain", "Other"),
        ("my arm hurts", "Other"),
        ("stroke and myopathy side weakness", "Myopathy"),
    ],
)
def test_signs_that_together_may_be_an_emergency_find_it(client: Client, query: str, title: str) -> None:
    for name in ("Heart attack", "Stroke", "Deep vein thrombosis", "Myopathy"):
        factories.published(title=name, body="## One\n\nAnother word.\n")
    words = "Arm, chest, side effects, face, pain: one hurts, is numb, drooping, swollen and red, or weak. Weakness."
    factories.published(title="Other", lead=words, body=f"## One\n\n{words} Leg and hot, left.\n")
    assert titles(client, query)[0] == title


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("cannot breathe", "Asthma"),
        ("cannot breath", "Asthma"),
        ("can not breathe", "Asthma"),
        ("cant breath", "Asthma"),
        ("my baby cannot breathe", "Asthma"),
        ("throwing up blood", "Gastritis"),
        ("my dad is vomiting blood", "Gastritis"),
        ("vomitando sangre", "Stomach"),
        ("worst headache of my life", "Stroke"),
        ("i have the worst headache ever", "Stroke"),
        ("this headache is killing me", "Migraine"),
        ("my back is killing me", "Spine"),
    ],
)
def test_signs_of_emergencies_are_said_in_many_ways(client: Client, query: str, title: str) -> None:
    factories.published(title="Asthma", lead="Shortness of breath, in a baby, too.")
    factories.published(title="Gastritis", body="## One\n\nAnother word.\n")
    factories.published(title="Stomach", lead="Some vomit blood.")
    factories.published(title="Stroke", body="## One\n\nAnother word.\n")
    factories.published(title="Migraine", lead="It hurts: a headache.")
    factories.published(title="Spine", lead="Back pain.")
    other = "Killing the worst, throwing up for life; blood, breath; can't, cannot breathe; my back; a dad. Vomiting."
    factories.published(title="Other", body=f"## One\n\n{other * 3}\n")
    assert titles(client, query)[0] == title


def test_fainting_is_said_in_many_ways(client: Client) -> None:
    factories.published(title="Rhythm", lead="It may cause syncope.")
    for query in ("fainted", "fainting", "faints"):
        assert titles(client, query) == ["Rhythm"]


IN_DESPAIR = [
    "i want to die",
    "suicide",
    "Kill myself",
    "I don't want to live anymore",
    "want to end my life",
    "suicidal thoughts",
    "sucide",
    "quiero morir",
    "am i going to die",
    "i wnat to die",
    "suicied",
    "suicdal",
    "kill my self",
    "kil myself",
    "i want too die",
    "want 2 die",
    "wanting to die",
    "selfharm",
    "hurt myself",
    "hurting myself",
    "my daughter cuts herself",
    "i cut myself on purpose",
    "slit my wrists",
    "i dont wanna live anymore",
    "they would be better off without me",
    "life is not worth living",
    "nothing to live for",
    "i took all my pills",
    "painless way to die",
    "took his own life",
    "me quiero matar",
    "me voy a matar",
    "no tengo ganas de vivir",
    "acabar con mi vida",
    "deseo morir",
    "my husband says he wants to die",
    "he tried to kill himself",
    "my friend threatened to kill herself",
    "the captain says he wants to die",
    "mi hijo dice que quiere morir",
    "mi hija se quiere matar",
    "I'd be better off dead",
    "i wanna kms",
    "thinking of ending it",
    "he overdosed on purpose",
    "jump off a bridge",
    "how many pills does it take to die",
    "i wan to die",
    "my freind wants to die",
    "my teenager talks about suicide",
    "i want to dye",
    "let me die",
    "i deserve to die",
    "everyone would be better of dead",
    "i can't go on anymore",
    "i wish i could sleep and never wake up",
    "life isn't worth it",
    "took a bottle of pills",
    "no quero vivir",
    "me kiero morir",
    "estoy cansado de vivir",
    "quiero acabar con todo",
]


@pytest.mark.parametrize("query", IN_DESPAIR)
def test_whoever_wants_to_die_is_told_of_help_and_of_no_rare_illness(client: Client, query: str) -> None:
    Organisation.objects.update(emergency_wording="Call the night line.")
    said = "Those who die, want to kill cells, live; myself. Suicide, suicidal, sucide. A friend, husband, captain."
    factories.published(title="A rare illness to die of", body=f"## Where it ends\n\n{said} {'Other words. ' * 99}\n")
    for more in ({}, {"as_typed": "1"}):
        answer = found(client, query, **more)
        assert (answer["count"], answer["did_you_mean"]) == (0, None)
        assert answer["help"] == "You are not alone, and help is there for you now. Call the night line."
        page = client.get("/search/", {"q": query, **more}).text
        assert answer["help"] in page
        assert "spelling" not in page
    assert suggested(query) == []


def test_what_is_about_it_is_found(client: Client) -> None:
    factories.published(title="Preventing suicide")
    factories.published(title="Other", lead="To die.")
    for query in ("i want to die", "suicide", "suicidal thoughts", "matarme"):
        assert titles(client, query) == ["Preventing suicide"]
        assert "help is there" in client.get("/search/", {"q": query}).text


def test_what_else_is_asked_is_answered_behind_it(client: Client) -> None:
    factories.published(title="Diabetes", lead="To live with it.")
    factories.published(title="Other", lead="To die, or to want to.")
    answer = found(client, "my diabetes makes me want to die")
    assert [one["title"] for one in answer["results"]] == ["Diabetes"]
    assert "help" in answer


def test_who_wants_to_die_as_the_library_corrects_it(client: Client) -> None:
    factories.published(title="Diabetes", lead="A wish to die.")
    assert "help" in found(client, "i wihs to die")
    answer = found(client, "my diabetes makes me wihs to die")
    assert [one["title"] for one in answer["results"]] == ["Diabetes"]
    assert "help" in answer


def test_a_drug_or_a_pain_beside_it_is_asked(client: Client) -> None:
    factories.published(title="Medicines", lead="Such as Zoloft.")
    factories.published(title="Where a pain is", body="## Pain\n\nA pain.\n")
    for query, title in (
        ("zoloft suicidal thoughts", "Medicines"),
        ("my pain makes me want to die", "Where a pain is"),
    ):
        answer = found(client, query)
        assert [one["title"] for one in answer["results"]] == [title]
        assert "help" in answer


@pytest.mark.parametrize(
    "query",
    [
        "diabetes",
        "how many die of diabetes",
        "i cut myself",
        "want to know",
        "take my life back",
        "take your life in your hands",
        "suicide gene therapy",
        "cell suicide",
        "suicide inhibitor",
        "not want to live in a nursing home",
        "do not want to live with diabetes",
        "i want to dye my hair",
        "can't go on the toilet",
        "give up on life insurance",
        "take all pills with food",
    ],
)
def test_nobody_else_is_told_so(client: Client, query: str) -> None:
    factories.published(title="Diabetes", lead="How many die; cut; myself; know.")
    assert "help" not in found(client, query)
    assert "You are not alone" not in client.get("/search/", {"q": query}).text

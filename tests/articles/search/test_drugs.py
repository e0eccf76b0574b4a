"""The name of a drug is read as no other word, and a mistyped one as that drug, where the library holds it."""

import pytest
from django.test import Client

from articles.models import Spelling
from articles.search.drugs import DRUGS, ends_as_drug, is_drug, is_nearly_drug
from articles.search.words import fold
from tests import factories
from tests.articles.search.test_near_names import found
from tests.articles.search.test_suggestions import suggested

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("drug", "other"),
    [
        ("Fentanyl", "fontanel"),
        ("Micardis", "Aicardis"),
        ("Repatha", "repeats"),
        ("Abilify", "ability"),
        ("Soliris", "sialuria"),
        ("Humalog", "homolog"),
        ("Coreg", "core"),
        ("Femara", "femurs"),
        ("Percocet", "precocity"),
        ("Colace", "calluses"),
        ("ProAir", "pro air"),
        ("Zonegran", "zone, gran"),
        ("Retin-A", "retina"),
        ("Lipitor's", "lipiter"),
        ("zofenopril", "zofenoprol"),
        ("xeralto", "ceralyte"),
        ("lantis", "lentis"),
        ("renny", "runny"),
        ("Elahere", "ehlers"),
        ("hctz", "hexose"),
    ],
)
def test_a_drug_is_no_other_word(drug: str, other: str) -> None:
    factories.published(title="Another", lead=f"Of {other}, {other} and {other}.")
    assert found(drug) == ([], None)
    assert suggested(drug) == []


def test_a_drug_is_suggested_by_no_name_that_begins_nearly_so() -> None:
    factories.published(title="Narcolepsy")
    assert suggested("narc") == ["Narcolepsy"]
    assert suggested("narcan") == []


@pytest.mark.parametrize(
    ("typed", "drug"),
    [
        ("metformn", "metformin"),
        ("metformina", "metformin"),
        ("amoxicilin", "amoxicillin"),
        ("ibuprophen", "ibuprofen"),
        ("warferin", "warfarin"),
        ("lisinoprel", "lisinopril"),
        ("penecillin", "penicillin"),
        ("simvastattin", "simvastatin"),
        ("nitroglycerine", "nitroglycerin"),
        ("aspirine", "aspirin"),
        ("hctz", "hydrochlorothiazide"),
    ],
)
def test_a_mistyped_drug_is_found(typed: str, drug: str) -> None:
    factories.published(title="Medicines", lead=f"Such as {drug}, or {drug[::-1]}.")
    assert found(typed) == (["Medicines"], drug)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("altack", "attack"), ("panic altack", "panic attack"), ("vitalin", "vitamin"), ("keflux", "reflux")],
)
def test_a_usual_word_that_is_one_letter_from_a_drug_is_found(typed: str, meant: str) -> None:
    factories.published(title="Another", lead=f"Of {meant}, {meant} and {meant}; a rental.")
    assert found(typed) == (["Another"], meant)
    assert found("rental") == (["Another"], None)
    assert not any(map(is_nearly_drug, ("rental", "reflux", "attack")))


@pytest.mark.parametrize(
    ("begun", "title"),
    [
        ("lipit", "Lipid storage disease"),
        ("metf", "Metabolic syndrome"),
        ("lisin", "Lysinemia"),
        ("lantis", "Isolated lentis"),
    ],
)
def test_a_drug_that_is_begun_is_suggested_as_no_other_word(begun: str, title: str) -> None:
    factories.published(title=title, lead="Of a lesion, and a lipid.")
    factories.published(title="Cancer of the prostate")
    assert suggested(begun) == []
    assert suggested(title[:4].lower()) == [title]
    assert suggested("canser of the pros") == ["Cancer of the prostate"]


def test_a_usual_word_that_is_whole_suggests_nothing_that_begins_nearly_so() -> None:
    factories.published(title="Breast cancer")
    assert suggested("cant breath") == []
    assert suggested("breas") == ["Breast cancer"]


@pytest.mark.parametrize("typed", ["fentanil", "rosuvastatin", "axitinib", "valsartin"])
def test_a_drug_that_is_not_there_is_read_as_no_other_one(typed: str) -> None:
    factories.published(title="Medicines", lead="Of lovastatin, afatinib, losartan; a fontanel.")
    assert found(typed) == ([], None)


def test_a_drug_that_is_there_is_found_as_it_is() -> None:
    factories.published(title="Clots", lead="Warfarin, or Xarelto.")
    for drug in ("warfarin", "XARELTO"):
        assert found(drug) == (["Clots"], None)


def test_how_a_word_is_said_holds_no_words(client: Client) -> None:
    said = "Of anticoagulants (AN-te-ko-AG-u-lants), a bleed (HEM-o-raj-ik STROK), and a scan (MRI-guided)."
    factories.published(title="Clots", body=f"## One\n\n{said}\n")
    filed = set(Spelling.objects.values_list("word", flat=True))
    assert filed.isdisjoint({"lants", "raj", "strok", "hem"})
    assert filed.issuperset({"anticoagulants", "scan", "guided"})
    assert found("anticoagulents")[1] == "anticoagulants"


def test_what_a_hyphen_cut_off_is_no_word_that_was_meant() -> None:
    # As an index may hold it that was filed before.
    factories.published(title="Clots", body=f"## One\n\nOf anticoagu lants. {'Other words. ' * 99}\n")
    assert found("lantes") == ([], None)
    assert found("lanst") == (["Clots"], "lants")
    # Where an article is about it, it is one.
    factories.published(title="Lants")
    assert found("lantes")[1] == "lants"


def test_names_of_drugs_are_folded_words() -> None:
    assert all(drug == fold(drug) and drug.isalpha() for drug in DRUGS)
    assert all(map(is_drug, ("xarelto", "lantus", "epipens")))
    assert not any(map(is_drug, ("prednison", "insulina", "stroke", "plan")))
    assert ends_as_drug("atorvostatin")
    assert not any(map(ends_as_drug, ("april", "enzyme", "mab")))

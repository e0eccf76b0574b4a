"""No query is an error, whatever its length and bytes; what is shown of texts is escaped."""

import json
import re
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Organisation, Section
from articles.search import nearest, rank, suggest
from articles.search.words import fold
from record import clock
from tests import factories

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
AS_TYPED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = ["gene", "therapy", "theraphy", "what", "is", "the", "sma", "tx", "\0", "\ud800", "%", "_", "'", '"', "ﬁ", "İ"]


def words_of(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.mark.parametrize(
    "query",
    [
        b"",
        b"%00",
        b"%ED%A0%80",
        b"%FF%FE",
        b"%",
        b"%zz",
        b"word%20" * 8000,
        b"a" * 40_000,
        "ж".encode() * 9_000,
        b"%F0%9F%98%80" * 3_000,
        b"the",
        b"%27%22%3B--",
        b"*",
        b"AND%20OR%20NOT%20NEAR",
        b"%22*%5E%3ANEAR()" * 500,
        b"NEAR(gene%20therapy,%2010)%20AND%20title%3A*",
        "שלום مرحبا \u202e\u2066gene\u2069".encode(),
        ("g" + "\u0301" * 5_000 + "ene").encode(),
        "\u200d\ufeff\U0001f468\u200d\U0001f469\u200d\U0001f467".encode() * 2_000,
        "ﷺ".encode() * 3_000,
        b"%ED%A0%BD%ED%B8%80%00gene",
        b"%25%5F%5C" * 1_000,
        " ".join(f"w{number}" for number in range(5_000)).encode(),
        b"the%20of%20and%20" * 2_000,
        b"aaaaaaab%20aaaaaabb%20aaaaabbb%20aaaabbbb%20aaabbbbb%20aabbbbbb",
        b"gene%20therapy&section=" + b"x" * 9_000,
    ],
)
def test_no_query_is_an_error(client: Client, query: bytes) -> None:
    factories.published()
    for path in ("/search/", "/search/suggest/"):
        for headers in ({}, JSON):
            assert client.get(f"{path}?q={query.decode()}", headers=headers).status_code == 200


@AS_TYPED
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_anything_can_be_asked(query: str) -> None:
    now = clock.now()
    assert isinstance(rank(query, now).editions, list)
    assert isinstance(suggest(query, now), list)
    assert isinstance(nearest(query, now), list)


@AS_TYPED
@given(st.binary(max_size=200))
def test_any_bytes_can_be_asked(query: bytes) -> None:
    client = Client()
    assert client.get(f"/search/?q={quote_from_bytes(query)}&page=1&section=%00").status_code == 200
    assert client.get(f"/articles/{quote_from_bytes(query, safe='')}x/").status_code in {404, 200}


def test_extracts_are_marked_and_escaped(client: Client) -> None:
    factories.published(
        title="A <b>bold</b> title",
        body="## One\n\nIt is said that `<script>alert(1)</script>` and zebras & quaggas don’t mix.\n",
    )
    page = client.get("/search/", {"q": "zebra quagga alert"}).text
    assert (
        "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; and <mark>zebras</mark> &amp; <mark>quaggas</mark>" in page
    )
    assert "A &lt;b&gt;bold&lt;/b&gt; title" in page
    assert "<script>alert" not in page
    (found,) = client.get("/search/", {"q": "zebra"}, headers=JSON).json()["results"]
    assert "&lt;script&gt;" in found["extract"]
    assert "<mark>zebras</mark>" in found["extract"]


def test_a_citation_is_no_word(client: Client) -> None:
    factories.published(body="## One\n\nZebras are striped.[^1] Quaggas were.\n")
    assert "<mark>Zebras</mark> are striped. Quaggas were." in client.get("/search/", {"q": "zebra"}).text


def test_the_query_is_shown_back_escaped(client: Client) -> None:
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_programs_are_answered(client: Client) -> None:
    factories.published(slug="asthma", title="Asthma", details={"synonyms": ["Reactive airways"]})
    answer = client.get("/search/", {"q": "asthama"}, headers=JSON)
    assert answer["Content-Type"] == "application/json"
    assert "Accept" in answer["Vary"]
    said = answer.json()
    assert (said["query"], said["count"], said["did_you_mean"]) == ("asthama", 1, "asthma")
    assert set(said["results"][0]) == {"title", "slug", "url", "extract"}
    assert said["results"][0]["url"] == "/articles/asthma/"
    assert client.get("/search/", {"q": "reactive airways"}, headers=JSON).json()["did_you_mean"] is None


def test_a_shelf_can_be_chosen(client: Client) -> None:
    factories.published(slug="a", title="Sleep", section="symptoms")
    factories.published(slug="b", title="Sleep", section="treatments-procedures")
    assert [found["slug"] for found in _json(client, q="sleep")] == ["a", "b"]
    assert [found["slug"] for found in _json(client, q="sleep", section="symptoms")] == ["a"]
    assert len(_json(client, q="sleep", section="no-such-shelf")) == 2
    page = client.get("/search/", {"q": "sleep", "section": "symptoms"}).text
    assert 'value="symptoms" checked' in page
    assert Section.objects.get(slug="symptoms").name in page


def test_results_come_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.finding.PER_PAGE", 1)
    factories.published(slug="a", title="Sleep")
    factories.published(slug="b", title="Sleep and rest")
    first = client.get("/search/", {"q": "sleep", "section": "treatments-procedures"}).text
    assert 'href="?q=sleep&amp;section=treatments-procedures&amp;page=2"' in first
    assert "/articles/b/" in client.get("/search/?q=sleep&page=2").text


def test_beyond_the_last_page_it_is_said_how_many_there_are(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.finding.PER_PAGE", 1)
    for title in ("Sleep", "Sleep and rest"):
        factories.published(title=title)
    for beyond in ("3", "99", "9" * 30):
        # A reader is led to the last page of what was asked
        answer = client.get(f"/search/?q=%3Cb%3Esleep&section=treatments-procedures&page={beyond}")
        assert answer.status_code == 404
        assert "There are only 2 pages here." in answer.text
        last = "?q=%3Cb%3Esleep&section=treatments-procedures&page=2"
        assert f'<a href="{escape(last)}">Go to the last page, number 2</a>' in answer.text
        assert client.get(f"/search/{last}").status_code == 200
        assert answer["Cache-Control"] == "public, no-cache"
        assert "Accept" in answer["Vary"]
        # A program is told in its own form
        answer = client.get(f"/search/?q=sleep&page={beyond}", headers=JSON)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
        assert answer.json() == {"error": "There are only 2 pages here.", "pages": 2}
        assert "Accept" in answer["Vary"]
    # Without a number it is the first
    assert "Sleep" in client.get("/search/?q=sleep&page=").text
    page = client.get("/search/?q=zebra&page=2")
    assert (page.status_code, "There is only 1 page here." in page.text) == (404, True)
    answer = client.get("/search/?q=sleep&page=x", headers=JSON)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_a_page_without_results_helps(client: Client) -> None:
    Organisation.objects.update(phone="+12025550123", phone_shown="202-555-0123")
    page = client.get("/search/", {"q": "xylophone", "section": "symptoms"}).text
    for help_ in ("Nothing was found for “xylophone”", "/a-z/m/", "tel:+12025550123", "/search/?q=xylophone"):
        assert help_ in page
    assert "Type what you are looking for" in client.get("/search/").text


def test_did_you_mean_is_said_and_only_of_words_that_readers_can_find(client: Client) -> None:
    factories.published(slug="asthma", title="Asthma")
    page = client.get("/search/", {"q": "asthama"}).text
    assert '<a href="/search/?q=asthma">asthma</a>' in page
    assert "/articles/asthma/" in page


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("altzimers", "Alzheimer’s disease"),
        ("azma", "Asthma"),
        ("crones disease", "Crohn’s disease"),
        ("hemroids", "Hemorrhoids"),
        ("newmonia", "Pneumonia"),
        ("siriasis", "Psoriasis"),
        ("skitzofrenia", "Schizophrenia"),
        ("exema", "Eczema"),
    ],
)
def test_a_word_that_was_only_heard_is_found(client: Client, heard: str, meant: str) -> None:
    factories.published(title=meant)
    factories.published(title="Edema")
    factories.published(title="Dermoids")
    found = client.get("/search/", {"q": heard}, headers=JSON).json()
    assert found["results"][0]["title"] == meant
    assert fold(meant.split(maxsplit=1)[0]) in found["did_you_mean"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("blood in my pee", "Blood in the urine"),
        ("pooping blood", "Blood in the stool"),
        ("scarred blood vessels", "Scarring of blood vessels"),
        ("a fib", "Atrial fibrillation"),
        ("gall bladder pain", "Gallbladder pain"),
        ("dizzy", "Dizziness"),
        ("hi blood presure", "High blood pressure"),
        ("sangre", "Blood"),
    ],
)
def test_kitchen_words_find_what_doctors_call_otherwise(client: Client, query: str, title: str) -> None:
    factories.published(title=title)
    factories.published(title="Asthma")
    found = client.get("/search/", {"q": query}, headers=JSON).json()
    assert [one["title"] for one in found["results"]][:1] == [title]


def test_a_word_that_is_known_is_no_misspelling(client: Client) -> None:
    factories.published(title="Pills")
    found = client.get("/search/", {"q": "piles"}, headers=JSON).json()
    assert (found["results"], found["did_you_mean"]) == ([], None)


def test_what_was_read_otherwise_and_what_stands_nowhere_is_said(client: Client) -> None:
    factories.published(title="Fasting")
    factories.published(title="Blood pressure")
    page = words_of(client.get("/search/", {"q": "fastng"}))
    assert "We read “fastng” as “fasting”." in page
    page = words_of(client.get("/search/", {"q": "blood zzyzx"}))
    assert "No article holds the word “zzyzx”. These are the results for the other words." in page
    for query in ("blood pressure", ""):
        page = words_of(client.get("/search/", {"q": query}))
        assert "We read" not in page
        assert "No article holds" not in page


def test_suggestions_while_typing(client: Client) -> None:
    factories.published(slug="heart-attack", title="Heart attack", details={"synonyms": ["Myocardial infarction"]})
    factories.published(slug="heartburn", title="Heartburn")

    def suggested(typed: str) -> list[tuple[str, str]]:
        rows = json.loads(client.get("/search/suggest/", {"q": typed}).content)["suggestions"]
        return [(row["name"], row["url"]) for row in rows]

    assert suggested("heart") == [("Heart attack", "/articles/heart-attack/"), ("Heartburn", "/articles/heartburn/")]
    assert suggested("HEART A") == [("Heart attack", "/articles/heart-attack/")]
    assert suggested("myoc") == [("Myocardial infarction", "/articles/heart-attack/")]
    assert suggested("hart attak") == [("Heart attack", "/articles/heart-attack/")]
    # A word that was mistyped while the next isn't finished
    assert suggested("hart at") == suggested("haert att") == [("Heart attack", "/articles/heart-attack/")]
    assert suggested("heartbrn") == [("Heartburn", "/articles/heartburn/")]
    assert suggested("") == suggested("?") == []


def test_suggestions_are_titles_and_short_names_before_others(client: Client) -> None:
    factories.published(slug="a", title="Aches", details={"synonyms": ["Cancer"]})
    factories.published(slug="b", title="Canale-Smith syndrome, with a long name")
    factories.published(slug="c", title="Cancer of the lung", details={"synonyms": ["Canc", "Can of worms"]})

    def suggested(typed: str) -> list[str]:
        rows = client.get("/search/suggest/", {"q": typed}).json()["suggestions"]
        return [row["name"] for row in rows]

    # What goes on with a usual word is likelier than what doesn't
    assert suggested("can") == ["Cancer of the lung", "Cancer", "Canale-Smith syndrome, with a long name"]
    # But what is a name, whole, was meant
    assert suggested("cancer") == suggested("cnacer") == ["Cancer", "Cancer of the lung"]
    # Where nothing begins so, what begins as it was meant
    assert suggested("cancre o") == ["Cancer of the lung"]
    assert suggested("ebola") == []


@pytest.mark.parametrize(
    ("typed", "meant", "name"),
    [
        ("athsma", "asthma", "Autism"),
        ("psorisis", "psoriasis", "Cirrhosis"),
        ("psoriosis", "psoriasis", "Cirrhosis"),
        ("siriasis", "psoriasis", "Cirrhosis"),
        ("exema", "eczema", "Epema"),
        ("ezcema", "eczema", "Asthma"),
        ("osteoperosis", "osteoporosis", "Osteopetrosis"),
        ("flem", "phlegm", "Film"),
        ("throte", "throat", "Tourette syndrome"),
    ],
)
def test_a_title_is_not_meant_where_a_nearer_word_stands_in_a_text(
    client: Client, typed: str, meant: str, name: str
) -> None:
    factories.published(slug="name", title=name)
    factories.published(slug="text", title="Other illnesses", lead=f"One of them is {meant}.")
    found = client.get("/search/", {"q": typed}, headers=JSON).json()
    assert (found["did_you_mean"], found["results"][0]["slug"]) == (meant, "text")


@pytest.mark.parametrize(("typed", "near"), [("shingls", "Single"), ("covid", "Cvid")])
def test_what_the_library_lacks_is_not_read_as_what_it_has(client: Client, typed: str, near: str) -> None:
    factories.published(title="Gene therapy", lead=f"{near} and simple.")
    page = words_of(client.get("/search/", {"q": f"{typed} therapy"}))
    assert f"No article holds the word “{typed}”." in page
    assert "We read" not in page


def test_a_reader_can_insist(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.public.finding.PER_PAGE", 1)
    shelf = {"section": "treatments-procedures"}
    for number in range(2):
        factories.published(title=f"Anemia and food {number}")
    # Given a word that was read as another
    page = client.get("/search/", {"q": "anemja food", **shelf}).text
    assert "We read “anemja” as “anemia”." in page
    again = "?q=anemja+food&amp;section=treatments-procedures&amp;as_typed=1"
    assert f'<a class="insist" href="{again}">Search for “anemja food” instead</a>' in page
    # When the reader insists, then it stays, on every page
    page = client.get("/search/", {"q": "anemja food", **shelf, "as_typed": "1"}).text
    assert "No article holds the word “anemja”." in words_of(client.get("/search/?q=anemja+food&as_typed=1"))
    assert "We read" not in page
    assert "instead" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'href="{again}&amp;page=2"' in page
    # And to programs
    for query, count in (("anemja", 0), ("anemja food", 2), ("anemia", 2), ("food", 2)):
        found = client.get("/search/", {"q": query, "as_typed": "1"}, headers=JSON).json()
        assert (found["count"], found["did_you_mean"]) == (count, None)


@pytest.mark.parametrize(("typed", "meant"), [("aneurism", "Aneurysm"), ("prostrate", "Prostate")])
def test_a_usual_word_may_be_a_slip_of_what_an_article_is_about(client: Client, typed: str, meant: str) -> None:
    factories.published(title=meant)
    assert client.get("/search/", {"q": typed}, headers=JSON).json()["did_you_mean"] == fold(meant)
    # As is what isn't that usual, where it was meant
    factories.published(title=typed)
    assert client.get("/search/", {"q": typed}, headers=JSON).json()["did_you_mean"] is None


@pytest.mark.parametrize("typed", ["mourning", "ebola", "wasting"])
def test_a_usual_word_is_no_slip_of_what_is_only_mentioned(client: Client, typed: str) -> None:
    factories.published(title="Sleep", body="## One\n\nIn the morning able people are lasting.\n")
    assert client.get("/search/", {"q": typed}, headers=JSON).json()["results"] == []


def test_other_signs_are_not_read_as_worse_ones(client: Client) -> None:
    factories.published(title="Heart attack", lead="The heart is stopping.")
    found = client.get("/search/", {"q": "heart skipping beats"}, headers=JSON).json()
    assert found["did_you_mean"] is None


def test_words_run_together_may_hold_a_slip(client: Client) -> None:
    factories.published(slug="stomach", title="Stomach", lead="It may be heartburn.")
    factories.published(slug="skin", title="Skin", lead="It may burn.")
    found = client.get("/search/", {"q": "hart burn"}, headers=JSON).json()
    assert (found["did_you_mean"], [one["slug"] for one in found["results"]]) == ("heartburn", ["stomach"])


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("presion alta", "High blood pressure"),
        ("presión alta", "High blood pressure"),
        ("piedras en el riñón", "Kidney stones"),
        ("dolor de pecho", "Chest pain"),
        ("hígado graso", "Fatty liver"),
        ("azucar en la sangre", "Blood glucose"),
        ("dolor de cabeza", "Headache"),
        ("cancer de pulmon", "Lung cancer"),
        ("tiroides", "Thyroid"),
        ("asma", "Asthma"),
        ("alergia", "Allergy"),
        ("diarrea", "Diarrhea"),
        ("hepatitis", "Hepatitis"),
        ("artritis", "Arthritis"),
        ("leucemia", "Leukemia"),
    ],
)
def test_questions_in_spanish_find_their_article(client: Client, query: str, title: str) -> None:
    factories.published(title=title)
    factories.published(title="Pearson syndrome, ileitis, powders, an echo and greasy skin")
    found = client.get("/search/", {"q": query}, headers=JSON).json()
    assert found["results"][0]["title"] == title


@pytest.mark.parametrize("query", ["camisa", "ventana rota", "abuela", "zapatos", "cuchara"])
def test_spanish_is_no_misspelt_english(client: Client, query: str) -> None:
    factories.published(title="Camise, ventral root, abelia, patios, cochlear")
    found = client.get("/search/", {"q": query}, headers=JSON).json()
    assert (found["did_you_mean"], found["results"]) == (None, [])


def _json(client: Client, **asked: str) -> list[dict[str, str]]:
    return client.get("/search/", asked, headers=JSON).json()["results"]  # type: ignore[no-any-return]


def test_programs_are_told_where_only_the_best_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        factories.published(title=f"Okapi {number}", body="## One\n\nA word about okapis.\n")
    assert "more" not in client.get("/search/", {"q": "okapi"}, headers=JSON).json()
    monkeypatch.setattr("articles.search.ranking.MOST_FOUND", 2)
    said = client.get("/search/", {"q": "okapi"}, headers=JSON).json()
    assert (said["count"], said["more"]) == (2, True)


def test_another_word_is_no_misspelling_because_a_letter_differs(client: Client) -> None:
    factories.published(title="Weak muscles", lead="Lasting weakness, while waiting for a muscle to mend.")
    found = client.get("/search/", {"q": "muscle wasting"}, headers=JSON).json()
    assert found["did_you_mean"] is None
    assert [one["title"] for one in found["results"]] == ["Weak muscles"]
    assert "wasting" in client.get("/search/", {"q": "muscle wasting"}).text
    # A finger that hit the next key, or an ear, meant the word
    for slip in ("kasting", "waitinh", "weaknes", "weekness", "wiating"):
        assert client.get("/search/", {"q": slip}, headers=JSON).json()["did_you_mean"], slip


@pytest.mark.parametrize("word", ["ebola", "cholera", "sleeping", "throwing", "bald", "tongue", "acne", "ticks"])
def test_a_word_that_people_write_on_purpose_is_read_as_no_other(client: Client, word: str) -> None:
    lead = "A clear thing. Those who are able build it, and ache. Bleeding, training, sticks."
    factories.published(title="Gene therapy", lead=lead)
    found = client.get("/search/", {"q": f"{word} therapy"}, headers=JSON).json()
    assert found["did_you_mean"] is None
    page = client.get("/search/", {"q": f"{word} therapy"}).text
    assert f"No article holds the word “{word}”" in page
    assert client.get("/search/", {"q": word}, headers=JSON).json()["results"] == []


def test_a_word_of_a_name_may_be_another_word(client: Client) -> None:
    factories.published(title="Heart attack")
    assert client.get("/search/", {"q": "hart attack"}, headers=JSON).json()["did_you_mean"] == "heart attack"


@pytest.mark.parametrize(
    ("typed", "meant"), [("stemcell", "stem cell"), ("bloodtest", "blood test"), ("stemcells", "stem cells")]
)
def test_words_that_were_run_together_are_taken_apart(client: Client, typed: str, meant: str) -> None:
    factories.published(title="Transplants", lead="Of a stem cell, or of many stem cells. Then a blood test.")
    found = client.get("/search/", {"q": typed}, headers=JSON).json()
    assert (found["did_you_mean"], found["count"]) == (meant, 1)


def test_what_a_word_means_is_no_part_of_an_extract(client: Client) -> None:
    factories.published(
        title="Vectors", body='## One\n\nA [vector](term:vector "A carrier, such as a virus.") carries.\n'
    )
    (found,) = client.get("/search/", {"q": "vector carries"}, headers=JSON).json()["results"]
    assert "carrier" not in found["extract"]
    assert client.get("/search/", {"q": "carrier"}, headers=JSON).json()["count"] == 0


def test_a_correction_keeps_the_shelf(client: Client) -> None:
    factories.published(title="Anemia")
    page = client.get("/search/", {"q": "anema", "section": "treatments-procedures"}).text
    assert "?q=anemia&amp;section=treatments-procedures" in page

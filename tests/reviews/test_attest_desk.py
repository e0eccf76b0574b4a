"""Attesting over HTTP: choose, look, prove, watch."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from articles.models import Organisation, Publication
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from reviews.actions import sign_off
from reviews.models import Attestation, Method, Review, ReviewState
from reviews.proof import Proof
from tests import factories
from tests.factories import PASSWORD
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

PATH = "/reviews/attest/"
GIVEN = {"name": "Dr. Old", "credentials": "MD", "as_claimed": "on", "reviewed_on": "2024-01-02", "due_months": "12"}


@pytest.fixture
def admin() -> User:
    return factories.person(ADMINISTRATOR, name="Ada Min")


@pytest.fixture
def desk(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def hidden(page: str) -> dict[str, list[str]]:
    """What the form of the page would send back, besides what is typed into it."""
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        sent.setdefault(name, []).append(unescape(value))
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def waiting(**values: object) -> Review:
    return factories.submitted(factories.imported(**values))  # type: ignore[arg-type]


def test_the_list_shows_what_sources_claim_and_can_be_made_shorter(desk: Client, admin: User) -> None:
    one = waiting(title="Asthma", claimed=date(2024, 5, 6))
    two = waiting(title="Eczema")
    own = waiting(title="Own text", by=admin)
    factories.submitted(title="Not imported")
    factories.published(factories.signed(waiting(title="Public already")))
    page = desk.get(PATH)
    said = words(page.text)
    assert "3 imported texts wait" in said
    assert "Asthma Read : Asthma Symptoms 6 May 2024" in said
    assert "Eczema Read : Eczema Symptoms no date" in said
    assert "Own text Read : Own text Symptoms You wrote at this text or imported it" in said
    assert "Not imported" not in said
    assert "Public already" not in said
    assert " checked" not in page.text.partition("<table")[2].partition("</table")[0]
    ticked = re.findall(r'value="(\d+)" checked', desk.get(f"{PATH}?tick=all").text)
    assert {int(pk) for pk in ticked} == {one.pk, two.pk}
    assert re.search(rf'value="{own.pk}" disabled', page.text)
    for query, shown in (("q=asth", "Asthma"), ("claim=with", "Asthma"), ("claim=without", "Eczema")):
        said = words(desk.get(f"{PATH}?{query}").text)
        assert shown in said
        assert ("Asthma" if shown == "Eczema" else "Eczema") not in said
    assert "No imported text of this kind waits" in desk.get(f"{PATH}?section=drugs-supplements").text


def test_an_empty_list_says_what_comes_here(desk: Client) -> None:
    assert "No imported text waits for its first review" in desk.get(PATH).text


def test_from_choosing_to_readers_with_the_dates_that_were_seen(desk: Client, client: Client) -> None:
    one = waiting(title="Asthma", slug="asthma", claimed=date(2024, 5, 6))
    two = waiting(title="Eczema")
    left = waiting(title="Left alone")
    look = desk.post(PATH, {**GIVEN, "and_publish": "on", "reviews": [one.pk, two.pk], "look": "yes"})
    assert look.status_code == 200
    said = words(look.text)
    assert "Attest the reviews of 2 texts?" in said
    assert "Reviewed before moving to this library by Dr. Old, MD on 6 May 2024 , as attested by Ada Min on" in said
    assert "2 pages will say that their review is overdue from the first second." in said
    assert "Asthma 6 May 2024 6 May 2025 overdue" in said
    assert "Eczema 2 January 2024 2 January 2025 overdue" in said
    assert not Attestation.objects.exists()

    # The source's claim is another by now: what was seen counts.
    one.article.imported.last_reviewed = date(2020, 1, 1)
    one.article.imported.save()
    done = desk.post(PATH, {**hidden(look.text), "password": PASSWORD, "attest": "yes"})

    page = done.getvalue().decode()
    assert done.status_code == 200
    assert done.streaming
    said = words(page)
    assert "1 of 2 Asthma : attested and published." in said
    assert "2 of 2 Eczema : attested and published." in said
    assert "2 of 2 attested, 2 published." in said
    assert page.endswith("</html>\n")
    assert {row.reviewed_on for row in Attestation.objects.all()} == {date(2024, 5, 6), date(2024, 1, 2)}
    assert Publication.objects.count() == 2
    assert client.get("/articles/asthma/").status_code == 200
    left.refresh_from_db()
    assert left.state == ReviewState.WAITING
    again = desk.post(PATH, {**hidden(look.text), "password": PASSWORD, "attest": "yes"})
    assert "2 of 2 attested, 2 published." in words(again.getvalue().decode())
    assert Attestation.objects.count() == 2


def test_what_is_refused_is_listed_and_the_rest_is_done(desk: Client) -> None:
    one, two = waiting(title="Asthma"), waiting(title="Eczema")
    look = desk.post(PATH, {**GIVEN, "reviews": [one.pk, two.pk], "look": "yes"})
    factories.signed(one)
    done = desk.post(PATH, {**hidden(look.text), "password": PASSWORD, "attest": "yes"})
    said = words(done.getvalue().decode())
    assert "Asthma : not attested. Only a text that waits for its review can be attested." in said
    assert "Eczema : attested." in said
    assert "1 of 2 attested, 0 published. 1 was not attested: its reason stands beside it." in said
    # It was signed meanwhile, so nothing waits.
    assert "as before" not in said


def test_what_was_not_attested_and_waits_is_said_to_wait(desk: Client) -> None:
    """Given two texts of which one was taken back meanwhile and one got a signature, then only that is said to wait."""
    policy(default={"roles": ["medical", "editorial"]})
    gone, half = waiting(title="Asthma"), waiting(title="Eczema")
    look = desk.post(PATH, {**GIVEN, "reviews": [gone.pk, half.pk], "look": "yes"})
    factories.recalled(gone)
    proof = Proof(factories.reviewer("medical"), Method.PASSWORD)
    sign_off(review=half, digest=half.edition.digest, role="medical", proof=proof, door="desk")
    done = desk.post(PATH, {**hidden(look.text), "password": PASSWORD, "attest": "yes"})
    said = words(done.getvalue().decode())
    assert "2 were not attested: their reasons stand beside them. 1 waits for its review as before." in said


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Say whose review it was."),
        ({"credentials": "  "}, "Readers are told the credentials too."),
        ({"credentials": "…"}, "Name and credentials are needed"),
        ({"name": "Dr.\ufe0f Sample"}, "This holds a character that nobody can see (U+FE0F)."),
        ({"due_months": ""}, "Say when the next review is due"),
        ({"due_on": "2030-01-01"}, "Say when the next review is due"),
        ({"due_months": "61"}, "less than or equal to 60"),
        ({"reviewed_on": "2999-01-01"}, "lies in the future"),
        ({"reviewed_on": ""}, "There is no date that is claimed for this text"),
        ({"reviewed_on": "yesterday"}, "Enter a valid date."),
        ({"reviews": []}, "Tick at least one text."),
        ({"reviews": ["nonsense", "999999"]}, "Tick at least one text."),
    ],
)
def test_what_has_to_be_put_right_keeps_what_was_typed(desk: Client, values: dict[str, object], sentence: str) -> None:
    review = waiting()
    page = desk.post(PATH, {**GIVEN, "reviews": [review.pk], "look": "yes", **values})
    assert page.status_code == 400
    assert sentence in unescape(page.text)
    if "reviews" not in values:
        assert re.search(rf'value="{review.pk}" checked', page.text)
    assert not Attestation.objects.exists()


def test_changed_once_more_from_the_confirming_page(desk: Client) -> None:
    review = waiting()
    sent = {name: value for name, value in GIVEN.items() if name != "as_claimed"}
    look = desk.post(PATH, {**sent, "reviews": [review.pk], "look": "yes"})
    page = desk.post(PATH, {**hidden(look.text), "again": "yes"}).text
    assert 'value="Dr. Old"' in page
    assert 'value="2024-01-02"' in page
    assert re.search(rf'value="{review.pk}" checked', page)
    assert not re.search(r'name="as_claimed"[^>]*checked', page)


def test_a_wrong_password_attests_nothing_and_is_throttled(desk: Client) -> None:
    look = desk.post(PATH, {**GIVEN, "reviews": [waiting().pk], "look": "yes"})
    for _each in range(5):
        page = desk.post(PATH, {**hidden(look.text), "password": "wrong", "attest": "yes"})
        assert page.status_code == 400
        assert "The password is not correct." in page.text
    page = desk.post(PATH, {**hidden(look.text), "password": PASSWORD, "attest": "yes"})
    assert page.status_code == 429
    assert desk.post(PATH, {**hidden(look.text), "password": "", "attest": "yes"}).status_code == 400
    assert not Attestation.objects.exists()


def test_sent_by_no_form_of_ours_it_asks_anew(desk: Client) -> None:
    review = waiting()
    for sent in (
        {},
        {"claims": ["1:2024-01-01", "x", f"{review.pk}:2024-13-01:2025-01-01"], "name": "A", "credentials": "B"},
        {"claims": [f"{review.pk}:2024-01-01:2025-01-01"], "name": "", "credentials": "B"},
    ):
        assert desk.post(PATH, {**sent, "password": PASSWORD, "attest": "yes"}).status_code == 400
    assert not Attestation.objects.exists()


def test_only_administrators_come_in() -> None:
    waiting()
    for role in (EDITOR, PUBLISHER):
        client = Client()
        client.force_login(factories.person(role))
        assert client.get(PATH).status_code == 403
        assert client.post(PATH, {"attest": "yes"}).status_code == 403
        assert PATH not in client.get("/reviews/").text


def test_the_desk_says_attested_and_never_signed(desk: Client) -> None:
    review = factories.attested()
    waits = waiting()
    queue = words(desk.get("/reviews/").text)
    assert "Attested by" in queue
    assert "1 imported text waits for its first review here." in queue
    page = words(desk.get(f"/reviews/{review.pk}/").text)
    assert "attested, ready to publish" in page
    assert "Reviewed before moving to this library by Dr. Old, MD" in page
    assert "Signed so far" not in page
    assert "This text was attested, so it needs no signature here" in page
    confirm = words(desk.get(f"/reviews/{review.pk}/publish/").text)
    assert "This review is overdue." in confirm
    assert "Last reviewed 6 May 2024" in confirm
    assert "Medically" not in confirm
    assert waits.state == ReviewState.WAITING


@pytest.mark.parametrize("days", ["2025-01-01:9999-12-31", "0001-01-01:2027-01-01", "9999-12-31:9999-12-31"])
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_days_at_the_ends_of_the_calendar_are_refused_in_a_sentence(desk: Client, days: str, zone: str) -> None:
    Organisation.objects.update(time_zone=zone)
    review = waiting()
    sent = {**GIVEN, "claims": [f"{review.pk}:{days}"], "attest": "1", "password": "wrong"}
    answer = desk.post(PATH, sent)
    assert answer.status_code == 400
    assert "A day lies too far in the past or in the future." in answer.text
    assert not Attestation.objects.exists()

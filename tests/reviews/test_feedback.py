"""What readers say: from the foot of a page to an editor's inbox, with nothing of the reader in it."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, TestCase
from django.utils import timezone

from articles.models import Organisation, Publication
from people.models import CacheEntry
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event
from record.errors import BadInput, NotAllowed, WrongState
from reviews.actions import receive_feedback, sort_feedback, withdraw
from reviews.models import Feedback
from reviews.models.feedback import KEPT, LONGEST_COMMENT, FeedbackKind
from reviews.public import feedback as door
from tests import factories
from tests.commands import run
from tests.reviews.redacting import redacted, tables_with

pytestmark = pytest.mark.django_db

OURS = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}


def send(client: Client, digest: str, headers: dict[str, str] | None = None, **values: str) -> Any:
    sent = {"digest": digest, "kind": "mistake", "comment": "The dose is wrong.", "website": "", **values}
    return client.post("/feedback/", sent, headers=OURS if headers is None else headers)


@pytest.fixture
def digest() -> str:
    return factories.published(slug="gene-therapy").edition.digest


def test_a_reader_reports_a_mistake(digest: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"cookie": "csrf=x; session=y"})
    page = strict.get("/articles/gene-therapy/").text
    assert f'<input type="hidden" name="digest" value="{digest}">' in page
    assert "about your own health" in page
    assert f' maxlength="{LONGEST_COMMENT}"' in page
    assert re.findall(r'name="kind" value="([^"]*)"', page) == FeedbackKind.values
    assert "csrfmiddlewaretoken" not in page
    answer = send(strict, digest, comment="  Call me: 202-555-0123.\r\nThe dose is wrong.  ")
    assert (answer.status_code, answer["Location"]) == (303, "/feedback/thanks/?about=gene-therapy&taken=number")
    assert answer["Cache-Control"] == "no-store"
    thanks = strict.get(answer["Location"])
    assert "Thank you" in thanks.text
    assert "<li>a phone number, or another number of a person</li>" in thanks.text
    for response in (answer, thanks):
        assert not response.cookies
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    kept = Feedback.objects.get()
    assert kept.edition.digest == digest
    assert kept.comment == "Call me: [number removed].\nThe dose is wrong."
    assert (kept.kind, kept.state, kept.masked) == ("mistake", "new", 1)
    assert not tables_with("202-555-0123")
    assert not tables_with("127.0.0.1") - {"people_invitation"}


def test_a_dose_reaches_the_editor_as_it_was_written(client: Client, digest: str) -> None:
    words = "The dose is wrong: it must be 1000-2000 mg a day (PMID 31234567)."
    assert send(client, digest, comment=words)["Location"] == "/feedback/thanks/?about=gene-therapy"
    assert Feedback.objects.get().comment == words
    assert "took out" not in client.get("/feedback/thanks/").text


def test_what_stands_on_the_page_stays_in_what_is_said_of_it(client: Client) -> None:
    """Given numbers, a doctor and a drug on the page, when a reader writes of them, then only the reader's own goes."""
    body = "## Zynqara Plus\n\nCall [the ward](tel:+12164442538). Dr Jane Miller tried Zynqara Plus."
    digest = factories.published(slug="drugs", body=body, details={"synonyms": ["Zynqara"]}).edition.digest
    Organisation.objects.update(phone="+12025550100", phone_shown="202-555-0100", country="US")
    words = (
        "(216) 444-2538 is wrong, it is 216 444 2539; 202.555.0100 too. This is Zynqara Plus. Dr Jane Miller says so."
    )
    assert send(client, digest, comment=words)["Location"] == "/feedback/thanks/?about=drugs"
    send(client, digest, comment="My doctor Jane Miller has 216-444-9999.")
    assert [row.comment for row in Feedback.objects.order_by("pk")] == [
        words,
        "My doctor [name removed] has [number removed].",
    ]


def test_what_another_page_writes_about_is_no_name(client: Client, digest: str) -> None:
    words = "Name: Zynqara Qualmexin, not gene therapy."
    send(client, digest, comment=words)
    factories.published(slug="drugs", body="## Uses\n\nDoctors give Zynqara and Qualmexin.")
    send(client, digest, comment=words)
    assert [row.comment for row in Feedback.objects.order_by("pk")] == [
        "Name: [name removed], not gene therapy.",
        words,
    ]


def test_what_was_taken_out_is_told_once_for_each_kind(client: Client, digest: str) -> None:
    said = "I am Jane Smith, 12/03/75, MRN 123456 and 202-555-0123 or 202-555-0124."
    answer = send(client, digest, comment=said)
    assert answer["Location"] == "/feedback/thanks/?about=gene-therapy&taken=date&taken=name&taken=number&taken=record"
    assert client.get(answer["Location"]).text.count("<li>a ") == 3
    for nonsense in ("?taken=", "?taken=<script>", "?taken=%00%FF", "?other=number"):
        assert client.get(f"/feedback/thanks/{nonsense}").content == client.get("/feedback/thanks/").content


def test_thanks_lead_back_to_the_article_while_it_is_there(client: Client, digest: str) -> None:
    thanks = send(client, digest)["Location"]
    assert '<a href="/articles/gene-therapy/">Go back to “Gene therapy”</a>' in client.get(thanks).text
    publication = Publication.objects.get()
    withdraw(article=publication.article, reason="r", notice="n", by=factories.person(PUBLISHER), door="admin")
    factories.draft(slug="only-a-draft")
    plain = client.get("/feedback/thanks/").content
    for about in (
        "gene-therapy",
        "only-a-draft",
        "nothing",
        "",
        "%00",
        "%FF",
        "../..",
        "//elsewhere.example",
        "a" * 500,
    ):
        assert client.get(f"/feedback/thanks/?about={about}").content == plain, about


def test_what_is_wrong_is_said_at_its_field_and_about_which_page(client: Client, digest: str) -> None:
    page = send(client, digest, comment=" ").text
    assert '<p class="lead" role="alert"><a href="#_feedback-comment">Write what is wrong, and where.</a></p>' in page
    assert 'aria-invalid="true" aria-describedby="_feedback-wrong _feedback-warning"' in page
    assert '<p id="_feedback-wrong"><strong>Write what is wrong, and where.</strong></p>' in page
    assert 'You are writing about this page: <a href="/articles/gene-therapy/">Gene therapy</a>' in page
    page = send(client, digest, kind="").text
    assert '<a href="#_feedback-kind">Choose one of the answers.</a>' in page
    assert '<fieldset aria-describedby="_feedback-wrong">' in page
    assert page.count('id="_feedback-wrong"') == page.count('id="_feedback-kind"') == 1
    assert "aria-invalid" not in page
    assert "_feedback-wrong" not in client.get("/articles/gene-therapy/").text
    assert "writing about" not in send(client, "0" * 64).text


def test_a_plain_answer_is_counted_and_waits_for_nobody(client: Client, digest: str) -> None:
    assert send(client, digest, kind="helpful", comment=" ").status_code == 303
    assert Feedback.objects.get().state == "counted"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "same-origin"},
        {"origin": "https://elsewhere.example", "referer": "http://localhost/a/"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "null", "referer": "https://elsewhere.example/"},
        {"origin": "http://localhost", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"referer": "http://localhost.elsewhere.example/"},
        {"referer": "https://elsewhere.example/http://localhost/", "sec-fetch-site": "none"},
    ],
)
def test_forms_from_elsewhere_are_refused(client: Client, digest: str, headers: dict[str, str]) -> None:
    assert send(client, digest, headers).status_code == 403
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"referer": "http://localhost/a/"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "null", "referer": "http://localhost/a/"},
    ],
)
def test_browsers_that_say_less_are_heard(client: Client, digest: str, headers: dict[str, str]) -> None:
    assert send(client, digest, headers).status_code == 303


def test_programs_that_fill_everything_in_are_thanked_and_forgotten(client: Client, digest: str) -> None:
    answer = send(client, digest, website="https://spam.example/")
    assert (answer.status_code, answer["Location"]) == (303, "/feedback/thanks/")
    assert not Feedback.objects.exists()


def test_what_cannot_be_taken_is_shown_again_with_its_words(client: Client, digest: str) -> None:
    for wrong in (
        {"kind": "nonsense"},
        {"comment": "x" * 2_001},
        {"comment": "a\0b"},
        {"digest": "0" * 64},
        {"digest": "'; --"},
        {"digest": "\0"},
        {"comment": " "},
    ):
        answer = send(client, wrong.pop("digest", digest), **wrong)  # type: ignore[arg-type]
        assert answer.status_code == 400, wrong
        assert "<title>Error: Tell us about a page | " in answer.text
        assert 'action="/feedback/"' in answer.text
    answer = send(client, digest, kind="", comment="Keep <these> words")
    assert "Keep &lt;these&gt; words" in answer.text
    assert not Feedback.objects.exists()


def test_a_page_that_refuses_nothing_is_not_called_an_error(client: Client) -> None:
    for page in ("/feedback/", "/feedback/thanks/"):
        assert "Error" not in client.get(page).text


def test_nothing_that_is_sent_breaks_it(client: Client, digest: str) -> None:
    for body, kind in (
        (b"\xff\xfe=\xff&kind=%FF", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"a=" + b"b" * 50_000, "application/x-www-form-urlencoded"),
    ):
        answer = client.post("/feedback/", body, content_type=kind, headers=OURS)
        assert answer.status_code in {400, 413, 422}, (kind, answer.status_code)
    assert client.put("/feedback/")["Allow"] == "GET, HEAD, POST"


def test_so_many_from_one_address(client: Client, digest: str) -> None:
    for _ in range(door.MOST):
        assert send(client, digest).status_code == 303
    full = send(client, digest, comment="Keep these words")
    assert (full.status_code, full["Retry-After"]) == (429, "3600")
    assert "Keep these words" in full.text
    assert send(Client(REMOTE_ADDR="192.0.2.7"), digest).status_code == 303
    kept = cache._cache if hasattr(cache, "_cache") else {}
    assert not any("127.0.0.1" in str(key) for key in kept)


def test_a_household_of_ipv6_counts_as_one(digest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST", 1)
    assert send(Client(REMOTE_ADDR="2001:db8::1"), digest).status_code == 303
    assert send(Client(REMOTE_ADDR="2001:db8::2"), digest).status_code == 429
    assert send(Client(REMOTE_ADDR="2001:db8:0:1::1"), digest).status_code == 303


def test_so_many_of_all(client: Client, digest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("reviews.actions.receive_feedback"), "MOST_AN_HOUR", 2)
    with clock.standing_at(clock.now()) as standing:
        assert [send(client, digest).status_code for _ in range(3)] == [303, 303, 429]
        standing.move(timedelta(hours=1, seconds=1))
        assert send(client, digest).status_code == 303


def test_a_text_that_is_hidden_takes_none(client: Client) -> None:
    publication = factories.published()
    digest = publication.edition.digest
    withdraw(article=publication.article, reason="r", notice="n", by=factories.person(PUBLISHER), door="admin")
    assert send(client, digest).status_code == 400
    assert send(client, factories.submitted().edition.digest).status_code == 400


def test_editors_sort_it_and_the_record_tells_without_its_words(client: Client, digest: str) -> None:
    editor = factories.person(EDITOR)
    kept = receive_feedback(digest=digest, kind="mistake", comment="Zebra words.").feedback
    client.force_login(editor)
    assert "Zebra words." in client.get("/admin/reviews/feedback/").text
    page = f"/admin/reviews/feedback/{kept.pk}/change/"
    assert "Zebra words." in client.get(page).text
    answer = client.post(page, {"seen": "new", "state": "change", "note": "Look at the second part."})
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.sorted_by) == ("change", editor)
    event = Event.objects.filter(verb="sort_feedback").get()
    assert event.told["facts"]["state"] == "change"
    assert event.told["why"] == "Look at the second part."
    assert "Zebra" not in event.body
    assert client.post(page, {"seen": "new", "state": "spam", "note": ""}).status_code == 409
    assert client.post(page, {"seen": "change", "state": "nonsense"}).status_code == 400
    assert "Zebra words." not in client.get("/admin/reviews/feedback/").text
    assert "Zebra words." in client.get("/admin/reviews/feedback/?state=change").text
    assert "Zebra words." not in client.get("/articles/gene-therapy/").text


def test_safety_tells_people_at_once(digest: str) -> None:
    publisher = factories.person(PUBLISHER, email="publisher@example.org")
    administrator = factories.person(ADMINISTRATOR, email="administrator@example.org")
    kept = receive_feedback(digest=digest, kind="mistake", comment="Ten times the dose.").feedback
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        sort_feedback(feedback=kept, seen="new", state="safety", by=factories.person(EDITOR), door="admin")
    told = {address for message in mail.outbox for address in message.to}
    assert {publisher.email, administrator.email} <= told
    assert f"/admin/reviews/feedback/{kept.pk}/change/" in mail.outbox[0].body
    assert "Ten times" not in mail.outbox[0].body


@pytest.mark.parametrize("role", [REVIEWER, AUDITOR])
def test_others_neither_read_nor_sort(client: Client, digest: str, role: str) -> None:
    somebody = factories.person(role)
    kept = receive_feedback(digest=digest, kind="mistake", comment="Words.").feedback
    client.force_login(somebody)
    assert client.get("/admin/reviews/feedback/").status_code == 403
    assert client.get(f"/admin/reviews/feedback/{kept.pk}/change/").status_code == 403
    with pytest.raises(NotAllowed):
        sort_feedback(feedback=kept, seen="new", state="done", by=somebody, door="admin")


COMMENT = "It is Zebra and the dose is wrong."


@pytest.mark.parametrize("note", ["It is Zebra", f"A reader wrote: {COMMENT}", "Says that the DOSE  is, wrong"])
def test_a_note_does_not_keep_the_readers_words_for_good(digest: str, note: str) -> None:
    kept = receive_feedback(digest=digest, kind="mistake", comment=COMMENT).feedback
    with pytest.raises(BadInput, match="three of the reader’s words in a row"):
        sort_feedback(feedback=kept, seen="new", state="done", note=note, by=factories.person(EDITOR), door="admin")
    assert not Event.objects.filter(verb="sort_feedback").exists()


@pytest.mark.parametrize("note", ["dose", "The dose has to be looked up."])
def test_a_note_may_say_what_it_is_about(digest: str, note: str) -> None:
    kept = receive_feedback(digest=digest, kind="mistake", comment=COMMENT).feedback
    sort_feedback(feedback=kept, seen="new", state="done", note=note, by=factories.person(EDITOR), door="admin")
    assert Event.objects.get(verb="sort_feedback").told["why"] == note


def test_counts_of_addresses_go_when_their_hour_is_over(settings: Any) -> None:
    """Given the cache that is a table, when notices are delivered, then nothing that has expired is left in it."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "library_cache"}
    }
    cache.set("salt", "over", timeout=60)
    cache.set("count", "stays", timeout=3600)
    CacheEntry.objects.filter(cache_key__contains="salt").update(expires=timezone.now() - timedelta(seconds=1))
    run("deliver_notices")
    assert [row.cache_key for row in CacheEntry.objects.all()] == [cache.make_key("count")]


def test_forgotten_when_its_time_is_over(client: Client, digest: str) -> None:
    with clock.standing_at(clock.now()) as standing:
        kept = receive_feedback(digest=digest, kind="mistake", comment="Words.").feedback
        sort_feedback(feedback=kept, seen="new", state="change", by=factories.person(EDITOR), door="admin")
        standing.move(KEPT - timedelta(seconds=1))
        run("deliver_notices")
        assert Feedback.objects.exists()
        standing.move(timedelta(seconds=1))
        run("deliver_notices")
        assert not Feedback.objects.exists()
        with pytest.raises(WrongState):
            sort_feedback(feedback=kept, seen="change", state="done", by=factories.person(EDITOR), door="admin")
    assert f"after {KEPT.days} days" in client.get("/feedback/").text


def test_goes_with_the_text_that_is_redacted() -> None:
    publication = factories.published(body="## Part\n\nZebrasecret passage of the text.\n")
    receive_feedback(digest=publication.edition.digest, kind="mistake", comment="“Zebrasecret passage” is wrong.")
    withdraw(article=publication.article, reason="r", notice="n", by=factories.person(PUBLISHER), door="admin")
    factories.saved(publication.article.drafts.get(), title="Another", body="## Other\n\nOther words.\n")
    redacted(publication.edition)
    assert not Feedback.objects.get().comment

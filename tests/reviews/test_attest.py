"""Attesting: reviews from before the move, on a named person's word, named as such, text by text."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from articles.models import Authority, Organisation, Publication
from articles.public.pdf import sheet_of
from articles.words import lines_of
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event
from record.errors import BadInput, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import attest, open_rereview, publish, recall, sign_off, submit, withdraw
from reviews.actions.attest import Attested, Claim, attest_each
from reviews.models import Attestation, Method, Notice, Review, ReviewState, SignOff
from reviews.proof import Proof, command_proof
from tests import factories
from tests.public_pages import check_page
from tests.reviews import corrections
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def word(*reviews: Review, by: User | None = None, **values: Any) -> list[Attested]:
    """Attest these as an administrator would."""
    given: dict[str, Any] = {
        "name": "Dr. Old",
        "credentials": "MD",
        "reviewed_on": date(2024, 5, 6),
        "due": date(2025, 5, 6),
        "proof": Proof(by or factories.person(ADMINISTRATOR), Method.PASSWORD),
        "door": "desk",
    }
    return attest(reviews=list(reviews), **{**given, **values})


def waiting(**values: object) -> Review:
    return factories.submitted(factories.imported(**values))  # type: ignore[arg-type]


def words_of(client: Client, path: str) -> str:
    page = client.get(path).text
    return " ".join(" ".join(lines_of(unescape(page.partition("<main")[2]))).split())


def test_a_text_goes_to_readers_on_a_word_that_is_named_as_one(client: Client) -> None:
    with clock.standing_at(NOON):
        by = factories.person(ADMINISTRATOR, name="Ada Min")
        review = waiting(slug="asthma", claimed=date(2024, 5, 6))
        (done,) = word(review, by=by)
        assert done.attestation
        review.refresh_from_db()
        assert review.state == ReviewState.APPROVED
        publication = publish(review=review, live_seen=None, by=factories.person(PUBLISHER), door="desk")
        page = client.get("/articles/asthma/")
        seal = words_of(client, "/articles/asthma/")
        checked = words_of(client, f"/verify/{publication.edition.digest}/")
        content = client.get(f"/verify/{publication.edition.digest}/content.json").content

    assert publication.authority == Authority.ATTESTATION
    assert (publication.last_reviewed, publication.next_review_due) == (date(2024, 5, 6), date(2025, 5, 6))
    sentence = (
        "Reviewed before moving to this library by Dr. Old, MD on 6 May 2024, as attested by Ada Min on 1 March 2026."
    )
    assert seal.count(sentence) == 2
    assert "Last reviewed on 6 May 2024. Next review due 6 May 2025." in seal
    assert "This review is overdue." in seal
    assert "This is an attestation, not a signature" in seal
    for never in ("Medically reviewed", "Medical review", "Signed on", "was signed"):
        assert never not in seal
    assert sentence in checked
    assert "Who attested it" in checked
    assert "Signed on" not in checked
    assert "signed" not in " ".join(lines_of(page.text.partition('id="_seal"')[2].partition("</section>")[0])).replace(
        "an attestation, not a signature", ""
    )
    check_page(page.text, content)
    assert verify().is_whole
    event = Event.objects.get(verb="attest").told
    assert (event["actor"]["id"], event["door"], event["facts"]["method"]) == (by.pk, "desk", "password")
    assert (event["facts"]["claimed"], event["facts"]["changed_since_import"]) == ("2024-05-06", False)


def test_each_text_of_a_batch_is_done_or_refused_by_itself() -> None:
    by = factories.person(ADMINISTRATOR, EDITOR)
    public = factories.published(factories.signed(waiting()))
    again = factories.submitted(factories.saved(public.article.drafts.get(), lead="Other."))
    policy(default={"roles": ["medical", "pharmacy"], "months": 12})
    half = waiting()
    proof = Proof(factories.reviewer(), Method.PASSWORD)
    sign_off(review=half, digest=half.edition.digest, role="medical", proof=proof, door="desk")
    refused = {
        "was not imported": factories.submitted(),
        "so somebody else has to attest it": waiting(by=by),
        "was published here": again,
        "has signed this text here": half,
        "changes asked for": factories.answered(waiting()),
        "taken back": factories.recalled(waiting()),
        "been attested already": factories.attested(waiting()),
    }
    good = [waiting(), waiting()]

    results = word(good[0], *refused.values(), good[1], by=by)

    assert [done.review for done in results if done.attestation] == good
    for sentence, review in refused.items():
        (reason,) = [done.refusal for done in results if done.review == review]
        assert sentence in reason, reason
    assert Event.objects.filter(verb="refuse_attest").count() == len(refused)
    assert Attestation.objects.count() == 3
    assert verify().is_whole


def test_nobody_attests_what_they_wrote_superusers_included() -> None:
    superuser = User.objects.create_superuser("root", "root@example.org", factories.PASSWORD)
    (done,) = word(waiting(by=superuser), by=superuser)
    assert "You wrote at this text" in done.refusal
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, PUBLISHER])
def test_only_administrators(role: str) -> None:
    with pytest.raises(NotAllowed):
        word(waiting(), by=factories.person(role))
    assert not Attestation.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"reviewed_on": date(2026, 3, 3)},
        {"reviewed_on": date(1900, 1, 1)},
        {"due": date(2024, 5, 6)},
        {"due": date(2024, 5, 5)},
        {"due": date(2206, 5, 6)},
    ],
)
def test_days_that_can_not_be(values: Any) -> None:
    with clock.standing_at(NOON):
        (done,) = word(waiting(), **values)
    assert done.refusal
    assert not done.attestation


def test_today_is_the_day_at_the_organisation() -> None:
    Organisation.objects.update(time_zone="Pacific/Auckland")
    with clock.standing_at(NOON):
        (done,) = word(waiting(), reviewed_on=date(2026, 3, 2), due=date(2027, 3, 2))
    assert done.attestation


@pytest.mark.parametrize(
    "values", [{"name": " "}, {"name": "\u3164"}, {"credentials": ""}, {"name": "x" * 151}, {"name": "a\0b"}]
)
def test_words_that_can_not_be_printed_stop_the_whole_batch(values: Any) -> None:
    with pytest.raises(BadInput):
        word(waiting(), **values)


@pytest.mark.parametrize("what", ["name", "credentials"])
@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07", "\u3164", "\ufe0f"])
def test_a_character_that_nobody_can_see_never_gets_under_a_text(what: str, hidden: str) -> None:
    given: dict[str, Any] = {what: f"Dr.{hidden} Sample"}
    with pytest.raises(BadInput, match=re.escape(f"that nobody can see (U+{ord(hidden):04X})")):
        word(waiting(), **given)
    assert not Attestation.objects.exists()


def test_sent_twice_it_is_done_once_and_finished_where_it_stopped() -> None:
    by, review = factories.person(ADMINISTRATOR), waiting()
    (first,) = word(review, by=by)
    (second,) = word(review, by=by, and_publish=True)
    (third,) = word(review, by=by, and_publish=True)
    assert first.attestation == second.attestation == third.attestation
    assert second.publication is not None
    assert second.publication == third.publication
    assert Event.objects.filter(verb="attest").count() == 1
    assert Publication.objects.count() == 1


def test_published_at_once_or_told_why_not() -> None:
    policy(publisher_apart=True)
    (done,) = word(waiting(), and_publish=True)
    assert done.attestation
    assert done.publication is None
    assert "neither wrote nor signed" in done.refusal
    done.review.refresh_from_db()
    assert done.review.state == ReviewState.APPROVED


def test_publishers_get_one_mail_for_a_batch() -> None:
    factories.person(PUBLISHER)
    Notice.objects.all().delete()
    word(waiting(title="One"), waiting(title="Two"), factories.submitted())
    notice = Notice.objects.get()
    assert "2 texts" in notice.subject
    assert "One" in notice.text
    assert "Two" in notice.text


def test_what_is_done_stays_done_where_whoever_watched_has_gone() -> None:
    claims = [Claim(waiting(), date(2024, 5, 6), date(2030, 5, 6)) for _each in range(3)]
    proof = Proof(factories.person(ADMINISTRATOR), Method.PASSWORD)
    each = attest_each(claims=claims, name="Dr. Old", credentials="MD", proof=proof, door="desk")
    next(iter(each))
    each.close()  # type: ignore[attr-defined]
    assert Attestation.objects.count() == 1
    assert verify().is_whole


def test_an_attested_text_takes_no_signature_but_its_next_review_does() -> None:
    publication = factories.published(factories.attested())
    signer = Proof(factories.reviewer(), Method.PASSWORD)
    waits = factories.attested()
    with pytest.raises(WrongState):
        sign_off(review=waits, digest=waits.edition.digest, role="medical", proof=signer, door="desk")
    review = open_rereview(article=publication.article, by=publication.published_by, door="desk")
    signed = factories.signed(review)
    after = publish(review=signed, live_seen=publication.pk, by=publication.published_by, door="desk")
    assert after.authority == Authority.SIGNATURES
    assert [row["name"] for row in after.signatures] == ["Dr. Sample Reviewer"]
    assert after.edition == publication.edition
    assert verify().is_whole


def test_a_newer_signed_edition_replaces_it() -> None:
    publication = factories.published(factories.attested())
    after = factories.republished(publication, lead="Brought up to date.")
    assert after.authority == Authority.SIGNATURES
    assert verify().is_whole


def test_what_was_attested_and_taken_back_needs_a_new_word(client: Client) -> None:
    review = factories.attested()
    recall(review=review, by=review.opened_by, door="admin")
    draft = review.article.drafts.get()
    again = submit(draft=draft, seen=draft.saves, change_note="Again.", by=review.opened_by, door="admin").review
    assert again
    assert again.edition == review.edition
    assert again.state == ReviewState.WAITING
    publication = factories.published(factories.signed(again))
    page = words_of(client, f"/verify/{publication.edition.digest}/")
    assert "Who signed it" in page
    assert "attested" not in page


def test_a_page_is_overdue_from_its_second_and_only_then(client: Client) -> None:
    with clock.standing_at(NOON) as standing:
        review = factories.attested(waiting(slug="asthma"), due=date(2026, 3, 1))
        factories.published(review)
        assert "This review is overdue" not in client.get("/articles/asthma/").text
        standing.move(timedelta(hours=12) - timedelta(microseconds=1))
        assert "This review is overdue" not in client.get("/articles/asthma/").text
        standing.move(timedelta(microseconds=1))
        assert "This review is overdue" in client.get("/articles/asthma/").text


def test_a_text_changed_since_its_import_is_told_of(client: Client) -> None:
    draft = factories.imported(slug="asthma")
    review = factories.submitted(factories.saved(draft, lead="Put right here."))
    word(review)
    assert Event.objects.get(verb="attest").told["facts"]["changed_since_import"] is True
    desk = factories.person(PUBLISHER)
    client.force_login(desk)
    told = "The text was changed after it moved here."
    assert told in words_of(client, f"/reviews/{review.pk}/")
    assert told in words_of(client, f"/reviews/{review.pk}/publish/")
    publication = factories.published(Review.objects.get(pk=review.pk), by=desk)
    assert publication.signatures[0]["changed_since_import"] is True
    client.logout()
    for path in ("articles/asthma/", "articles/asthma/history/", f"verify/{publication.edition.digest}/"):
        page = words_of(client, f"/{path}")
        assert told in page, path
        assert ". ." not in page, path
    assert told in sheet_of(publication.article.addresses.get(), publication, clock.now()).html
    assert verify().is_whole


def test_a_correction_of_such_a_text_goes_on_saying_so(client: Client) -> None:
    draft = factories.imported(slug="asthma")
    changed = factories.submitted(factories.saved(draft, body=corrections.TYPO))
    corrections.correction_public(factories.published(factories.attested(changed)))
    assert words_of(client, "/articles/asthma/").count("The text was changed after it moved here.") == 2
    assert verify().is_whole


def test_nothing_is_said_of_a_text_as_it_was_imported_though_another_import_followed(client: Client) -> None:
    review = factories.attested(waiting(slug="asthma"))
    factories.imported(slug="asthma", body="## Other\n\nAnother text.\n", by=review.opened_by)
    publication = factories.published(Review.objects.get(pk=review.pk))
    assert "changed_since_import" not in publication.signatures[0]
    assert "changed after" not in words_of(client, "/articles/asthma/history/")


def test_a_command_attests_only_in_a_demo_and_says_so(client: Client, settings: pytest.FixtureRequest) -> None:
    by = factories.person(ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        command_proof(by, Method.SAMPLE)
    settings.DEMO = True  # type: ignore[attr-defined]
    (done,) = word(waiting(slug="asthma"), proof=command_proof(by, Method.SAMPLE), door="sample", and_publish=True)
    assert done.publication
    assert "this attestation was made by a command" in words_of(client, "/articles/asthma/")


def test_withdrawn_it_is_gone_like_any_other(client: Client) -> None:
    publication = factories.published(factories.attested(waiting(slug="asthma")))
    withdraw(article=publication.article, reason="x", notice="", by=publication.published_by, door="admin")
    assert client.get("/articles/asthma/").status_code == 410
    assert "Dr. Old" not in client.get(f"/verify/{publication.edition.digest}/").text
    assert not SignOff.objects.exists()
    assert verify().is_whole

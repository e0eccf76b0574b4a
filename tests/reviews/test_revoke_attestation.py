"""An attestation taken back: the pages that rested on it end, and the text waits for a review, or for another word."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.html import escape

from articles.models import Authority, Publication, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from record.chain import Event, record_event
from record.errors import BadInput, Conflict, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import attest, open_rereview, publish, republish, revoke, revoke_attestation, sign_off
from reviews.actions.taking_back import ends_with
from reviews.models import Attestation, Method, Notice, Review, ReviewState, Revocation
from reviews.proof import Proof
from reviews.selectors import attestable_reviews, attestation_of, missing_roles
from tests import factories
from tests.factories import START
from tests.flush import guards_down
from tests.reviews.corrections import MENDED, TYPO, correction_public, in_review
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE: dict[str, Any] = {"reviewed_on": date(2026, 1, 1), "due": date(2027, 1, 1)}


@pytest.fixture
def boss() -> User:
    return factories.person(ADMINISTRATOR, name="Ada Min")


def taken_back(attestation: Attestation, by: User, **values: Any) -> Revocation:
    given = {"reason": "The letter was forged.", "door": "desk", **values}
    return revoke_attestation(attestation=attestation, by=by, **given)


def waiting(**values: Any) -> Review:
    return factories.submitted(factories.imported(**values))


def test_the_live_page_ends_and_says_why_and_history_says_what_was_taken_back(
    now: clock.StandingClock, boss: User
) -> None:
    publication = factories.published(factories.attested(waiting(slug="asthma"), by=boss, **DUE))
    attestation = Attestation.objects.get()
    now.move(HOUR)
    assert ends_with(attestation, clock.now()) == [publication]

    revocation = taken_back(attestation, boss)

    assert revocation.given == attestation
    answer = Client().get("/articles/asthma/")
    assert answer.status_code == 410
    assert "was vouched for, and that was taken back" in answer.text
    assert "forged" not in answer.text
    assert not Publication.objects.live(clock.now()).exists()
    event = Event.objects.get(verb="revoke_attestation").told
    assert (event["facts"]["ends"], event["row"]) == ([publication.pk], revocation.row_id)
    with pytest.raises(WrongState, match="taken back"):
        republish(article=publication.article, last_seen=publication.pk, by=boss, door="desk")
    assert verify().findings == []


def test_the_past_of_a_page_says_whose_word_was_taken_back(now: clock.StandingClock, boss: User) -> None:
    """Given an attested page that a signed text replaced before the word was taken back, its past says so."""
    first = factories.published(factories.attested(waiting(slug="asthma"), by=boss, **DUE))
    now.move(HOUR)
    after = factories.republished(first, lead="Other words.")

    taken_back(Attestation.objects.get(), boss, ends_seen=[])

    assert Publication.objects.live(clock.now()).get() == after
    assert Client().get("/articles/asthma/history/").text.count("Taken back on") == 1
    assert "Taken back on" in Client().get(f"/verify/{first.edition.digest}/").text
    assert "Taken back on" not in Client().get(f"/verify/{after.edition.digest}/").text
    page = Client().get(f"/articles/asthma/editions/{first.edition.number}/").text
    assert "The attestation by Ada Min was taken back on" in page
    assert verify().findings == []


def test_what_was_scheduled_on_it_is_cancelled_and_waits_again(now: clock.StandingClock, boss: User) -> None:
    review = factories.attested(waiting(), **DUE)
    scheduled = publish(review=review, live_seen=None, by=boss, door="desk", opens=START + DAY)

    taken_back(Attestation.objects.get(), boss, ends_seen=[scheduled.pk])

    scheduled.refresh_from_db()
    review.refresh_from_db()
    assert scheduled.cancelled_at
    assert "was taken back" in scheduled.cancellation.reason
    assert review.state == ReviewState.WAITING
    assert missing_roles(review) == ["medical"]
    now.move(2 * DAY)
    assert Client().get(review.article.get_absolute_url()).status_code == 404
    assert verify().findings == []


def test_an_attested_review_waits_again_and_takes_signatures(now: clock.StandingClock, boss: User) -> None:
    review = factories.attested(waiting(title="Asthma"), **DUE)
    signer = factories.reviewer()
    Notice.objects.all().delete()
    taken_back(Attestation.objects.get(), boss)
    assert [row.to for row in Notice.objects.filter(subject="Waiting for review: Asthma")] == [signer]
    review.refresh_from_db()
    assert (review.state, attestation_of(review)) == (ReviewState.WAITING, None)
    with pytest.raises(WrongState):
        publish(review=review, live_seen=None, by=boss, door="desk")

    publication = factories.published(factories.signed(review))

    assert publication.authority == Authority.SIGNATURES
    assert [row["name"] for row in publication.signatures] == ["Dr. Sample Reviewer"]
    assert verify().findings == []


def test_another_word_may_take_its_place_and_one_alone_stands(now: clock.StandingClock, boss: User) -> None:
    review = factories.attested(waiting(), by=boss, name="Dr. Odl", **DUE)
    first = Attestation.objects.get()
    taken_back(first, boss, reason="The name was misspelt.")
    assert list(attestable_reviews()) == [review]

    again = factories.attested(review, by=boss, name="Dr. Old", **DUE)

    second = attestation_of(again)
    assert second is not None
    assert (second.name, second.replaces) == ("Dr. Old", first)
    publication = factories.published(again)
    assert publication.signatures[0]["name"] == "Dr. Old"
    assert verify().findings == []
    twin = Attestation.objects.get(pk=second.pk)
    for replaces in (None, first):
        twin.pk, twin.replaces = None, replaces
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


def test_the_same_words_given_anew_are_another_attestation(now: clock.StandingClock, boss: User) -> None:
    review = factories.attested(waiting(), by=boss, **DUE)
    taken_back(Attestation.objects.get(), boss)
    factories.attested(review, by=boss, **DUE)
    assert Attestation.objects.count() == 2
    taken_back(attestation_of(Review.objects.get()) or Attestation(), boss)
    assert verify().findings == []


def test_a_page_that_ended_is_submitted_again_and_attested_anew(now: clock.StandingClock, boss: User) -> None:
    """Given a page under a misspelt name, when the word is taken back, then the same text may have another one, by
    whoever neither wrote nor imported it; a text that was changed may not.
    """
    importer = factories.person(EDITOR, ADMINISTRATOR)
    draft = factories.imported(by=importer)
    first = factories.published(factories.attested(factories.submitted(draft), by=boss, name="Dr. Odl", **DUE))
    now.move(HOUR)
    taken_back(Attestation.objects.get(), boss)
    again = factories.submitted(draft, note="Again.")
    assert list(attestable_reviews()) == [again]
    word: dict[str, Any] = {"name": "Dr. Old", "credentials": "MD", "door": "desk", **DUE}

    (refused,) = attest(reviews=[again], proof=Proof(importer, Method.PASSWORD), **word)
    (done,) = attest(reviews=[again], proof=Proof(boss, Method.PASSWORD), and_publish=True, **word)

    assert "You wrote at this text" in refused.refusal
    assert done.publication
    assert done.publication.edition.digest == first.edition.digest
    assert Client().get(first.article.get_absolute_url()).status_code == 200
    taken_back(Attestation.objects.get(name="Dr. Old"), boss)
    changed = factories.submitted(factories.saved(draft, lead="Other."), note="More.")
    assert not attestable_reviews().exists()
    (refused,) = attest(reviews=[changed], proof=Proof(boss, Method.PASSWORD), **word)
    assert "was published here" in refused.refusal
    assert verify().findings == []


def test_a_correction_on_top_ends_with_it(now: clock.StandingClock, boss: User) -> None:
    first = factories.published(factories.attested(waiting(body=TYPO), by=boss, **DUE))
    now.move(HOUR)
    live = correction_public(first)
    assert live.authority == Authority.CORRECTION

    taken_back(Attestation.objects.get(), boss, ends_seen=[live.pk])

    assert Client().get(first.article.get_absolute_url()).status_code == 410
    assert verify().findings == []


def test_a_replacement_that_was_signed_still_opens(now: clock.StandingClock, boss: User) -> None:
    first = factories.published(factories.attested(waiting(), by=boss, **DUE))
    review = factories.signed(open_rereview(article=first.article, by=boss, door="desk"))
    now.move(HOUR)
    publish(review=review, live_seen=first.pk, by=boss, door="desk", opens=START + DAY)

    taken_back(Attestation.objects.get(), boss, ends_seen=[first.pk])

    assert Client().get(first.article.get_absolute_url()).status_code == 410
    assert Withdrawal.objects.get().ended_at == START + DAY
    now.move(DAY)
    assert Client().get(first.article.get_absolute_url()).status_code == 200
    assert verify().findings == []


def test_an_administrator_takes_back_once_and_with_a_reason(now: clock.StandingClock, boss: User) -> None:
    publication = factories.published(factories.attested(waiting(), **DUE))
    attestation = Attestation.objects.get()
    for somebody in (factories.person(EDITOR), factories.person(PUBLISHER), factories.reviewer()):
        with pytest.raises(NotAllowed):
            taken_back(attestation, somebody)
    with pytest.raises(BadInput):
        taken_back(attestation, boss, reason="  ")
    with pytest.raises(Conflict, match="Look again"):
        taken_back(attestation, boss, ends_seen=[])
    assert Client().get(publication.article.get_absolute_url()).status_code == 200
    taken_back(attestation, boss)
    with pytest.raises(WrongState, match="already"):
        taken_back(attestation, boss)
    assert Revocation.objects.count() == 1


def test_a_revocation_takes_exactly_one_thing_back(now: clock.StandingClock, boss: User) -> None:
    attestation = Attestation.objects.get(review=factories.attested(waiting(), **DUE))
    signature = factories.signed().sign_offs.get()
    for given in ({}, {"sign_off": signature, "attestation": attestation}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revocation.objects.create(by=boss, printed_name="Boss", at=clock.now(), reason="Both.", **given)


def test_at_the_desk_after_seeing_what_ends(now: clock.StandingClock, boss: User) -> None:
    live = factories.published(factories.attested(waiting(title="A page that ends"), by=boss, **DUE))
    attestation = Attestation.objects.get()
    now.move(HOUR)
    desk = Client()
    desk.force_login(boss)
    address, review = f"/reviews/attestations/{attestation.pk}/revoke/", attestation.review.get_absolute_url()
    assert address in desk.get(review).text
    page = desk.get(address)
    assert "A page that ends" in page.text
    assert escape("Take back the attestation by Ada Min?") in page.text
    ends = page.context["form"]["ends"].value()

    assert desk.post(address, {"ends": ends, "reason": ""}).status_code == 400
    assert desk.post(address, {"ends": "", "reason": "Mistake."}).status_code == 409
    assert not Revocation.objects.exists()
    done = desk.post(address, {"ends": ends, "reason": "Mistake."})

    assert done.status_code == 302
    assert Client().get(live.article.get_absolute_url()).status_code == 410
    after = desk.get(review).text
    assert "Taken back on" in after
    assert address not in after
    assert desk.post(address, {"ends": "", "reason": "Mistake."}).status_code == 302
    assert desk.get("/reviews/attestations/987654/revoke/").status_code == 404


def test_in_the_queue_it_waits_for_signatures_again(now: clock.StandingClock, boss: User) -> None:
    factories.attested(waiting(title="Asthma"), by=boss, **DUE)
    desk = Client()
    desk.force_login(boss)
    assert "Ada Min" in desk.get("/reviews/").text
    taken_back(Attestation.objects.get(), boss)
    assert "Ada Min" not in desk.get("/reviews/").text.partition("<main")[2]


def test_whoever_may_sign_can_sign_a_text_whose_word_was_taken_back(now: clock.StandingClock, boss: User) -> None:
    review, signer = factories.attested(waiting(), by=boss, **DUE), factories.reviewer()
    proof = Proof(signer, Method.PASSWORD)
    with pytest.raises(WrongState, match="take the attestation back"):
        sign_off(review=review, digest=review.edition.digest, role="medical", proof=proof, door="desk")
    taken_back(Attestation.objects.get(), boss)
    signature = sign_off(review=review, digest=review.edition.digest, role="medical", proof=proof, door="desk")
    revoke(sign_off=signature, reason="Hasty.", by=signer, door="desk")
    factories.attested(review, by=boss, **DUE)
    assert verify().findings == []


def test_an_attestation_that_was_taken_back_before_carries_no_page(now: clock.StandingClock, boss: User) -> None:
    """Given that somebody slips in a page that rests on a word which was taken back, it is found."""
    review = factories.attested(waiting(), by=boss, **DUE)
    publication = publish(review=review, live_seen=None, by=boss, door="desk")
    now.move(HOUR)
    taken_back(Attestation.objects.get(), boss)
    connection.check_constraints()
    with guards_down(connection):
        twin = Publication.objects.get(pk=publication.pk)
        twin.pk, twin.opens, twin.closes = None, START + DAY, None
        twin.save(force_insert=True)
        review.published.create(publication=twin)
        connection.check_constraints()
    record_event(
        "republish", actor=boss, door="desk", article=review.article.uuid, row=twin, review=review.pk,
        edition=twin.edition_id, digest=twin.edition.digest,
    )  # fmt: skip
    found = [finding.what for finding in verify().findings if finding.id == str(twin.pk)]
    assert any("before it had what its review asked for" in what for what in found)
    assert any("though what it rests on was taken back" in what for what in found)


def test_two_that_stand_in_one_review_are_found(now: clock.StandingClock, boss: User) -> None:
    review = factories.attested(waiting(), by=boss, **DUE)
    first = Attestation.objects.get()
    twin = Attestation.objects.get()
    twin.pk, twin.replaces, twin.name = None, first, "Dr. Famous"
    twin.save(force_insert=True)
    record_event(
        "attest", actor=boss, door="desk", article=review.article.uuid, row=twin, digest=twin.digest, review=review.pk
    )
    found = {(finding.table, finding.id): finding.what for finding in verify().findings}
    assert found["reviews_attestation", str(twin.pk)] == "another stands in its place"


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_correction_in_review_ends_with_what_it_builds_on(
    now: clock.StandingClock, boss: User, is_signed: bool
) -> None:
    page = factories.published(factories.attested(waiting(slug="asthma", body=TYPO), by=boss, **DUE))
    correction = in_review(page, body=MENDED)
    if is_signed:
        factories.signed(correction)
    attestation = Attestation.objects.get()
    client = Client()
    client.force_login(boss)
    asked = client.get(f"/reviews/attestations/{attestation.pk}/revoke/").text
    assert f"The correction in review, Edition {correction.edition.number}, builds on it" in asked

    taken_back(attestation, boss)

    correction.refresh_from_db()
    assert correction.state == ReviewState.SUPERSEDED
    event = Event.objects.get(verb="revoke_attestation").told
    assert correction.row_id in event["facts"]["states"]
    answer = client.get(f"/reviews/{correction.pk}/publish/")
    assert answer.status_code == 409
    assert "Dr. Old" not in answer.text
    assert correction.get_absolute_url() not in client.get("/reviews/").text
    assert verify().findings == []


def test_a_scheduled_correction_ends_with_what_it_builds_on(now: clock.StandingClock, boss: User) -> None:
    page = factories.published(factories.attested(waiting(body=TYPO), by=boss, **DUE))
    correction = factories.signed(in_review(page, body=MENDED))
    scheduled = publish(review=correction, live_seen=page.pk, by=boss, door="desk", opens=START + DAY)

    taken_back(Attestation.objects.get(), boss, ends_seen=[page.pk, scheduled.pk])

    correction.refresh_from_db()
    assert correction.state == ReviewState.SUPERSEDED
    assert not Review.objects.open().exists()
    assert verify().findings == []


def test_a_correction_of_another_text_goes_on(now: clock.StandingClock, boss: User) -> None:
    """Given an attested text that a signed one replaced, when the word is taken back, its correction waits on."""
    first = factories.published(factories.attested(waiting(), by=boss, **DUE))
    now.move(HOUR)
    correction = in_review(factories.republished(first, body=TYPO), body=MENDED)
    taken_back(Attestation.objects.get(), boss)
    correction.refresh_from_db()
    assert correction.state == ReviewState.WAITING
    assert factories.published(factories.signed(correction)).authority == Authority.CORRECTION


def test_whom_the_policy_lets_not_publish_sees_no_button(boss: User) -> None:
    policy(publisher_apart=True)
    review = factories.attested(waiting(), by=boss)
    client = Client()
    client.force_login(boss)
    answer = client.get(f"/reviews/{review.pk}/publish/")
    assert answer.status_code == 409
    assert "neither wrote nor signed" in answer.text
    assert 'name="live_seen"' not in answer.text
    client.force_login(factories.person(PUBLISHER))
    assert 'name="live_seen"' in client.get(f"/reviews/{review.pk}/publish/").text


def test_whoever_can_bring_a_page_back_hears_that_it_ended(now: clock.StandingClock, boss: User) -> None:
    owner, publisher = factories.person(EDITOR), factories.person(PUBLISHER)
    review = factories.submitted(factories.imported(title="Asthma", by=owner))
    factories.published(factories.attested(review, by=boss, **DUE), by=publisher)
    Notice.objects.all().delete()

    taken_back(Attestation.objects.get(), boss)

    notices = Notice.objects.filter(subject="A page ended: Asthma")
    assert {notice.to for notice in notices} == {owner, publisher}
    for words in ("The attestation by Ada Min was taken back", "The letter was forged.", review.get_absolute_url()):
        assert words in notices[0].text, words


def test_nobody_hears_of_a_page_where_none_ended(boss: User) -> None:
    factories.person(PUBLISHER)
    factories.attested(waiting(), by=boss)
    Notice.objects.all().delete()
    taken_back(Attestation.objects.get(), boss)
    assert not Notice.objects.filter(subject__startswith="A ").exists()

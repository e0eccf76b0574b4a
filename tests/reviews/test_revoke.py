"""A signature taken back: it counts nowhere any more, and the pages that rested on it end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Publication, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from record.errors import BadInput, Conflict, NotAllowed, WrongState
from record.verification import verify
from reviews.actions import publish, republish, revoke, sign_off, withdraw
from reviews.actions.taking_back import ends_with
from reviews.models import Method, Notice, Review, ReviewState, Revocation, SignOff
from reviews.proof import Proof
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def boss() -> User:
    return factories.person(ADMINISTRATOR)


def test_the_live_page_ends_and_says_why(now: clock.StandingClock, boss: User) -> None:
    publication = factories.published()
    signature = SignOff.objects.get()
    now.move(HOUR)
    assert ends_with(signature, clock.now()) == [publication]

    revoke(sign_off=signature, reason="Signed by mistake.", by=boss, door="desk")

    answer = Client().get(publication.article.get_absolute_url())
    assert answer.status_code == 410
    assert "signature under this page was taken back" in answer.content.decode()
    assert "Signed by mistake" not in answer.content.decode()
    assert not Publication.objects.live(clock.now()).exists()
    assert SignOff.objects.count() == 1
    assert verify().is_whole


def test_the_page_stands_in_the_queue_until_its_text_is_in_review_again(now: clock.StandingClock, boss: User) -> None:
    publication = factories.published()
    now.move(HOUR)
    revoke(sign_off=SignOff.objects.get(), reason="Signed by mistake.", by=boss, door="desk")
    desk = Client()
    desk.force_login(factories.reviewer())
    life = f"/reviews/articles/{publication.article_id}/"

    queue = desk.get("/reviews/").content.decode()
    assert "Pages that ended with their review" in queue
    assert life in queue

    factories.submitted(publication.article.drafts.get())
    assert life not in desk.get("/reviews/").content.decode()


def test_a_page_withdrawn_for_another_reason_does_not_stand_there(now: clock.StandingClock, boss: User) -> None:
    publication = factories.published()
    now.move(HOUR)
    withdraw(article=publication.article, reason="Old.", notice="Gone.", by=boss, door="desk")
    desk = Client()
    desk.force_login(boss)

    assert "Pages that ended with their review" not in desk.get("/reviews/").content.decode()


def test_what_was_scheduled_on_it_is_cancelled_and_says_why(now: clock.StandingClock, boss: User) -> None:
    review = factories.signed()
    scheduled = publish(review=review, live_seen=None, by=boss, door="desk", opens=START + DAY)

    revoke(sign_off=SignOff.objects.get(), reason="Mistake.", by=boss, door="desk")

    scheduled.refresh_from_db()
    assert scheduled.cancelled_at
    assert "was taken back" in scheduled.cancellation.reason
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING
    now.move(2 * DAY)
    assert Client().get(review.article.get_absolute_url()).status_code == 404
    assert verify().is_whole


def test_a_replacement_with_signatures_of_its_own_still_opens(now: clock.StandingClock, boss: User) -> None:
    first = factories.published(lead="First.")
    signature = SignOff.objects.get()
    draft = factories.saved(first.article.drafts.get(), lead="Second.")
    review = factories.signed(factories.submitted(draft, note="More."))
    now.move(HOUR)
    publish(review=review, live_seen=first.pk, by=boss, door="desk", opens=START + DAY)
    desk = Client()
    desk.force_login(boss)
    asked = desk.get(f"/reviews/signatures/{signature.pk}/revoke/").text
    assert "Edition 2 doesn’t rest on it. It stays scheduled" in asked

    revoke(sign_off=signature, reason="Mistake.", by=boss, door="desk")

    mail = Notice.objects.filter(subject__startswith="A page ended").latest("pk").text
    assert "What was live is withdrawn.\n" in mail
    assert "Edition 2 doesn’t rest on it. It stays scheduled, and brings the page back on 2026-03-02" in mail
    assert "cancelled" not in mail
    assert Client().get(first.article.get_absolute_url()).status_code == 410
    assert Withdrawal.objects.get().ended_at == START + DAY
    now.move(DAY)
    assert Client().get(first.article.get_absolute_url()).status_code == 200
    assert verify().is_whole


def test_a_signed_review_waits_again_and_takes_another_signature(now: clock.StandingClock, boss: User) -> None:
    review = factories.signed()
    revoke(sign_off=SignOff.objects.get(), reason="Mistake.", by=boss, door="desk")
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING
    with pytest.raises(WrongState):
        publish(review=review, live_seen=None, by=boss, door="desk")

    factories.signed(review)

    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED
    assert sorted(SignOff.objects.values_list("turn", flat=True)) == [0, 1]
    assert verify().is_whole


def test_nothing_comes_back_on_a_signature_that_was_taken_back(now: clock.StandingClock, boss: User) -> None:
    publication = factories.published()
    now.move(HOUR)
    revoke(sign_off=SignOff.objects.get(), reason="Mistake.", by=boss, door="desk")
    with pytest.raises(WrongState, match="taken back"):
        republish(article=publication.article, last_seen=publication.pk, by=boss, door="desk")


def test_whoever_signed_or_an_administrator_takes_back_once_and_with_a_reason(now: clock.StandingClock) -> None:
    signer = factories.reviewer()
    review = factories.submitted()
    factories.signed(review, by=signer)
    signature = SignOff.objects.get()
    for somebody in (factories.person(EDITOR), factories.person(PUBLISHER), factories.reviewer()):
        with pytest.raises(NotAllowed):
            revoke(sign_off=signature, reason="No.", by=somebody, door="desk")
    for nothing in ("  ", "\u200b", "\u3164"):
        with pytest.raises(BadInput):
            revoke(sign_off=signature, reason=nothing, by=signer, door="desk")
    revoke(sign_off=signature, reason="I read the wrong text.", by=signer, door="desk")
    with pytest.raises(WrongState, match="already"):
        revoke(sign_off=signature, reason="Once more.", by=signer, door="desk")
    assert Revocation.objects.count() == 1


def test_pages_that_the_person_was_not_told_of_are_a_conflict(now: clock.StandingClock, boss: User) -> None:
    publication = factories.published()
    now.move(HOUR)
    with pytest.raises(Conflict, match="Look again"):
        revoke(sign_off=SignOff.objects.get(), reason="Mistake.", by=boss, door="desk", ends_seen=[])
    assert Client().get(publication.article.get_absolute_url()).status_code == 200


def test_two_signatures_in_one_turn_are_refused_by_the_database() -> None:
    review = factories.signed()
    signature = SignOff.objects.get()
    signature.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        signature.save(force_insert=True)
    assert Review.objects.get(pk=review.pk).state == ReviewState.APPROVED


def test_signing_again_in_person_after_a_revocation(now: clock.StandingClock, boss: User) -> None:
    signer = factories.reviewer()
    review = factories.submitted()
    factories.signed(review, by=signer)
    revoke(sign_off=SignOff.objects.get(), reason="Mistake.", by=signer, door="desk")
    sign_off(
        review=review, digest=review.edition.digest, role="medical", proof=Proof(signer, Method.PASSWORD), door="desk"
    )
    assert publish(review=review, live_seen=None, by=boss, door="desk").edition == review.edition

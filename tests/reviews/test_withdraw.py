"""Withdrawing: gone at once, with a notice, and everything of the article with it."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Publication, Withdrawal
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from record.chain import Event
from record.errors import BadInput, NotAllowed, WrongState
from reviews.actions import publish, withdraw
from reviews.models import Review, ReviewState
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_window_closes_at_once_and_the_reason_is_on_record() -> None:
    publication = factories.published()
    by = factories.person(ADMINISTRATOR)
    withdraw(article=publication.article, reason=" Wrong dose. ", notice="Ask us.", by=by, door="shell")
    publication.refresh_from_db()
    withdrawal = Withdrawal.objects.get()
    assert publication.closes == withdrawal.at
    assert not Publication.objects.live(clock.now()).exists()
    assert not Publication.objects.shown(clock.now()).exists()
    event = Event.objects.latest("seq").told
    assert (event["verb"], event["why"], event["door"]) == ("withdraw", "Wrong dose.", "shell")


def test_past_editions_are_hidden_for_good_also_when_another_is_published() -> None:
    first = factories.published()
    second = factories.republished(first, lead="New.")
    withdraw(article=first.article, reason="Wrong.", notice="", by=second.published_by, door="admin")
    assert not Publication.objects.shown(clock.now()).exists()
    third = factories.republished(first, lead="Mended.")
    assert set(Publication.objects.shown(clock.now())) == {third}


def test_a_reason_is_asked_for() -> None:
    publication = factories.published()
    for reason, notice in (("", ""), ("  ", ""), ("x" * 5001, ""), ("x", "y" * 5001), ("a\0", "")):
        with pytest.raises(BadInput):
            withdraw(
                article=publication.article, reason=reason, notice=notice, by=publication.published_by, door="admin"
            )
    assert not Withdrawal.objects.exists()


def test_only_publishers_and_administrators() -> None:
    publication = factories.published()
    for somebody in (factories.person(EDITOR), factories.reviewer()):
        with pytest.raises(NotAllowed):
            withdraw(article=publication.article, reason="x", notice="", by=somebody, door="admin")


def test_only_what_readers_see() -> None:
    by = factories.person(PUBLISHER)
    with pytest.raises(WrongState):
        withdraw(article=factories.signed().article, reason="x", notice="", by=by, door="admin")
    publication = factories.published()
    withdraw(article=publication.article, reason="x", notice="", by=by, door="admin")
    with pytest.raises(WrongState):
        withdraw(article=publication.article, reason="x", notice="", by=by, door="admin")


def test_a_review_goes_on_and_can_be_published_after() -> None:
    publication = factories.published()
    review = factories.submitted(factories.saved(publication.article.drafts.get(), lead="New."))
    withdraw(article=publication.article, reason="x", notice="", by=publication.published_by, door="admin")
    assert Review.objects.get(pk=review.pk).state == ReviewState.WAITING
    signed = factories.signed(review)
    assert publish(review=signed, live_seen=None, by=publication.published_by, door="desk").edition == review.edition


def test_a_withdrawal_stands_in_the_database() -> None:
    publication = factories.published()
    withdraw(article=publication.article, reason="x", notice="", by=publication.published_by, door="admin")
    withdrawal = Withdrawal.objects.get()
    for change in (lambda: Withdrawal.objects.update(reason="y"), withdrawal.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_it_is_gone_for_a_process_whose_clock_runs_late() -> None:
    publication = factories.published()
    withdraw(article=publication.article, reason="x", notice="", by=publication.published_by, door="admin")
    moment_before = publication.opens
    assert not Publication.objects.live(moment_before).exists()
    assert not Publication.objects.shown(moment_before).exists()

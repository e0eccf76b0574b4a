"""Two people at the same moment, on connections of their own: one outcome."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from articles.actions.drafts import SaveConflict, save_draft
from articles.models import Draft, DraftSave, PolicyPage, Publication, Redaction, SafetyNotice
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from record.chain import Event
from record.errors import Conflict, Refusal
from record.verification import verify
from reviews.actions import (
    keep_reviewer,
    propose_safety_notice,
    publish,
    redact,
    revoke,
    sign_off,
    unschedule,
    withdraw,
)
from reviews.models import Feedback, Method, Notice, Review, SignOff
from reviews.proof import Proof
from reviews.public import feedback as feedback_door
from tests import factories
from tests.articles.test_site_admin import sent
from tests.articles.writing import fields_of

pytestmark = pytest.mark.django_db(transaction=True)


def together(*verbs: Callable[[], object]) -> list[object]:
    """Run all at once, each in a thread with a connection of its own: what each gave, or the refusal it met."""
    barrier = Barrier(len(verbs))
    outcomes: list[object] = [None] * len(verbs)

    def run(place: int, verb: Callable[[], object]) -> None:
        barrier.wait()
        try:
            outcomes[place] = verb()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, verb)) for place, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def refused(outcomes: list[object]) -> list[Refusal]:
    unexpected = [
        outcome for outcome in outcomes if isinstance(outcome, Exception) and not isinstance(outcome, Refusal)
    ]
    assert not unexpected
    return [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


def test_two_signatures_for_one_role_leave_one() -> None:
    review = factories.submitted()
    first, second = factories.reviewer(), factories.reviewer()

    outcomes = together(
        *(
            lambda who=who: sign_off(
                review=review,
                digest=review.edition.digest,
                role="medical",
                proof=Proof(who, Method.PASSWORD),
                door="desk",
            )
            for who in (first, second)
        )
    )

    assert len(refused(outcomes)) == 1
    assert SignOff.objects.count() == 1
    assert Review.objects.get(pk=review.pk).state == "approved"
    assert verify().is_whole


def test_two_who_publish_publish_once() -> None:
    review = factories.submitted()
    factories.signed(review)
    people = [factories.person(PUBLISHER), factories.person(PUBLISHER)]

    outcomes = together(
        *(lambda who=who: publish(review=review, live_seen=None, by=who, door="desk") for who in people)
    )

    assert len(refused(outcomes)) == 1
    assert Publication.objects.count() == 1
    assert verify().is_whole


@pytest.mark.parametrize("what", ["change", "submit"])
@pytest.mark.parametrize("attempt", range(4))
def test_what_is_written_while_somebody_deletes_it_is_saved_or_comes_back(what: str, attempt: int) -> None:
    """Given two with the page of a text that was never submitted, when one deletes it as the other saves or submits,
    then either of them is told why not, and nothing that was saved is gone unseen.
    """
    editor, boss = factories.person(EDITOR), factories.person(ADMINISTRATOR)
    draft = factories.draft(by=editor)
    writing, deleting = Client(), Client()
    writing.force_login(editor)
    deleting.force_login(boss)
    path = f"/admin/articles/draft/{draft.pk}"
    form = fields_of(writing.get(f"{path}/change/")) | {"lead": "Hours of work."}
    sent = form if what == "change" else {"seen": "1", "change_note": "The first."}

    written, deleted = together(
        lambda: writing.post(f"{path}/{what}/", sent), lambda: deleting.post(f"{path}/delete/", {"seen": "1"})
    )

    assert isinstance(written, HttpResponse)
    assert isinstance(deleted, HttpResponse)
    assert (written.status_code, deleted.status_code) in {(302, 409), (409, 302)}
    assert Draft.objects.filter(pk=draft.pk).exists() == (written.status_code == 302)
    words = "Hours of work." if what == "change" else "The first."
    assert written.status_code == 302 or words in written.content.decode()


@pytest.mark.parametrize("attempt", range(4))
def test_two_who_delete_the_same_draft_are_both_told_that_it_is_gone(attempt: int) -> None:
    draft = factories.draft()
    doors = [Client(), Client()]
    for door in doors:
        door.force_login(factories.person(ADMINISTRATOR))
    path = f"/admin/articles/draft/{draft.pk}/delete/"
    answers = together(*(lambda door=door: door.post(path, {"seen": "1"}) for door in doors))
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302, 302]
    assert Event.objects.filter(verb="delete_article").count() == 1


@pytest.mark.parametrize("attempt", range(4))
def test_a_policy_page_that_is_saved_as_it_is_deleted_loses_no_word(attempt: int) -> None:
    page = PolicyPage.objects.get(slug="privacy")
    writing, deleting = Client(), Client()
    for door in (writing, deleting):
        door.force_login(factories.person(ADMINISTRATOR))
    path = f"/admin/articles/policypage/{page.pk}"
    form = sent(writing, f"{path}/change/", body="Hours of work.") | {"confirmed": "yes"}
    asked = deleting.get(f"{path}/delete/").context["seen"]
    written, deleted = together(
        lambda: writing.post(f"{path}/change/", form), lambda: deleting.post(f"{path}/delete/", {"seen": asked})
    )
    assert isinstance(written, HttpResponse)
    assert isinstance(deleted, HttpResponse)
    assert (written.status_code, deleted.status_code) in {(302, 409), (409, 302)}
    assert written.status_code == 302 or "Hours of work." in written.content.decode()


def test_two_who_save_the_same_draft_leave_one_save_and_lose_nothing() -> None:
    draft = factories.draft()
    people = [factories.person(), factories.person()]
    texts = [factories.text(title="First of two"), factories.text(title="Second of two")]

    outcomes = together(
        *(
            lambda who=who, text=text: save_draft(draft=draft, text=text, seen=1, by=who)
            for who, text in zip(people, texts, strict=True)
        )
    )

    (conflict,) = refused(outcomes)
    assert isinstance(conflict, SaveConflict)
    assert conflict.theirs.title in {"First of two", "Second of two"}
    assert DraftSave.objects.filter(article_uuid=draft.article.uuid).count() == 2


def live_in(review: Review) -> list[Publication]:
    return list(Publication.objects.live(clock.now()).filter(article=review.article))


def next_text(first: Publication) -> Review:
    """A signed text to take the place of what is live."""
    draft = factories.saved(first.article.drafts.get(), lead="Another lead.")
    return factories.signed(factories.submitted(draft, note="More."))


def test_publishing_against_withdrawing_leaves_one_outcome() -> None:
    first = factories.published()
    review = next_text(first)
    one, other = factories.person(PUBLISHER), factories.person(PUBLISHER)

    outcomes = together(
        lambda: publish(review=review, live_seen=first.pk, by=one, door="desk"),
        lambda: withdraw(article=first.article, reason="r", notice="", by=other, door="desk", last_seen=first.pk),
    )

    assert len(refused(outcomes)) == 1
    published = not isinstance(outcomes[0], Refusal)
    assert [row.edition for row in live_in(review)] == ([review.edition] if published else [])
    assert Event.objects.filter(verb="withdraw").count() == (0 if published else 1)
    assert verify().is_whole


def test_revoking_against_publishing_never_leaves_an_unsigned_page() -> None:
    review = factories.submitted()
    factories.signed(review)
    signature = SignOff.objects.get()
    publisher, boss = factories.person(PUBLISHER), factories.person(ADMINISTRATOR)

    outcomes = together(
        lambda: publish(review=review, live_seen=None, by=publisher, door="desk"),
        lambda: revoke(sign_off=signature, reason="Mistake.", by=boss, door="desk"),
    )

    assert not isinstance(outcomes[1], Refusal), "a signature can be taken back before and after"
    assert live_in(review) == []
    # Published first, the page ended at once; revoked first, it never opened.
    assert Publication.objects.count() == (0 if isinstance(outcomes[0], Refusal) else 1)
    assert verify().is_whole


def test_two_who_schedule_schedule_once() -> None:
    first = factories.published()
    review = next_text(first)
    people = [factories.person(PUBLISHER), factories.person(PUBLISHER)]
    opens = clock.now() + timedelta(days=1)

    outcomes = together(
        *(
            lambda who=who: publish(review=review, live_seen=first.pk, by=who, door="desk", opens=opens)
            for who in people
        )
    )

    assert len(refused(outcomes)) == 1
    assert Publication.objects.scheduled(clock.now()).count() == 1
    assert verify().is_whole


@pytest.mark.parametrize("early", [timedelta(0), timedelta(milliseconds=3)])
def test_unscheduling_at_the_very_second_cancels_or_comes_too_late(early: timedelta) -> None:
    first = factories.published()
    review = next_text(first)
    publisher = factories.person(PUBLISHER)
    opens = clock.now() + timedelta(milliseconds=300)
    scheduled = publish(review=review, live_seen=first.pk, by=publisher, door="desk", opens=opens)

    def at_the_second() -> object:
        while clock.now_in_verb() < opens - early:
            pass
        return unschedule(publication=scheduled, reason="Too early.", by=publisher, door="desk")

    outcomes = together(at_the_second, at_the_second)

    cancelled = Publication.objects.get(pk=scheduled.pk).cancelled_at is not None
    assert len(refused(outcomes)) == (1 if cancelled else 2)
    while clock.now() < opens:
        pass
    (live,) = live_in(review)
    assert live.pk == (first.pk if cancelled else scheduled.pk)
    assert verify().is_whole


def test_two_who_redact_one_text_redact_it_once() -> None:
    edition = factories.recalled().edition
    factories.saved(edition.article.drafts.get(), title="Another title")
    ada, ben = factories.person(ADMINISTRATOR), factories.person(ADMINISTRATOR)

    outcomes = together(
        *(
            lambda by=by, second=second: redact(
                digest=edition.digest, by=by, second=second, reason="Court.", door="admin"
            )
            for by, second in ((ada, ben), (ben, ada))
        )
    )

    assert len(refused(outcomes)) == 1
    assert Redaction.objects.count() == 1
    assert Event.objects.filter(verb="redact").count() == 1
    assert verify().is_whole


def test_two_who_change_one_profile_change_it_once() -> None:
    """Given a profile that two administrators opened, when both save at once, then one of them is told."""
    somebody, one, two = factories.reviewer(), factories.administrator(), factories.person(ADMINISTRATOR)
    seen = somebody.reviewer.record_digest()

    outcomes = together(
        *(
            lambda by=by, credentials=credentials: keep_reviewer(
                person=somebody, printed_name="Dr. Sample", credentials=credentials, roles=["medical"],
                credentials_expire=None, conflicts="", specialties="", is_public=False, seen=seen, by=by, door="admin",
            )
            for by, credentials in ((one, "MD, PhD"), (two, "MD, MPH"))
        )
    )  # fmt: skip

    assert [type(refusal) for refusal in refused(outcomes)] == [Conflict]
    assert Event.objects.filter(verb="change_reviewer").count() == 1
    assert not verify().findings


def test_a_notice_that_is_proposed_twice_at_once_is_one() -> None:
    """Given a warning, when a double press sends it twice, then one proposal waits, and everybody is told once."""
    article, by, second = factories.published().article, factories.person(PUBLISHER), factories.person(PUBLISHER)
    ends_at = clock.now() + timedelta(days=7)

    outcomes = together(
        *(
            lambda: propose_safety_notice(
                text="Recalled.", articles=[article], ends_at=ends_at, reason="A letter.", by=by, door="desk"
            )
            for _press in range(2)
        )
    )

    assert outcomes == [SafetyNotice.objects.get()] * 2
    assert Event.objects.filter(verb="propose_safety_notice").count() == 1
    assert Notice.objects.filter(to=second).count() == 1
    assert not verify().findings


def test_many_who_send_feedback_at_once_are_counted_one_by_one(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "library_cache"}
    }
    cache.clear()
    digest = factories.published().edition.digest
    sent = {"digest": digest, "kind": "helpful", "comment": ""}
    headers = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    too_many = 10

    with clock.standing_at(clock.now()):
        outcomes = together(
            *[lambda: Client().post("/feedback/", sent, headers=headers)] * (feedback_door.MOST + too_many)
        )

    statuses = [outcome.status_code for outcome in outcomes if isinstance(outcome, HttpResponse)]
    assert sorted(statuses) == [303] * feedback_door.MOST + [429] * too_many
    assert Feedback.objects.count() == feedback_door.MOST

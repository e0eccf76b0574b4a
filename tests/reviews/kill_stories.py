"""Verbs to be killed in the middle, and what may be left of them. Used by the tests (a sample) and the trials (all)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from articles.actions.rebase_draft import rebase_draft
from articles.models import Article, Draft, Edition, EditionContent, Publication, SafetyNotice, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER
from record import clock
from record.chain import Event
from record.verification import verify
from reviews.actions import (
    begin_correction,
    change_end,
    confirm_safety_notice,
    discard_correction,
    lift_safety_notice,
    open_rereview,
    publish,
    recall,
    redact,
    republish,
    request_changes,
    reschedule,
    revoke,
    revoke_attestation,
    sign_off,
    submit,
    unschedule,
    withdraw,
)
from reviews.models import Attestation, Method, Review, SignOff
from reviews.proof import Proof
from tests import factories
from tests.kills import killed_after

State = tuple[object, ...]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Story:
    """A verb on an article of its own, ready to be called again and again until it was not killed."""

    article: int
    verb: Callable[[], object]

    def state(self) -> State:
        """What is to be seen of the article: all of it changes together or not at all."""
        mine = {"article": self.article}
        windows = Publication.objects.filter(**mine).order_by("pk").values_list("closes", "cancelled_at")
        return (
            [
                (number, title, EditionContent.objects.filter(pk=digest).exists())
                for number, title, digest in Edition.objects.filter(**mine)
                .order_by("pk")
                .values_list("number", "title", "content_row")
            ],
            list(Review.objects.filter(**mine).order_by("pk").values_list("purpose", "state")),
            list(
                SignOff.objects.filter(edition__article=self.article)
                .order_by("pk")
                .values_list("role", "revocation__reason")
            ),
            [(closes is None, cancelled is None) for closes, cancelled in windows],
            [ended is None for (ended,) in Withdrawal.objects.filter(**mine).order_by("pk").values_list("ended_at")],
            list(Draft.objects.filter(**mine).order_by("pk").values_list("purpose", "saves", "base__number")),
            [
                (notice.confirmed_at is None, notice.lifted_at is None, Event.objects.filter(row=notice.row_id).count())
                for notice in SafetyNotice.objects.filter(pages__article=self.article).order_by("pk")
            ],
            list(Attestation.objects.filter(edition__article=self.article).values_list("name", "revocation__reason")),
            list(
                Event.objects.filter(article=Article.objects.get(pk=self.article).uuid)
                .order_by("seq")
                .values_list("verb", flat=True)
            ),
        )


class Stories:
    """Each makes a new article and the verb that is killed on it."""

    def __init__(self) -> None:
        self.editor = factories.person()
        self.reviewer = factories.reviewer()
        self.publisher = factories.person(PUBLISHER)
        self.boss: User = factories.person(ADMINISTRATOR)

    def _signed(self) -> Review:
        return factories.signed(factories.submitted(by=self.editor), by=self.reviewer)

    def _live(self) -> Publication:
        return factories.published(self._signed(), by=self.publisher)

    def _scheduled(self) -> Publication:
        """A text that is to take the place of the live one."""
        live = self._live()
        draft = factories.saved(live.article.drafts.get(), by=self.editor, lead="Another lead.")
        review = factories.signed(factories.submitted(draft, by=self.editor, note="More."), by=self.reviewer)
        return publish(review=review, live_seen=live.pk, by=self.publisher, door="desk", opens=clock.now() + DAY)

    def submit(self) -> Story:
        draft = factories.draft(by=self.editor)
        return Story(
            draft.article_id, lambda: submit(draft=draft, seen=1, change_note="1", by=self.editor, door="admin")
        )

    def sign_off(self) -> Story:
        review = factories.submitted(by=self.editor)
        proof = Proof(self.reviewer, Method.PASSWORD)
        return Story(
            review.article_id,
            lambda: sign_off(review=review, digest=review.edition.digest, role="medical", proof=proof, door="desk"),
        )

    def request_changes(self) -> Story:
        review = factories.submitted(by=self.editor)
        digest = review.edition.digest
        return Story(
            review.article_id,
            lambda: request_changes(review=review, digest=digest, reasons="More.", by=self.reviewer, door="desk"),
        )

    def recall(self) -> Story:
        review = factories.submitted(by=self.editor)
        return Story(review.article_id, lambda: recall(review=review, by=self.editor, door="admin"))

    def publish(self) -> Story:
        review = self._signed()
        return Story(review.article_id, lambda: publish(review=review, live_seen=None, by=self.publisher, door="desk"))

    def publish_in_place_of_a_schedule(self) -> Story:
        scheduled = self._scheduled()
        article = scheduled.article
        withdraw(article=article, reason="r", by=self.publisher, door="desk")
        last = article.withdrawals.get().publication_id
        again = republish(article=article, last_seen=last, by=self.publisher, door="desk", opens=clock.now() + DAY)
        review = scheduled.published_review.review
        review.refresh_from_db()
        return Story(
            article.pk,
            lambda: publish(review=review, live_seen=None, scheduled_seen=again.pk, by=self.publisher, door="desk"),
        )

    def unschedule(self) -> Story:
        scheduled = self._scheduled()
        return Story(
            scheduled.article_id,
            lambda: unschedule(publication=scheduled, reason="Not yet.", by=self.publisher, door="desk"),
        )

    def reschedule(self) -> Story:
        scheduled = self._scheduled()
        opens = clock.now() + 2 * DAY
        return Story(
            scheduled.article_id,
            lambda: reschedule(publication=scheduled, opens=opens, closes=None, by=self.publisher, door="desk"),
        )

    def change_end(self) -> Story:
        live = self._live()
        closes = clock.now() + DAY
        return Story(
            live.article_id, lambda: change_end(publication=live, closes=closes, by=self.publisher, door="desk")
        )

    def withdraw(self) -> Story:
        article = self._scheduled().article
        return Story(
            article.pk, lambda: withdraw(article=article, reason="r", notice="n", by=self.publisher, door="desk")
        )

    def republish(self) -> Story:
        live = self._live()
        withdraw(article=live.article, reason="r", notice="n", by=self.publisher, door="desk")
        return Story(
            live.article_id,
            lambda: republish(article=live.article, last_seen=live.pk, by=self.publisher, door="desk"),
        )

    def open_rereview(self) -> Story:
        live = self._live()
        return Story(live.article_id, lambda: open_rereview(article=live.article, by=self.editor, door="desk"))

    def _corrected(self) -> tuple[Publication, Draft]:
        """A live page and a correction of it, saved once more than it was begun."""
        live = self._live()
        draft = begin_correction(article=live.article, by=self.editor, door="admin")
        body = factories.BODY.replace("treatment", "treatmnt", 1)
        return live, factories.saved(draft, by=self.editor, body=body)

    def begin_correction(self) -> Story:
        live = self._live()
        return Story(live.article_id, lambda: begin_correction(article=live.article, by=self.editor, door="admin"))

    def discard_correction(self) -> Story:
        live, draft = self._corrected()
        return Story(
            live.article_id, lambda: discard_correction(draft=draft, seen=draft.saves, by=self.editor, door="admin")
        )

    def publish_a_correction(self) -> Story:
        live, draft = self._corrected()
        review = factories.signed(factories.submitted(draft, by=self.editor, note="A typo."))
        return Story(live.article_id, lambda: publish(review=review, live_seen=live.pk, by=self.publisher, door="desk"))

    def rebase_draft(self) -> Story:
        live, draft = self._corrected()
        main = live.article.drafts.get(purpose="main")
        factories.saved(main, by=self.editor, lead="A new lead.")
        review = factories.signed(factories.submitted(draft, by=self.editor, note="A typo."))
        onto = factories.published(review, by=self.publisher).edition
        text = factories.text(lead="A new lead.", body=draft.body)
        return Story(
            live.article_id,
            lambda: rebase_draft(draft=main, text=text, seen=2, onto=onto, by=self.editor, door="admin"),
        )

    def revoke(self) -> Story:
        live = self._live()
        signature = live.edition.sign_offs.get()
        return Story(live.article_id, lambda: revoke(sign_off=signature, reason="Mistake.", by=self.boss, door="desk"))

    def attest(self) -> Story:
        review = factories.submitted(factories.imported(by=self.editor), by=self.editor)
        return Story(review.article_id, lambda: factories.attested(review, by=self.boss))

    def revoke_attestation(self) -> Story:
        live = factories.published(
            factories.attested(factories.submitted(factories.imported(by=self.editor), by=self.editor), by=self.boss),
            by=self.publisher,
        )
        word = live.edition.attestations.get()
        return Story(
            live.article_id,
            lambda: revoke_attestation(attestation=word, reason="Mistake.", by=self.boss, door="desk"),
        )

    def propose_safety_notice(self) -> Story:
        article = self._live().article
        return Story(article.pk, lambda: factories.proposed_notice(article, by=self.publisher))

    def confirm_safety_notice(self) -> Story:
        article = self._live().article
        notice = factories.proposed_notice(article, by=self.publisher)
        return Story(article.pk, lambda: confirm_safety_notice(notice=notice, by=self.boss, door="desk"))

    def lift_safety_notice(self) -> Story:
        article = self._live().article
        notice = factories.shown_notice(article, by=self.publisher)
        return Story(
            article.pk, lambda: lift_safety_notice(notice=notice, reason="It is over.", by=self.boss, door="desk")
        )

    def redact(self) -> Story:
        review = factories.recalled(by=self.editor)
        factories.saved(review.article.drafts.get(), by=self.editor, title="Another title")
        second = factories.person(ADMINISTRATOR)
        digest = review.edition.digest
        return Story(
            review.article_id,
            lambda: redact(digest=digest, by=self.boss, second=second, reason="Court.", door="shell"),
        )


NAMES = [name for name in vars(Stories) if not name.startswith("_")]


def kill(make: Callable[[], Story], statements: int) -> bool:
    """Kill a verb after so many statements and look at what it left. False where it had ended by then."""
    story = make()
    before = story.state()
    killed = killed_after(statements, story.verb)
    left = story.state()
    if left == before:
        assert killed, "the verb ended and left nothing"
        story.verb()
    else:
        # It had committed, though nobody was told: that is the whole state after.
        twin = make()
        twin.verb()
        assert left == twin.state(), f"killed after {statements} statements it left half a state"
    assert verify().is_whole
    return killed

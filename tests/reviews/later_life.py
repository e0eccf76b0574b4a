"""The same lives, with what happens to them later: typos put right, reviews of old attested, texts destroyed."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, multiple, rule

from articles.actions.drafts import save_draft
from articles.actions.rebase_draft import behind, rebase_draft
from articles.content import text_from, text_of
from articles.merging import merge
from articles.models import Draft, Edition
from people.roles import ADMINISTRATOR
from reviews.actions import attest, begin_correction, redact, revoke_attestation, submit
from reviews.models import Attestation, Method, Review
from reviews.proof import Proof
from tests import factories
from tests.reviews.life import ATTESTED_FOR, LibraryLife
from tests.reviews.public_life import Life


class LaterLife(LibraryLife):
    """With a second administrator, and texts that were imported."""

    lives = LibraryLife.lives

    @initialize()
    def hire_another(self) -> None:
        self.second = factories.person(ADMINISTRATOR)

    @rule(target=lives)
    def move_in(self) -> Any:
        """A text of another library, with the day of its last review there."""
        if len(self.known) >= 2:
            return multiple()
        words = self.new_words()
        draft = factories.imported(by=self.people[0], title=f"Title {words}", body=f"## Part\n\n{words} and helth.\n")
        return self.know(draft, 0, words)

    @rule(life=lives, days=st.integers(10, 500))
    def attest(self, life: Life, days: int) -> None:
        review = self.last_review(life)
        if review is None:
            return
        reviewed_on = (self.now.moment - timedelta(days=days)).date()
        self.now.move(timedelta(seconds=1))
        (done,) = attest(
            reviews=[review],
            name="Dr. Former",
            credentials="MD",
            reviewed_on=reviewed_on,
            due=reviewed_on + ATTESTED_FOR,
            proof=Proof(self.second, Method.PASSWORD),
            door="desk",
        )
        if done.attestation:
            assert not review.edition.publications.filter(cancelled_at=None).exists()
            self.attested[review.pk] = reviewed_on

    @rule(life=lives, who=LibraryLife.publisher)
    def unattest(self, life: Life, who: int) -> None:
        """The newest word for one of its texts is taken back."""
        word = Attestation.objects.filter(edition__article=life.article).order_by("-pk").first()
        if word and self.attempt(
            lambda: revoke_attestation(attestation=word, reason="Forged.", by=self.people[who], door="desk")
        ):
            life.taken_back(word.row_id, self.now.moment)
            self.attested.pop(word.review_id)

    @rule(life=lives, who=LibraryLife.writer)
    def correct(self, life: Life, who: int) -> None:
        """From the typo in what readers see to a text in review."""
        shown, person = life.shown(self.now.moment), self.people[who]
        draft = self.attempt(lambda: begin_correction(article=life.row, by=person, door="admin"))
        if draft is None:
            draft = Draft.objects.filter(article=life.article, purpose="correction").first()
        if draft is None or shown is None:
            return
        text = text_of(draft)
        swapped = text.body.replace("helth", "health") if "helth" in text.body else text.body.replace("health", "helth")
        text = text.model_copy(update={"body": swapped})
        saved = self.attempt(lambda: save_draft(draft=draft, text=text, seen=draft.saves, by=person))
        done = saved and self.attempt(
            lambda: submit(draft=saved, seen=saved.saves, change_note="A typo.", by=person, door="admin")
        )
        if done and done.review:
            edition: Edition = done.review.edition
            life.grown.setdefault(edition.pk, shown.edition)
            self.corrected[edition.pk] = next(words for words in life.words.values() if words in edition.title)

    @rule(life=lives, who=LibraryLife.writer)
    def bring_in(self, life: Life, who: int) -> None:
        """What was published meanwhile, into the text that is being written."""
        draft = Draft.objects.get(pk=life.draft)
        onto = behind(draft, self.now.moment)
        if onto is None or onto.is_redacted or draft.base is None or draft.base.is_redacted:
            return
        merged = merge(text_from(draft.base), text_of(draft), text_from(onto)).text
        saved = self.attempt(
            lambda: rebase_draft(
                draft=draft, text=merged, seen=draft.saves, onto=onto, by=self.people[who], door="admin"
            )
        )
        if saved:
            life.base = onto.pk
        if saved and saved.saves > draft.saves:
            life.writers[saved.saves] = self.people[who].pk
            life.words[saved.saves] = next(words for words in life.words.values() if words in saved.title)

    @rule(life=lives, oldest=st.booleans())
    def destroy(self, life: Life, oldest: bool) -> None:
        """Two administrators redact an Edition of the article."""
        editions = Edition.objects.filter(article=life.article).order_by("number" if oldest else "-number")
        if (edition := editions.first()) and self.attempt(
            lambda: redact(
                digest=edition.digest, by=self.people[4], second=self.second, reason="A court order.", door="admin"
            )
        ):
            shown = life.shown(self.now.moment)
            assert shown is None or Edition.objects.get(pk=shown.edition).digest != edition.digest
            life.redacted.add(edition.digest)

    @invariant()
    def what_was_redacted_is_nowhere(self) -> None:
        for life in self.known:
            for digest in life.redacted:
                for path in (f"/verify/{digest}/", f"/verify/{digest}/content.json"):
                    answer = self.stranger.get(path)
                    assert answer.status_code == 410
                    self.shows_only(answer.content.decode(), set())

    @invariant()
    def corrections_are_signed_by_a_second_person(self) -> None:
        for review in Review.objects.filter(purpose="correction", state__in=["approved", "published"]):
            wrote = set(review.edition.contributor_rows.values_list("person", flat=True))
            assert wrote
            assert not wrote & {row.reviewer_id for row in review.sign_offs.all()}

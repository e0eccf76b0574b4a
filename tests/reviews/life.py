"""Random people doing random things to articles while the clock moves, and what must hold after each of them.

The machine keeps its own account of who wrote and signed what and of what readers have to see when, apart from the
tables, and compares it with what strangers see.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from articles.actions.drafts import save_draft
from articles.models import Draft, Edition, Publication
from people.models import User
from people.roles import EDITOR, PUBLISHER, REVIEWER
from record import clock
from record.errors import Refusal
from record.verification import verify
from reviews.actions import (
    change_end,
    open_rereview,
    publish,
    recall,
    republish,
    request_changes,
    reschedule,
    revoke,
    sign_off,
    submit,
    unschedule,
    withdraw,
)
from reviews.dates import add_months
from reviews.models import Attestation, Method, PublishedReview, Review, Revocation, SignOff
from reviews.proof import Proof
from tests import factories
from tests.factories import START
from tests.public_pages import check_page, verify_path
from tests.reviews.policies import policy
from tests.reviews.public_life import Life, Shown

# Short, so that lives get to their ends: months until the next review is due, and days of grace after that.
MONTHS, GRACE = 2, 20
ATTESTED_FOR = timedelta(days=365)


class LibraryLife(RuleBasedStateMachine):
    """Editors, reviewers, a publisher, and a superuser who is everything at once."""

    lives = Bundle("lives")

    def __init__(self) -> None:
        super().__init__()
        self.standing = clock.standing_at(START)
        self.now = self.standing.__enter__()
        self.known: list[Life] = []
        self.token = 0
        # The words of each Edition of a correction, and the day of each review that was attested.
        self.corrected: dict[int, str] = {}
        self.attested: dict[int, date] = {}

    def teardown(self) -> None:
        self.standing.__exit__(None, None, None)

    @initialize()
    def hire(self) -> None:
        boss = factories.into_roles(User.objects.create_superuser("boss"), EDITOR, PUBLISHER, REVIEWER)
        factories.profile(boss, "medical", "editorial", name="Boss")
        self.people = [
            factories.person(EDITOR),
            factories.reviewer(),
            factories.reviewer("medical", "editorial"),
            factories.person(PUBLISHER),
            boss,
        ]
        policy(default={"roles": ["medical"], "months": MONTHS}, noindex_after_days=5, gone_after_days=GRACE)
        self.people.append(factories.into_roles(factories.reviewer(), EDITOR))
        # No session and no sign-in: a stranger.
        self.stranger = Client()

    def attempt(self, verb: Callable[[], object]) -> Any:
        """What a verb gives, or None where it says no. No two deeds fall on the same moment."""
        self.now.move(timedelta(seconds=1))
        try:
            return verb() or True
        except Refusal:
            return None

    def new_words(self) -> str:
        self.token += 1
        return f"tokenword{self.token}x"

    who = st.integers(0, 5)
    # Mostly somebody whose role it is, so that lives get somewhere.
    writer = st.sampled_from([0, 0, 0, 4, 5, 1])
    signer = st.sampled_from([1, 1, 2, 2, 4, 5, 0])
    publisher = st.sampled_from([3, 3, 3, 4, 0, 1])
    # From now on, or in so many hours.
    later = st.sampled_from([None, None, 1, 5, 48])

    # ---- Writing and reviewing ----

    @rule(target=lives, who=writer)
    def begin(self, who: int) -> Any:
        if len(self.known) >= 2:
            return multiple()
        words = self.new_words()
        values = {"title": f"Title {words}", "lead": f"Lead {words}.", "body": f"## Part\n\n{words} and helth.\n"}
        draft = self.attempt(lambda: factories.draft(by=self.people[who], **values))
        return self.know(draft, who, words) if draft else multiple()

    def know(self, draft: Draft, who: int, words: str) -> Life:
        life = Life(draft.pk, draft.article_id, draft.article.slug, {1: self.people[who].pk}, {1: words})
        self.known.append(life)
        return life

    @rule(life=lives, who=writer)
    def save(self, life: Life, who: int) -> None:
        words = self.new_words()
        draft = Draft.objects.get(pk=life.draft)
        text = factories.text(title=f"Title {words}", lead=f"Lead {words}.", body=f"## Part\n\n{words} and helth.\n")
        saved = self.attempt(lambda: save_draft(draft=draft, text=text, seen=draft.saves, by=self.people[who]))
        if saved is None:
            return
        life.writers[saved.saves] = self.people[who].pk
        life.words[saved.saves] = words

    @rule(life=lives, who=writer)
    def hand_in(self, life: Life, who: int) -> None:
        draft = Draft.objects.get(pk=life.draft)
        done = self.attempt(
            lambda: submit(draft=draft, seen=draft.saves, change_note="More.", by=self.people[who], door="admin")
        )
        if done and done.review:
            life.grown.setdefault(done.review.edition_id, life.base)

    @rule(life=lives, who=publisher)
    def ask_again(self, life: Life, who: int) -> None:
        self.attempt(lambda: open_rereview(article=life.row, by=self.people[who], door="desk"))

    def last_review(self, life: Life) -> Review | None:
        return Review.objects.filter(article=life.article).order_by("-pk").first()

    @rule(life=lives, who=signer, right_digest=st.sampled_from([True, True, True, False]))
    def sign(self, life: Life, who: int, right_digest: bool) -> None:
        review, person = self.last_review(life), self.people[who]
        if review is None:
            return
        digest, role = review.edition.digest if right_digest else "0" * 64, review.required_roles[0]
        signed = self.attempt(
            lambda: sign_off(review=review, digest=digest, role=role, proof=Proof(person, Method.PASSWORD), door="desk")
        )
        if signed:
            assert right_digest
            wrote = set(review.edition.contributor_rows.values_list("person", flat=True))
            assert person.pk not in wrote, "somebody signed what they wrote"
            if review.edition.purpose == "main":
                since = life.wrote_since(review.edition.save_number, self.now.moment)
                assert wrote >= since, "a writer is no contributor"

    @rule(life=lives, who=signer)
    def ask_for_changes(self, life: Life, who: int) -> None:
        if review := self.last_review(life):
            self.attempt(
                lambda: request_changes(
                    review=review, digest=review.edition.digest, reasons="Say more.", by=self.people[who], door="desk"
                )
            )

    @rule(life=lives, who=who)
    def take_back(self, life: Life, who: int) -> None:
        if review := self.last_review(life):
            self.attempt(lambda: recall(review=review, by=self.people[who], door="admin"))

    # ---- Publishing, and what follows ----

    @rule(life=lives, who=publisher, opens=later, lasts=later, cancels=st.booleans())
    def put_out(self, life: Life, who: int, opens: int | None, lasts: int | None, cancels: bool) -> None:
        review = self.last_review(life)
        if review is None:
            return
        before = life.last(self.now.moment)
        live = Publication.objects.live(clock.now()).filter(article=life.article).first()
        waits = Publication.objects.scheduled(clock.now()).filter(article=life.article).first()
        given = self.attempt(
            lambda: publish(
                review=review,
                live_seen=live.pk if live else None,
                scheduled_seen=waits.pk if waits and cancels else None,
                by=self.people[who],
                door="desk",
                **self.window(opens, lasts),
            )
        )
        if given:
            if before and before.edition != given.edition_id:
                last = life.seen_base(given.edition_id, self.now.moment - timedelta(microseconds=1))
                assert last == before.edition, "a change that readers saw is undone unseen"
            life.published(self.shown_by(life, review, given), self.now.moment)
            if review.purpose == "main":
                life.base = given.edition_id

    def shown_by(self, life: Life, review: Review, given: Publication) -> Shown:
        """What readers get to see by publishing a review, by this machine's own account."""
        signatures = SignOff.objects.filter(edition=given.edition, revocation=None)
        if review.purpose == "re-review":
            signatures = signatures.filter(review=review)
        else:
            signatures = signatures.filter(review__purpose=review.purpose)
        own, edition = {row.pk for row in signatures}, given.edition
        if edition.purpose == "main":
            life.saves[edition.pk] = edition.save_number
        rests_on = life.last_whole(self.now.moment) if review.purpose == "correction" else None
        if rests_on:
            day = rests_on.last_reviewed
            newest = life.last(self.now.moment)
            assert newest
            gone = newest.gone
        else:
            day = self.attested.get(review.pk) or max(row.at for row in signatures).date()
            due = day + ATTESTED_FOR if review.pk in self.attested else add_months(day, MONTHS)
            gone = datetime.combine(due + timedelta(days=1 + GRACE), time(), UTC)
        return Shown(
            publication=given.pk,
            edition=edition.pk,
            words=self.words_of(life, edition.pk),
            opens=given.opens,
            closes=given.closes,
            signatures=own | (rests_on.signatures if rests_on else set()),
            last_reviewed=day,
            own=own,
            gone=gone,
            whole=rests_on is None,
            word=rests_on.word if rests_on else self.word_of(review),
        )

    def word_of(self, review: Review) -> str:
        """The attestation on which its text rests, if it was attested."""
        return Attestation.objects.filter(review=review).latest("pk").row_id if review.pk in self.attested else ""

    def words_of(self, life: Life, edition: int) -> str:
        """The words of the save that an Edition froze; a correction has those of the text that it corrects."""
        if edition not in life.saves:
            return self.corrected[edition]
        return life.words[life.saves[edition]]

    def window(self, opens: int | None, lasts: int | None) -> dict[str, Any]:
        begins = self.now.moment + timedelta(hours=opens) if opens else None
        ends = (begins or self.now.moment) + timedelta(hours=lasts) if lasts else None
        return {"opens": begins, "closes": ends}

    @rule(life=lives, who=publisher)
    def call_off(self, life: Life, who: int) -> None:
        if shown := life.scheduled(self.now.moment):
            publication = Publication.objects.get(pk=shown.publication)
            if self.attempt(
                lambda: unschedule(publication=publication, reason="Not yet.", by=self.people[who], door="desk")
            ):
                life.called_off(shown)

    @rule(life=lives, who=publisher, opens=st.sampled_from([1, 7, 30]), lasts=later)
    def move(self, life: Life, who: int, opens: int, lasts: int | None) -> None:
        if shown := life.scheduled(self.now.moment):
            publication = Publication.objects.get(pk=shown.publication)
            given = self.attempt(
                lambda: reschedule(
                    publication=publication,
                    opens=self.now.moment + timedelta(hours=opens),
                    closes=self.window(opens, lasts)["closes"],
                    by=self.people[who],
                    door="desk",
                )
            )
            if given:
                assert given.edition_id == publication.edition_id
                life.called_off(shown)
                life.published(shown.moved(given.pk, given.opens, given.closes), self.now.moment)

    @rule(life=lives, who=publisher, lasts=later)
    def set_end(self, life: Life, who: int, lasts: int | None) -> None:
        if shown := life.shown(self.now.moment):
            publication = Publication.objects.get(pk=shown.publication)
            closes = self.window(None, lasts)["closes"]
            if self.attempt(
                lambda: change_end(publication=publication, closes=closes, by=self.people[who], door="desk")
            ):
                shown.closes = closes

    @rule(life=lives, who=publisher)
    def take_away(self, life: Life, who: int) -> None:
        done = self.attempt(
            lambda: withdraw(
                article=life.row, reason="Wrong.", notice="Gone for now.", by=self.people[who], door="admin"
            )
        )
        if done:
            life.withdrawn(self.now.moment)
        may = who in (3, 4)
        assert not (may and (life.shown(self.now.moment) or life.scheduled(self.now.moment))), "it can't be stopped"

    @rule(life=lives, who=publisher, opens=later)
    def bring_back(self, life: Life, who: int, opens: int | None) -> None:
        last = life.last(self.now.moment)
        given = self.attempt(
            lambda: republish(
                article=life.row,
                last_seen=last.publication if last else 0,
                by=self.people[who],
                door="desk",
                opens=self.window(opens, None)["opens"],
            )
        )
        if given:
            assert last
            life.published(last.moved(given.pk, given.opens, given.closes), self.now.moment)

    @rule(life=lives, who=signer, newest=st.booleans())
    def unsign(self, life: Life, who: int, newest: bool) -> None:
        signatures = SignOff.objects.filter(edition__article=life.article).order_by("-pk" if newest else "pk")
        if (signature := signatures.first()) and self.attempt(
            lambda: revoke(sign_off=signature, reason="Mistaken.", by=self.people[who], door="desk")
        ):
            life.unsigned(signature.pk, self.now.moment)

    @rule(life=lives)
    def go_on(self, life: Life) -> None:
        """The next sensible step, by whoever should take it."""
        review = self.last_review(life)
        if review is None or not review.is_open:
            self.hand_in(life, 0)
        elif review.state == "waiting":
            self.sign(life, 2, right_digest=True)
        else:
            self.put_out(life, 3, opens=None, lasts=None, cancels=True)

    # ---- The clock ----

    @rule(hours=st.integers(1, 60 * 24))
    def wait(self, hours: int) -> None:
        self.now.move(timedelta(hours=hours))

    @rule(short=st.sampled_from([timedelta(0), timedelta(microseconds=1)]))
    def wait_for_the_next_change(self, short: timedelta) -> None:
        """To the very moment at which some page comes or goes, or just before."""
        coming = [moment for life in self.known for moment in life.changes() if moment > self.now.moment + short]
        if coming:
            self.now.moment = min(coming) - short

    # ---- What must hold ----

    @invariant()
    def strangers_see_what_was_signed(self) -> None:
        # Where no page is, the nearest articles are offered.
        public = {row.words for life in self.known if (row := life.shown(self.now.moment))}
        for life in self.known:
            answer = self.stranger.get(f"/articles/{life.slug}/")
            shown = life.shown(self.now.moment)
            if shown is None:
                assert answer.status_code == (410 if life.was_public(self.now.moment) else 404)
                ended = life.ended(self.now.moment)
                self.shows_only(answer.content.decode(), public | ({ended.words} if ended else set()))
                continue
            assert answer.status_code == 200
            page = answer.content.decode()
            path = verify_path(page)
            content = check_page(page, self.stranger.get(f"{path}content.json").content)
            self.shows_only(page, {shown.words})
            self.rests_on_signatures(life, shown, path.split("/")[2], content)
            assert f'datetime="{shown.last_reviewed.isoformat()}"' in page
            assert ("noindex" in page) == (self.now.moment >= shown.gone - timedelta(days=GRACE - 5))

    def rests_on_signatures(self, life: Life, shown: Shown, digest: str, content: dict[str, Any]) -> None:
        """One Publication, on one authority: signed for this digest, by others than those who wrote it."""
        assert content["article"] == str(life.row.uuid)
        publication = Publication.objects.live(clock.now()).get(article=life.article)
        assert publication.pk == shown.publication
        assert publication.published_review.review.edition_id == publication.edition_id
        assert PublishedReview.objects.filter(publication=publication).count() == 1
        signatures = SignOff.objects.filter(pk__in=shown.signatures, revocation=None)
        assert len(signatures) == len(shown.signatures), "it rests on a signature that was taken back"
        assert {row.digest for row in signatures if row.pk in shown.own} <= {digest}
        assert shown.signatures or (shown.word and publication.authority == "attestation") or not shown.whole
        word = Attestation.objects.filter(pk=shown.word.partition(":")[2] or 0)
        assert not Revocation.objects.filter(attestation__in=word).exists(), "it rests on a word that was taken back"
        contributors = set(publication.edition.contributor_rows.values_list("person", flat=True))
        assert not contributors & {row.reviewer_id for row in signatures if row.pk in shown.own}

    @invariant()
    def lists_show_nothing_unpublished(self) -> None:
        shown = [(life, life.shown(self.now.moment)) for life in self.known]
        public = {row.words for life, row in shown if row}
        for path in ("/", "/sections/", "/sections/treatments-procedures/", "/feeds/updates/"):
            self.shows_only(self.stranger.get(path).content.decode(), public)

    @invariant()
    def texts_never_public_have_no_address(self) -> None:
        for life in self.known:
            seen = life.editions_seen(self.now.moment)
            digests = set(Edition.objects.filter(pk__in=seen).values_list("content_row", flat=True))
            for review in Review.objects.filter(article=life.article).select_related("edition"):
                if review.edition.digest not in digests and review.edition.digest not in life.redacted:
                    assert self.stranger.get(f"/verify/{review.edition.digest}/").status_code == 404
                    assert self.stranger.get(f"/verify/{review.edition.digest}/content.json").status_code == 404

    def shows_only(self, page: str, allowed: set[str]) -> None:
        every = {words for life in self.known for words in life.words.values()}
        assert {words for words in every if words in page} <= allowed

    @invariant()
    def the_record_is_whole(self) -> None:
        verification = verify()
        assert verification.is_whole, verification.findings

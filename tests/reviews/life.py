"""Random people doing random things to articles, and what must hold after each of them.

The machine keeps its own account of who wrote and signed what, apart from the tables, and compares it with what
strangers see.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from articles.actions.drafts import save_draft
from articles.models import Draft, Publication
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from record.errors import Refusal
from record.verification import verify
from reviews.actions import publish, recall, request_changes, sign_off, submit, withdraw
from reviews.models import Method, Review, Reviewer, SignOff
from reviews.proof import Proof
from tests import factories
from tests.public_pages import check_page, verify_path

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Life:
    """What the machine knows of one article: the words of each save, its writers, and what became public."""

    draft: int
    slug: str
    writers: dict[int, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    public_save: int = 0
    contributors: set[int] = field(default_factory=set)
    is_public: bool = False
    last_reviewed: date | None = None


class LibraryLife(RuleBasedStateMachine):
    """Editors, reviewers, a publisher, and a superuser who is everything at once."""

    lives = Bundle("lives")

    def __init__(self) -> None:
        super().__init__()
        self.standing = clock.standing_at(START)
        self.now = self.standing.__enter__()
        self.known: list[Life] = []
        self.token = 0

    def teardown(self) -> None:
        self.standing.__exit__(None, None, None)

    @initialize()
    def hire(self) -> None:
        boss = factories.person(EDITOR, ADMINISTRATOR, PUBLISHER)
        boss.is_superuser = True
        boss.save()
        Reviewer.objects.create(person=boss, printed_name="Boss", credentials="MD", roles=["medical"])
        self.people = [
            factories.person(EDITOR),
            factories.reviewer(),
            factories.reviewer(),
            factories.person(PUBLISHER),
            boss,
        ]
        both = factories.reviewer()
        both.groups.add(*self.people[0].groups.all())
        self.people.append(User.objects.get(pk=both.pk))
        # No session and no sign-in: a stranger.
        self.stranger = Client()

    def attempt(self, verb: Callable[[], object]) -> Any:
        """What a verb gives, or None where it says no. No two deeds fall on the same moment."""
        self.now.move(timedelta(seconds=1))
        try:
            return verb()
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

    @rule(target=lives, who=writer)
    def begin(self, who: int) -> Any:
        if len(self.known) >= 2:
            return multiple()
        words = self.new_words()
        draft = factories.draft(
            by=self.people[who], title=f"Title {words}", lead=f"Lead {words}.", body=f"## Part\n\n{words}\n"
        )
        life = Life(draft.pk, draft.article.slug, {1: self.people[who].pk}, {1: words})
        self.known.append(life)
        return life

    @rule(life=lives, who=writer)
    def save(self, life: Life, who: int) -> None:
        words = self.new_words()
        draft = Draft.objects.get(pk=life.draft)
        text = factories.text(title=f"Title {words}", lead=f"Lead {words}.", body=f"## Part\n\n{words}\n")
        saved = save_draft(draft=draft, text=text, seen=draft.saves, by=self.people[who])
        life.writers[saved.saves] = self.people[who].pk
        life.words[saved.saves] = words

    @rule(life=lives, who=writer)
    def hand_in(self, life: Life, who: int) -> None:
        draft = Draft.objects.get(pk=life.draft)
        self.attempt(
            lambda: submit(draft=draft, seen=draft.saves, change_note="More.", by=self.people[who], door="admin")
        )

    def last_review(self, life: Life) -> Review | None:
        return Review.objects.filter(article__drafts=life.draft).order_by("-pk").first()

    @rule(life=lives, who=signer, right_digest=st.sampled_from([True, True, True, False]))
    def sign(self, life: Life, who: int, right_digest: bool) -> None:
        review, person = self.last_review(life), self.people[who]
        if review is None:
            return
        digest = review.edition.digest if right_digest else "0" * 64
        signed = self.attempt(
            lambda: sign_off(
                review=review, digest=digest, role="medical", proof=Proof(person, Method.PASSWORD), door="desk"
            )
        )
        if signed:
            assert right_digest
            wrote = {
                by for number, by in life.writers.items() if life.public_save < number <= review.edition.save_number
            }
            assert person.pk not in wrote, "somebody signed what they wrote"

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

    @rule(life=lives, who=publisher)
    def put_out(self, life: Life, who: int) -> None:
        review = self.last_review(life)
        if review is None:
            return
        live = Publication.objects.live(clock.now()).filter(article=review.article).first()
        given = self.attempt(
            lambda: publish(review=review, live_seen=live.pk if live else None, by=self.people[who], door="desk")
        )
        if given:
            signatures = SignOff.objects.filter(digest=given.edition.digest, edition=given.edition)
            saves = range(life.public_save + 1, given.edition.save_number + 1)
            life.contributors = {life.writers[number] for number in saves}
            life.public_save, life.is_public = given.edition.save_number, True
            life.last_reviewed = max(signature.at for signature in signatures).date()

    @rule(life=lives, who=publisher)
    def take_away(self, life: Life, who: int) -> None:
        article = Draft.objects.get(pk=life.draft).article
        done = self.attempt(
            lambda: withdraw(
                article=article, reason="Wrong.", notice="Gone for now.", by=self.people[who], door="admin"
            )
        )
        if done:
            life.is_public = False

    @rule(life=lives)
    def go_on(self, life: Life) -> None:
        """The next sensible step, by whoever should take it."""
        review = self.last_review(life)
        if review is None or not review.is_open:
            self.hand_in(life, 0)
        elif review.state == "waiting":
            self.sign(life, 2, right_digest=True)
        else:
            self.put_out(life, 3)

    @rule(hours=st.integers(1, 60 * 24))
    def wait(self, hours: int) -> None:
        self.now.move(timedelta(hours=hours))

    @invariant()
    def strangers_see_what_was_signed(self) -> None:
        for life in self.known:
            answer = self.stranger.get(f"/articles/{life.slug}/")
            if not life.is_public:
                assert answer.status_code == (410 if life.public_save else 404)
                self.shows_only(answer.content.decode(), set())
                continue
            assert answer.status_code == 200
            page = answer.content.decode()
            path = verify_path(page)
            content = check_page(page, self.stranger.get(f"{path}content.json").content)
            self.shows_only(page, {life.words[life.public_save]})
            self.rests_on_signatures(life, path.split("/")[2], content)
            assert life.last_reviewed
            assert f'datetime="{life.last_reviewed.isoformat()}"' in page

    def rests_on_signatures(self, life: Life, digest: str, content: dict[str, Any]) -> None:
        """Signed as the review asked, for this digest, by others than those who wrote it."""
        draft = Draft.objects.get(pk=life.draft)
        assert content["article"] == str(draft.article.uuid)
        signatures = SignOff.objects.filter(digest=digest, role="medical")
        assert signatures
        publication = Publication.objects.live(clock.now()).get(article=draft.article)
        contributors = set(publication.edition.contributor_rows.values_list("person", flat=True))
        assert contributors == life.contributors
        assert not contributors & {
            signature.reviewer_id for signature in signatures.filter(edition=publication.edition)
        }

    @invariant()
    def lists_show_nothing_unpublished(self) -> None:
        public = {life.words[life.public_save] for life in self.known if life.is_public}
        for path in ("/", "/sections/", "/sections/treatments-procedures/"):
            self.shows_only(self.stranger.get(path).content.decode(), public)

    @invariant()
    def texts_never_public_have_no_address(self) -> None:
        for life in self.known:
            for review in Review.objects.filter(article__drafts=life.draft, edition__publications=None):
                if not Publication.objects.filter(edition__content_row=review.edition.digest).exists():
                    assert self.stranger.get(f"/verify/{review.edition.digest}/").status_code == 404
                    assert self.stranger.get(f"/verify/{review.edition.digest}/content.json").status_code == 404

    def shows_only(self, page: str, allowed: set[str]) -> None:
        every = {words for life in self.known for words in life.words.values()}
        assert {words for words in every if words in page} <= allowed

    @invariant()
    def the_record_is_whole(self) -> None:
        verification = verify()
        assert verification.is_whole, verification.findings

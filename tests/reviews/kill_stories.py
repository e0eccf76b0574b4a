"""Verbs to be killed in the middle, and what may be left of them. Used by the tests (a sample) and the trials (all)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.models import Article, Edition, EditionContent, Publication
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER
from record.chain import Event
from record.verification import verify
from reviews.actions import publish, redact, sign_off, submit
from reviews.models import Method, Review, SignOff
from reviews.proof import Proof
from tests import factories
from tests.kills import killed_after

State = tuple[object, ...]


@dataclass(frozen=True)
class Story:
    """A verb on an article of its own, ready to be called again and again until it was not killed."""

    name: str
    article: int
    verb: Callable[[], object]

    def state(self) -> State:
        """What is to be seen of the article: all of it changes together or not at all."""
        return (
            [
                (number, title, EditionContent.objects.filter(pk=digest).exists())
                for number, title, digest in Edition.objects.filter(article=self.article)
                .order_by("pk")
                .values_list("number", "title", "content_row")
            ],
            list(Review.objects.filter(article=self.article).order_by("pk").values_list("state", "closed_at")),
            SignOff.objects.filter(edition__article=self.article).count(),
            list(Publication.objects.filter(article=self.article).order_by("pk").values_list("closes")),
            list(
                Event.objects.filter(article=Article.objects.get(pk=self.article).uuid).values_list("verb", flat=True)
            ),
        )


def stories() -> Iterator[Callable[[], Story]]:
    """Each makes a new article and the verb that is killed on it."""
    people: dict[str, User] = {
        "editor": factories.person(),
        "reviewer": factories.reviewer(),
        "publisher": factories.person(PUBLISHER),
        "administrator": factories.person(ADMINISTRATOR),
        "second": factories.person(ADMINISTRATOR),
    }

    def submitting() -> Story:
        draft = factories.draft(by=people["editor"])
        return Story(
            "submit",
            draft.article_id,
            lambda: submit(draft=draft, seen=1, change_note="First.", by=people["editor"], door="admin"),
        )

    def signing() -> Story:
        review = factories.submitted(by=people["editor"])
        return Story(
            "sign_off",
            review.article_id,
            lambda: sign_off(
                review=review,
                digest=review.edition.digest,
                role="medical",
                proof=Proof(people["reviewer"], Method.PASSWORD),
                door="desk",
            ),
        )

    def publishing() -> Story:
        review = factories.submitted(by=people["editor"])
        factories.signed(review, by=people["reviewer"])
        return Story(
            "publish",
            review.article_id,
            lambda: publish(review=review, live_seen=None, by=people["publisher"], door="desk"),
        )

    def redacting() -> Story:
        review = factories.recalled(by=people["editor"])
        factories.saved(review.article.drafts.get(), by=people["editor"], title="Another title")
        return Story(
            "redact",
            review.article_id,
            lambda: redact(
                digest=review.edition.digest,
                by=people["administrator"],
                second=people["second"],
                reason="Court.",
                door="shell",
            ),
        )

    return iter((submitting, signing, publishing, redacting))


def kill(make: Callable[[], Story], statements: int) -> bool:
    """Kill a verb after so many statements and look at what it left. False where it had ended by then."""
    story = make()
    before = story.state()
    killed = killed_after(statements, story.verb)
    left = story.state()
    if left == before:
        assert killed, f"{story.name} ended and left nothing"
        story.verb()
    else:
        # It had committed, though nobody was told: that is the whole state after.
        twin = make()
        twin.verb()
        assert _shape(left) == _shape(twin.state()), f"{story.name} killed after {statements} left half a state"
    assert verify().is_whole
    return killed


def _shape(state: State) -> list[object]:
    editions, reviews, sign_offs, publications, events = state
    assert isinstance(reviews, list)
    assert isinstance(publications, list)
    return [editions, [row[0] for row in reviews], sign_offs, len(publications), events]

"""Where a session ends over a form, what somebody typed comes back to them, and nothing that only the form knows."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from articles.models import Publication, Withdrawal
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from record import clock
from reviews.actions import publish, withdraw
from reviews.models import SignOff
from tests import factories
from tests.articles.writing import address
from tests.reviews.corrections import correction_public, main_of, with_typo

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TYPED = "2027-01-31T08:00:00"


def sent_along(page: str) -> dict[str, list[str]]:
    """Every hidden field of a page, with what it would send."""
    sent: dict[str, list[str]] = {}
    for field in re.findall(r'<input type="hidden"[^>]*>', page):
        found = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', field)}
        sent.setdefault(found["name"], []).append(found.get("value", ""))
    return sent


@pytest.fixture
def boss() -> User:
    return factories.into_roles(User.objects.create_superuser("boss"), ADMINISTRATOR)


def publishing(boss: User) -> str:
    """One text is live for good, another scheduled, and a third is to be published."""
    scheduled = _scheduled(boss)
    draft = factories.saved(scheduled.article.drafts.get(), lead="Third.")
    return f"/reviews/{factories.signed(factories.submitted(draft, note='More.')).pk}/publish/"


def public_life(boss: User) -> str:
    return f"/reviews/articles/{_scheduled(boss).article_id}/"


def taking_back(boss: User) -> str:
    factories.published()
    return f"/reviews/signatures/{SignOff.objects.get().pk}/revoke/"


def lifting(boss: User) -> str:
    return f"/reviews/notices/{factories.shown_notice().pk}/"


def recalling(boss: User) -> str:
    return address(factories.submitted().article.drafts.get(), "recall")


def bringing_in(boss: User) -> str:
    """The draft lacks what was published meanwhile."""
    page = with_typo(by=boss)
    draft = factories.saved(main_of(page.article), lead="A new lead.")
    correction_public(page, by=boss)
    return address(draft, "rebase")


def _scheduled(boss: User) -> Publication:
    first = factories.published()
    draft = factories.saved(first.article.drafts.get(), lead="Second.")
    review = factories.signed(factories.submitted(draft, note="More."))
    return publish(review=review, live_seen=first.pk, opens=clock.now() + DAY, by=boss, door="desk")


@pytest.mark.parametrize(
    ("form", "knows"),
    [
        (publishing, {"live_seen", "end_seen", "scheduled_seen"}),
        (public_life, {"publication", "end_seen"}),
        (taking_back, {"publication", "ends"}),
        (lifting, {"was_shown"}),
        (recalling, {"review"}),
        (bringing_in, {"seen", "onto"}),
    ],
)
def test_what_a_form_sends_along_is_not_shown_as_typed(
    form: Callable[[User], str], knows: set[str], boss: User, client: Client
) -> None:
    path = form(boss)
    client.force_login(boss)
    sent = sent_along(client.get(path).text)
    assert knows <= set(sent)
    client.logout()
    page = client.post(path, {**sent, "closes": TYPED, "confirmed": "yes"})
    assert [(typed.label, typed.words) for typed in page.context["kept"]] == [("closes", TYPED)]
    assert client.post(path, sent).status_code == 302, "Nothing was typed, so there is nothing to show."


def test_what_was_typed_a_page_before_is_shown_without_the_ids_beside_it(boss: User, client: Client) -> None:
    review = factories.submitted(factories.imported(claimed=date(2024, 5, 6)))
    client.force_login(boss)
    given = {"name": "Dr. Old", "credentials": "MD", "as_claimed": "on", "due_months": "12", "look": "yes"}
    sent = sent_along(client.post("/reviews/attest/", {**given, "reviews": [review.pk]}).text)
    assert "claims" in sent
    client.logout()
    page = client.post("/reviews/attest/", {**sent, "reviews": ["123456"], "password": "secret", "attest": "yes"})
    kept = {typed.label: typed.words for typed in page.context["kept"]}
    assert kept == {"name": "Dr. Old", "credentials": "MD"}


def test_whoever_lost_a_role_over_a_form_gets_their_words_back() -> None:
    """Given a publisher who writes why a page is withdrawn, when the role is taken away before it is sent, then the
    answer says so and holds what was written.
    """
    page, publisher = factories.published(), factories.person(PUBLISHER)
    client = Client()
    client.force_login(publisher)
    path = f"/reviews/articles/{page.article_id}/withdraw/"
    assert client.get(path).status_code == 200
    publisher.groups.set(factories.person(EDITOR).groups.all())

    answer = client.post(path, {"reason": "A dose is wrong.", "notice": "Ask your doctor.", "last_seen": str(page.pk)})

    assert answer.status_code == 403
    assert "This door is not open to you" in answer.text
    assert "A dose is wrong." in answer.text
    assert "Ask your doctor." in answer.text
    assert Publication.objects.live(clock.now()).get() == page


@pytest.mark.parametrize("door", ["desk", "admin"])
def test_whoever_was_second_to_withdraw_gets_their_words_back(door: str) -> None:
    page, publisher = factories.published(), factories.person(PUBLISHER)
    client = Client()
    client.force_login(publisher)
    draft = page.article.drafts.get()
    path = f"/reviews/articles/{page.article_id}/withdraw/" if door == "desk" else address(draft, "withdraw")
    assert client.get(path).status_code == 200
    withdraw(article=page.article, reason="Doubts.", by=factories.person(PUBLISHER), door="desk")

    answer = client.post(path, {"reason": "A dose is wrong.", "notice": "Ask your doctor.", "last_seen": str(page.pk)})

    assert answer.status_code == 409
    assert "Somebody else was first" in answer.text
    assert "A dose is wrong." in answer.text
    assert "Ask your doctor." in answer.text
    assert Withdrawal.objects.get().reason == "Doubts."

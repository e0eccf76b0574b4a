"""Walking every address of the library, with every method, as everybody.

The table `doors.csv` beside this file says what each gets. After a new address was added, and only after thinking about
who may open it: `REWRITE_DOORS=1 pytest tests/healthlib/test_doors.py` writes the table anew; read what changed in it.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Media, PolicyPage
from articles.public.listings import PER_MAP
from people.models import User
from people.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER
from record.chain import Event
from reviews.actions import note_head, receive_feedback, withdraw
from reviews.models import Reviewer
from tests import factories
from tests.reviews.redacting import redacted

TABLE = Path(__file__).with_name("doors.csv")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WHO = ("nobody", "editor", "reviewer", "publisher", "administrator", "auditor", "no role", "deactivated")


class Door(NamedTuple):
    """An address of the URLconf, with the method it is opened with."""

    route: str
    method: str


def routes() -> list[str]:
    """Every route of the URLconf as it is written there, once."""
    return list(dict.fromkeys(_routes(get_resolver(), "")))


def _routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


class World:
    """A library with a thing of each kind, and somebody of each kind."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {
            "nobody": None,
            "editor": factories.person(EDITOR),
            "reviewer": factories.reviewer(),
            "publisher": factories.person(PUBLISHER),
            "administrator": factories.person(ADMINISTRATOR),
            "auditor": factories.person(AUDITOR),
            "no role": User.objects.create_user("norole", "norole@example.org", factories.PASSWORD),
            "deactivated": User.objects.create_user("left", "left@example.org", factories.PASSWORD, is_active=False),
        }
        self.draft = factories.draft(slug="never-submitted")
        self.review = factories.submitted(slug="in-review")
        self.live = factories.published(slug="public")
        self.gone = factories.published(slug="withdrawn").article
        withdraw(article=self.gone, reason="r", notice="n", by=factories.person(PUBLISHER), door="admin")
        self.media = Media.objects.create(
            name=f"{'a' * 64}.png",
            content_type="image/png",
            width=1,
            height=1,
            size=1,
            uploaded_by=factories.person(EDITOR),
        )
        text = factories.recalled(slug="redacted").edition
        factories.saved(text.article.drafts.get(), title="Another")
        self.redaction = redacted(text)
        self.notice = factories.proposed_notice(self.live.article)
        self.attestation = factories.attested(factories.submitted(factories.imported())).attestations.get()
        self.feedback = receive_feedback(
            digest=self.live.edition.digest, kind="mistake", comment="A word is missing."
        ).feedback
        self.page = PolicyPage.objects.order_by("pk")[0]
        self.term = factories.term()
        profile = Reviewer.objects.order_by("pk")[0]
        profile.is_public, profile.slug = True, "dr-sample-reviewer"
        profile.save()
        head = note_head()
        assert head
        self.head = head

    def path(self, route: str) -> str:
        """A real address for a route. Fails for a placeholder that nobody gave an example for."""
        examples = self.examples(route)

        def example(found: re.Match[str]) -> str:
            name = re.sub(r".*<|>.*", "", found[0]).rpartition(":")[2]
            assert name in examples, f"{route}: give an example for <{name}> in tests/healthlib/doors.py"
            return str(examples[name])

        plain = re.sub(r"\(\?P(<\w+>)[^)]*\)", example, route)
        plain = re.sub(r"<[^<>]+>", example, plain)
        plain = plain.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
        assert not re.search(r"[<>(?*]", plain), f"{route}: {plain} is no address"
        return "/" + plain

    def thing(self, route: str) -> object:
        """The key of the thing that a route speaks of: the first of these words in it says of what kind."""
        auditor, reviewer = self.people["auditor"], self.people["reviewer"]
        assert auditor
        assert reviewer
        kinds: dict[str, object] = {
            "/record/event/": Event.objects.order_by("seq")[0].pk,
            "/section/": self.live.article.section_id,
            "/policypage/": self.page.pk,
            "/glossaryterm/": self.term.pk,
            "/redaction/": self.redaction.pk,
            "/organisation/": 1,
            "/policyversion/": 1,
            "/feedback/": self.feedback.pk,
            "/user/": auditor.pk,
            "/reviewer/": reviewer.reviewer.pk,
            "reviews/articles/": self.live.article_id,
            "reviews/signatures/": self.live.edition.sign_offs.get().pk,
            "reviews/attestations/": self.attestation.pk,
            "reviews/notices/": self.notice.pk,
            "reviews/": self.review.pk,
        }
        return next((key for word, key in kinds.items() if word in route), self.draft.pk)

    def examples(self, route: str) -> dict[str, object]:
        """What stands for each placeholder in this route."""
        thing = self.thing(route)
        return {
            "app_label": "articles",
            "url": "nowhere",
            "object_id": thing,
            "pk": thing,
            "slug": "editorial-process"
            if route.startswith("about/")
            else "blood"
            if route.startswith("body-systems/")
            else "adults"
            if route.startswith("audiences/")
            else "dr-sample-reviewer"
            if route.startswith("reviewers/")
            else "symptoms"
            if "section" in route
            else "public",
            "digest": self.live.edition.digest,
            "name": self.media.name,
            "letter": "g",
            "number": self.live.article_id // PER_MAP if route.startswith("sitemaps/") else 1,
            "version": 1,
            "version_id": 1,
            "token": "no-token",
            "key": "0-no-key",
            "uidb36": "0",
            "content_type_id": 1,
            "day": self.head.day,
        }

    def answer(self, who: str, door: Door) -> str:
        """What somebody gets there: a status, or `login` where they are sent to sign in."""
        client = Client(raise_request_exception=False)
        if person := self.people[who]:
            client.force_login(person)
        response = client.generic(door.method, self.path(door.route))
        return _said(response)


def _said(response: HttpResponseBase) -> str:
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "login"
    return str(response.status_code)


def read_table() -> dict[Door, dict[str, str]]:
    """The table, a row a door."""
    if not TABLE.exists():
        return {}
    with TABLE.open(newline="") as file:
        return {Door(row["route"], row["method"]): {who: row[who] for who in WHO} for row in csv.DictReader(file)}


def write_table(rows: dict[Door, dict[str, str]]) -> None:
    """Write it anew, in the order of the URLconf."""
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", *WHO])
        writer.writerows([door.route, door.method, *(answers[who] for who in WHO)] for door, answers in rows.items())

"""What no reader may learn: drafts, reviews, people. And what no page may depend on: who asks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.models import EditionContent, Media, Publication
from articles.public.listings import PER_MAP
from people.roles import ADMINISTRATOR, PUBLISHER
from reviews.actions import withdraw
from tests import factories
from tests.articles.test_public_media import picture, showing

pytestmark = pytest.mark.django_db

SECRET = "zebrasecret"
HIDDEN = ("only-a-draft", "in-review", "signed", "answered")
# Tables that hold what isn't public, or who somebody is.
CLOSED = re.compile(
    r"articles_(draft|draftsave|imported|editioncontributor)\b|reversion_|reviews_(review|changerequest|notice)\b"
    r"|people_|auth_|django_session|record_"
)
# A reviewer's profile is asked for where its owner made it public, and nowhere else.
PROFILE, ONLY_PUBLIC = "reviews_reviewer", '"is_public"'


@pytest.fixture
def library() -> list[Publication]:
    """One article in every state, each with a newer draft that says what nobody may know yet."""
    factories.draft(slug="only-a-draft", title=f"A {SECRET}", body=f"## {SECRET}\n\n{SECRET}\n")
    factories.submitted(factories.draft(slug="in-review", title=f"B {SECRET}"))
    factories.signed(title=f"C {SECRET}", slug="signed")
    factories.answered(title=f"D {SECRET}", slug="answered")
    factories.draft(slug="picture", body=showing(picture("blue")))
    live = factories.published(
        slug="live", body=showing(picture()), details={"related": ["only-a-draft", "in-review", "withdrawn"]}
    )
    again = factories.republished(factories.published(slug="again"), lead="Changed.")
    gone = factories.published(slug="withdrawn", title="Was here")
    withdraw(article=gone.article, reason=SECRET, notice="Gone.", by=factories.person(PUBLISHER), door="admin")
    newer: dict[str, Any] = {"title": f"New {SECRET}", "body": f"## {SECRET}\n\n{SECRET}\n"}
    drafts = [factories.saved(publication.article.drafts.get(), **newer) for publication in (live, again, gone)]
    factories.submitted(drafts[-2], note=f"Note {SECRET}")
    return list(Publication.objects.all())


def public_paths(library: list[Publication]) -> Iterator[str]:
    """Every public address there is, and some that there aren't."""
    yield from (
        "/",
        "/glossary/",
        "/reviewers/nobody/",
        "/sections/",
        "/about/nothing/",
        "/about/editorial-process/",
        "/about/privacy/",
        "/nothing/",
    )
    yield from ("/about/privacy/versions/1/", "/about/privacy/versions/9/", "/robots.txt", "/feeds/updates/")
    maps = {publication.article_id // PER_MAP for publication in library}
    yield from ("/sitemap.xml", "/sitemaps/library.xml", *(f"/sitemaps/articles-{number}.xml" for number in maps))
    yield from ("/sections/treatments-procedures/", "/sections/nothing/", "/sections/treatments-procedures/?page=9")
    # Words of the secret, its beginning and a slip of it, since a page may say back what was typed.
    for words in ("zebra", "zebrasecre", "new", "gene theraphy"):
        yield f"/search/suggest/?q={words}"
    yield from ("/a-z/", "/a-z/a/", "/a-z/b/", "/a-z/n/", "/body-systems/", "/body-systems/blood/", "/audiences/")
    for slug in (
        "only-a-draft",
        "in-review",
        "signed",
        "answered",
        "live",
        "again",
        "withdrawn",
        "unknown",
        "a--b",
        "%00",
    ):
        yield f"/articles/{slug}/"
        yield f"/articles/{slug}.pdf"
        yield f"/articles/{slug}/history/"
        yield from (f"/articles/{slug}/editions/{number}/" for number in (1, 2, 3))
    digests = {publication.edition.digest for publication in library}
    unpublished = set(EditionContent.objects.values_list("digest", flat=True)) - digests
    assert unpublished
    yield from (media.get_absolute_url() for media in Media.objects.all())
    for digest in sorted(digests | unpublished | {"0" * 64}):
        yield f"/verify/{digest}/"
        yield f"/verify/{digest}/content.json"


def body(answer: Any) -> bytes:
    """All of an answer, sent at once or bit by bit."""
    return answer.getvalue()  # type: ignore[no-any-return]


@contextmanager
def statements() -> Iterator[list[str]]:
    """All that the database is asked meanwhile, whichever cursor asks."""
    asked: list[str] = []

    def keep(execute: Any, sql: str, given: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, given, many, context)

    with connection.execute_wrapper(keep):
        yield asked


def test_no_public_request_asks_for_what_is_closed(client: Client, library: list[Publication]) -> None:
    for path in public_paths(library):
        with statements() as asked:
            answer = client.get(path)
        assert answer.status_code in {200, 302, 404, 410}, path
        for sql in asked:
            assert not CLOSED.search(sql), (path, sql)
            assert PROFILE not in sql or ONLY_PUBLIC in sql, (path, sql)


def test_a_search_asks_for_nothing_closed_and_says_nothing_of_it(client: Client, library: list[Publication]) -> None:
    for words in ("zebra", "zebrasecre", "gene theraphy", "new text"):
        with statements() as asked:
            answer = client.get("/search/", {"q": words})
        assert asked
        assert SECRET not in answer.text
        assert not any(CLOSED.search(sql) for sql in asked)


def test_no_public_page_says_what_is_closed(client: Client, library: list[Publication]) -> None:
    for path in public_paths(library):
        assert SECRET.encode() not in body(client.get(path)), path


def test_a_draft_is_not_to_be_told_from_nothing(client: Client, library: list[Publication]) -> None:
    nothing = client.get("/articles/unknown/")
    for slug in HIDDEN:
        answer = client.get(f"/articles/{slug}/")
        assert answer.status_code == 404
        # But for the words of the address itself, in the field for a search
        words = f'value="{slug.replace("-", " ")}"'
        assert answer.text.count(words) == 1
        assert answer.text.replace(words, 'value="unknown"') == nothing.text
        assert told(answer) == told(nothing)


def told(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Content-Length"}


def test_pages_are_the_same_for_everyone(client: Client, library: list[Publication]) -> None:
    staff = Client()
    staff.force_login(factories.person(ADMINISTRATOR))
    odd = {"accept-language": "de", "cookie": f"csrf={'c' * 32}; session={'s' * 32}", "user-agent": "curl"}
    for path in public_paths(library):
        strange, known, other = client.get(path), staff.get(path), Client(headers=odd).get(path)
        if path.startswith("/media/") and strange.status_code == 404:
            continue  # of a draft: staff may see it
        whole = body(strange)
        assert body(known) == body(other) == whole, path
        for answer in (strange, known, other):
            assert dict(answer.headers) == dict(strange.headers), path
            assert not answer.cookies, path
            assert answer.get("Vary", "Accept-Encoding") == "Accept-Encoding", path
        assert b"csrf" not in whole, path


def test_a_broken_cookie_changes_nothing(client: Client, library: list[Publication]) -> None:
    broken = Client(headers={"cookie": "csrf=x; session=y"})
    for path in ("/", "/articles/live/", "/articles/withdrawn/", "/articles/unknown/"):
        assert dict(broken.get(path).headers) == dict(client.get(path).headers)
        assert not broken.cookies


def test_public_pages_are_only_read(client: Client, library: list[Publication]) -> None:
    strict = Client(enforce_csrf_checks=True)
    digest = library[0].edition.digest
    for path in (
        "/",
        "/articles/live/",
        "/articles/live.pdf",
        "/sections/",
        "/robots.txt",
        f"/verify/{digest}/",
        f"/verify/{digest}/content.json",
    ):
        assert client.head(path).status_code in {200, 410}
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(strict, method)(path)
            assert answer.status_code == 405, (method, path)
            assert answer["Allow"] == "GET, HEAD"

"""Importing files, and taking them from draft to page.

The password check is left out (it is slow on purpose). Mails count, up to where a mail server would take them.
"""

from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from articles.models import Draft, EditionContent
from people.models import User
from people.roles import PUBLISHER
from reviews.actions import publish, sign_off, submit
from reviews.models import Method
from reviews.proof import Proof
from tests import factories
from tests.benchmarks.samples import write_files
from tests.benchmarks.table import Row, seconds

FILES = 300
LIVES = 120


def rows(folder: Path) -> Iterator[Row]:
    files = folder / "files"
    write_files(files, FILES)
    by = factories.person(username="importer")
    with (folder / "report").open("w") as report:
        importing = seconds(
            lambda: call_command(
                "import_articles", str(files), by=by.username, section="symptoms", stdout=report, stderr=report
            )
        )
    imported = Draft.objects.filter(article__addresses__slug__startswith="sample-article-")
    assert imported.count() == FILES
    plain = seconds(lambda: _plain_rows(FILES))
    yield Row(
        "importing articles",
        FILES / importing,
        "a second",
        60,
        at_least=True,
        peer=f"as many rows in as many transactions, {FILES / plain:.0f} a second",
        ratio=plain / importing,
    )
    drafts = list(imported[:LIVES])
    reviewer, publisher = factories.reviewer(), factories.person(PUBLISHER)

    def lives() -> None:
        for draft in drafts:
            _live(draft, by, reviewer, publisher)

    living = seconds(lives)
    plain = seconds(lambda: _plain_rows(3 * LIVES))
    yield Row(
        "submit + sign + publish, their mails sent",
        LIVES / living,
        "a second",
        30,
        at_least=True,
        peer=f"one row in each of three transactions, {LIVES / plain:.0f} a second",
        ratio=plain / living,
    )


def _live(draft: Draft, by: User, reviewer: User, publisher: User) -> None:
    review = submit(draft=draft, seen=draft.saves, change_note="First.", by=by, door="trial").review
    assert review
    sign_off(
        review=review,
        digest=review.edition.digest,
        role="medical",
        proof=Proof(reviewer, Method.PASSWORD),
        door="trial",
    )
    publish(review=review, live_seen=None, by=publisher, door="trial")


def _plain_rows(number: int) -> None:
    """What the database itself takes for so many commits with a text in each."""
    taken = EditionContent.objects.count()
    for place in range(number):
        with transaction.atomic():
            EditionContent.objects.create(digest=f"{taken + place:064d}", text="x" * 6000)

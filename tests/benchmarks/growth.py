"""What the publish verb takes in a library of 1,000 articles, and in one of 100,000.

The two are minutes apart, and a shared machine's speed changes meanwhile: beside each publishing a text is rendered,
which no library makes slower, and what that took corrects the comparison.
"""

import statistics
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.db import connection, transaction

from articles.markdown import render_body
from articles.models import Address, Article, Authority, Draft, Edition, EditionContent, Publication, Purpose, Section
from people.models import User
from people.roles import PUBLISHER
from reviews.actions import publish
from reviews.models import Review
from reviews.notifications import without_mails
from tests import factories
from tests.articles.markdown_page import image_of
from tests.benchmarks.samples import sample_body
from tests.benchmarks.table import Row, seconds

SMALL, LARGE = 1_000, 100_000
PUBLISHED = 41
BATCH = 5_000


def rows() -> Iterator[Row]:
    by, publisher = factories.person(), factories.person(PUBLISHER)
    reviewer = factories.reviewer()
    with without_mails():
        signed = [factories.signed(factories.submitted(by=by), by=reviewer) for _ in range(2 * PUBLISHED)]
        _grow(SMALL, by)
        small, then = _medians(signed[:PUBLISHED], publisher)
        _grow(LARGE, by)
        large, now = _medians(signed[PUBLISHED:], publisher)
    told = f"at {SMALL} articles {small * 1000:.1f} ms, at {LARGE} {large * 1000:.1f} ms"
    peer = f"{told}; a text rendered in {then * 1000:.1f} and {now * 1000:.1f} ms"
    ratio = (large / now) / (small / then)
    yield Row("publishing at 100,000 articles, times at 1,000", ratio, "×", 1.3, False, peer, large / small)


def _medians(reviews: list[Review], publisher: User) -> tuple[float, float]:
    """Publishing each of these, and rendering a text just after."""
    text, taken = sample_body(), []
    for review in reviews:
        publishing = seconds(lambda review=review: publish(review=review, live_seen=None, by=publisher, door="trial"))  # type: ignore[misc]
        taken.append((publishing, seconds(lambda: render_body(text, image_of=image_of))))
    return statistics.median(row[0] for row in taken), statistics.median(row[1] for row in taken)


def _grow(size: int, by: User) -> None:
    """Rows as the verbs would leave them, as far as a query of `publish` could meet them."""
    section = Section.objects.first()
    assert section
    while (missing := size - Article.objects.count()) > 0:
        with transaction.atomic():
            _batch(min(missing, BATCH), section, by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batch(number: int, section: Section, by: User) -> None:
    opened = datetime(2026, 1, 1, tzinfo=UTC)
    articles = Article.objects.bulk_create(Article(section=section, owner=by) for _ in range(number))
    Address.objects.bulk_create(Address(article=row, slug=f"grown-{row.pk}") for row in articles)
    contents = EditionContent.objects.bulk_create(
        EditionContent(digest=uuid.uuid4().hex * 2, text="{}") for _ in articles
    )
    editions = Edition.objects.bulk_create(
        Edition(article=row, purpose=Purpose.MAIN, number=1, content_row=content, title="Grown", lead="Grown.",
                save_number=1, save_hash="0" * 64, change_note="Grown.", related="[]", submitted_by=by,
                submitted_at=opened)
        for row, content in zip(articles, contents, strict=True)
    )  # fmt: skip
    Draft.objects.bulk_create(
        Draft(article=row, title="Grown", saves=1, base=edition, updated_at=opened)
        for row, edition in zip(articles, editions, strict=True)
    )
    Publication.objects.bulk_create(
        Publication(article=row, edition=edition, opens=opened, authority=Authority.SIGNATURES, byline="[]",
                    last_reviewed=date(2026, 1, 1), last_updated=date(2026, 1, 1), next_review_due=date(2027, 1, 1),
                    overdue_at=datetime(2027, 1, 2, tzinfo=UTC), published_by=by)
        for row, edition in zip(articles, editions, strict=True)
    )  # fmt: skip

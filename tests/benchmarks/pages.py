"""What the article page costs before any cache."""

from collections.abc import Iterator

from django.test import Client

from tests import factories
from tests.benchmarks.table import Row, counted_queries, paired


def rows() -> Iterator[Row]:
    publication = factories.published(details={"related": ["sample-article-1", "sample-article-2"]})
    path = publication.article.get_absolute_url()
    client = Client()
    assert client.get(path).status_code == 200
    with counted_queries() as queries:
        client.get(path)
    mine, theirs = paired(lambda: client.get(path), lambda: client.get("/health/live"), 40)
    yield Row(
        "queries of the article page",
        len(queries),
        "queries",
        6,
        at_least=False,
        peer=f"/health/live {theirs * 1000:.1f} ms, the page {mine * 1000:.1f} ms",
        ratio=mine / theirs,
    )

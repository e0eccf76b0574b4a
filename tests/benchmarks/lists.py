"""The admin's list of 10,000 articles."""

import gzip
from collections.abc import Iterator

from django.db import transaction
from django.test import Client

from articles.models import Draft
from people.roles import ADMINISTRATOR
from tests import factories
from tests.benchmarks.table import Row, counted_queries, paired

ARTICLES = 10_000
PATH = "/admin/articles/draft/"


def rows() -> Iterator[Row]:
    by = factories.person()
    with transaction.atomic():
        for place in range(ARTICLES - Draft.objects.count()):
            factories.draft(by=by, slug=f"many-{place}", title=f"One of many articles, number {place}")
    client = Client()
    client.force_login(factories.person(ADMINISTRATOR))
    assert client.get(PATH).status_code == 200
    with counted_queries() as queries:
        page = client.get(PATH).content
    mine, theirs = paired(lambda: client.get(PATH), lambda: client.get("/admin/"), 10)
    peer = f"the admin's front page {theirs * 1000:.0f} ms, the list {mine * 1000:.0f} ms"
    yield Row("queries of the admin list of 10,000", len(queries), "queries", 12, False, peer, mine / theirs)
    yield Row("the same, compressed", len(gzip.compress(page)) / 1000, "KB", 40, False, peer, mine / theirs)

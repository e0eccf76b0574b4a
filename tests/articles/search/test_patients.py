"""What patients type, word by word in `patients.csv` beside this file, finds the article they need."""

import csv
from pathlib import Path

import pytest
from pytest_django import Settings

from articles.models import Address
from articles.public.selectors import listed, live_articles
from articles.search import rank
from record import clock
from reviews.demo.sample_library import make_sample_library

QUERIES = Path(__file__).with_name("patients.csv")


def read_queries() -> list[tuple[str, str]]:
    """Each query with the slug of the article it should find."""
    with QUERIES.open(newline="", encoding="utf-8") as file:
        return [(row["query"], row["slug"]) for row in csv.DictReader(file)]


def live_slugs() -> dict[int, str]:
    """The slug of each live article, by its Edition."""
    lines = [listed(row) for row in live_articles(clock.now())]
    return {line.edition: line.url.split("/")[2] for line in lines}


@pytest.mark.django_db
def test_patients_find_what_they_need(settings: Settings) -> None:
    settings.DEMO = True
    make_sample_library()
    now = clock.now()
    slug_of = live_slugs()
    queries = read_queries()
    assert len(queries) >= 150
    assert {slug for _query, slug in queries} <= set(Address.objects.values_list("slug", flat=True))

    first, near, missed = 0, 0, []
    for query, slug in queries:
        found = [slug_of[edition] for edition in rank(query, now).editions[:3]]
        first += found[:1] == [slug]
        near += slug in found
        if slug not in found:
            missed.append((query, slug, found))
    assert first >= 0.94 * len(queries), missed
    assert near >= 0.98 * len(queries), missed

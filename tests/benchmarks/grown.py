"""A large library without its history: the rows that readers' pages ask for, copied in bulk from what is live.

A copy bears its article's title and synonyms with "(copy 7)" behind them, has an address of its own, and leaves out
other of the rarer words than the next one; its text, headings and shelf are the same.
"""

import uuid
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, models, transaction

from articles.models import (
    Address,
    Article,
    Edition,
    IndexedName,
    IndexedText,
    IndexedTopic,
    IndexedWord,
    LaterWord,
    Publication,
)
from articles.search.words import term_of
from record import clock

# Of the words that stand in less than half of the articles, a copy keeps one of so many.
KEPT: Final = 8
_COLUMNS: Final = ("base_article", "base_edition", "base_publication", "article", "edition", "copy", "key_mark", "uuid")


def grow_library(size: int) -> None:
    """Copy what is live until so many articles are. A library that is large enough stays as it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        rows = list(_grown(size))
        if not rows:
            return
        if connection.vendor == "postgresql":
            # No check of each row: they are as good as those that they are copied from.
            cursor.execute("SET LOCAL session_replication_role = replica")
        types = {"copy": "integer", "key_mark": _type(IndexedName, "key"), "uuid": _type(Article, "uuid")}
        columns = ", ".join(f"{name} {types.get(name, 'bigint')}" for name in _COLUMNS)
        cursor.execute(f"CREATE TEMPORARY TABLE grown ({columns})")
        marks = ", ".join(["%s"] * len(_COLUMNS))
        cursor.executemany(f"INSERT INTO grown VALUES ({marks})", rows)
        _copy(Article, "id = grown.base_article", id="grown.article", uuid="grown.uuid")
        here = {"edition_id": "grown.edition"}
        number = {"id": "10000000 + grown.edition", "article_id": "grown.article"}
        _copy(
            Address,
            "article_id = grown.base_article AND base.current",
            **number,
            slug="substr(base.slug, 1, 100) || '-copy-' || grown.copy",
        )
        _copy(
            Edition,
            "id = grown.base_edition",
            id="grown.edition",
            article_id="grown.article",
            title="substr(base.title, 1, 180) || ' (copy ' || grown.copy || ')'",
        )
        _copy(Publication, "id = grown.base_publication", **number, **here, replaces_id="NULL")
        _copy(IndexedText, "edition_id = grown.base_edition", **here)
        _copy(IndexedTopic, "edition_id = grown.base_edition", **here)
        key = "base.key || grown.key_mark"
        key = f"CAST({key} AS blob)" if connection.vendor == "sqlite" else key
        _copy(
            IndexedName,
            "edition_id = grown.base_edition",
            **here,
            text="CASE base.kind WHEN 2 THEN base.text ELSE base.text || ' (copy ' || grown.copy || ')' END",
            key=f"CASE base.kind WHEN 2 THEN base.key ELSE {key} END",
        )
        _copy(
            LaterWord,
            "edition_id = grown.base_edition",
            **here,
            text="base.text || ' (copy ' || grown.copy || ')'",
            key=key,
        )
        _copy_words(here)
        cursor.execute("DROP TABLE grown")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _grown(size: int) -> Iterator[tuple[Any, ...]]:
    """A row for each copy: what it is made of, its own keys, and what marks it."""
    live = Publication.objects.live(clock.now())
    originals = live.exclude(edition__title__contains="(copy ").order_by("pk")
    bases = list(originals.values_list("article_id", "edition_id", "pk"))
    article, edition = (max(model.objects.values_list("pk", flat=True)) for model in (Article, Edition))
    as_stored = Article._meta.get_field("uuid").get_db_prep_value
    for number, place in enumerate(range(live.count(), size), 1):
        copy = place // len(bases) + 1
        yield (
            *bases[place % len(bases)],
            article + number,
            edition + number,
            copy,
            f"copy{copy}".encode(),
            as_stored(uuid.uuid4(), connection),
        )


def _copy(model: type[models.Model], of: str, **own: str) -> None:
    """Copy a model's rows, with these columns of their own. A key that isn't given is counted on by the database."""
    columns = [
        str(field.column)
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField) or field.column in own
    ]
    values = ", ".join(own.get(column, f"base.{column}") for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM grown JOIN {table} AS base ON base.{of}"
        )


def _copy_words(here: dict[str, str]) -> None:
    """Copy the words, thinned, and file each copy under "copy". The index is made anew: far faster than row by row."""
    (index,) = IndexedWord._meta.indexes
    many = Edition.objects.filter(indexed_text__isnull=False).count() // 2
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index.name}")
        cursor.execute(
            "CREATE TEMPORARY TABLE common AS SELECT term FROM articles_indexedword GROUP BY term HAVING COUNT(*) > %s",
            [many],
        )
        copies = term_of("copy")
        by_turns = f"abs(base.term) % {KEPT} = grown.copy % {KEPT}"
        kept = f"base.term <> {copies} AND (base.term IN (SELECT term FROM common) OR {by_turns})"
        _copy(IndexedWord, f"edition_id = grown.base_edition AND {kept}", **here)
        cursor.execute(
            "INSERT INTO articles_indexedword (edition_id, term, weight) SELECT edition, %s, 500 FROM grown",
            [copies],
        )
        cursor.execute("DROP TABLE common")
        cursor.execute(f"CREATE INDEX {index.name} ON articles_indexedword (term, weight DESC, edition_id)")


def _type(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).db_type(connection)).partition("(")[0]

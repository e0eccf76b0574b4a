"""How well search finds, and how fast, beside the engine's own full text: plain FTS5 with bm25 over the same words.

Queries are made from the articles that are live: their names as they are, and with slips of the finger; to these come
those that were written by hand as patients type. `BENCH_ARTICLES=DIR` publishes a folder of articles first; without it
the sample library alone is measured, and the table says so.
"""

import os
import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import connection
from django.test import Client

from articles.models import IndexedName, IndexedText, NameKind
from reviews.demo.sample_library import make_sample_library
from reviews.demo.trial_library import make_trial_library
from tests.articles.search.test_patients import live_slugs, read_queries
from tests.benchmarks.table import Row, paired

SAMPLE = 300
Queries = list[tuple[str, set[str]]]


def rows() -> Iterator[Row]:
    make_sample_library()
    folder = os.environ.get("BENCH_ARTICLES", "")
    if folder:
        make_trial_library([Path(folder)], copies=1)
    slug_of = live_slugs()
    _make_peer(slug_of)
    of = f"{len(slug_of)} articles" if folder else f"{len(slug_of)} articles, BENCH_ARTICLES=DIR adds more"
    client = Client()

    def ours(query: str) -> list[str]:
        answer = client.get("/search/", {"q": query}, headers={"accept": "application/json"})
        return [found["slug"] for found in answer.json()["results"]]

    def peer(query: str) -> list[str]:
        return [slug_of[edition] for edition in _asked_of_peer(query)]

    for kind, queries, among, bound in _kinds(slug_of):
        mine, theirs = _share(ours, queries, among), _share(peer, queries, among)
        what = f"search, {kind}: {'first' if among == 1 else f'in the first {among}'} ({len(queries)} queries, {of})"
        yield Row(what, mine, "%", bound, True, f"FTS5 {theirs:.1f} %", mine / max(theirs, 0.1))
    words = [query for _kind, queries, _among, _bound in _kinds(slug_of) for query, _slugs in queries[:20]]
    turn = iter(words * 4)
    mine, theirs = paired(lambda: ours(next(turn)), lambda: peer(words[0]), min(len(words), 100))
    told = f"FTS5 without a page {theirs * 1000:.1f} ms"
    yield Row("search, a whole answer, median", mine * 1000, "ms", 15, False, told, mine / theirs)


def _kinds(slug_of: dict[int, str]) -> Iterator[tuple[str, Queries, int, float]]:
    """What is asked, of whom, among how many results the right one has to be, and how often."""
    chance = random.Random(1)
    owners: dict[str, set[str]] = {}
    names: dict[int, list[str]] = {NameKind.TITLE: [], NameKind.SYNONYM: []}
    for edition, kind, text in IndexedName.objects.filter(kind__in=names, edition__in=slug_of).values_list(
        "edition", "kind", "text"
    ):
        owners.setdefault(text.casefold(), set()).add(slug_of[edition])
        names[kind].append(text)
    titles, synonyms = (sorted(set(names[kind])) for kind in (NameKind.TITLE, NameKind.SYNONYM))

    def asked(texts: Iterable[str], slips: int = 0, shortest: int = 5) -> Queries:
        made = [(_with_slips(text, chance, slips, shortest), owners[text.casefold()]) for text in texts]
        made = [(query, slugs) for query, slugs in made if query]
        return chance.sample(made, min(SAMPLE, len(made)))

    yield "title", asked(titles), 1, 99
    yield "synonym", asked(synonyms), 1, 99
    yield "title with a slip", asked(titles, 1), 1, 97
    yield "title with a slip", asked(titles, 1), 3, 99
    yield "synonym with a slip", asked(synonyms, 1), 3, 98
    yield "title, two slips in a word", asked(titles, 2, 8), 3, 88
    yield "three words of a text", _words_of_texts(slug_of, chance), 10, 90
    # Of the sample library one page is withdrawn, and what is withdrawn isn't found.
    patients = [(query, {slug}) for query, slug in read_queries() if slug in slug_of.values()]
    if not os.environ.get("BENCH_ARTICLES"):
        yield "as patients type", patients, 3, 98


def _words_of_texts(slug_of: dict[int, str], chance: random.Random) -> Queries:
    """Three words of each text that few others hold, but more than one."""
    texts = dict(IndexedText.objects.filter(edition__in=slug_of).order_by("edition").values_list("edition", "text"))
    held = {edition: sorted(set(re.findall(r"[a-z]{5,}", text.lower()))) for edition, text in texts.items()}
    spread: dict[str, int] = {}
    for words in held.values():
        for word in words:
            spread[word] = spread.get(word, 0) + 1
    most = max(2, len(held) // 20)
    made: Queries = []
    for edition, words in held.items():
        rare = [word for word in words if 1 < spread[word] <= most]
        if len(rare) >= 3:
            made.append((" ".join(chance.sample(rare, 3)), {slug_of[edition]}))
    return chance.sample(made, min(SAMPLE, len(made)))


def _with_slips(text: str, chance: random.Random, slips: int, shortest: int) -> str:
    """So many slips of the finger in one word of that many letters; nothing where there is no such word."""
    words = list(re.finditer(rf"[A-Za-z]{{{shortest},}}", text))
    if not slips:
        return text
    if not words:
        return ""
    word = chance.choice(words)
    letters = list(word[0])
    for _slip in range(slips):
        at = chance.randrange(1, len(letters) - 1)
        kind = chance.randrange(4)
        if kind == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == 1:
            del letters[at]
        elif kind == 2:
            letters.insert(at, letters[at])
        else:
            letters[at] = chance.choice("etaoinsrhl")
    return text[: word.start()] + "".join(letters) + text[word.end() :]


def _share(find: Callable[[str], list[str]], queries: Queries, among: int) -> float:
    return 100 * sum(bool(slugs & set(find(query)[:among])) for query, slugs in queries) / len(queries)


def _make_peer(slug_of: dict[int, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE peer USING fts5(title, synonyms, text, tokenize='porter')")
        for edition, text in IndexedText.objects.filter(edition__in=slug_of).values_list("edition", "text"):
            names = IndexedName.objects.filter(edition=edition).values_list("kind", "text")
            title = " ".join(name for kind, name in names if kind == NameKind.TITLE)
            synonyms = " ".join(name for kind, name in names if kind == NameKind.SYNONYM)
            cursor.execute(
                "INSERT INTO peer (rowid, title, synonyms, text) VALUES (%s, %s, %s, %s)",
                [edition, title, synonyms, text],
            )


def _asked_of_peer(query: str) -> list[int]:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM peer WHERE peer MATCH %s ORDER BY bm25(peer, 10, 6, 1) LIMIT 10", [words or '"x"']
        )
        return [row[0] for row in cursor.fetchall()]

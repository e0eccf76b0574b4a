"""What readers' pages take in a library of 1,296 articles, and in one of 100,000, on either engine.

Each library is a process's own, as the other benchmarks count on an empty one. What is counted over the whole library
is kept for a minute; the least time of several answers leaves that out, and shows what nearly all readers wait.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from tests import children, postgres
from tests.benchmarks.table import Row

SMALL, LARGE = 1_296, 100_000
SECONDS_EACH: Final = 1.0
# What a page may take in the small library, in milliseconds; in the large one three times as long.
MOST: Final = {"median": 15, "95th percentile": 40}
JSON_: Final = {"accept": "application/json"}
# Words that stand in nearly every article and its copies, names, questions, and slips of the finger in them.
SEARCHES: Final = (
    *("treatment", "the", "may cause", "copy", "blood", "gene therapy", "is gene therapy safe for my child"),
    *("asthama", "gene theraphy", "blod transfussion", "genetic conditoin", "how is sicle cell treeted", "xqzzy blorf"),
)
SUGGESTIONS: Final = ("a", "ge", "gene therapy", "gene theraphy", "copy")
LISTS: Final = (
    *("/", "/a-z/", "/a-z/g/", "/a-z/s/?page=2", "/sections/", "/sections/diseases-conditions/", "/body-systems/"),
    *("/sections/diseases-conditions/?page=3", "/sections/treatments-procedures/", "/about/editorial-process/"),
    *("/sitemap.xml", "/sitemaps/library.xml", "/sitemaps/articles-0.xml", "/feeds/updates/"),
    *("/articles/gene-therapy/", "/articles/gene-theraphy/", "/reviewers/dr-sample-reviewer/"),
)


def rows() -> Iterator[Row]:
    """A row for each kind of page and engine."""
    engines: dict[str, AbstractContextManager[str]] = {"SQLite": nullcontext("")}
    if postgres.programs():
        engines["PostgreSQL"] = postgres.throwaway()
    for engine, database in engines.items():
        with database as url, tempfile.NamedTemporaryFile() as told:
            command = [sys.executable, "-m", "tests.benchmarks.large", url, told.name]
            if children.run(command, os.environ):
                raise RuntimeError(f"The large library could not be measured on {engine}.")
            measured = json.load(told)
        for kind, (small, large, slowest) in measured.items():
            for name, most in MOST.items():
                what = f"{kind} at {LARGE:,} articles, {engine}, {name}"
                peer = f"slowest {slowest}; at {SMALL:,} articles {small[name]:.1f} ms"
                yield Row(what, large[name], "ms", 3 * most, False, peer, large[name] / small[name])


def main(url: str, file: str) -> None:
    """Measure both in this process. The file gets, of each kind, the times at both sizes and what takes longest."""
    from tests.workbench import open_library

    open_library(url)
    from django.test import Client

    from reviews.demo.sample_library import make_sample_library
    from tests.benchmarks.grown import grow_library

    make_sample_library()
    kinds = {
        "search": [f"/search/?q={words.replace(' ', '+')}" for words in SEARCHES],
        "suggestions": [f"/search/suggest/?q={words.replace(' ', '+')}" for words in SUGGESTIONS],
        "lists and pages": list(LISTS),
    }
    client = Client()

    def least(path: str) -> float:
        """The least time of several answers."""
        times: list[float] = []
        until = time.perf_counter() + SECONDS_EACH
        while len(times) < 3 or (time.perf_counter() < until and len(times) < 20):
            before = time.perf_counter()
            client.get(path, headers=JSON_ if path.startswith("/search/?") else {}).getvalue()
            times.append(time.perf_counter() - before)
        return min(times)

    measured = []
    for size in (SMALL, LARGE):
        grow_library(size)
        measured.append({path: least(path) for paths in kinds.values() for path in paths})
    small, large = measured
    told = {
        kind: (
            _spread([small[path] for path in paths]),
            _spread([large[path] for path in paths]),
            max(paths, key=large.__getitem__),
        )
        for kind, paths in kinds.items()
    }
    Path(file).write_text(json.dumps(told))


def _spread(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return {"median": 1000 * statistics.median(seconds), "95th percentile": 1000 * cuts[-1]}


if __name__ == "__main__":
    main(*sys.argv[1:])

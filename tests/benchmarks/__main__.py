"""Run every benchmark, or those that are named, and print a table. Exit code 1 where a figure misses its bound.

The record has a library of its own, a million events long in the end and whole: the others put rows into theirs of
which no event tells.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence

from tests import children
from tests.workbench import open_library

APART = "records"


def main(names: Sequence[str]) -> int:
    children.end_on_sigterm()
    folder = open_library()
    # Only now: these need Django.
    from tests.benchmarks import drafts, growth, hostile, large, lists, pages, records, search, verbs
    from tests.benchmarks.table import Row, print_table

    # Search first: the others fill the library with texts of the same few words.
    known: dict[str, Callable[[], Iterable[Row]]] = {
        "search": search.rows,
        "drafts": drafts.rows,
        "hostile": hostile.rows,
        "verbs": lambda: verbs.rows(folder),
        "pages": pages.rows,
        "lists": lists.rows,
        "growth": growth.rows,
        "large": large.rows,
        APART: lambda: records.rows(folder),
    }
    if unknown := set(names) - set(known):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    rows = [row for name in names or [name for name in known if name != APART] for row in known[name]()]
    print_table(rows)
    holds = all(row.holds for row in rows)
    if not names:
        holds = children.run([sys.executable, "-m", "tests.benchmarks", APART], os.environ) == 0 and holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run every benchmark and print one table. Exit code 1 where a figure misses its bound."""

import sys

from tests import children
from tests.workbench import open_library


def main() -> int:
    children.end_on_sigterm()
    folder = open_library()
    # Only now: these need Django.
    from tests.benchmarks import drafts, growth, hostile, large, lists, pages, records, search, verbs
    from tests.benchmarks.table import Row, print_table

    # Search first: the others fill the library with texts of the same few words. The record last: afterwards it is a
    # million events long.
    rows: list[Row] = [
        *search.rows(),
        *drafts.rows(),
        *hostile.rows(),
        *verbs.rows(folder),
        *pages.rows(),
        *lists.rows(),
        *growth.rows(),
        *large.rows(),
        *records.rows(folder),
    ]
    print_table(rows)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

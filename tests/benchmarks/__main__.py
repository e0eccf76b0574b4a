"""Run every benchmark and print one table. Exit code 1 where a figure misses its bound."""

import sys

from tests.workbench import open_library


def main() -> int:
    folder = open_library()
    # Only now: these need Django.
    from tests.benchmarks import drafts, hostile, lists, pages, search, verbs
    from tests.benchmarks.table import Row, print_table

    # Search first: the others fill the library with texts of the same few words.
    rows: list[Row] = [
        *search.rows(),
        *drafts.rows(),
        *hostile.rows(),
        *verbs.rows(folder),
        *pages.rows(),
        *lists.rows(),
    ]
    print_table(rows)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

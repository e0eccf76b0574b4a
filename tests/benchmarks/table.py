"""Figures with their bounds and their peers."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Row:
    """One figure. `bound` is a least or a most; `peer` says what was measured beside it, `ratio` ours to the peer's."""

    what: str
    figure: float
    unit: str
    bound: float
    at_least: bool
    peer: str = ""
    ratio: float | None = None

    @property
    def holds(self) -> bool:
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def print_table(rows: Sequence[Row]) -> None:
    """As a table of plain text."""
    lines = [("what", "measured", "bound", "peer, and ours as a multiple of it", "")]
    for row in rows:
        bound = f"{'≥' if row.at_least else '≤'} {row.bound:g}"
        ratio = f"{row.peer}: {row.ratio:.2f}" if row.ratio is not None else row.peer
        lines.append((row.what, f"{row.figure:.1f} {row.unit}", bound, ratio, "holds" if row.holds else "MISSED"))
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def paired(ours: Callable[[], object], peer: Callable[[], object], times: int) -> tuple[float, float]:
    """Medians of ours and the peer, taken in turn so that both meet the same machine."""
    ours(), peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(times)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The SQL statements that run meanwhile."""
    statements: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield statements

"""Finding articles: by name however it is spelled, by the words of their text, by what readers have typed so far.

One index in plain tables and one ranking for both engines. An Edition is filed when it is frozen; a query sees only
those whose Publication is live at that moment: a page is found from its second on, and no longer than to its end.
"""

from articles.search.indexing import (
    empty_index,
    file_edition,
    filed_otherwise,
    forget_editions,
    forget_former,
    index_edition,
    move_to_shelf,
    unindexed,
)
from articles.search.ranking import Ranked, rank
from articles.search.results import Result, Suggestion, nearest, results_of, suggest

__all__ = [
    "Ranked",
    "Result",
    "Suggestion",
    "empty_index",
    "file_edition",
    "filed_otherwise",
    "forget_editions",
    "forget_former",
    "index_edition",
    "move_to_shelf",
    "nearest",
    "rank",
    "results_of",
    "suggest",
    "unindexed",
]

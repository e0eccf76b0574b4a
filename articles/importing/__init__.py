"""Reading files: Markdown with YAML front matter, from the bytes of a file to the text of a Draft.

A file is taken whole or refused whole, with the line and one plain sentence for everything that is wrong with it.
Nothing here touches the database; `articles.actions.import_article` is the verb.
"""

from .bad_file import BadFile, Problem
from .paths import files_at, read_file
from .reading import ArticleFile, LostListAt, read_article

__all__ = [
    "ArticleFile",
    "BadFile",
    "LostListAt",
    "Problem",
    "files_at",
    "read_article",
    "read_file",
]

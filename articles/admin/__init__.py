"""The writing page and the pages on which the library's own words are kept. Knows nothing of reviews."""

from articles.admin import site  # noqa: F401

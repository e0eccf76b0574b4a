"""The admin of this room: the writing page with its verbs, reviewers, the review policy, the record."""

from reviews.admin import writing  # noqa: F401

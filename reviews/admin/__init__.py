"""The admin of this room: the writing page with its verbs, reviewers, the review policy, the record."""

from reviews.admin import policy, record, reviewers, writing  # noqa: F401

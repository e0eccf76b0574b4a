"""The admin of this room: the writing page with its verbs, reviewers, the review policy, the record, redactions."""

from reviews.admin import policy, record, redactions, reviewers, writing  # noqa: F401

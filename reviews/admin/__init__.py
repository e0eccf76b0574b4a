"""The admin of this room: the writing page with its verbs, reviewers, the review policy, the record, redactions, what
readers say."""

from reviews.admin import feedback, policy, record, redactions, reviewers, writing  # noqa: F401

"""The tables of the reviews room."""

from articles.signatures import Method, SignOffRole

from .notice import Notice
from .policy import PolicyVersion
from .review import ChangeRequest, Review, ReviewState
from .reviewer import Reviewer
from .sign_off import PublishedReview, SignOff

__all__ = [
    "ChangeRequest",
    "Method",
    "Notice",
    "PolicyVersion",
    "PublishedReview",
    "Review",
    "ReviewState",
    "Reviewer",
    "SignOff",
    "SignOffRole",
]

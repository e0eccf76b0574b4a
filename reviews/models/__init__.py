"""The tables of the reviews room."""

from articles.signatures import Method, SignOffRole

from .feedback import Feedback, FeedbackKind, FeedbackState
from .notice import Notice
from .policy import PolicyVersion
from .review import ChangeRequest, Review, ReviewPurpose, ReviewState
from .reviewer import Reviewer
from .sign_off import Attestation, PublishedReview, Revocation, SignOff

__all__ = [
    "Attestation",
    "ChangeRequest",
    "Feedback",
    "FeedbackKind",
    "FeedbackState",
    "Method",
    "Notice",
    "PolicyVersion",
    "PublishedReview",
    "Review",
    "ReviewPurpose",
    "ReviewState",
    "Reviewer",
    "Revocation",
    "SignOff",
    "SignOffRole",
]

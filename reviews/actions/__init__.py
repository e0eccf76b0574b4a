"""The verbs: one module each. Lock → check → write → record an Event → notify after commit."""

from .change_policy import change_policy
from .keep_reviewer import keep_reviewer
from .publish import publish
from .recall import recall
from .redact import redact
from .request_changes import request_changes
from .sign_off import sign_off
from .submit import Submission, submit
from .withdraw import withdraw

__all__ = [
    "Submission",
    "change_policy",
    "keep_reviewer",
    "publish",
    "recall",
    "redact",
    "request_changes",
    "sign_off",
    "submit",
    "withdraw",
]

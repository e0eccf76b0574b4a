"""The verbs: one module each. Lock → check → write → record an Event → notify after commit."""

from .attest import Attested, attest
from .begin_correction import begin_correction
from .change_end import change_end
from .change_policy import change_policy
from .confirm_safety_notice import confirm_safety_notice
from .discard_correction import discard_correction
from .forget_feedback import forget_feedback
from .keep_reviewer import keep_reviewer
from .lift_safety_notice import lift_safety_notice
from .note_head import note_head
from .open_rereview import open_rereview
from .propose_safety_notice import propose_safety_notice
from .publish import publish
from .recall import recall
from .receive_feedback import receive_feedback
from .redact import redact
from .republish import republish
from .request_changes import request_changes
from .reschedule import reschedule
from .revoke import revoke
from .revoke_attestation import revoke_attestation
from .sign_off import sign_off
from .sort_feedback import sort_feedback
from .submit import NothingNew, Submission, submit
from .unschedule import unschedule
from .withdraw import withdraw

__all__ = [
    "Attested",
    "NothingNew",
    "Submission",
    "attest",
    "begin_correction",
    "change_end",
    "change_policy",
    "confirm_safety_notice",
    "discard_correction",
    "forget_feedback",
    "keep_reviewer",
    "lift_safety_notice",
    "note_head",
    "open_rereview",
    "propose_safety_notice",
    "publish",
    "recall",
    "receive_feedback",
    "redact",
    "republish",
    "request_changes",
    "reschedule",
    "revoke",
    "revoke_attestation",
    "sign_off",
    "sort_feedback",
    "submit",
    "unschedule",
    "withdraw",
]

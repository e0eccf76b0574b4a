"""In which roles the verbs of this room, and those of others that ask for a permission, can be done.

What `verify_record` asks of the actor of each Event: the permission for which the verb itself asks.
"""

import json
from typing import Any, Final

from rules.permissions import permissions

from people.roles import is_reviewer
from people.tellings import RolesTold, only_by
from record.chain import Event
from record.readable import fault_in
from record.tellings import moment_of
from record.verification import Listener, Verification, register_check, register_listener
from reviews.verifying.endings import ENDING, TAKING_BACK

PERMISSIONS: Final = {
    "articles.add_draft": ("create_article",),
    "articles.change_draft": ("import_article", "rebase_draft"),
    "articles.delete_draft": ("delete_article",),
    "articles.move_article": ("change_address", "move_article"),
    "articles.upload_media": ("store_media",),
    # To begin one asks for the same roles.
    "articles.change_section": ("change_section",),
    "articles.delete_section": ("delete_section",),
    "articles.change_organisation": ("change_organisation",),
    "articles.change_policypage": ("change_policypage",),
    "articles.delete_policypage": ("delete_policypage",),
    "articles.change_glossaryterm": ("change_glossaryterm",),
    "articles.delete_glossaryterm": ("delete_glossaryterm",),
    "articles.add_redaction": ("redact", "redact_edition"),
    "reviews.submit_draft": ("freeze_edition", "submit"),
    "reviews.begin_correction": ("begin_correction",),
    "reviews.discard_correction": ("discard_correction",),
    "reviews.request_changes": ("request_changes",),
    "reviews.recall_review": ("recall",),
    "reviews.publish_edition": ("publish",),
    "reviews.schedule_edition": ("change_end",),
    "reviews.republish_article": ("republish",),
    "reviews.open_rereview": ("open_rereview",),
    "reviews.attest_review": ("attest",),
    # A reviewer's own signature, that is: whose it was is asked where revocations are looked at.
    "reviews.revoke_sign_off": ("revoke",),
    "reviews.revoke_attestation": ("revoke_attestation",),
    "reviews.propose_safety_notice": ("propose_safety_notice",),
    "reviews.confirm_safety_notice": ("confirm_safety_notice",),
    "reviews.lift_safety_notice": ("lift_safety_notice",),
    "reviews.change_feedback": ("sort_feedback",),
    "reviews.change_reviewer": ("add_reviewer", "change_reviewer"),
    "reviews.add_policyversion": ("change_policy",),
}
for permission, verbs in PERMISSIONS.items():
    only_by(permissions[permission], *verbs)
# That they have a profile and wrote nothing of the text is asked where signatures are looked at.
only_by(is_reviewer, "sign_off")


@register_listener
class Endings(Listener):
    """Withdrawals and cancellations by people who could not have asked for them.

    Such a page ends with a signature that is taken back, which its reviewer does: the Event of that follows.
    """

    def __init__(self, verification: Verification) -> None:
        super().__init__(verification)
        self.waiting: dict[int, dict[str, Any]] = {}

    def verbs(self) -> tuple[str, ...]:
        return ENDING

    def hear(self, seq: int, told: dict[str, Any]) -> None:
        may = permissions["reviews.withdraw_article"]
        actor = told["actor"] and told["actor"]["id"]
        if not self.verification.heard(RolesTold).could(actor, may, seq, moment_of(told["at"])):
            self.waiting[seq] = told


@register_check
def pages_end_by_whom_may_end_them(verification: Verification) -> None:
    """Whoever withdraws a page, or cancels a schedule, may do so, or takes back what it rests on in the same step."""
    for seq, told in verification.heard(Endings).waiting.items():
        if wrong := fault_in(_wrong_with_ending, seq, told):
            verification.found(Event._meta.db_table, seq, wrong)


def _wrong_with_ending(seq: int, told: dict[str, Any]) -> str:
    """The Events of one step follow each other, since nobody else can write one meanwhile."""
    after = Event.objects.filter(seq__gt=seq).order_by("seq").values_list("verb", "body")
    for verb, body in after[:5]:
        event = json.loads(body)
        if (event["actor"], event["article"]) != (told["actor"], told["article"]):
            break
        # That what ended so rested on it is asked where revocations are looked at.
        if verb in TAKING_BACK and told["facts"]["publication"] in event["facts"]["ends"]:
            return ""
    return (
        f"a {told['verb']!r} of {told['row']} by somebody who by then held no role, as events tell, in which one may do"
        " that, and took nothing back"
    )

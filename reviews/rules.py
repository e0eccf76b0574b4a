"""Who may open which door of the reviews room. Asked with `user.has_perm(name, thing)`.

The hard rules stand inside the verbs as well, since a superuser passes every door.
"""

import rules

from people.models import User
from people.roles import is_administrator, is_auditor, is_editor, is_publisher, is_reviewer, is_staff_member
from reviews.models import Review, SignOff


def _has_profile(user: User) -> bool:
    """Whether somebody has a reviewer's profile: nobody signs without printed name and credentials."""
    return hasattr(user, "reviewer")


def _did_not_contribute(user: User, review: Review | None) -> bool:
    """Whether the Edition under review holds nothing of theirs."""
    return review is None or user.pk not in review.edition.contributor_ids


def _is_own_signature(user: User, sign_off: SignOff | None) -> bool:
    """Whether they gave the signature themselves."""
    return sign_off is None or user.pk == sign_off.reviewer_id


has_profile = rules.predicate(_has_profile)
did_not_contribute = rules.predicate(_did_not_contribute)
is_own_signature = rules.predicate(_is_own_signature)

rules.add_perm("reviews", is_staff_member)
rules.add_perm("reviews.view_review", is_staff_member)
rules.add_perm("reviews.submit_draft", is_editor | is_administrator)
for permission in ("reviews.begin_correction", "reviews.discard_correction"):
    rules.add_perm(permission, is_editor | is_administrator)
rules.add_perm("reviews.sign_off", is_reviewer & has_profile & did_not_contribute)
rules.add_perm("reviews.request_changes", is_reviewer)
rules.add_perm("reviews.recall_review", is_editor | is_administrator)
rules.add_perm("reviews.publish_edition", is_publisher | is_administrator)
for permission in ("reviews.schedule_edition", "reviews.republish_article", "reviews.withdraw_article"):
    rules.add_perm(permission, is_publisher | is_administrator)
rules.add_perm("reviews.open_rereview", is_editor | is_publisher | is_administrator)
rules.add_perm("reviews.revoke_sign_off", is_administrator | (is_reviewer & is_own_signature))
for permission in ("reviews.attest_review", "reviews.revoke_attestation"):
    rules.add_perm(permission, is_administrator)
for permission in ("reviews.propose_safety_notice", "reviews.confirm_safety_notice", "reviews.lift_safety_notice"):
    rules.add_perm(permission, is_publisher | is_administrator)
for permission in ("reviews.view_feedback", "reviews.change_feedback"):
    rules.add_perm(permission, is_editor | is_publisher | is_administrator)
for permission in ("reviews.view_reviewer", "reviews.view_policyversion"):
    rules.add_perm(permission, is_staff_member)
for permission in ("reviews.add_reviewer", "reviews.change_reviewer", "reviews.add_policyversion"):
    rules.add_perm(permission, is_administrator)
# The room below has no rules of its own: it knows no people.
rules.add_perm("record", is_auditor | is_administrator)
rules.add_perm("record.view_event", is_auditor | is_administrator)

"""What `verify_record` checks of what Reviews ask for: just what the policy said that was in force, of an article that
stood where it did.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from articles.content import is_quick_to_age
from articles.models import Risk
from articles.verifying.live import Placed, placed_over_time
from record.chain import Event
from record.readable import UNREADABLE, fault_in, in_pages, readable
from record.tellings import LONGEST_VERB, first_told
from record.verification import Verification, register_check
from reviews.models import PolicyVersion, Review, ReviewPurpose
from reviews.policy import PolicyDocument, Requirement

CHANGE_SECTION: Final = "change_section"


@register_check
def reviews_ask_for_what_the_policy_said(verification: Verification) -> None:
    """Each Review opened under the version of the policy that was in force, and asks for the signatures and gives the
    months that it says for a text of this shelf, risk and purpose. Shelf and risk are those of its article by then.
    """
    # One whose document can't be read is named where the versions are looked at.
    versions = list(readable(PolicyVersion.objects.order_by("number"), lambda *_: None, 500))
    rules: dict[int, PolicyDocument] = {}
    for version in versions:
        with suppress(*UNREADABLE):
            rules[version.pk] = version.rules
    moved = _sections_changed()
    rows = Review.objects.select_related("article", "edition", "section", "policy").order_by("pk")
    for page in in_pages(verification.each(rows), 500):
        first = first_told(page)
        placed = placed_over_time({review.article.uuid for review in page})
        for review in page:
            # Under another address the section was, perhaps, another one to the policy.
            is_known = first.get(review.row_id, 0) > moved.get(str(review.section_id), 0)
            stood = [place for place in placed[review.article.uuid] if place.seq < first.get(review.row_id, 0)]
            if wrong := fault_in(_wrong_with_place, review, stood):
                verification.found("reviews_review", review.pk, wrong)
            if wrong := (
                fault_in(_wrong_with_version, review, versions)
                or fault_in(_wrong_with_requirement, review, rules[review.policy_id], is_known)
                if review.policy_id in rules
                else ""
            ):
                verification.found("reviews_review", review.pk, wrong)


def _wrong_with_place(review: Review, stood: list[Placed]) -> str:
    """`stood` is where its article had stood by then, from its beginning on."""
    if not stood:
        return "no event tells that its article was there by then"
    seq, shelf, risk = stood[-1]
    if shelf not in (None, review.section_id):
        return f"its shelf is not that of its article by then, by event {seq}"
    return "" if risk in (None, review.risk) else f"its risk is not that of its article by then, by event {seq}"


def _sections_changed() -> dict[str, int]:
    """The newest Event of each section, by its key."""
    changed: dict[str, int] = {}
    events = Event.objects.filter(row="", verb=CHANGE_SECTION).order_by("seq").values_list("seq", "body")
    # Events that can't be read are named where the chain is walked.
    for seq, body in readable(events, lambda *_: None, 500):
        with suppress(*UNREADABLE):
            changed[json.loads(body)["facts"]["thing"]] = seq
    return changed


def _wrong_with_version(review: Review, versions: list[PolicyVersion]) -> str:
    # The first comes with the library, whenever that was set up.
    begun = review.policy.number == 1 or review.policy.since <= review.opened_at + LONGEST_VERB
    replaced = any(
        version.number > review.policy.number and version.since < review.opened_at - LONGEST_VERB
        for version in versions
    )
    return "" if begun and not replaced else "it opened under a policy that was not in force"


def _wrong_with_requirement(review: Review, rules: PolicyDocument, is_known: bool) -> str:
    sections: Iterable[str] = [review.section.slug] if is_known else [*rules.sections, ""]
    asked = (set(review.required_roles), review.months)
    by_age = {
        ages_quickly: any(asked == _asked(review, rules, section, ages_quickly) for section in sections)
        for ages_quickly in (False, True)
    }
    holds = by_age[False] or by_age[True]
    if by_age[False] != by_age[True] and not review.edition.is_redacted:
        # A text that can't be read is named where texts are looked at.
        with suppress(*UNREADABLE):
            holds = by_age[is_quick_to_age(review.edition)]
    return "" if holds else "it asks for other signatures, or gives another time, than its policy says"


def _asked(review: Review, rules: PolicyDocument, section: str, ages_quickly: bool) -> tuple[set[str], int]:
    requirement: Requirement = rules.requirement(
        section=section, high_risk=review.risk == Risk.HIGH, ages_quickly=ages_quickly
    )
    is_correction = review.purpose == ReviewPurpose.CORRECTION
    return set(rules.corrections.roles if is_correction else requirement.roles), requirement.months

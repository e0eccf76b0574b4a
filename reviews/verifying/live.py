"""What `verify_record` checks of rows of this room that verbs change: each is as the newest Event left it."""

import json
from contextlib import suppress
from typing import Any, Final

from django.db.models import QuerySet

from record.chain import Event
from record.readable import UNREADABLE, fault_in, readable
from record.verification import Verification, register_check
from reviews.models import Reviewer

KEEP_REVIEWER: Final = ("add_reviewer", "change_reviewer")


@register_check
def profiles_are_as_told(verification: Verification) -> None:
    """Each reviewer's profile says what the newest Event that kept it says.

    Events of old don't tell every column; what none tells of is not compared.
    """
    told: dict[int, tuple[int, dict[str, Any]]] = {}
    # Events that can't be read are named where the chain is walked.
    for seq, body in readable(profile_events(), lambda *_: None, 500):
        with suppress(*UNREADABLE):
            facts = json.loads(body)["facts"]
            told[facts["person"]] = (seq, facts)
    table = Reviewer._meta.db_table
    for reviewer in verification.each(Reviewer.objects.order_by("pk")):
        if reviewer.person_id not in told:
            verification.found(table, reviewer.pk, "no event tells of it")
            continue
        seq, facts = told.pop(reviewer.person_id)
        if wrong := fault_in(_wrong_with_profile, reviewer, seq, facts):
            verification.found(table, reviewer.pk, wrong)
    for person, (seq, _facts) in told.items():
        verification.found(table, "", f"the profile of person {person} is missing, though event {seq} speaks of it")


def profile_events() -> "QuerySet[Event, tuple[int, str]]":
    """Number and body of the Events that kept a profile, in their order. Those of old name no row."""
    rows = ["", *(reviewer.row_id for reviewer in Reviewer.objects.only("pk"))]
    events = Event.objects.filter(row__in=rows, verb__in=KEEP_REVIEWER).order_by("seq")
    return events.values_list("seq", "body")


def _wrong_with_profile(reviewer: Reviewer, seq: int, told: dict[str, Any]) -> str:
    expire = reviewer.credentials_expire
    now: dict[str, Any] = {
        "printed_name": reviewer.printed_name,
        "credentials": reviewer.credentials,
        "roles": reviewer.roles,
        "credentials_expire": expire.isoformat() if expire else None,
        "conflicts": reviewer.conflicts,
        "specialties": reviewer.specialties,
        "public": reviewer.is_public,
        "slug": reviewer.slug,
    }
    other = [name for name, value in now.items() if told.get(name, value) != value]
    return f"its {', '.join(other)} is not as event {seq} says, the newest that tells of it" if other else ""

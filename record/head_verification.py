"""What `verify_record` checks of the heads of days: that they stand, that the chain had them there, and their key."""

import json
from collections import defaultdict
from contextlib import suppress

from django.db.models import OuterRef, Subquery

from record.chain import Event
from record.heads import DailyHead, library_key
from record.readable import PAGE, UNREADABLE, readable
from record.verification import Verification, register_check


@register_check
def heads_of_days_stand(verification: Verification) -> None:
    """Each head that was noted is still there, the chain still had it there, and its signature is that of its key."""
    hashes = Event.objects.filter(seq=OuterRef("seq")).values("hash")
    verification.judge(DailyHead.objects.annotate(now=Subquery(hashes)).order_by("day"), _wrong_with_daily_head)
    _verify_heads_told_of(verification)
    if own := library_key():
        _verify_keys(verification, own)


def _verify_keys(verification: Verification, own: str) -> None:
    """The newest head is signed with the library's key: it covers the heads before. Of those it is named which are not,
    for whoever knows whether the library had no key then, or another.
    """
    table = DailyHead._meta.db_table
    others: dict[str, list[str]] = defaultdict(list)
    keys = list(readable(DailyHead.objects.order_by("day").values_list("day", "key"), lambda *_: None, PAGE))
    for day, key in keys:
        if key != own:
            others[key].append(day.isoformat())
    if keys and keys[-1][1] != own:
        advice = "Where the key is new, deliver_notices notes one that is, on the next day"
        verification.found(table, keys[-1][0], f"the newest head is not signed with the library's key. {advice}")
    for key, days in others.items():
        period = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        how = f"signed with another key than the library's, {key}" if key else "not signed"
        verification.remark(f"{table} {period}: {len(days)} head(s) {how}.")


def _wrong_with_daily_head(head: DailyHead) -> str:
    now = getattr(head, "now", None)
    if now != head.hash:
        return f"event {head.seq} had the hash {head.hash} then, and now has {now}"
    is_signed = bool(head.key or head.signature)
    return "its signature is not that of its key" if is_signed and not head.signed.signature_holds else ""


def _verify_heads_told_of(verification: Verification) -> None:
    """None was taken away, changed or slipped in since the first Event that tells of heads."""
    told: dict[str, str] = {}
    noted: dict[str, tuple[int, str]] = {}
    for seq, body in verification.notings:
        # What can't be read is named where the chain is walked.
        with suppress(*UNREADABLE):
            event = json.loads(body)
            noted[event["facts"]["day"]] = (seq, event["at"])
            told.update(event["facts"]["before"])
    table = DailyHead._meta.db_table
    # So is, where each row is looked at, a head that can't be read.
    rows = readable(DailyHead.objects.order_by("day"), lambda *_: None, PAGE)
    standing = {row.day.isoformat(): row for row in rows}
    for day in sorted(told.keys() | noted.keys()):
        row = standing.pop(day, None)
        if row is None:
            verification.found(table, day, "is missing, though an event tells of it")
            continue
        now = (row.digest, (row.seq, row.signed.time))
        if now != (told.get(day, row.digest), noted.get(day, now[1])):
            verification.found(table, day, "is not as the event says that tells of it")
    # On days on which nothing happened the last head is noted again, and told of once something does.
    seqs = [seq for seq, _at in noted.values()]
    for day, row in standing.items():
        if seqs and min(seqs) <= row.seq != max(seqs):
            verification.found(table, day, "no event tells of it")

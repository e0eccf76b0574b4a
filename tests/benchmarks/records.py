"""The record, a million events long: verifying it here, exporting it, verifying the file, and what an Event costs."""

import hashlib
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from people.models import User
from record import verifier
from record.canonical import canonical_text, utc_text
from record.chain import Event, Head, event_hash, record_event
from record.exporting import export
from record.verification import verify
from tests import factories
from tests.benchmarks.table import Row, paired, seconds

EVENTS = 1_000_000
AT_ONCE = 10_000


def fill(number: int) -> None:
    """Append as many Events, chained like any others, without the verbs that would take days to do it."""
    last = Event.objects.order_by("-seq").first()
    seq, before = (last.seq, last.hash) if last else (0, "0" * 64)
    begun = datetime(2020, 1, 1, tzinfo=UTC)
    with transaction.atomic():
        for start in range(0, number, AT_ONCE):
            page = []
            for place in range(start, min(start + AT_ONCE, number)):
                article = UUID(int=place // 7)
                body = _body(begun + timedelta(minutes=place), article, place)
                seq += 1
                before = event_hash(before, seq, body)
                page.append(Event(seq=seq, verb="sign_off", article=article, row="", body=body, hash=before))
            Event.objects.bulk_create(page)
        Head.objects.update_or_create(pk=1, defaults={"seq": seq, "hash": before})


def _body(at: datetime, article: UUID, place: int) -> str:
    """As a signature's, the most frequent of the long ones."""
    return canonical_text(
        {
            "at": utc_text(at),
            "verb": "sign_off",
            "actor": {"id": place % 50, "username": f"reviewer{place % 50}"},
            "door": "desk",
            "article": str(article),
            "row": "",
            "row_digest": "",
            "why": "",
            "facts": {
                "review": place,
                "edition": place,
                "digest": hashlib.sha256(str(place).encode()).hexdigest(),
                "role": "medical",
                "method": "password",
            },
        }
    )

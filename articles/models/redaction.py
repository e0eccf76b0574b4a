"""That a text was destroyed."""

import json
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from record.chain import Event, Recorded
from record.guards import Immutable


class Redaction(Recorded):
    """One text was destroyed, by two people, with a reason. Never changes; frozen, and of what was signed only the
    digest stays.

    A digest is redacted once, and a text that has it is never stored again. `media` names the files that went with it.
    """

    row_kind: ClassVar[str] = "redaction"

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    media = models.TextField(help_text="Names of the files that were destroyed with it, a canonical JSON list.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("second")), name="two_people_redact"),
            Immutable(name="redactions_stand"),
        ]

    def __str__(self) -> str:
        return self.digest

    @property
    def media_names(self) -> list[str]:
        names: list[str] = json.loads(self.media)
        return names

    def event(self) -> Event | None:
        """The Event that tells of it. None only where the record was tampered with."""
        return next(
            (
                event
                for event in Event.objects.filter(row=self.row_id, verb="redact").order_by("seq")
                if event.told["facts"].get("digest") == self.digest
            ),
            None,
        )


class ToldOf(NamedTuple):
    """What anyone may know of a redaction: the number of its Event, and when."""

    event: int
    redaction: Redaction


def redaction_of(digest: str) -> ToldOf | None:
    """The redaction of a text, where there was one. The one place to ask whether a digest is redacted."""
    redaction = Redaction.objects.filter(digest=digest).first()
    event = redaction.event() if redaction else None
    return ToldOf(event.seq, redaction) if redaction and event else None

"""That a text was destroyed."""

import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.canonical import canonical_text, utc_text
from record.guards import Immutable


class Redaction(models.Model):
    """One text was destroyed, by two people, with a reason. Never changes; nothing of it is signed, all is frozen.

    A digest is redacted once, and a text that has it is never stored again. `event` is the number of the Event that
    tells of it and binds every column. `media` names the files that went with it.
    """

    event = models.BigIntegerField(_("event"), unique=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("and")
    )
    reason = models.TextField()
    media = models.TextField(help_text="Names of the files that were destroyed with it, a canonical JSON list.")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("second")), name="two_people_redact"),
            Immutable(name="redactions_stand"),
        ]

    def __str__(self) -> str:
        return self.digest

    @property
    def document(self) -> str:
        """All of it but the number of its Event, which tells the digest of this; so it stands in an export."""
        return canonical_text(
            {
                "at": utc_text(self.at),
                "by": self.by_id,
                "digest": self.digest,
                "media": self.media,
                "reason": self.reason,
                "second": self.second_id,
            }
        )

    @property
    def media_names(self) -> list[str]:
        names: list[str] = json.loads(self.media)
        return names


def redaction_of(digest: str) -> Redaction | None:
    """The redaction of a text, where there was one: the one place to ask by digest. An Edition says it of itself."""
    return Redaction.objects.filter(digest=digest).first()

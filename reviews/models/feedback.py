"""What readers say of a page."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Edition

KEPT: Final = timedelta(days=365)
"""For how long it is kept, whatever became of it. Said to readers, and held by `deliver_notices`."""

LONGEST_COMMENT: Final = 2_000


class FeedbackKind(models.TextChoices):
    """What a reader says."""

    HELPFUL = "helpful", _("Helpful")
    NOT_HELPFUL = "not-helpful", _("Not helpful")
    MISTAKE = "mistake", _("Mistake reported")


class FeedbackState(models.TextChoices):
    """What an editor made of it. An answer without words is counted, and nobody need look at it."""

    NEW = "new", _("New")
    CHANGE = "change", _("Needs a change")
    SAFETY = "safety", _("Safety: people are told at once")
    DONE = "done", _("Done")
    SPAM = "spam", _("Spam")
    COUNTED = "counted", _("Counted")


class Feedback(models.Model):
    """What a reader said of an Edition: live, never public, and gone after `KEPT`.

    Nothing in it says who the reader is. In `comment` whatever looked like an e-mail address or a number of a person is
    masked before the row is written; `masked` counts how often. It is no row of the record: only what editors make of
    it is told there, without its words.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("edition"))
    kind = models.CharField(_("what"), max_length=12, choices=FeedbackKind)
    comment = models.TextField(_("comment"), blank=True)
    masked = models.PositiveSmallIntegerField(_("masked"), default=0)
    received_at = models.DateTimeField(_("received"))
    state = models.CharField(_("state"), max_length=8, choices=FeedbackState)
    sorted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sorted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("reader’s feedback")
        verbose_name_plural = _("readers’ feedback")
        indexes = [
            models.Index(fields=["-received_at"], name="feedback_by_time"),
            models.Index(fields=["state", "-received_at"], name="feedback_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.edition}"

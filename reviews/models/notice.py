"""Mails that are owed to somebody."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A mail that is owed: written with the verb it tells of, sent when a mail server takes it. Live.

    The row is the truth; sending after the commit is only a nudge, and `deliver_notices` sends what is left.
    """

    # Somebody who works here, whose address of the day it is sent counts, or a bare address.
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    due = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=models.Q(sent_at=None), name="notice_to_send")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to=None) ^ models.Q(address=""), name="notice_to_somebody_or_an_address"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def recipient(self) -> str:
        """Where it goes; empty where nobody is left to read it."""
        if self.to is None:
            return self.address
        return self.to.email if self.to.is_active else ""

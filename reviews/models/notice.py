"""Mails that are owed to somebody."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A mail that is owed: written with the verb it tells of, sent when a mail server takes it. Live.

    The row is the truth; sending after the commit is only a nudge, and `deliver_notices` sends what is left.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    due = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=models.Q(sent_at=None), name="notice_to_send")]

    def __str__(self) -> str:
        return self.subject

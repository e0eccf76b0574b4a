"""The review policy, version by version."""

import json
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from record.guards import Immutable
from reviews.policy import PolicyDocument


class PolicyVersion(models.Model):
    """One version of the review policy. Never changes; each Review freezes the one that stood when it opened."""

    number = models.PositiveIntegerField(unique=True)
    document = models.TextField(help_text="Canonical JSON, see reviews.policy.PolicyDocument.")
    since = models.DateTimeField(_("since"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("review policy")
        verbose_name_plural = _("review policy")
        constraints = [Immutable(name="policy_versions_stand")]

    def __str__(self) -> str:
        return _("Review policy, version %(number)d") % {"number": self.number}

    @classmethod
    def current(cls) -> Self:
        """The version in force."""
        newest = cls.objects.order_by("-number").first()
        if newest is None:
            raise cls.DoesNotExist("The library has no review policy; migrate makes the first.")
        return newest

    @property
    def rules(self) -> PolicyDocument:
        return PolicyDocument.model_validate(json.loads(self.document))

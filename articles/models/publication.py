"""An Edition's public life."""

import json
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.edition import Edition
from record.canonical import JsonValue
from record.chain import Recorded
from record.guards import Immutable, NoOverlap, OnlyEarlier


class Authority(models.TextChoices):
    """What a Publication rests on."""

    SIGNATURES = "signatures", _("the required signatures")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The doors to everything public. Pages, lists and verification ask here and nowhere else."""

    def live(self, at: datetime) -> Self:
        """What readers see at that moment. What was withdrawn is gone whatever the clock of the asking process says."""
        return self.filter(Q(closes__gt=at) | Q(closes=None), opens__lte=at, cancelled_at=None).exclude(
            withdrawals__isnull=False
        )

    def opened(self, at: datetime) -> Self:
        """What has ever been public by that moment, whatever became of it."""
        return self.filter(opens__lte=at, cancelled_at=None)

    def shown(self, at: datetime) -> Self:
        """What is or was public and may be shown: no withdrawal of its article stands."""
        return self.opened(at).exclude(article__in=Withdrawal.objects.standing().values("article"))

    def past(self, at: datetime) -> Self:
        """What was public and may still be shown as history."""
        return self.shown(at).filter(closes__lte=at)


class Publication(Recorded):
    """An Edition's public life: a half-open window [opens, closes) in UTC.

    The byline and dates are frozen beside the signature as they stood. Only `closes`, `cancelled_at` and the instants
    at
    which it turns overdue, noindex and gone may ever change, the instants only to earlier.
    """

    row_kind: ClassVar[str] = "publication"
    MAY_CHANGE: ClassVar[tuple[str, ...]] = ("closes", "cancelled_at", "overdue_at", "noindex_at", "gone_at")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="publications")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="publications")
    opens = models.DateTimeField()
    closes = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=20, choices=Authority)
    byline = models.TextField(help_text="Who signed, a canonical JSON list.")
    last_reviewed = models.DateField()
    last_updated = models.DateField()
    next_review_due = models.DateField()
    overdue_at = models.DateTimeField()
    noindex_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens"]
        indexes = [models.Index(fields=["-opens"], name="publication_by_opening")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes=None) | Q(closes__gt=models.F("opens")), name="window_has_length"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(closes=None, cancelled_at=None), name="one_open_ended_publication"
            ),
            NoOverlap(
                name="publications_do_not_overlap",
                within="article",
                opens="opens",
                closes="closes",
                cancelled="cancelled_at",
            ),
            Immutable(
                name="publications_stand",
                may_change=("closes", "cancelled_at", "overdue_at", "noindex_at", "gone_at"),
            ),
            OnlyEarlier(name="instants_move_only_earlier", fields=("overdue_at", "noindex_at", "gone_at")),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.opens:%Y-%m-%d %H:%M}"

    @property
    def signatures(self) -> list[dict[str, Any]]:
        """The byline as it stood: name, credentials, role, meaning, method and day of each signature."""
        rows: list[dict[str, Any]] = json.loads(self.byline)
        return rows

    def record_values(self) -> dict[str, JsonValue]:
        """Every column that may never change."""
        values = super().record_values()
        return {name: value for name, value in values.items() if name not in self.MAY_CHANGE}


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def standing(self) -> Self:
        """Those that no later Publication has ended."""
        return self.filter(ended_at=None)


class Withdrawal(Recorded):
    """Why a page is gone, and what stands there instead. Live until a later Publication ends it.

    `reason` is for the record, `notice` for readers.
    """

    row_kind: ClassVar[str] = "withdrawal"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="withdrawals")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    notice = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(ended_at=None), name="one_standing_withdrawal"),
            Immutable(name="withdrawals_stand", may_change=("ended_at",)),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.at:%Y-%m-%d %H:%M}"

    def record_values(self) -> dict[str, JsonValue]:
        """Every column that may never change."""
        values = super().record_values()
        values.pop("ended_at", None)
        return values

"""A warning over a set of pages, outside the signed text."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from record.canonical import JsonValue
from record.chain import Recorded
from record.guards import Immutable, SetOnce
from record.movements import Movement, OnceAt, OnceBy


class SafetyNoticeQuerySet(models.QuerySet["SafetyNotice"]):
    def shown(self, at: datetime) -> Self:
        """Those that readers see at that moment: as soon as they are confirmed, whatever the asking process's clock
        says.
        """
        return self.filter(Q(lifted_at=None) | Q(lifted_at__gt=at), confirmed_at__isnull=False, ends_at__gt=at)

    def over(self, at: datetime) -> Self:
        """Those that ended or were lifted, and proposals that were dropped or that nobody confirmed in time."""
        return self.filter(Q(lifted_at__lte=at) | Q(ends_at__lte=at))

    def waiting(self, at: datetime) -> Self:
        """Those that want a second person."""
        return self.filter(confirmed_at=None, lifted_at=None, ends_at__gt=at)


class SafetyNotice(Recorded):
    """A warning over a set of pages, such as a recall. Shown from the moment a second person confirms it, to its end.

    Nothing of it is signed. Text (plain), end, articles, reason (for the record and staff, never for readers) and who
    proposed it are frozen; who confirmed it, and who lifted it before its end or dropped it before it was confirmed,
    comes once.
    """

    row_kind: ClassVar[str] = "safetynotice"
    actor_column: ClassVar[str] = "proposed_by_id"
    moment_column: ClassVar[str] = "proposed_at"
    told_by: ClassVar[tuple[str, ...]] = ("propose_safety_notice",)
    may_change: ClassVar[Mapping[str, Movement]] = {
        "confirmed_by_id": OnceBy(("confirm_safety_notice",)),
        "confirmed_at": OnceAt(("confirm_safety_notice",)),
        "lifted_by_id": OnceBy(("lift_safety_notice",)),
        "lifted_at": OnceAt(("lift_safety_notice",)),
    }

    text = models.TextField(_("notice"))
    ends_at = models.DateTimeField(_("ends"))
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = SafetyNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("safety notice")
        verbose_name_plural = _("safety notices")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("proposed_at")), name="safety_notice_has_length"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="safety_notice_by_two_people"
            ),
            Immutable(
                name="safety_notices_stand", may_change=("confirmed_by", "confirmed_at", "lifted_by", "lifted_at")
            ),
            SetOnce(
                name="safety_notices_answered_once", fields=("confirmed_by", "confirmed_at", "lifted_by", "lifted_at")
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def record_values(self) -> dict[str, JsonValue]:
        """Every column that may never change, and the articles it stands over."""
        articles = self.pages.order_by("article").values_list("article", flat=True)
        return {**super().record_values(), "articles": list(articles)}


class SafetyNoticePage(models.Model):
    """An article over which a safety notice stands. Never changes."""

    notice = models.ForeignKey(SafetyNotice, on_delete=models.PROTECT, related_name="pages")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="safety_notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "article"], name="safety_notice_names_an_article_once"),
            Immutable(name="safety_notice_pages_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.article_id}"

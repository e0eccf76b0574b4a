"""An Edition's public life."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.edition import Edition
from record.chain import Recorded
from record.guards import Immutable, NoOverlap, OnlyEarlier, SetOnce
from record.movements import End, Movement, OnceAt, Stays


class Authority(models.TextChoices):
    """What a Publication rests on."""

    SIGNATURES = "signatures", _("the required signatures")
    CORRECTION = "correction", _("an editorial signature for a minor correction of a signed text")
    ATTESTATION = "attestation", _("an attestation of a review before the library moved in")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The doors to everything public. Pages, lists and verification ask here and nowhere else."""

    def live(self, at: datetime) -> Self:
        """What readers see at that moment. What a withdrawal took away is gone whatever the asking process's clock
        says, also what had stood before the page that was withdrawn.
        """
        return self.standing(at).filter(Q(gone_at=None) | Q(gone_at__gt=at))

    def indexed(self, at: datetime) -> Self:
        """What search engines and other programs may list: all that is live, but for what is long overdue."""
        return self.live(at).filter(Q(noindex_at=None) | Q(noindex_at__gt=at))

    def gone(self, at: datetime) -> Self:
        """What readers would see at that moment, were its review not so long overdue that the page is gone."""
        return self.standing(at).filter(gone_at__lte=at)

    def standing(self, at: datetime) -> Self:
        """What holds the window at that moment, live or gone. What opens next cuts it short. At most one of each
        article.
        """
        return self.filter(Q(closes__gt=at) | Q(closes=None), opens__lte=at, cancelled_at=None)._not_taken_away()

    def scheduled(self, at: datetime) -> Self:
        """What will be public later. At most one of each article. What a withdrawal took away isn't, though the clock
        was set back behind its opening.
        """
        return self.filter(opens__gt=at, cancelled_at=None)._not_taken_away()

    def opened(self, at: datetime) -> Self:
        """What has ever been public by that moment, whatever became of it."""
        return self.filter(opens__lte=at, cancelled_at=None)

    def shown(self, at: datetime) -> Self:
        """What is or was public and may be shown. What a withdrawal took away stays away for good, also when another
        Edition is published: only what opens after it is shown. It hides whatever the asking process's clock says.
        """
        return self.opened(at).filter(~Exists(Withdrawal.objects.hiding()))

    def _not_taken_away(self) -> Self:
        return self.filter(~Exists(Withdrawal.objects.taking_away()))


class Publication(Recorded):
    """An Edition's public life: a half-open window [opens, closes) in UTC.

    The byline and dates are frozen beside the signature as they stood, and so are `replaces`, the Publication whose
    window it cut off, and `replaced_end`, when that one would have closed otherwise. The instants at which it turns
    overdue, noindex and gone are the policy's as it stood, written when it is made: a later policy doesn't move them.
    Only `closes`, `cancelled_at` and those instants may ever change, the instants only to earlier.
    """

    row_kind: ClassVar[str] = "publication"
    actor_column: ClassVar[str] = "published_by_id"
    told_by: ClassVar[tuple[str, ...]] = ("publish", "republish")
    may_change: ClassVar[Mapping[str, Movement]] = {
        "closes": End(("publish", "republish", "unschedule", "change_end", "withdraw")),
        "cancelled_at": OnceAt(("unschedule",)),
        "overdue_at": Stays(),
        "noindex_at": Stays(),
        "gone_at": Stays(),
    }
    article_uuid_path: ClassVar[str] = "article__uuid"

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
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    replaced_end = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens"]
        indexes = [
            models.Index(fields=["-opens"], name="publication_by_opening"),
            models.Index(fields=["-last_reviewed", "-opens"], name="publication_by_review"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes=None) | Q(closes__gt=models.F("opens")), name="window_has_length"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(cancelled_at__lt=models.F("opens")), name="cancelled_before_it_opens"
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
            SetOnce(name="cancelled_once", fields=("cancelled_at",)),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.opens:%Y-%m-%d %H:%M}"

    @property
    def signatures(self) -> list[dict[str, Any]]:
        """The byline as it stood: name, credentials, role, meaning, method and day of each signature."""
        rows: list[dict[str, Any]] = json.loads(self.byline)
        return rows

    @property
    def ends(self) -> datetime | None:
        """When readers see it no more, as things stand: its window closes, or it is gone before."""
        return min((end for end in (self.closes, self.gone_at) if end), default=None)

    def is_gone(self, at: datetime) -> bool:
        """Whether its review is so long overdue by then that it is kept from readers."""
        return self.gone_at is not None and self.gone_at <= at

    def ended_overdue(self, at: datetime) -> bool:
        """Whether readers saw it, and see it no more by then as its review was so long overdue: not for its end."""
        return self.has_opened(at) and self.is_gone(at) and self.gone_at == self.ends

    def is_noindex(self, at: datetime) -> bool:
        """Whether its review is so long overdue by then that search engines are asked to forget it."""
        return self.noindex_at is not None and self.noindex_at <= at

    def has_opened(self, at: datetime) -> bool:
        """Whether readers have seen it by then. What was cancelled never opens."""
        return self.cancelled_at is None and self.opens <= at


class Cancellation(Recorded):
    """Why a scheduled Publication will never open. Never changes; frozen beside it.

    `reason` is for the record and for editors, never for readers.
    """

    row_kind: ClassVar[str] = "cancellation"
    actor_column: ClassVar[str] = "by_id"
    moment_column: ClassVar[str] = "at"
    told_by: ClassVar[tuple[str, ...]] = ("unschedule",)

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="cancellation")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [Immutable(name="cancellations_stand")]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.reason[:60]}"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def standing(self, at: datetime) -> Self:
        """Those that no later Publication has ended by that moment: one of each article. By a clock that is behind
        those before it may seem to stand, too: the last comes first.
        """
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at)).order_by("-at", "-pk")

    def taking_away(self) -> Self:
        """Within a question about Publications: those that came after one had opened. It is never live again."""
        return self.filter(article=OuterRef("article"), at__gt=OuterRef("opens"))

    def hiding(self) -> Self:
        """Within a question about Publications: those that hide one for good, from its article's history too."""
        return self.taking_away().filter(history_stays=False)


class Withdrawal(Recorded):
    """Why a page is gone, and what stands there instead. Stands until a later Publication opens.

    All of it is frozen, but for `ended_at`. `reason` is for the record, `notice` for readers; `replacement` is the
    article to which readers are led, while it is live; with `history_stays` past Editions and images stay readable,
    without it they are hidden for good, also once it has ended.
    """

    row_kind: ClassVar[str] = "withdrawal"
    actor_column: ClassVar[str] = "by_id"
    moment_column: ClassVar[str] = "at"
    told_by: ClassVar[tuple[str, ...]] = ("withdraw",)
    may_change: ClassVar[Mapping[str, Movement]] = {
        "ended_at": End(("publish", "republish", "unschedule", "withdraw")),
    }
    article_uuid_path: ClassVar[str] = "article__uuid"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="withdrawals")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    notice = models.TextField(blank=True)
    replacement = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="+")
    history_stays = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(ended_at=None), name="one_standing_withdrawal"),
            Immutable(name="withdrawals_stand", may_change=("ended_at",)),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.at:%Y-%m-%d %H:%M}"

"""A round in which an Edition is judged, and the answer that isn't a signature."""

import json
from collections.abc import Mapping
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition, Purpose, Risk, Section
from record.canonical import JsonValue, digest_of
from record.chain import Recorded
from record.guards import Immutable
from record.movements import Movement, Steps, Then
from reviews.models.policy import PolicyVersion


class ReviewPurpose(models.TextChoices):
    """What a Review decides about: a new text, a minor correction, or the live text once more."""

    MAIN = Purpose.MAIN.value, _("New text")
    CORRECTION = Purpose.CORRECTION.value, _("Minor correction")
    REREVIEW = "re-review", _("Re-review")


class ReviewState(models.TextChoices):
    """Where a Review stands."""

    WAITING = "waiting", _("waiting for signatures")
    APPROVED = "approved", _("signed, ready to publish")
    CHANGES = "changes", _("changes asked for")
    RECALLED = "recalled", _("taken back by its editors")
    SUPERSEDED = "superseded", _("replaced by a newer text")
    PUBLISHED = "published", _("published")


OPEN_STATES = (ReviewState.WAITING, ReviewState.APPROVED)


# Where a Review may go from where it stands.
STEPS: Final[dict[str, frozenset[str]]] = {
    ReviewState.WAITING: frozenset(
        {ReviewState.APPROVED, ReviewState.CHANGES, ReviewState.RECALLED, ReviewState.SUPERSEDED}
    ),
    # Back to waiting when a signature, or the attestation, is taken back.
    ReviewState.APPROVED: frozenset(
        {
            ReviewState.PUBLISHED,
            ReviewState.WAITING,
            ReviewState.CHANGES,
            ReviewState.RECALLED,
            ReviewState.SUPERSEDED,
        }
    ),
    # Back when what was scheduled is cancelled.
    ReviewState.PUBLISHED: frozenset({ReviewState.APPROVED, ReviewState.WAITING, ReviewState.SUPERSEDED}),
}


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> "ReviewQuerySet":
        """Those that can still be signed, answered, taken back or published."""
        return self.filter(state__in=OPEN_STATES)


class Review(Recorded):
    """One round in which an Edition is judged. One open of each article and purpose.

    Section, risk, policy version and required signatures are frozen when it opens; `state` is live.
    """

    row_kind: ClassVar[str] = "review"
    actor_column: ClassVar[str] = "opened_by_id"
    moment_column: ClassVar[str] = "opened_at"
    may_change: ClassVar[Mapping[str, Movement]] = {"state": Steps(allowed=STEPS), "closed_at": Then()}
    article_uuid_path: ClassVar[str] = "article__uuid"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reviews")
    purpose = models.CharField(max_length=12, choices=ReviewPurpose)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.WAITING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(max_length=10, choices=Risk)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    required = models.CharField(max_length=200, help_text="Roles of the required signatures, a JSON list.")
    months = models.PositiveSmallIntegerField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        verbose_name = _("review")
        indexes = [models.Index(fields=["state", "opened_at"], name="review_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "purpose"],
                condition=Q(state__in=["waiting", "approved"]),
                name="one_open_review_of_each_purpose",
            ),
            Immutable(name="reviews_stand", may_change=("state", "closed_at")),
        ]

    def __str__(self) -> str:
        return f"{_('Review')} {self.pk}: {self.edition}"

    def get_absolute_url(self) -> str:
        return f"/reviews/{self.pk}/"

    @property
    def required_roles(self) -> list[str]:
        roles: list[str] = json.loads(self.required)
        return roles

    def record_values(self) -> dict[str, JsonValue]:
        """Every column that may never change, and what the policy said."""
        return {**super().record_values(), "policy_digest": digest_of(self.policy.document)}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ChangeRequest(Recorded):
    """The other answer of a reviewer: what has to change before they would sign. Never changes."""

    row_kind: ClassVar[str] = "changerequest"
    actor_column: ClassVar[str] = "by_id"
    moment_column: ClassVar[str] = "at"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="change_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reasons = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [Immutable(name="change_requests_stand")]

    def __str__(self) -> str:
        return f"{self.printed_name}: {self.reasons[:60]}"

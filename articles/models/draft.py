"""The text being written, and who wrote it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from record.canonical import canonical_text, digest_of, utc_text
from record.guards import Immutable


class Purpose(models.TextChoices):
    """What a Draft or a Review is for."""

    MAIN = "main", _("New text")
    CORRECTION = "correction", _("Minor correction")


class Way(models.TextChoices):
    """How a save came about."""

    TYPED = "typed", _("typed")
    IMPORTED = "imported", _("imported")
    RESTORED = "restored", _("restored")
    REBASED = "rebased", _("brought together with what was published meanwhile")


class Draft(models.Model):
    """The text being written. Never shown to readers and never signed; an Edition is frozen from it.

    `title`, `lead`, `body` and `details` (all lists and small fields, see `articles.content.Details`) are what Versions
    keep. `saves` counts the saves and is the optimistic lock. `base` stands beside the text, outside Versions: the
    Edition this text grew from, moved only by publishing its own Edition.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="drafts")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.MAIN, editable=False)
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"), blank=True)
    details: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    saves = models.PositiveIntegerField(default=0, editable=False)
    base = models.ForeignKey("articles.Edition", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    updated_at = models.DateTimeField(_("last saved"), editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["-updated_at", "-id"], name="draft_by_last_saved")]
        constraints = [models.UniqueConstraint(fields=["article", "purpose"], name="one_draft_of_each_purpose")]

    def __str__(self) -> str:
        return self.title


class DraftSave(models.Model):
    """Who saved which number of a Draft, when, and how. Never changes, never goes.

    Names the article by uuid, with no foreign key to the Draft, so that it outlives one that is deleted.
    Contributors are read from here. The saves of one Draft are a chain: each `hash` covers the one before, and an
    Edition holds the hash of the save it froze, so that no save can be changed, added or taken out unseen. The text
    itself is not here: its digest is.
    """

    article_uuid = models.UUIDField()
    purpose = models.CharField(max_length=12, choices=Purpose)
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way)
    source_digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_uuid", "purpose", "number"], name="one_save_of_each_number"),
            Immutable(name="draft_saves_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.article_uuid} {self.purpose} {self.number}"

    def hash_after(self, before: str) -> str:
        """The hash of this save: of the hash before it (empty for the first) and of every other column."""
        return digest_of(self.document_after(before))

    def document_after(self, before: str) -> str:
        """What is hashed: it stands so in an export of the record."""
        return canonical_text(
            {
                "before": before,
                "article": str(self.article_uuid),
                "purpose": str(self.purpose),
                "number": self.number,
                "by": self.by_id,
                "at": utc_text(self.at),
                "way": str(self.way),
                "source_digest": self.source_digest,
            }
        )


class Imported(models.Model):
    """What was last imported for an article: how a file is known again, and what it claims. Live.

    `last_reviewed` is a claim of the source. It never becomes a signature.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="imported")
    file_digest = models.CharField(max_length=64)
    save_number = models.PositiveIntegerField()
    last_reviewed = models.DateField(null=True)

    def __str__(self) -> str:
        return self.file_digest

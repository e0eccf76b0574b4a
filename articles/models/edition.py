"""What is signed and what readers get: a Draft's content, frozen."""

import json
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.draft import Purpose
from record.canonical import JsonValue, canonical_text, digest_of
from record.chain import Recorded
from record.errors import WrongState
from record.guards import Immutable


class EditionContent(models.Model):
    """The signed content: one canonical JSON text, stored exactly as it was hashed. Never changes.

    Kept apart from the Edition and keyed by its digest, so that `redact`, and nothing else, can destroy it while digest
    and record stay.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    class Meta:
        constraints = [Immutable(name="edition_content_stands", redacted_by="digest")]

    def __str__(self) -> str:
        return self.digest


class Redacted(WrongState):
    """A text was asked for that was destroyed. Its digest and the record of it stay."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This text was redacted: its words were destroyed. Its digest and the record of it stay.")
        )


class Edition(Recorded):
    """A Draft's content frozen at submission. Never changes.

    `digest` is what is signed. Beside the signature stand, frozen: number, the DraftSave it froze, contributors,
    `based_on`, change note, related articles. `title` and `lead` repeat the content for lists, and become empty when it
    is redacted.
    """

    row_kind: ClassVar[str] = "edition"
    actor_column: ClassVar[str] = "submitted_by_id"
    moment_column: ClassVar[str] = "submitted_at"
    text_column: ClassVar[str] = "content_row_id"
    record_related: ClassVar[tuple[str, ...]] = ("contributor_rows", "uses")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions")
    purpose = models.CharField(max_length=12, choices=Purpose)
    number = models.PositiveIntegerField()
    # No foreign key in the database: the content may be destroyed one day, the Edition stays.
    content_row = models.ForeignKey(
        EditionContent,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_column="digest",
        related_name="editions",
    )
    title = models.CharField(max_length=200)
    lead = models.TextField()
    save_number = models.PositiveIntegerField()
    save_hash = models.CharField(max_length=64, help_text="Binds every save up to the one it froze.")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    change_note = models.TextField(_("what changed"))
    related = models.TextField(help_text="Slugs of related articles, a canonical JSON list.")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="editions_are_numbered"),
            Immutable(name="editions_stand", redacted_by="content_row", blanks=("title", "lead")),
        ]

    def __str__(self) -> str:
        return f"{self.shown_title} ({_('Edition')} {self.number})"

    @property
    def digest(self) -> str:
        """The SHA-256 of its content's text."""
        return self.content_row_id

    @property
    def is_redacted(self) -> bool:
        """Whether its text was destroyed. Asks nothing: no Edition has an empty title else."""
        return not self.title

    @property
    def shown_title(self) -> str:
        """The title, or that there is none any more."""
        return self.title or gettext("Redacted text")

    @property
    def text(self) -> str:
        """The signed content, exactly as it was hashed. Raises `Redacted` where it was destroyed."""
        if self.is_redacted:
            raise Redacted
        return self.content_row.text

    @cached_property
    def content(self) -> dict[str, Any]:
        """The signed content, parsed. Raises `Redacted` where it was destroyed."""
        parsed: dict[str, Any] = json.loads(self.text)
        return parsed

    @cached_property
    def contributor_ids(self) -> list[int]:
        """Who wrote at what it froze, and so may not sign it: their ids, sorted."""
        return sorted(row.person_id for row in self.contributor_rows.all())

    @cached_property
    def used(self) -> list[tuple[str, str]]:
        """Kind and value of each thing it uses, sorted."""
        return sorted((use.kind, use.value) for use in self.uses.all())

    @property
    def related_slugs(self) -> list[str]:
        slugs: list[str] = json.loads(self.related)
        return slugs

    def record_values(self) -> dict[str, JsonValue]:
        """Every column, and what stands in rows of its own."""
        return {
            **super().record_values(),
            "contributors": self.contributor_ids,
            "uses": [list(use) for use in self.used],
        }

    def redacted_digest(self) -> str:
        """The digest that its row will have once its words are destroyed: what binds all that is left of it then."""
        return digest_of(canonical_text({**self.record_values(), "title": "", "lead": ""}))


class EditionContributor(models.Model):
    """Somebody who wrote at what an Edition froze, and so may not sign it. Never changes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="contributor_rows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="contributor_named_once"),
            Immutable(name="contributors_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.person_id}"


class UseKind(models.TextChoices):
    """What an Edition may use."""

    ARTICLE = "article", _("article")
    RELATED = "related", _("related article")
    DOI = "doi", _("DOI")
    PMID = "pmid", _("PMID")
    MEDIA = "media", _("image, video or captions")
    TERM = "term", _("word explained")
    WORDING = "wording", _("wording of the glossary")


class EditionUse(models.Model):
    """What an Edition uses: answers "used where", "links here", "cites this". Never changes.

    `value` is a slug, a bare DOI, a PMID, a media file's name, a term, or a term with the number of the wording that
    was taken from the glossary.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=10, choices=UseKind)
    value = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="used_where")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "value"], name="use_named_once"),
            Immutable(name="uses_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"

"""The library's own words for what needs explaining."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.markdown import is_slug
from record.chain import Recorded
from record.guards import Immutable


def _is_slug(name: str) -> None:
    if not is_slug(name):
        raise ValidationError(_("Small letters, digits and single hyphens only."))


class GlossaryTerm(models.Model):
    """A word and how the library explains it. Live; its history is kept.

    A text that writes `[word](term:slug)` takes the explanation in when it is frozen, and it is signed with that text:
    changing it here changes no Edition. `wording` counts how often the explanation was written anew.
    """

    word = models.CharField(_("word"), max_length=150)
    slug = models.CharField(
        _("name in texts"), max_length=100, unique=True, validators=[_is_slug], help_text=_("As in [word](term:name).")
    )
    explanation = models.TextField(
        _("explanation"), max_length=500, help_text=_("In plain words, a sentence or two. No Markdown.")
    )
    synonyms = models.CharField(
        _("also called"), max_length=300, blank=True, help_text=_("Other words for it, with commas between.")
    )
    wording = models.PositiveIntegerField(editable=False, default=0)
    updated_at = models.DateTimeField(_("last changed"), editable=False, default=timezone.now)

    class Meta:
        ordering = ["word", "pk"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return self.word

    def get_absolute_url(self) -> str:
        return f"/glossary/#{self.slug}"

    def clean(self) -> None:
        """Explanation and synonyms are running text."""
        self.explanation = " ".join(self.explanation.split())
        self.synonyms = ", ".join(name for name in map(str.strip, self.synonyms.split(",")) if name)


class GlossaryWording(Recorded):
    """Who wrote which wording of a term, when. Never changes, never goes: it outlives the term.

    Like a DraftSave of a text: who wrote what an Edition takes from the glossary is a contributor of that Edition.
    """

    row_kind: ClassVar[str] = "glossarywording"
    actor_column: ClassVar[str] = "by_id"
    moment_column: ClassVar[str] = "at"

    slug = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="Of the explanation.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="one_wording_of_each_number"),
            Immutable(name="glossary_wordings_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"

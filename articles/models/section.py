"""The shelves of the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.Model):
    """A shelf of the library, as "Diseases & Conditions". All of it is live: read when a page is made."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True, help_text=_("The last part of /sections/…/."))
    summary = models.CharField(_("summary"), max_length=300, blank=True, help_text=_("One sentence for readers."))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Smaller numbers come first."))

    no_advertising = models.BooleanField(
        _("never any advertising"), default=False, help_text=_("On no page of an article of this section.")
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/sections/{self.slug}/"

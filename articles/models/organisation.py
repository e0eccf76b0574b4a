"""Whose library this is, and what it says of itself."""

from datetime import date, datetime
from typing import Final, Self
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import dateformat, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.markdown import BadText, render_body
from record.canonical import canonical_text, digest_of, utc_text
from record.guards import Immutable


def _known_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write one such as Europe/London."), params={"name": name}
        )


class DateFormat(models.TextChoices):
    """How dates are written for readers."""

    DAY_MONTH = "j F Y", _("17 June 2025")
    MONTH_DAY = "F j, Y", _("June 17, 2025")
    NUMBERS_US = "m/d/Y", _("06/17/2025")
    ISO = "Y-m-d", _("2025-06-17")


# The name of a library that nobody has named yet.
UNNAMED: Final = "Your organisation"
NO_ADVERTISING: Final = "We carry no advertising."
"""Said until the organisation has words of its own."""


class Organisation(models.Model):
    """Whose library this is: one row.

    Everything is live (read when a page is made), but for the name: where a signed text uses it ("Care at …"), the
    name as it was is signed with that text.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("As in “Care at …” and “A note from …”."))
    library_name = models.CharField(_("name of the library"), max_length=200, default="Health Library")
    phone = models.CharField(
        _("phone"),
        max_length=16,
        blank=True,
        validators=[
            RegexValidator(r"^\+[1-9]\d{6,14}$", _("Write it with the country's code and digits only: +12025550123."))
        ],
        help_text=_("With the country's code and digits only (E.164): +12025550123."),
    )
    phone_shown = models.CharField(
        _("phone as shown"), max_length=40, blank=True, help_text=_("As readers see it: 202-555-0123.")
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        default="US",
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as US or GB."))],
        help_text=_("Two letters. Phone numbers in articles without a country's code are read as of this country."),
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[_known_time_zone])
    date_format = models.CharField(_("dates"), max_length=20, choices=DateFormat, default=DateFormat.DAY_MONTH)
    emergency_wording = models.CharField(
        _("in an emergency"),
        max_length=300,
        default="In an emergency, call your local emergency number now.",
        help_text=_("Stands on every page."),
    )
    disclaimer = models.CharField(
        _("no substitute"),
        max_length=400,
        default="This is not a substitute for your doctor. Ask a health professional about your own situation.",
        help_text=_("Stands under every article."),
    )
    locations = models.CharField(
        _("locations"), max_length=300, blank=True, help_text=_("Shown in the header; nothing is shown while empty.")
    )
    advertising = models.BooleanField(
        _("advertising"), default=False, help_text=_("Whether the library's pages may carry advertising.")
    )
    advertising_policy = models.CharField(_("advertising policy"), max_length=300, default=NO_ADVERTISING)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        """The one row; an empty one before the library was set up."""
        try:
            return cls.objects.get(pk=1)
        except cls.DoesNotExist:
            return cls(pk=1, name="")

    def clean(self) -> None:
        if self.country not in phonenumbers.SUPPORTED_REGIONS:
            sentence = _("No country has the letters “%(letters)s”. Write two, such as US or GB.")
            raise ValidationError({"country": ValidationError(sentence, params={"letters": self.country})})
        if bool(self.phone) != bool(self.phone_shown):
            raise ValidationError(_("Give the phone number both ways: for dialling and as shown."))

    @property
    def says_of_advertising(self) -> str:
        """Its policy in its own words. While it has none: that there is no advertising, or nothing where there is."""
        if self.advertising_policy not in ("", NO_ADVERTISING):
            return self.advertising_policy
        return "" if self.advertising else gettext("We carry no advertising.")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days begin and end."""
        return ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The calendar day of a moment, here."""
        return timezone.localtime(moment, self.zone).date()

    def written(self, day: date) -> str:
        """A day as readers see it."""
        return dateformat.format(day, self.date_format)

    def written_at(self, moment: datetime) -> str:
        """A moment, here, to the minute."""
        local = timezone.localtime(moment, self.zone)
        return f"{self.written(local.date())}, {local:%H:%M}"


class PolicyPage(models.Model):
    """A page of the library about itself: the editorial process, advertising, privacy. Live; its history is kept.

    `updated_at` is when title or text last changed: the beginning of its newest PolicyWording.
    """

    slug = models.SlugField(_("address"), max_length=100, unique=True, help_text=_("The last part of /about/…/."))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=_("Markdown, as in articles."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    updated_at = models.DateTimeField(_("last changed"), editable=False, default=timezone.now)

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/about/{self.slug}/"

    @property
    def html(self) -> str:
        """As readers see it."""
        return _policy_html(self.body)

    def clean(self) -> None:
        try:
            self.html  # noqa: B018
        except BadText as error:
            raise ValidationError({"body": str(error)}) from error


class PolicyWording(models.Model):
    """What a policy page said from a moment on: its 1st, 2nd, 3rd version. Frozen; readers may look back at it.

    Named by the page's slug, so that it outlives a deleted page.
    """

    slug = models.SlugField(max_length=100)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="policy_wordings_count_up"),
            Immutable(name="policy_wordings_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"

    @property
    def document(self) -> str:
        """All of it, as it stands in an export of the record."""
        return canonical_text([self.slug, self.number, self.title, self.body, utc_text(self.since)])

    @property
    def digest(self) -> str:
        """Of all of it: what an Event tells."""
        return digest_of(self.document)

    @property
    def html(self) -> str:
        """As readers saw it."""
        return _policy_html(self.body)


def _policy_html(text: str) -> str:
    """Images are for articles: their addresses open and close with Editions."""
    body = render_body(text, image_of=lambda _name: None)
    return body.introduction + "".join(part.html for part in body.parts)

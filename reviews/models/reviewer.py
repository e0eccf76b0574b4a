"""Who may be asked to sign."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from record.chain import Recorded


class Reviewer(Recorded):
    """A person's professional profile. Live: a signature keeps name and credentials as they were when it was given. The
    newest Event that speaks of it tells its digest.

    With `is_public` readers see name, credentials, specialties and conflicts at /reviewers/<slug>/, and bylines lead
    there. The slug is made when that is first so, and stays.
    """

    row_kind: ClassVar[str] = "reviewer"
    told_late: ClassVar[bool] = True

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviewer", verbose_name=_("person")
    )
    printed_name = models.CharField(
        _("printed name"), max_length=150, help_text=_("As it stands under what is signed.")
    )
    credentials = models.CharField(_("credentials"), max_length=150, help_text=_("As in “MD, Clinical Genetics”."))
    roles: models.JSONField[list[str]] = models.JSONField(_("signs as"), default=list)
    credentials_expire = models.DateField(_("credentials expire"), null=True, blank=True)
    conflicts = models.TextField(_("conflicts of interest"), blank=True)
    specialties = models.CharField(_("specialties"), max_length=150, blank=True)
    is_public = models.BooleanField(_("public profile"), default=False)
    slug = models.SlugField(_("address"), max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering = ["printed_name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~models.Q(slug=""), name="one_profile_at_each_address")
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.credentials}"

    def has_expired(self, today: date) -> bool:
        """Whether the credentials on file are good no more."""
        return self.credentials_expire is not None and self.credentials_expire < today

    def why_not(self, role: str, *, expired: bool) -> str:
        """Why this person can't sign as `role`, their credentials having expired or not; empty where they can."""
        if role not in self.roles:
            return str(_("Your profile doesn't say that you sign in this role."))
        if expired:
            return str(_("Your credentials on file have expired. Ask an administrator to bring them up to date."))
        return ""

"""The words of a signature that stand on pages: as what somebody signed, and how.

Signatures themselves belong to the reviews room; a Publication freezes these words of them in its byline.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOffRole(models.TextChoices):
    """As what somebody signs."""

    MEDICAL = "medical", _("Medical review")
    PHARMACY = "pharmacy", _("Pharmacy review")
    NURSING = "nursing", _("Nursing review")
    LEGAL = "legal", _("Legal review")
    EDITORIAL = "editorial", _("Editorial review")


def role_labels(roles: Iterable[str]) -> list[str]:
    """The roles in words."""
    return [str(SignOffRole(role).label) for role in roles]


class Method(models.TextChoices):
    """How a signature was given. `sample` and `trial` come from commands and exist only in a demo."""

    PASSWORD = "password", _("password, entered at signing")
    SAMPLE = "sample", _("sample signature, made by a command")
    TRIAL = "trial", _("trial signature, made by a command")


BY_COMMAND = frozenset({Method.SAMPLE, Method.TRIAL})
"""The methods of signatures that no person gave."""

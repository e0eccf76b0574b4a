"""Who an article is, and where it stands."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.section import Section


class Risk(models.TextChoices):
    """How much harm a mistake could do. The review policy may ask for more where it is high."""

    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High: doses, interactions, emergency advice")


class ArticleQuerySet(models.QuerySet["Article"]):
    def locked(self) -> Self:
        """Rows locked for the verb that asks: an article first, then what belongs to it, the chain's head last.

        Whoever holds an article waits for none of its Reviews and Publications. A save locks the Draft alone, so a verb
        may wait for that: it locks the Draft before it writes its first Event, or every Event would wait for the save.
        """
        return self.select_for_update(no_key=True, of=("self",))


class Article(models.Model):
    """An identity. Holds no text and no state.

    The uuid and language are signed (part of each content); section and risk are live and change by a verb; the
    rest is live.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(max_length=12, default="en", editable=False)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles", verbose_name=_("section"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    risk = models.CharField(_("risk"), max_length=10, choices=Risk, default=Risk.NORMAL)
    no_advertising = models.BooleanField(_("never any advertising"), default=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"/articles/{self.slug}/"

    @property
    def slug(self) -> str:
        """Its current address's slug; prefetch `addresses` where many are asked."""
        return next((address.slug for address in self.addresses.all() if address.current), "")


class Address(models.Model):
    """A slug of an article in its language. One is current, former ones redirect. Live.

    No other article ever takes one; the article itself may take its own back.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="addresses")
    language = models.CharField(max_length=12, default="en")
    slug = models.CharField(max_length=120)
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="address_belongs_to_one_article"),
            models.UniqueConstraint(fields=["article"], condition=models.Q(current=True), name="one_current_address"),
        ]

    def __str__(self) -> str:
        return self.slug

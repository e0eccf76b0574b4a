"""Signatures, and what a Publication rests on."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from articles.models import Edition, Publication
from articles.signatures import Method, SignOffRole
from record.chain import Recorded
from record.guards import Immutable
from reviews.models.review import Review


class SignOff(Recorded):
    """One reviewer's signature on one digest in one Review. Never changes.

    Name and credentials are those printed at the moment of signing.
    """

    row_kind: ClassVar[str] = "signoff"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sign_offs")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sign_offs")
    digest = models.CharField(max_length=64, db_index=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs")
    printed_name = models.CharField(max_length=150)
    credentials = models.CharField(max_length=150)
    role = models.CharField(max_length=12, choices=SignOffRole)
    meaning = models.CharField(max_length=300)
    at = models.DateTimeField()
    method = models.CharField(max_length=12, choices=Method)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "role"], name="one_signature_of_each_role"),
            Immutable(name="sign_offs_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.credentials}"


class PublishedReview(models.Model):
    """The authority of a Publication that rests on signatures: the Review in which they were gathered.

    Never changes.
    """

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="published_review")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [Immutable(name="authorities_stand")]

    def __str__(self) -> str:
        return f"{self.publication_id} ← {self.review_id}"

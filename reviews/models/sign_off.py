"""Signatures, and what a Publication rests on."""

from typing import ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models import Edition, Publication
from articles.signatures import Method, SignOffRole
from record.chain import Recorded
from record.guards import Immutable
from reviews.models.review import Review


class SignOff(Recorded):
    """One reviewer's signature on one digest in one Review. Never changes.

    Name and credentials are those printed at the moment of signing. `turn` counts the signatures of its role in its
    Review that were taken back before it.
    """

    row_kind: ClassVar[str] = "signoff"
    actor_column: ClassVar[str] = "reviewer_id"
    moment_column: ClassVar[str] = "at"
    told_by: ClassVar[tuple[str, ...]] = ("sign_off",)
    text_column: ClassVar[str] = "digest"

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
    turn = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "role", "turn"], name="one_signature_of_each_role"),
            Immutable(name="sign_offs_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.credentials}"


class Attestation(Recorded):
    """A named person's word that a text was reviewed before the library moved in. Never changes.

    Stands in a Review in the place of its signatures, for exactly one digest. `name`, `credentials` and `reviewed_on`
    are those of the review of old; `due` is when the next one is due. It is never a signature, and says so wherever it
    is shown. `replaces` is the one of its Review that was taken back before it, where there is one.
    """

    row_kind: ClassVar[str] = "attestation"
    actor_column: ClassVar[str] = "attested_by_id"
    moment_column: ClassVar[str] = "at"
    told_by: ClassVar[tuple[str, ...]] = ("attest",)
    text_column: ClassVar[str] = "digest"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="attestations")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="attestations")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=150)
    credentials = models.CharField(max_length=150)
    reviewed_on = models.DateField()
    due = models.DateField()
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    method = models.CharField(max_length=12, choices=Method)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due__gt=models.F("reviewed_on")), name="attestation_has_length"),
            models.UniqueConstraint(fields=["review"], condition=Q(replaces=None), name="one_first_attestation"),
            Immutable(name="attestations_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}: {self.reviewed_on}"


class Revocation(Recorded):
    """Takes one signature, or one attestation, back, for good. Never changes. `reason` is for the record and for staff.

    All of it is frozen.
    """

    row_kind: ClassVar[str] = "revocation"
    actor_column: ClassVar[str] = "by_id"
    moment_column: ClassVar[str] = "at"
    told_by: ClassVar[tuple[str, ...]] = ("revoke", "revoke_attestation")

    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, null=True, related_name="revocation")
    attestation = models.OneToOneField(Attestation, on_delete=models.PROTECT, null=True, related_name="revocation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sign_off=None, attestation__isnull=False) | Q(sign_off__isnull=False, attestation=None),
                name="revocation_of_one_thing",
            ),
            Immutable(name="revocations_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.given}: {self.reason[:60]}"

    @property
    def given(self) -> SignOff | Attestation:
        """What it takes back."""
        return cast("SignOff | Attestation", self.sign_off or self.attestation)


class PublishedReview(models.Model):
    """The authority of a Publication: the Review in which its signatures, or the attestation, were gathered.

    Never changes. Which kind of authority it is, the Publication itself has frozen.
    """

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="published_review")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="published")

    class Meta:
        constraints = [Immutable(name="authorities_stand")]

    def __str__(self) -> str:
        return f"{self.publication_id} ← {self.review_id}"

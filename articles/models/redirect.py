"""Addresses of an old site, and where they lead now."""

import hashlib

from django.db import models
from django.db.models.functions import Lower

from record.canonical import digest_of


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def digest(self) -> str:
        """SHA-256 over all of them, in the order of their keys: by which the Event of an import binds them."""
        whole = hashlib.sha256()
        rows = self.order_by("pk").values_list("pk", "from_address", "to_address")
        for key, old, new in rows.iterator(5000):
            # An old address may hold anything, as `canonical_text` doesn't.
            whole.update(f"{key} {digest_of(old)} {digest_of(new)}\n".encode())
        return whole.hexdigest()


class Redirect(models.Model):
    """From an address of a site that was here before to one of ours. All of it is live, and changed by import alone.

    `from_address` is path and query as a server reads them, percent-encoding undone in the path; `to_address` is a path
    of our own, as it stands in a link. It counts only where nothing else answers.
    """

    from_address = models.CharField(max_length=500, unique=True)
    to_address = models.CharField(max_length=500)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(Lower("from_address"), name="redirect_by_small_letters")]

    def __str__(self) -> str:
        return f"{self.from_address} → {self.to_address}"

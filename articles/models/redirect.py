"""Addresses of an old site, and where they lead now."""

from django.db import models
from django.db.models.functions import Lower


class Redirect(models.Model):
    """From an address of a site that was here before to one of ours. All of it is live, and changed by import alone.

    `from_address` is path and query as a server reads them, percent-encoding undone in the path; `to_address` is a path
    of our own, as it stands in a link. It counts only where nothing else answers.
    """

    from_address = models.CharField(max_length=500, unique=True)
    to_address = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(Lower("from_address"), name="redirect_by_small_letters")]

    def __str__(self) -> str:
        return f"{self.from_address} → {self.to_address}"

"""Images, videos and captions, known by what they hold."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone


class Media(models.Model):
    """A stored file, named by the SHA-256 of its bytes.

    The name is signed wherever a text uses it; the file never changes.

    Its address answers readers only while an Edition that uses it is or was public and isn't hidden.
    """

    name = models.CharField(max_length=80, unique=True, help_text="<sha256>.<extension>")
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/media/{self.name}"

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.name

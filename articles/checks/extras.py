"""Video, care and the like: whether those are whole."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.details import DraftText
from articles.fragments import Page
from articles.models import Media


def check_extras(text: DraftText, page: Page) -> Iterator[Finding]:
    """A video without its words, files that aren't here, a phone number that can't be dialled."""
    video, care = text.details.video, text.details.care
    if video and not video.url:
        yield Finding(
            "video-no-address", _("Video"), _("The video has no address. Upload the file or give its address.")
        )
    if video and not video.transcript:
        yield Finding(
            "video-no-transcript", _("Video"), _("The video has no transcript. People who can't hear it need one.")
        )
    if care and care.phone and not page.phone:
        yield Finding(
            "bad-phone", _("Care"), _("“%(phone)s” is no phone number that can be dialled.") % {"phone": care.phone}
        )
    if video and page.media:
        stored = set(Media.objects.filter(name__in=page.media).values_list("name", flat=True))
        for name in page.media:
            if name not in stored:
                yield Finding(
                    "missing-file",
                    _("Video"),
                    _("The file %(name)s… isn't here. Upload it again.") % {"name": name[:12]},
                )

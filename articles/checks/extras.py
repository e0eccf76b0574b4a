"""The video: whether it is whole."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checks.finding import Finding
from articles.details import DraftText, Video
from articles.fragments import Page, is_without_video
from articles.models import Media


def check_extras(text: DraftText, page: Page) -> Iterator[Finding]:
    """A video without its words, files that aren't here."""
    video = text.details.video
    if video and not video.url:
        yield Finding("video-no-address", _("Video"), _no_address(video))
    if video and not video.transcript:
        yield Finding(
            "video-no-transcript", _("Video"), _("The video has no transcript. People who can't hear it need one.")
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


def _no_address(video: Video) -> str:
    said = _("The video has no address. Upload the file or give its address.")
    return f"{said} {_('Until then readers see nothing of it.')}" if is_without_video(video) else said

"""What an uploaded file really is, told by its own bytes; and the bytes that are kept of it.

Images are decoded and written anew, so that nothing but the picture remains of them: no place where it was taken, no
script hidden behind it, no second file inside the first. Videos and captions are kept as they are.
"""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from articles.media_names import CONTENT_TYPES
from articles.videos import holds_mp4, holds_webm
from record.errors import BadInput

MOST_IMAGE_BYTES: Final = 20 * 1024 * 1024
MOST_VIDEO_BYTES: Final = 200 * 1024 * 1024
MOST_CAPTION_BYTES: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_TIMES_LONGER: Final = 50
"""The longer side of a picture, in shorter ones: a thread of pixels would make a page without an end."""
HEAVIEST_PNG: Final = 2 * 1024 * 1024
LONGEST_SIDE: Final = 2_400
"""Of a stored image. A larger one is made smaller: no page shows more."""

_EXTENSIONS: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
_IMAGE_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_MP4_BRANDS: Final = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")
# What broken or hostile files make Pillow raise.
_UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)
_CUE_TAG: Final = re.compile(r"</?(?:c|i|b|u|ruby|rt|v|lang)(?:\.[\w-]+)*(?:[ \t][^<>]*)?>|<\d{2,}:[\d:.]+>")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is kept."""

    data: bytes
    extension: str
    width: int | None = None
    height: int | None = None

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension].partition(";")[0]


def read_file(data: bytes) -> File:
    """What is kept of an uploaded file. Raises `BadInput` with a sentence for whatever can't be shown safely."""
    if not data:
        raise BadInput(_("The file is empty."))
    if data.startswith(_IMAGE_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _image(data)
    if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64]:
        return _video(data, "webm", whole=holds_webm(data))
    if data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS:
        return _video(data, "mp4", whole=holds_mp4(data))
    if data.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT":
        return _captions(data)
    if b"<svg" in data[:4096].lower():
        raise BadInput(_("An SVG drawing can hold programs, so it isn’t taken. Save it as PNG and upload that."))
    raise BadInput(
        _(
            "This is no file that a page can show. Images may be PNG, JPEG, WebP or GIF, videos WebM or MP4, "
            "captions WebVTT."
        )
    )


def _image(data: bytes) -> File:
    _refuse_longer(data, MOST_IMAGE_BYTES)
    try:
        with Image.open(io.BytesIO(data), formats=list(_EXTENSIONS)) as image:
            # Only the header has been read so far: a bomb is refused before anything is unpacked.
            _refuse_unfit(image)
            kind = str(image.format) if image.format in _EXTENSIONS else "JPEG"
            kept = _picture(image)
        file = _written(kept, kind)
        # A photograph that was saved as a drawing: readers on phones would wait for it.
        return _written(kept, "WEBP") if kind == "PNG" and len(file.data) > HEAVIEST_PNG else file
    except Image.DecompressionBombError as error:
        raise BadInput(_too_many_pixels()) from error
    except _UNREADABLE as error:
        raise BadInput(_("The image is broken or cut short, and can’t be read.")) from error


def _too_many_pixels() -> str:
    return _("The image has too many pixels. At most %(most)d million are taken: make it smaller.") % {
        "most": MOST_PIXELS // 1_000_000
    }


def _refuse_unfit(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise BadInput(_too_many_pixels())
    if max(width, height) > MOST_TIMES_LONGER * min(width, height):
        raise BadInput(_("The image is far longer than wide, or far wider than long. Cut it to what is to be seen."))
    # Phones hide a second picture in a JPEG; that is no movement.
    if image.format in ("GIF", "PNG", "WEBP") and getattr(image, "is_animated", False):
        raise BadInput(_("The picture moves. Upload a single picture, or a video that readers can stop."))


def _picture(image: Image.Image) -> Image.Image:
    """The picture alone: upright, in the colours of the screen, no larger than pages need, nothing else beside it."""
    profile = image.info.get("icc_profile")
    if image.format == "JPEG":
        # Lets the decoder itself leave out what would be thrown away.
        image.draft(None, (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    plain = _in_screen_colours(upright, profile)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, RGBA or grey. Sixteen bits a pixel become eight, palettes become colours."""
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    see_through = "transparency" in image.info or image.mode in ("LA", "PA", "RGBA", "La", "RGBa")
    wanted = "RGBA" if see_through else "L" if image.mode in ("1", "L") else "RGB"
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, screen, outputMode="RGB") or image
        except (ImageCms.PyCMSError, *_UNREADABLE):
            pass  # A broken profile says nothing of the picture.
    return image.convert(wanted)


def _written(image: Image.Image, kind: str) -> File:
    if kind == "JPEG" and image.mode == "RGBA":
        image = image.convert("RGB")
    options: dict[str, dict[str, object]] = {
        "PNG": {"optimize": True},
        "JPEG": {"quality": 88, "progressive": True, "optimize": True},
        "WEBP": {"quality": 88, "method": 4},
        "GIF": {},
    }
    out = io.BytesIO()
    image.save(out, kind, **options[kind])
    return File(out.getvalue(), _EXTENSIONS[kind], *image.size)


def _video(data: bytes, extension: str, *, whole: bool) -> File:
    _refuse_longer(data, MOST_VIDEO_BYTES)
    if not whole:
        raise BadInput(
            _("The video is broken, cut short or empty, and can’t be played. Save it again and upload that.")
        )
    return File(data, extension)


def _captions(data: bytes) -> File:
    """WebVTT. Browsers show it as text; whatever looks like markup beyond its own few tags is refused all the same."""
    _refuse_longer(data, MOST_CAPTION_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(_("The captions are not written in UTF-8. Save them as UTF-8 and upload them again.")) from error
    if not re.match(r"WEBVTT(?:[ \t\r\n]|$)", text) or "\0" in text:
        raise BadInput(_("The captions don’t begin with the word WEBVTT on a line, or hold a NUL."))
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip() == "STYLE":
            raise BadInput(_("Line %(line)d: captions can’t bring styles of their own.") % {"line": number})
        if "<" in _CUE_TAG.sub("", line):
            raise BadInput(_("Line %(line)d: captions can’t hold HTML.") % {"line": number})
    return File(data, "vtt")


def _refuse_longer(data: bytes, most: int) -> None:
    if len(data) > most:
        raise BadInput(
            _("The file has %(size)d MB. At most %(most)d MB are taken.")
            % {"size": -(-len(data) // 1024**2), "most": most // 1024**2}
        )

"""Uploads: what a file is, its bytes decide; of an image nothing but the picture is kept."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from articles.actions.media import store_media
from articles.files import LONGEST_SIDE, File, read_file
from articles.models import Media
from people.models import User
from record.canonical import utc_text
from record.chain import Event
from record.errors import BadInput
from tests import factories as make


def box(kind: bytes, *within: bytes) -> bytes:
    """A box of an MP4."""
    content = b"".join(within)
    return struct.pack(">I", len(content) + 8) + kind + content


def element(number: bytes, *within: bytes) -> bytes:
    """An element of a WebM, its size in two bytes."""
    content = b"".join(within)
    return number + struct.pack(">H", 0x4000 | len(content)) + content


FTYP = box(b"ftyp", b"mp42\0\0\0\0mp42isom")
MOOV = box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", bytes(60)))
MP4 = FTYP + MOOV + box(b"free") + box(b"mdat", bytes(100))
EBML = element(b"\x1a\x45\xdf\xa3", b"\x42\x86\x81\x01", b"\x42\x82\x84webm")
SEGMENT, TRACKS, CLUSTER = b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b", b"\x1f\x43\xb6\x75"
WEBM = EBML + element(SEGMENT, element(TRACKS, bytes(30)), element(CLUSTER, bytes(100)))
UNKNOWN_SIZE = b"\x01" + b"\xff" * 7
RECORDED = EBML + SEGMENT + UNKNOWN_SIZE + element(TRACKS, bytes(30)) + CLUSTER + UNKNOWN_SIZE + bytes(100)
CAPTIONS = "WEBVTT\n\n1\n00:00.000 --> 00:02.000\n<v Doctor>Hello, <i>all</i>. 5 → 6\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, kind, **options)
    return out.getvalue()


def opened(file: File) -> Image.Image:
    return Image.open(io.BytesIO(file.data))


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_images_are_written_anew(kind: str, extension: str) -> None:
    given = picture(kind) + b"<script>alert(1)</script>"
    file = read_file(given)
    assert (file.extension, file.width, file.height) == (extension, 40, 20)
    assert b"script" not in file.data
    assert opened(file).format == kind
    assert read_file(given) == file


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "CMYK")]
)
def test_every_kind_of_pixel_is_understood(kind: str, mode: str) -> None:
    assert read_file(picture(kind, mode=mode)).width == 40


def test_see_through_images_stay_so() -> None:
    assert opened(read_file(picture("PNG", mode="RGBA"))).mode == "RGBA"
    assert opened(read_file(picture("WEBP", mode="RGBA"))).mode == "RGBA"


def test_photographs_are_turned_upright_and_say_nothing_of_their_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret camera"
    file = read_file(picture("JPEG", exif=exif))
    assert (file.width, file.height) == (20, 40)
    assert not opened(file).getexif()
    assert b"Secret" not in file.data


def test_words_inside_a_png_are_dropped() -> None:
    words = PngInfo()
    words.add_text("Author", "Somebody")
    assert b"Somebody" not in read_file(picture("PNG", pnginfo=words)).data


def test_large_images_are_made_smaller() -> None:
    file = read_file(picture("PNG", size=(LONGEST_SIDE * 2, 100)))
    assert (file.width, file.height) == (LONGEST_SIDE, 50)


def test_a_photograph_saved_as_png_is_kept_as_what_readers_can_wait_for() -> None:
    out = io.BytesIO()
    Image.effect_noise((2000, 2000), 100).save(out, "PNG")
    file = read_file(out.getvalue())
    assert file.extension == "webp"
    assert (file.width, file.height) == (2000, 2000)


def test_videos_and_captions_are_kept_as_they_are() -> None:
    assert read_file(WEBM) == File(WEBM, "webm")
    assert read_file(MP4) == File(MP4, "mp4")
    assert read_file(RECORDED).extension == "webm"
    assert read_file(FTYP + box(b"mdat", bytes(9)) + MOOV).extension == "mp4"
    assert read_file(FTYP + MOOV + struct.pack(">I4sQ", 1, b"mdat", 116) + bytes(100)).extension == "mp4"
    assert read_file(FTYP + MOOV + struct.pack(">I4s", 0, b"mdat") + bytes(100)).extension == "mp4"
    assert read_file(CAPTIONS.encode()) == File(CAPTIONS.encode(), "vtt")
    assert read_file(CAPTIONS.encode("utf-8-sig")).extension == "vtt"


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"<!doctype html><script>alert(1)</script>", "no file that a page can show"),
        (b"GIF89a<script>alert(1)</script>", "broken"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
        (picture()[:-30], "broken"),
        (picture("JPEG")[:200], "broken"),
        (bomb(), "million"),
        (picture("PNG", (8000, 7000), "1"), "million"),
        (picture("PNG", (8, 2000), "1"), "longer than wide"),
        (moving("GIF"), "moves"),
        (moving("PNG"), "moves"),
        (moving("WEBP"), "moves"),
        (b"\x1a\x45\xdf\xa3" + b"matroska" * 9, "no file that a page can show"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "no file that a page can show"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100), "video is broken"),
        (FTYP, "video is broken"),
        (FTYP + MOOV, "video is broken"),
        (FTYP + box(b"moov") + box(b"mdat", bytes(100)), "video is broken"),
        (FTYP + MOOV + box(b"mdat"), "video is broken"),
        (MP4[:-1], "video is broken"),
        (FTYP + struct.pack(">I4s", 7, b"moov") + MP4, "video is broken"),
        (FTYP + struct.pack(">I4sQ", 1, b"mdat", 2**63) + MOOV, "video is broken"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(100), "video is broken"),
        (EBML, "video is broken"),
        (EBML + element(SEGMENT), "video is broken"),
        (EBML + element(SEGMENT, element(TRACKS, bytes(30))), "video is broken"),
        (WEBM[:-1], "video is broken"),
        (WEBM.replace(b"\x42\x82\x84webm", b"\x42\x83\x84webm"), "video is broken"),
        (b"WEBVTTX\n", "WEBVTT"),
        (b"WEBVTT\n\n\xff\xfe", "UTF-8"),
        (b"WEBVTT\n\n00:00.000 --> 00:02.000\n<script>alert(1)</script>", "Line 4"),
        (b"WEBVTT\n\n00:00.000 --> 00:02.000\n<i onclick=x>a</i><img src=x", "HTML"),
        (b"WEBVTT\n\nSTYLE\n::cue {}", "styles"),
        (b"MZ" + bytes(500), "no file that a page can show"),
    ],
)
def test_what_is_refused_and_why(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_file(data)


def test_nothing_larger_than_is_sensible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.files.MOST_VIDEO_BYTES", 50)
    with pytest.raises(BadInput, match="MB"):
        read_file(WEBM)


@given(st.sampled_from([MP4, WEBM, RECORDED]), st.data())
def test_damaged_videos_are_refused_or_kept_and_never_break_anything(video: bytes, data: st.DataObject) -> None:
    bytes_ = bytearray(video)
    for _ in range(data.draw(st.integers(1, 6))):
        bytes_[data.draw(st.integers(0, len(bytes_) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_file(bytes(bytes_)).data == bytes_
    except BadInput as refusal:
        assert str(refusal).endswith(".")


@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.data())
def test_damaged_images_are_refused_or_read_and_never_break_anything(kind: str, data: st.DataObject) -> None:
    bytes_ = bytearray(picture(kind, (16, 16)))
    for _ in range(data.draw(st.integers(1, 6))):
        bytes_[data.draw(st.integers(0, len(bytes_) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_file(bytes(bytes_)).width
    except BadInput as refusal:
        assert str(refusal).endswith(".")


@pytest.fixture
def editor(db: None) -> User:
    return make.person()


def test_stored_under_its_own_hash_and_on_record(editor: User) -> None:
    media = store_media(data=picture(), name="cell\x00\u202e.html", by=editor, door="admin")
    kept = (Path(settings.MEDIA_ROOT) / media.name).read_bytes()
    assert media.name == f"{hashlib.sha256(kept).hexdigest()}.png"
    assert (media.content_type, media.width, media.height, media.size) == ("image/png", 40, 20, len(kept))
    assert not list(Path(settings.MEDIA_ROOT).glob(".upload-*"))
    event = Event.objects.get(verb="store_media")
    assert event.told["facts"] == {
        "media": media.name, "file": "cell.html", "size": len(kept), "content_type": "image/png", "width": 40,
        "height": 20, "uploaded_at": utc_text(media.uploaded_at),
    }  # fmt: skip


def test_the_same_file_again_is_the_one_that_is_here(editor: User) -> None:
    first = store_media(data=picture(), name="a.png", by=editor, door="admin")
    assert store_media(data=picture(), name="b.png", by=make.person(), door="admin") == first
    assert (Media.objects.count(), Event.objects.filter(verb="store_media").count()) == (1, 1)
    first.path.unlink()
    store_media(data=picture(), name="a.png", by=editor, door="admin")
    assert first.path.is_file()


def test_a_refused_file_leaves_nothing(editor: User) -> None:
    before = set(Path(settings.MEDIA_ROOT).glob("*"))
    with pytest.raises(BadInput):
        store_media(data=b"<svg/>", name="a.gif", by=editor, door="admin")
    assert not Media.objects.exists()
    assert set(Path(settings.MEDIA_ROOT).glob("*")) == before

"""What `verify_record` checks of stored files: each is there, and holds the bytes that its name says."""

import hashlib
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from articles.models import EditionUse, Media, Publication, Redaction, UseKind
from record import clock
from record.canonical import utc_text
from record.readable import fault_in
from record.verification import Listener, Verification, register_check, register_listener

STAGE: Final = "media"
MEDIA_COLUMNS: Final = ("content_type", "width", "height", "size", "uploaded_at")


@register_check
def files_are_those_of_the_texts(verification: Verification) -> None:
    """Each file that a text which readers see now uses is stored, and its SHA-256 is its name.

    Where the whole folder isn't there, as where an auditor has the database alone, that is named and is no fault.
    """
    public = Publication.objects.live(clock.now()).exclude(edition__title="").values("edition")
    used = EditionUse.objects.filter(kind=UseKind.MEDIA, edition__in=public).values("value")
    names = list(Media.objects.filter(name__in=used).order_by("name").values_list("name", flat=True))
    folder = Path(settings.MEDIA_ROOT)
    if names and not folder.is_dir():
        verification.remark(f"articles_media: the folder of stored files is not here, so {len(names)} were not read.")
        return
    for number, name in enumerate(names, 1):
        if wrong := fault_in(_wrong_with_file, folder / name):
            verification.found(Media._meta.db_table, name, wrong)
        if number % 100 == 0 or number == len(names):
            verification.step(STAGE, number, len(names))


@register_listener
class MediaTold(Listener):
    """What the newest Event tells of each stored file, by its name."""

    def __init__(self, verification: Verification) -> None:
        super().__init__(verification)
        self.told: dict[str, tuple[int, dict[str, Any]]] = {}

    def verbs(self) -> tuple[str, ...]:
        return ("store_media",)

    def hear(self, seq: int, told: dict[str, Any]) -> None:
        columns = {name: told["facts"][name] for name in MEDIA_COLUMNS if name in told["facts"]}
        self.told[told["facts"]["media"]] = (seq, {**columns, "uploaded_by_id": told["actor"]["id"]})


@register_check
def files_are_known_as_they_were_stored(verification: Verification) -> None:
    """The row of each stored file is as the Event says that stored it, and none is gone that was not redacted.

    Events of old don't tell every column; what none tells of is not compared.
    """
    told, table = verification.heard(MediaTold).told, Media._meta.db_table
    standing = set()
    for media in verification.each(Media.objects.order_by("pk")):
        standing.add(media.name)
        if wrong := fault_in(_wrong_with_media, media, told.get(media.name)):
            verification.found(table, media.name, wrong)
    gone = {name for redaction in Redaction.objects.order_by("pk") for name in redaction.media_names}
    for name in sorted(told.keys() - standing - gone):
        verification.found(table, name, f"is missing, though event {told[name][0]} speaks of it")


def _wrong_with_media(media: Media, told: tuple[int, dict[str, Any]] | None) -> str:
    if told is None:
        return "no event tells that it was stored"
    seq, columns = told
    now = {name: getattr(media, name) for name in (*MEDIA_COLUMNS, "uploaded_by_id")}
    now["uploaded_at"] = utc_text(media.uploaded_at)
    other = [name for name, value in columns.items() if now[name] != value]
    return f"its {', '.join(other)} is not as event {seq} says, which stored it" if other else ""


def _wrong_with_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            # In pieces: a video may be as large as two hundred megabytes.
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "its file is missing, though a page that readers see shows it"
    except OSError as error:
        return f"its file can't be read ({error.strerror})"
    return "" if digest == path.name.partition(".")[0] else "its file doesn't have the SHA-256 that is its name"

"""What `verify_record` checks of stored files: each is there, and holds the bytes that its name says."""

import hashlib
from pathlib import Path
from typing import Final

from django.conf import settings

from articles.models import EditionUse, Media, Publication, UseKind
from record import clock
from record.readable import fault_in
from record.verification import Verification, register_check

STAGE: Final = "media"


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

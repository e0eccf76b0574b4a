"""The whole record as a file that can be checked without us: JSON lines, each bound by the chain.

After a first line that says what it is stand the texts, the rows of which Events speak, the Events, and last the signed
head. A text or a row stands in its line exactly as it was hashed, and everything around it is fixed, so that no byte
can be another one: `record/verifier.py` reads such a file and needs nothing else.

    {"format":1,"healthlib":"record"}
    {"digest":"<SHA-256 of the text>","text":<the text>}   what others name by its digest, in the order of the digests
    {"row":"<kind>:<number>","values":<what the row's digest is taken of>}  editions, signoffs, revocations, the others
    {"body":<the body>,"hash":"<hash>","seq":<number>}                      1, 2, 3 …
    {"hash":"…","key":"…","seq":…,"signature":"…","time":"…"}
"""

import heapq
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from record.canonical import NotCanonical, canonical_text
from record.chain import Event, Recorded, recorded_models
from record.clock import now_in_verb
from record.heads import VERB as NOTE_HEAD
from record.heads import DailyHead, SignedHead, head_now, sign_head
from record.readable import PAGE, UNREADABLE, in_pages
from record.tellings import first_told
from record.verification import Progress, one_moment

FIRST_LINE: Final = canonical_text({"healthlib": "record", "format": 1})
# These first, as people will look for them; the others by name.
FIRST_KINDS: Final = ("edition", "signoff", "revocation")
ROWS_AT_ONCE: Final = 1000

# Texts, as (digest, text), in the order of their digests.
Texts = Callable[[], Iterable[tuple[str, str]]]


class Exported(NamedTuple):
    """What was written: how many lines of each sort, and the head at the end."""

    counts: dict[str, int]
    head: SignedHead


_texts: list[Texts] = []


def register_texts(texts: Texts) -> Texts:
    """Name texts to which rows, Events or other texts refer by their digest. They go into every export."""
    if texts not in _texts:
        _texts.append(texts)
    return texts


@register_texts
def heads_of_days() -> Iterable[tuple[str, str]]:
    """The heads that were noted. Of the newest no Event tells yet: the head at the end of the file stands in for it."""
    events = Event.objects.filter(pk__in=DailyHead.objects.values("seq"), verb=NOTE_HEAD)
    told: set[str] = set()
    # An Event that can't be read stands in the file as it is, where its hash tells.
    for event in events.iterator():
        with suppress(*UNREADABLE):
            told |= set(event.told["facts"]["before"].values())
    return sorted((row.digest, row.document) for row in DailyHead.objects.iterator() if row.digest in told)


def export(file: Path, *, progress: Progress | None = None) -> Exported:
    """Write the record as it stands at one moment. Nobody waits for it; the file appears whole or not at all.

    Raises `NotCanonical` where a row can't be written, naming it; `OSError` where the file can't be.
    """
    counts: dict[str, int] = {}
    with _beside(file) as stream, one_moment():
        stream.write(f"{FIRST_LINE}\n")
        for stage, total, lines in _stages():
            for done, line in enumerate(lines, 1):
                stream.write(f"{line}\n")
                counts[stage] = done
                if progress and (done % ROWS_AT_ONCE == 0 or done == total):
                    progress(stage, done, max(done, total))
        head = sign_head(*head_now(), now_in_verb())
        stream.write(f"{head.text}\n")
    return Exported(counts, head)


def _stages() -> Iterator[tuple[str, int, Iterator[str]]]:
    """What stands in the file, in its order: the name of each sort, how many there are, and their lines."""
    yield "texts", 0, _text_lines()
    for model in sorted(recorded_models(), key=_place):
        yield str(model._meta.verbose_name_plural), model._base_manager.count(), _row_lines(model)
    yield "events", Event.objects.count(), _event_lines()


def _place(model: type[Recorded]) -> tuple[int, str]:
    kind = model.row_kind
    return FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS), kind


def _text_lines() -> Iterator[str]:
    before = ""
    for digest, text in heapq.merge(*(texts() for texts in _texts)):
        if digest != before:
            yield f'{{"digest":"{digest}","text":{text}}}'
        before = digest


def _row_lines(model: type[Recorded]) -> Iterator[str]:
    rows = model._base_manager.order_by("pk").prefetch_related(*model.record_related)
    for page in in_pages(rows.iterator(ROWS_AT_ONCE), ROWS_AT_ONCE):
        told = first_told(page) if model.told_late else ()
        for row in page:
            if model.told_late and row.row_id not in told:
                continue
            try:
                values = canonical_text(row.record_values())
            except NotCanonical as error:
                raise NotCanonical(row.row_id, str(error)) from error
            yield f'{{"row":"{row.row_id}","values":{values}}}'


def _event_lines() -> Iterator[str]:
    for seq, body, hash_ in Event.objects.order_by("seq").values_list("seq", "body", "hash").iterator(PAGE):
        yield f'{{"body":{body},"hash":"{hash_}","seq":{seq}}}'


@contextmanager
def _beside(file: Path) -> Iterator[TextIO]:
    """A file beside this one, moved into its place once it is whole. For its owner's eyes alone: it holds texts that
    were never public.
    """
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

"""Whether a file that begins like a video holds one: its outermost boxes are read, and nothing inside them."""

from collections.abc import Iterator
from typing import Final

# The outermost elements of WebM, by their EBML numbers.
_EBML: Final = 0x1A45DFA3
_SEGMENT: Final = 0x18538067
_DOC_TYPE: Final = 0x4282
_CLUSTER: Final = 0x1F43B675
_TRACKS: Final = 0x1654AE6B


def holds_mp4(data: bytes) -> bool:
    """Whether its boxes fill the file exactly, and say what it is (`ftyp`), what is in it (`moov`) and show it.

    A film that comes in pieces keeps them in `moof` and `mdat`, any other all of it in one `mdat`.
    """
    sizes: dict[bytes, int] = {}
    for kind, start, end in _boxes(data, 0, len(data)):
        if end > len(data):
            return False
        if kind == b"moov":
            within = [inner for inner, _start, _end in _boxes(data, start, end)]
            if b"mvhd" not in within or b"trak" not in within:
                return False
        sizes[kind] = sizes.get(kind, 0) + end - start
    return next(iter(sizes), b"") == b"ftyp" and sizes.get(b"moov", 0) > 0 and sizes.get(b"mdat", 0) > 0


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of the content of each box. One whose size can't be is said to end beyond the file."""
    while start < end:
        size, kind = int.from_bytes(data[start : start + 4]), data[start + 4 : start + 8]
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16]), 16
        elif size == 0:
            size = end - start
        if len(kind) < 4 or size < head or start + size > end:
            yield kind, start, len(data) + 1
            return
        yield kind, start + head, start + size
        start += size


def holds_webm(data: bytes) -> bool:
    """Whether its header calls it WebM, and a segment behind it holds tracks and something to play."""
    header = _element(data, 0)
    if header is None or header[0] != _EBML or header[2] > len(data):
        return False
    doc_type = next(
        (data[start:end] for number, start, end in _elements(data, *header[1:]) if number == _DOC_TYPE), b""
    )
    segment = _element(data, header[2])
    if doc_type.rstrip(b"\0") != b"webm" or segment is None or segment[0] != _SEGMENT or segment[2] > len(data):
        return False
    found = {number for number, _start, _end in _elements(data, *segment[1:])}
    return {_TRACKS, _CLUSTER} <= found


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, begin and end of the content of each element, as far as they can be followed."""
    while start < end and (element := _element(data, start)) is not None and element[2] <= end:
        yield element
        start = element[2]


def _element(data: bytes, start: int) -> tuple[int, int, int] | None:
    """The element that begins here. One of unknown size, as live recordings have, reaches to the end of the file."""
    number, at = _number(data, start, keep_mark=True)
    size, begin = _number(data, at, keep_mark=False)
    if not number or size is None:
        return None
    unknown = size == (1 << 7 * (begin - at)) - 1
    return number, begin, len(data) if unknown else begin + size


def _number(data: bytes, at: int, *, keep_mark: bool) -> tuple[int | None, int]:
    """A number of EBML, whose first byte tells by its leading zeros how many follow; and where it ends."""
    if at >= len(data) or not data[at]:
        return None, at
    length = 9 - data[at].bit_length()
    if at + length > len(data):
        return None, at
    value = int.from_bytes(data[at : at + length])
    return value if keep_mark else value & ((1 << 7 * length) - 1), at + length

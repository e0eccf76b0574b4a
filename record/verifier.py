"""Checks a file that `export_record` wrote: python verifier.py FILE [--head FILE]

Needs Python from 3.11 on, and `cryptography` where the head that is given is a signed one.
Exit code 0: whole; 1: broken, and the line at fault is named; 2: wrong usage.
Texts and rows stand just as they were hashed. A row's digest stands in the newest event that speaks of it, a text's in
its edition. A cut end, or a chain computed anew, shows only against a head noted before: its key is believed.
"""

import argparse
import hashlib
import json
import re
from typing import Any, BinaryIO

Head = dict[str, Any]
FIRST_LINE = b'{"format":1,"healthlib":"record"}\n'
TEXT = re.compile(rb'\{"digest":"([0-9a-f]{64})","text":(\{.*\})\}\n')
ROW = re.compile(rb'\{"row":"([a-z_]+:[1-9]\d{0,18})","values":(\{.*\})\}\n')
EVENT = re.compile(rb'\{"body":(\{.*\}),"hash":"([0-9a-f]{64})","seq":([1-9]\d{0,18})\}\n')
HEAD = re.compile(rb'(\{"hash":"\w{64}","key":"\w*","seq":\d{1,19},"signature":"\w*","time":"[\w:.-]+"\})\n')
FIRST_KINDS = ["edition", "signoff", "revocation"]
NO_HEAD: Head = {"seq": 0, "hash": "0" * 64, "key": ""}


class Broken(Exception):  # noqa: N818
    """At which line something is wrong, and what; line 0 is the head that was given."""


class Record:
    """What has to be remembered of the lines so far: digests and numbers of lines, never texts."""

    def __init__(self, noted: Head) -> None:
        self.noted, self.head, self.seq, self.hash = noted, Head(), 0, "0" * 64
        self.place: tuple[Any, ...] = (0,)
        self.texts, self.editions = dict[str, int](), dict[str, int]()  # digest of a text → its line, its edition's
        self.rows: dict[str, list[Any]] = {}  # line, digest, whether the newest event gives this digest
        self.redacted: set[str] = set()

    def take(self, at: int, line: bytes) -> None:
        """A line after the first. There is one order in which lines can stand."""
        for pattern, take in ((EVENT, self.event), (ROW, self.row), (TEXT, self.text), (HEAD, self.last)):
            if found := pattern.fullmatch(line):
                try:
                    before, self.place = self.place, take(at, *found.groups())
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    raise Broken(at, "it can't be read") from None
                if self.place <= before:
                    raise Broken(at, "it stands twice, or not in its place")
                return
        raise Broken(at, "it is no line of an exported record")

    def text(self, at: int, digest: bytes, text: bytes) -> tuple[Any, ...]:
        self.texts[digest.decode()] = at
        if hashlib.sha256(text).hexdigest() != digest.decode():
            raise Broken(at, f"the text doesn't have the digest {digest.decode()}")
        return 1, digest

    def row(self, at: int, name: bytes, values: bytes) -> tuple[Any, ...]:
        self.rows[name.decode()] = [at, hashlib.sha256(values).hexdigest(), False]
        kind, _, key = name.decode().partition(":")
        if kind == "edition":
            self.editions.setdefault(json.loads(values)["content_row_id"], at)
        return 2, FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS), kind, int(key)

    def event(self, at: int, body: bytes, hash_: bytes, seq: bytes) -> tuple[Any, ...]:
        if int(seq) != self.seq + 1:
            raise Broken(at, f"event {self.seq + 1} was due, this is {int(seq)}")
        if hashlib.sha256(b"%s\n%s\n%s" % (self.hash.encode(), seq, body)).hexdigest() != hash_.decode():
            raise Broken(at, f"event {int(seq)} doesn't have its hash: it was changed, or the event before it")
        self.seq, self.hash = int(seq), hash_.decode()
        if self.noted["seq"] == self.seq and self.noted["hash"] != self.hash:
            raise Broken(at, f"event {self.seq} isn't the one that the noted head names, {self.noted['hash']}")
        told = json.loads(body)
        if row := told["row"]:
            if row not in self.rows:
                raise Broken(at, f"event {self.seq} speaks of {row}, which is missing")
            self.rows[row][2] = self.rows[row][1] == told["row_digest"]
        if told["verb"] == "redact":
            self.redacted.update(fact for fact in told["facts"].values() if isinstance(fact, str))
        return 3, self.seq

    def last(self, at: int, line: bytes) -> tuple[Any, ...]:
        self.head = json.loads(line)
        if (self.head["seq"], self.head["hash"]) != (self.seq, self.hash):
            raise Broken(at, f"it isn't the head: the last event is {self.seq}, its hash {self.hash}")
        if self.noted["key"] and not is_signed(self.head, self.noted["key"]):
            raise Broken(at, "it isn't signed with the key of the noted head")
        return (4,)

    def end(self, at: int) -> None:
        """All that was read belongs together."""
        if self.noted["seq"] > self.seq:
            raise Broken(at, f"the noted head knows of event {self.noted['seq']}, but the file ends at {self.seq}")
        if not self.head:
            raise Broken(at, "the file ends here, without its head")
        for row, (line, _, is_told) in self.rows.items():
            if not is_told:
                raise Broken(line, f"{row} isn't as the newest event says that speaks of it, or none does")
        for digest in self.texts.keys() - (self.editions.keys() - self.redacted):
            raise Broken(self.texts[digest], "no edition has this text, or it was redacted")
        for digest in self.editions.keys() - self.texts.keys() - self.redacted:
            raise Broken(self.editions[digest], f"its text {digest} is missing, and no event redacted it")


def is_signed(head: Head, key: str) -> bool:
    """Whether the owner of the key signed this head."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    text = json.dumps({name: head.get(name) for name in ("hash", "seq", "time")}, separators=(",", ":")).encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(head["signature"]), text)
    except (ValueError, KeyError, TypeError, InvalidSignature):
        return False
    return True


def verify(file: BinaryIO, noted: Head = NO_HEAD) -> Record:
    """Read the file line by line, split at the byte \\n alone. Raises `Broken`."""
    if noted["key"] and not is_signed(noted, noted["key"]):
        raise Broken(0, "the noted head isn't signed with its own key")
    record, at = Record(noted), 1
    for at, line in enumerate(file, 1):
        if at > 1:
            record.take(at, line)
        elif line != FIRST_LINE:
            raise Broken(at, "this is no exported record")
    record.end(at)
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description="Checks an exported record.")
    parser.add_argument("file", type=argparse.FileType("rb"), metavar="FILE")
    parser.add_argument("--head", type=argparse.FileType("rb"), metavar="FILE", help="a head noted before")
    given = parser.parse_args()
    try:
        noted = {"key": "", **json.load(given.head)} if given.head else NO_HEAD
        if not re.fullmatch("0 0{64}|[1-9][0-9]* [0-9a-f]{64}", "{seq} {hash}".format(**noted).lower()):
            raise ValueError("its number or its hash is that of no event")
        record = verify(given.file, {**noted, "seq": int(noted["seq"]), "hash": noted["hash"].lower()})
    except Broken as broken:
        parser.exit(1, "{}, line {}: {}\n".format(given.file.name, *broken.args))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ImportError) as error:
        parser.error(f"the head can't be used: {error!r}")
    print(f"Whole: {record.seq} events, {len(record.rows)} rows, {len(record.texts)} texts. Hash {record.hash}.")


if __name__ == "__main__":
    main()

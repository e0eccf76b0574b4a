"""Checks a file that `export_record` wrote: python verifier.py FILE [--head FILE]

Needs Python from 3.11 on, and `cryptography` where the head that is given is a signed one.
Exit code 0: whole; 1: broken, and the line at fault is named; 2: wrong usage.
Texts and rows stand just as they were hashed. A row's digest stands in each event that speaks of it, a text's in its
edition. A cut end, or a chain computed anew, shows only against a head noted before: its key is believed.
"""

import argparse
import hashlib
import json
import re
from binascii import unhexlify
from typing import Any, BinaryIO

Head = dict[str, Any]
FIRST_LINE = b'{"format":1,"healthlib":"record"}\n'
TEXT = re.compile(rb'\{"digest":"([0-9a-f]{64})","text":(\{.*\})\}\n')
ROW = re.compile(rb'\{"row":"([a-z_]+:[1-9]\d{0,18})","values":(\{.*\})\}\n')
EVENT = re.compile(rb'\{"body":(\{.*\}),"hash":"([0-9a-f]{64})","seq":([1-9]\d{0,18})\}\n')
HEAD = re.compile(rb'(\{"hash":"\w{64}","key":"[\da-f]*","seq":\d{1,19},"signature":"[\da-f]*","time":"[\w:.-]+"\})\n')
FIRST_KINDS = ["edition", "signoff", "revocation"]
NO_HEAD: Head = {"seq": 0, "hash": "0" * 64, "key": ""}


class Broken(Exception):  # noqa: N818
    """At which line something is wrong, and what; line 0 is the head that was given."""


class Record:
    """What has to be remembered of the lines so far: digests and numbers of lines, never texts."""

    def __init__(self, noted: Head) -> None:
        self.noted, self.head, self.seq, self.hash = noted, Head(), 0, "0" * 64
        self.at, self.place, self.redacted, self.numbers = 0, tuple[Any, ...]((0,)), set[str](), dict[Any, int]()
        self.texts, self.editions = dict[str, int](), dict[str, int]()  # digest of a text → its line, its edition's
        self.rows: dict[str, list[Any]] = {}  # line, digest, its text, whether a redaction blanked it, digest told

    def must(self, holds: object, what: str, at: int = 0) -> None:
        if not holds:
            raise Broken(at or self.at, what)

    def take(self, at: int, line: bytes) -> None:
        """A line after the first. There is one order in which lines can stand."""
        self.at = at
        for pattern, take in ((EVENT, self.event), (ROW, self.row), (TEXT, self.text), (HEAD, self.last)):
            if found := pattern.fullmatch(line):
                try:
                    before, self.place = self.place, take(*found.groups())
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    raise Broken(at, "it can't be read") from None
                return self.must(self.place > before, "it stands twice, or not in its place")
        raise Broken(at, "it is no line of an exported record")

    def text(self, digest: bytes, text: bytes) -> tuple[Any, ...]:
        self.texts[digest.decode()] = self.at
        self.must(hashlib.sha256(text).hexdigest() == digest.decode(), "the text doesn't have its digest")
        return 1, digest

    def row(self, name: bytes, values: bytes) -> tuple[Any, ...]:
        (kind, _, key), says = name.decode().partition(":"), json.loads(values)
        text, blank = says.get("content_row_id", says.get("digest")), not says.get("title", "-") + says.get("lead", "")
        if kind == "edition":
            self.editions.setdefault(text, self.at)
            twin = self.numbers.setdefault((says["article_id"], says["number"]), self.at)
            self.must(twin == self.at, f"its article has another edition of this number, in line {twin}")
        elif text and "edition_id" in says:
            self.must(self.rows[f"edition:{says['edition_id']}"][2] == text, "its edition has another text")
        self.rows[name.decode()] = [self.at, hashlib.sha256(values).hexdigest(), text, blank, ""]
        return 2, FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS), kind, int(key)

    def event(self, body: bytes, hash_: bytes, number: bytes) -> tuple[Any, ...]:
        due, seq = hashlib.sha256(b"%s\n%s\n%s" % (self.hash.encode(), number, body)).hexdigest(), int(number)
        self.must(seq == self.seq + 1, f"event {self.seq + 1} was due, this is {seq}")
        self.seq, self.hash, told = seq, hash_.decode(), json.loads(body)
        self.must(due == self.hash, f"event {seq} doesn't have its hash: it was changed, or the event before it")
        is_noted = seq != self.noted["seq"] or self.hash == self.noted["hash"]
        self.must(is_noted, f"event {seq} isn't the one that the noted head names, {self.noted['hash']}")
        if row := told["row"]:
            self.must(row in self.rows, f"event {seq} speaks of {row}, which is missing")
            _, _, text, blank, before = self.rows[row]
            self.must(text in (None, told["facts"].get("digest", text)), f"event {seq} has another text than {row}")
            is_as_before = before in ("", told["row_digest"])  # it never changes, but that a redaction blanks it once
            self.must(is_as_before or (blank and text in self.redacted), f"event {seq} says otherwise of {row}")
            self.rows[row][3:] = blank and is_as_before, told["row_digest"]
        if told["verb"] == "redact":
            self.redacted.add(told["facts"]["digest"])
        return 3, seq

    def last(self, line: bytes) -> tuple[Any, ...]:
        self.head, end, key = json.loads(line), (self.seq, self.hash), self.noted["key"]
        self.must((self.head["seq"], self.head["hash"]) == end, f"it isn't the head: the last event is {end}")
        self.must(not key or is_signed(self.head, key), "it isn't signed with the key of the noted head")
        return (4,)

    def end(self) -> None:
        """All that was read belongs together."""
        self.must(self.noted["seq"] <= self.seq, f"the noted head knows of event {self.noted['seq']}, the file doesn't")
        self.must(self.head, "the file ends here, without its head")
        for row, (line, digest, _, _, told) in self.rows.items():
            self.must(told == digest, f"{row} isn't as the newest event says that speaks of it, or none does", line)
        for digest in self.texts.keys() - (self.editions.keys() - self.redacted):
            raise Broken(self.texts[digest], "no edition has this text, or it was redacted")
        for digest in self.editions.keys() - self.texts.keys() - self.redacted:
            raise Broken(self.editions[digest], f"its text {digest} is missing, and no event redacted it")


def is_signed(head: Head, key: str) -> bool:
    """Whether the owner of the key signed this head."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    text = json.dumps({name: head.get(name) for name in ("hash", "seq", "time")}, separators=(",", ":")).encode()
    try:
        Ed25519PublicKey.from_public_bytes(unhexlify(key)).verify(unhexlify(head["signature"]), text)
    except Exception:  # noqa: BLE001 - whatever is wrong with it
        return False
    return True


def verify(file: BinaryIO, noted: Head = NO_HEAD) -> Record:
    """Read the file line by line, split at the byte \\n alone. Raises `Broken`."""
    record = Record(noted)
    record.must(not noted["key"] or is_signed(noted, noted["key"]), "the noted head isn't signed with its own key")
    record.at = 1
    record.must(next(file, b"") == FIRST_LINE, "this is no exported record")
    for at, line in enumerate(file, 2):
        record.take(at, line)
    record.end()
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

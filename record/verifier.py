"""Checks a file that `export_record` wrote: python verifier.py FILE [--head FILE]

Needs Python 3.11, and `cryptography` for a signed head, whose key is believed. Exit: 0 whole, 1 broken, 2 wrong usage.
"""

import argparse
import hashlib
import json
import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, BinaryIO

TEXT = re.compile(rb'\{"digest":"([0-9a-f]{64})","text":([\[{].*[\]}])\}\n')
SAVE = re.compile(rb'\{"article":"[\w-]+","at":"[\w:.-]+","before":"(\w*)","by":\d+,"number":\d+,"purpose":')
ROW = re.compile(rb'\{"row":"([a-z_]+:[1-9]\d{0,18})","values":(\{.*\})\}\n')
EVENT = re.compile(rb'\{"body":(\{.*\}),"hash":"([0-9a-f]{64})","seq":([1-9]\d{0,18})\}\n')
HEAD = re.compile(rb'(\{"hash":"\w{64}","key":"[\da-f]*","seq":\d{1,19},"signature":"[\da-f]*","time":"[\w:.-]+"\})\n')
ONCE, ENDS = {"cancelled_at", "confirmed_at", "lifted_at"}, {"closes", "ended_at"}
NO_HEAD: dict[str, Any] = {"seq": 0, "hash": "0" * 64, "key": ""}


class Broken(Exception):  # noqa: N818
    """At which line something is wrong, and what; line 0 is the head that was given."""


class Record:  # what has to be remembered of the lines so far: digests, moments and numbers of lines, never texts
    def __init__(self, noted: dict[str, Any]) -> None:
        self.noted, self.head, self.numbers, self.latest = noted, dict[str, Any](), dict[Any, int](), datetime.min
        self.at, self.seq, self.hash, self.place, self.rows = 1, 0, "0" * 64, (0,), dict[str, list[Any]]()
        self.redacted, self.states = dict[str, int](), dict[tuple[str, str], Any]()  # digest → event; what was told
        self.texts, self.named = dict[str, int](), dict[Any, int]()  # digest of a text → its line, that which names it

    def must(self, holds: object, what: str, at: int | None = None) -> None:
        if not holds:
            raise Broken(self.at if at is None else at, what)

    def take(self, line: bytes) -> None:  # there is one order in which lines can stand
        for pattern, take in ((EVENT, self.event), (ROW, self.row), (TEXT, self.text), (HEAD, self.last)):
            if found := pattern.fullmatch(line):
                try:
                    before, self.place = self.place, take(*found.groups())
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    raise Broken(self.at, "it can't be read") from None
                return self.must(self.place > before, "it stands twice, or not in its place")
        raise Broken(self.at, "it is no line of an exported record")

    def text(self, digest: bytes, text: bytes) -> tuple[Any, ...]:
        self.texts[digest.decode()] = self.at
        self.must(hashlib.sha256(text).hexdigest() == digest.decode(), "the text doesn't have its digest")
        self.named |= dict.fromkeys([digest.decode(), save[1].decode()] if (save := SAVE.match(text)) else [], self.at)
        return 1, digest  # a save of a draft names the one before, and nothing need name the last

    def row(self, name: bytes, values: bytes) -> tuple[Any, ...]:
        (kind, _, key), says = name.decode().partition(":"), json.loads(values)
        text, blank = says.get("content_row_id", says.get("digest")), not says.get("title", "-") + says.get("lead", "")
        self.named |= dict.fromkeys(map(says.get, ("content_row_id", "policy_digest", "save_hash")), self.at)
        if kind == "edition":
            twin = self.numbers.setdefault((says["article_id"], says["number"]), self.at)
            self.must(twin == self.at, f"its article has another edition of this number, in line {twin}")
        elif text and "edition_id" in says:
            self.must(self.rows[f"edition:{says['edition_id']}"][2] == text, "its edition has another text")
        self.rows[name.decode()] = [self.at, hashlib.sha256(values).hexdigest(), text, blank, "", ""]
        return 2, {"edition": 0, "signoff": 1, "revocation": 2}.get(kind, 3), kind, int(key)

    def event(self, body: bytes, hash_: bytes, number: bytes) -> tuple[Any, ...]:
        due, seq = hashlib.sha256(b"%s\n%s\n%s" % (self.hash.encode(), number, body)).hexdigest(), int(number)
        self.must(seq == self.seq + 1, f"event {self.seq + 1} was due, this is {seq}")
        self.seq, self.hash, told = seq, hash_.decode(), json.loads(body)
        self.must(due == self.hash, f"event {seq} doesn't have its hash: it was changed, or the event before it")
        self.must(seq != self.noted["seq"] or self.hash == self.noted["hash"], f"event {seq} isn't the noted head's")
        facts, now = told["facts"], told["row_digest"]
        if row := told["row"]:
            self.must(row in self.rows, f"event {seq} speaks of {row}, which is missing")
            _, _, text, blank, before, rest = self.rows[row]  # before: told last, rest: told for once it is redacted
            self.must(text in (None, facts.get("digest", text)), f"event {seq} has another text than {row}")
            same = before in ("", now) or (blank and text in self.redacted and rest in ("", now))  # or blanked, once
            self.must(same or row.startswith("reviewer:"), f"event {seq} says otherwise of {row}, which never changes")
            self.rows[row][3:] = blank and before in ("", now), now, rest or facts.get("redacted_row", "")
        names = [facts.get("document_digest"), *facts.get("documents", ()), *facts.get("wordings", {}).values()]
        self.named |= dict.fromkeys(facts["before"].values() if told["verb"] == "note_head" else names, self.at)
        if told["verb"] == "redact":
            self.redacted.setdefault(facts["digest"], seq)
        at = datetime.fromisoformat(told["at"].removesuffix("Z"))
        self.must(self.latest <= at + timedelta(hours=1), f"event {seq} is over an hour older than one before it")
        self.latest, early = max(self.latest, at), (at - timedelta(minutes=5)).isoformat(timespec="microseconds")
        for row, state in facts.get("states", {}).items():
            for name in (ONCE | ENDS) & state.keys():  # what has come to pass stays, and nothing is put into the past
                was, self.states[row, name] = self.states.get((row, name)), (is_now := state[name])
                bends = (was and (name in ONCE or was < early)) or (is_now and is_now < early)
                self.must(was == is_now or not bends, f"event {seq} bends the {name} of {row}")
        return 3, seq

    def is_signed(self, head: dict[str, Any]) -> bool:  # by the owner of the key of the noted head
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

        text = json.dumps({name: head.get(name) for name in ("hash", "seq", "time")}, separators=(",", ":")).encode()
        with suppress(Exception):  # whatever is wrong with it
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.noted["key"]))
            return key.verify(bytes.fromhex(head["signature"]), text) is None
        return False

    def last(self, line: bytes) -> tuple[Any, ...]:
        self.head, end = json.loads(line), (self.seq, self.hash)
        self.must((self.head["seq"], self.head["hash"]) == end, f"it isn't the head: the last event is {end}")
        self.must(not self.noted["key"] or self.is_signed(self.head), "it isn't signed with the key of the noted head")
        return (4,)

    def end(self) -> None:  # all that was read belongs together
        self.must(self.noted["seq"] <= self.seq, f"the noted head knows of event {self.noted['seq']}, the file doesn't")
        self.must(self.head, "the file ends here, without its head")
        for row, (line, digest, _, _, told, _) in self.rows.items():
            self.must(told == digest, f"{row} isn't as the newest event says that speaks of it, or none does", line)
        for digest in self.texts.keys() - (self.named.keys() - self.redacted.keys()):
            raise Broken(self.texts[digest], "no row names this text, or it was redacted")
        for digest in self.named.keys() - self.texts.keys() - self.redacted.keys() - {None, ""}:
            raise Broken(self.named[digest], f"its text {digest} is missing, and no event redacted it")


def verify(file: BinaryIO, noted: dict[str, Any] = NO_HEAD) -> Record:
    record = Record(noted)  # lines are split at the byte \n alone
    record.must(not noted["key"] or record.is_signed(noted), "the noted head isn't signed with its own key", 0)
    record.must(next(file, b"") == b'{"format":1,"healthlib":"record"}\n', "this is no exported record")
    for record.at, line in enumerate(file, 2):
        record.take(line)
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
    for digest in record.named.keys() & record.redacted.keys():
        print(f"Missing: the text {digest}, which event {record.redacted[digest]} redacted.")
    print(f"Whole: {record.seq} events, {len(record.rows)} rows, {len(record.texts)} texts. Hash {record.hash}.")


if __name__ == "__main__":
    main()

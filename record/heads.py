"""Heads of the record: where the chain ends, noted once a day and signed, so that they can leave the house.

A chain alone can't show that its end was cut off or that all of it was computed anew. A head that somebody else keeps
can: it names the number and the hash of the last Event at a time, and whoever changes what stands before has to change
that hash.
"""

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from record.canonical import JsonValue, canonical_text, digest_of, utc_text
from record.chain import FIRST_HASH, Event, Head, record_event
from record.clock import now, now_in_verb
from record.guards import Immutable
from record.readable import UNREADABLE

NO_HEAD: Final = (0, FIRST_HASH)
# The Event right behind which a head is noted.
VERB: Final = "note_head"
# Written in one way alone: `bytes.fromhex` reads capitals and passes over spaces.
KEY: Final = re.compile("[0-9a-f]{64}")
SIGNATURE: Final = re.compile("[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head as it leaves the house, in a mail, on the public page or at the end of an export.

    At `time` the chain ended at Event `seq`, whose hash is `hash`. `key` is the public key and `signature` the Ed25519
    signature over `signed_text`, both in hexadecimal digits; both are empty where the library has no key.
    """

    seq: int
    hash: str
    time: str
    key: str = ""
    signature: str = ""

    @property
    def signed_text(self) -> str:
        """What the signature covers: the canonical text of hash, seq and time."""
        return canonical_text({"hash": self.hash, "seq": self.seq, "time": self.time})

    @property
    def text(self) -> str:
        """The head FILE: canonical JSON of all five, without a line end."""
        return canonical_text(asdict(self))

    @property
    def signature_holds(self) -> bool:
        """True when the signature is that of the key named beside it. Whose key that is, others have to know."""
        if not (KEY.fullmatch(self.key) and SIGNATURE.fullmatch(self.signature)):
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(bytes.fromhex(self.signature), self.signed_text.encode())
        except (ValueError, InvalidSignature):
            return False
        return True


class DailyHead(models.Model):
    """The head of the record as noted on one day: what stands on the public page, and what was mailed. Never changes.

    All of it is frozen. The Event that it names as the last says for which day it is noted, and tells of the heads
    before it, so that none can be taken away or changed unseen. Where nothing has happened since, there is no new one.
    """

    day = models.DateField(_("day"), primary_key=True, help_text=_("Frozen. In the organisation's time zone."))
    seq = models.BigIntegerField(_("number"), help_text=_("Frozen. The number of the last event."))
    hash = models.CharField(_("hash"), max_length=64, help_text=_("Frozen. The hash of the last event."))
    time = models.DateTimeField(_("time"), help_text=_("Frozen. When it was noted."))
    key = models.CharField(_("key"), max_length=64, blank=True, help_text=_("Frozen. The public key."))
    signature = models.CharField(_("signature"), max_length=128, blank=True, help_text=_("Frozen. Ed25519."))

    class Meta:
        verbose_name = _("head of a day")
        verbose_name_plural = _("heads of days")
        ordering = ["-day"]
        constraints = [Immutable(name="daily_heads_stand")]

    def __str__(self) -> str:
        return f"{self.day}: {self.seq} {self.hash}"

    @property
    def signed(self) -> SignedHead:
        """The head as it leaves the house."""
        return SignedHead(self.seq, self.hash, utc_text(self.time), self.key, self.signature)

    @property
    def document(self) -> str:
        """All of it, as it stands in an export of the record."""
        return canonical_text({"day": self.day.isoformat(), **asdict(self.signed)})

    @property
    def digest(self) -> str:
        """By which the next head's Event tells of it."""
        return digest_of(self.document)


def head_now() -> tuple[int, str]:
    """Number and hash of the last Event; (0, zeros) before the first."""
    return Head.objects.filter(pk=1).values_list("seq", "hash").first() or NO_HEAD


def sign_head(seq: int, hash_: str, time: datetime) -> SignedHead:
    """The head at a moment, signed with the library's key; unsigned where it has none."""
    head = SignedHead(seq, hash_, utc_text(time))
    private: Ed25519PrivateKey | None = settings.RECORD_KEY
    if private is None:
        return head
    signature = private.sign(head.signed_text.encode()).hex()
    return SignedHead(head.seq, head.hash, head.time, public_key(private), signature)


def public_key(private: Ed25519PrivateKey) -> str:
    """The public half of a key, as heads name it: 64 hexadecimal digits."""
    return private.public_key().public_bytes_raw().hex()


def library_key() -> str:
    """The public key with which heads are signed now; empty where the library has none."""
    return public_key(settings.RECORD_KEY) if settings.RECORD_KEY else ""


def head_of_last_event() -> SignedHead | None:
    """The head as it stands now, with the last Event's own time, so that it stays the same until the next Event."""
    last = Event.objects.order_by("-seq").first()
    return sign_head(last.seq, last.hash, _time_of(last)) if last else None


def _time_of(event: Event) -> datetime:
    """Its own; of one that can't be read, which is named where the chain is walked, the moment of asking."""
    with suppress(*UNREADABLE):
        return datetime.fromisoformat(event.told["at"]).astimezone(UTC)
    return now()


def note_head(day: date) -> DailyHead | None:
    """Note the head for a day, inside the caller's transaction. None where that is done already, or nothing is on
    record yet.

    Two who note at the same moment wait for each other at the head; the day's row is made once.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A head is noted inside a transaction.")
    if DailyHead.objects.filter(day=day).exists():
        return None
    head = Head.objects.select_for_update(no_key=True).filter(pk=1).first()
    if head is None or DailyHead.objects.filter(day=day).exists():
        return None
    seq, hash_, moment = _told_of(day, head)
    signed = sign_head(seq, hash_, moment)
    return DailyHead.objects.create(
        day=day, seq=signed.seq, hash=signed.hash, time=moment, key=signed.key, signature=signed.signature
    )


def _told_of(day: date, head: Head) -> tuple[int, str, datetime]:
    """Where the record ends, and when, once it tells of the heads before. Where nothing happened, it is silent."""
    newest = DailyHead.objects.order_by("-seq").first()
    if newest and newest.seq >= head.seq:
        return head.seq, head.hash, now_in_verb()
    # Those of days on which nothing happened name the same Event.
    rows = DailyHead.objects.filter(seq=newest.seq) if newest else ()
    before: dict[str, JsonValue] = {row.day.isoformat(): row.digest for row in rows}
    event = record_event(VERB, actor=None, door="shell", day=day.isoformat(), before=before)
    return event.seq, event.hash, datetime.fromisoformat(event.told["at"])

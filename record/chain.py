"""The chain of Events: who did what to what, when, through which door, and why.

Each Event's hash covers the Event before it, so none can be changed, removed or slipped in without every later hash
changing too. An Event speaks of rows by their digest; `record.verification` compares.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar, Final
from uuid import UUID

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from record.canonical import JsonValue, canonical_text, digest_of, normal_text, utc_text
from record.clock import now_in_verb, recorded
from record.guards import Immutable
from record.movements import Movement

# What stands before the first Event, where later ones have the hash of their predecessor.
FIRST_HASH: Final = "0" * 64

# The ways in which a verb can be reached.
DOORS: Final = frozenset({"admin", "account", "desk", "shell", "import", "sample", "trial"})


class Event(models.Model):
    """One line of the record. Append-only and hash-chained: written by `record_event` alone, never changed.

    Holds text ids and digests, never an article's text, and no foreign keys: it outlives what it speaks of.
    """

    seq = models.BigIntegerField(_("number"), primary_key=True, help_text=_("Frozen. 1, 2, 3 …, without gaps."))
    verb = models.CharField(_("verb"), max_length=60, help_text=_("Frozen. What was done. Also in the body."))
    article = models.UUIDField(_("article"), null=True, help_text=_("Frozen. To which article. Also in the body."))
    row = models.CharField(
        _("row"), max_length=120, blank=True, help_text=_("Frozen. Of which row it speaks. Also in the body.")
    )
    body = models.TextField(_("body"), help_text=_("Frozen. All that is told, as canonical text."))
    hash = models.CharField(
        _("hash"), max_length=64, help_text=_("Frozen. SHA-256 of the hash before, the number and the body.")
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["article", "seq"], name="record_event_article"),
            models.Index(fields=["row", "seq"], name="record_event_row"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="record_event_seq_from_one"),
            Immutable(name="record_event"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    @property
    def told(self) -> dict[str, Any]:
        """The body, read: at, verb, actor, door, article, row, row_digest, why, facts."""
        told: dict[str, Any] = json.loads(self.body)
        return told


class Head(models.Model):
    """Where the chain ends: number and hash of the last Event. One row, live, made when first needed.

    Locked last in a transaction, and briefly: every Event waits for it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(_("number"), help_text=_("Live. The number of the last Event."))
    hash = models.CharField(_("hash"), max_length=64, help_text=_("Live. The hash of the last Event."))

    class Meta:
        verbose_name = _("head of the record")
        verbose_name_plural = _("heads of the record")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="record_head_only_one")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class Recorded(models.Model):
    """A row whose digest stands in the Event that tells of it. Subclasses name themselves with `row_kind`.

    The digest covers every column but those in `may_change` (names of attributes, and how each may move): their values
    stand in the newest Event that changed them, as its `states`. `article_uuid_path` leads to the article of which such
    Events tell, where they may tell of another row first.
    """

    row_kind: ClassVar[str]
    may_change: ClassVar[Mapping[str, Movement]] = {}
    article_uuid_path: ClassVar[str] = ""
    # The column with the digest of the text that the row speaks of, where there is one: Events that tell of the row and
    # of a text tell of this one, as their fact `digest`.
    text_column: ClassVar[str] = ""
    # The column with who did it, where there is one: the first Event of the row names the same person as its actor.
    actor_column: ClassVar[str] = ""
    # And the column with the moment at which it was done, which is about that of this Event.
    moment_column: ClassVar[str] = ""
    # The verbs whose Events tell of such a row, each of one: an Event of theirs that tells of none is found out.
    told_by: ClassVar[tuple[str, ...]] = ()
    # Whether rows stood before Events told of such: those of which none tells are no fault, and stay out of an export.
    told_late: ClassVar[bool] = False
    # Rows of other tables that `record_values` tells of, by the names under which this model finds them.
    record_related: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def row_id(self) -> str:
        """What Events call this row, as in `signoff:12`."""
        return f"{self.row_kind}:{self.pk}"

    @property
    def text_digest(self) -> str:
        """The digest of the text that it speaks of; empty where it speaks of none."""
        return str(getattr(self, self.text_column)) if self.text_column else ""

    def record_values(self) -> dict[str, JsonValue]:
        """Every column of the row that may never change, as it stands in the record: as the database gives it back.

        An empty (NULL) column is left out, so that a nullable column added later doesn't change the digests of rows
        that were written before it.
        """
        fixed = (field for field in self._meta.concrete_fields if field.attname not in self.may_change)
        values = {field.attname: _plain(field.to_python(field.value_from_object(self))) for field in fixed}
        return {name: value for name, value in values.items() if value is not None}

    def record_state(self) -> dict[str, JsonValue]:
        """The columns that may change, as they stand now."""
        return {name: _plain(getattr(self, name)) for name in self.may_change}

    def record_digest(self) -> str:
        """The digest of this row as it stands."""
        return digest_of(canonical_text(self.record_values()))


def recorded_models() -> Iterator[type[Recorded]]:
    """Every installed model whose rows are on record."""
    for model in apps.get_models():
        if issubclass(model, Recorded) and not model._meta.proxy:
            yield model


def record_event(
    verb: str,
    *,
    actor: AbstractBaseUser | None,
    door: str,
    article: UUID | None = None,
    row: Recorded | None = None,
    touched: Iterable[Recorded] = (),
    why: str = "",
    **facts: JsonValue,
) -> Event:
    """Append one Event to the chain, inside the transaction of the verb that it tells of, as its last step.

    The row is whole, as it was saved, or read again where the database itself has changed it: if something else stands
    there, that is found out. `touched` are the other rows whose columns the verb changed where they may: their states
    go on record with the row's own. Facts are plain values that canonical text can carry: moments as `utc_text`, text
    in NFC form.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An Event is recorded inside the transaction of its verb.")
    if door not in DOORS:
        raise ValueError(f"{door!r} is no door.")
    row_id = row.row_id if row else ""
    states: dict[str, JsonValue] = {
        each.row_id: each.record_state() for each in (*([row] if row else []), *touched) if each.may_change
    }
    if states:
        facts["states"] = states
    told: dict[str, JsonValue] = {
        "verb": verb,
        "actor": {"id": _plain(actor.pk), "username": normal_text(actor.get_username())} if actor else None,
        "door": door,
        "article": str(article) if article else None,
        "row": row_id,
        "row_digest": row.record_digest() if row else "",
        "why": normal_text(why),
        "facts": facts,
    }
    return _append(told, verb=verb, article=article, row=row_id)


def event_hash(before: str, seq: int, body: str) -> str:
    """The hash of an Event: SHA-256 of the hash before it, its number and its body, each on a line."""
    return hashlib.sha256(f"{before}\n{seq}\n{body}".encode()).hexdigest()


def _append(told: dict[str, JsonValue], *, verb: str, article: UUID | None, row: str) -> Event:
    """Take the head, write the Event after it, move the head. Asked after the lock, the clock never runs back.

    In plain SQL, since everybody waits here.
    """
    before, last = _take_head()
    seq = last + 1
    at = now_in_verb()
    body = canonical_text({"at": utc_text(at), **told})
    event = Event(seq=seq, verb=verb, article=article, row=row, body=body, hash=event_hash(before, seq, body))
    about = Event._meta.get_field("article").get_db_prep_value(article, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO record_event (seq, verb, article, "row", body, hash) VALUES (%s, %s, %s, %s, %s, %s)',
            [seq, verb, about, row, body, event.hash],
        )
        cursor.execute("UPDATE record_head SET seq = %s, hash = %s WHERE id = 1", [seq, event.hash])
    transaction.on_commit(partial(recorded, at))
    return event


def _take_head() -> tuple[str, int]:
    """Hash and number of the last Event, locked until the transaction ends.

    An UPDATE locks without standing in the way of deferred foreign-key checks, with which FOR UPDATE has deadlocked.
    """
    with connection.cursor() as cursor:
        cursor.execute("UPDATE record_head SET seq = seq WHERE id = 1 RETURNING hash, seq")
        if found := cursor.fetchone():
            return found[0], found[1]
    head, _made = Head.objects.select_for_update(no_key=True).get_or_create(
        pk=1, defaults={"seq": 0, "hash": FIRST_HASH}
    )
    return head.hash, head.seq


def _plain(value: Any) -> JsonValue:
    """A column's value as canonical text can carry it; what it can't carry is refused there."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | models.fields.files.FieldFile):
        return str(value)
    plain: JsonValue = value
    return plain

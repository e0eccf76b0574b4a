"""What every engine can say: the pieces that guard a table, and the pieces that its catalogue really holds."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

# Every trigger of a guard begins so: that is how the catalogue is asked for them, and how they are told from others.
PREFIX: Final = "guard_"

Facts = Mapping[str, str]


@dataclass(frozen=True)
class Piece:
    """One trigger or constraint that guards one table."""

    name: str
    # Statements with `%(table)s` for the quoted table, so that the schema editor can rename it before they run. They
    # hold no other percent sign: the editor runs some of them with parameters and some without.
    create: Sequence[str]
    drop: str
    # What the engine's catalogue says of this piece when it stands as declared.
    facts: Facts


@dataclass(frozen=True)
class Window:
    """The columns of a half-open window [opens, closes) among the rows that share `within`."""

    within: str
    opens: str
    closes: str
    cancelled: str


@dataclass(frozen=True)
class WayThrough:
    """How a row may be redacted that else never changes. Names fields.

    `digest` is the field that says whose text it is; without `blanks` the row is deleted, else those are emptied.
    """

    digest: str
    blanks: Sequence[str] = ()


class Engine(ABC):
    """One connection's engine."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @abstractmethod
    def immutable(
        self, model: type[Model], name: str, may_change: Sequence[str], way: WayThrough | None = None
    ) -> list[Piece]:
        """Pieces that refuse to change or remove a row, but for the fields named in `may_change`, and for `way`."""

    @abstractmethod
    def redact(self, model: type[Model], way: WayThrough, *, digest: str, event: int) -> int:
        """Take the way through for the rows of this digest: how many there were. Ask `record.redaction`, never this."""

    @abstractmethod
    def no_overlap(self, model: type[Model], name: str, window: Window) -> list[Piece]:
        """Pieces that refuse two windows at one moment. `window` names fields."""

    @abstractmethod
    def only_earlier(self, model: type[Model], name: str, fields: Sequence[str]) -> list[Piece]:
        """Pieces that refuse to move the named fields to a later moment."""

    @abstractmethod
    def set_once(self, model: type[Model], name: str, fields: Sequence[str]) -> list[Piece]:
        """Pieces that refuse to take a value from the named fields, or to put another in its place."""

    @abstractmethod
    def found(self) -> dict[tuple[str, str], Facts]:
        """What the catalogue holds, by table and name of the piece."""

    @abstractmethod
    def constraints(self) -> set[tuple[str, str]]:
        """The tables and names of the keys and conditions that the catalogue holds, beside guards, and that hold."""

    def quoted(self, name: str) -> str:
        return str(self.connection.ops.quote_name(name))

    def column(self, model: type[Model], field: str) -> str:
        """The bare name of a field's column."""
        found = model._meta.get_field(field)
        if not isinstance(found, Field) or found.column is None:
            raise NotSupportedError(f"{field} of {model.__name__} has no column to guard.")
        return str(found.column)

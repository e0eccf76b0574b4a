"""A finding: something about a text that a person should act on."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is what policies name; `where` says the place in the writing page's own words, `line` the line of the
    text there.
    """

    kind: str
    where: str
    message: str
    line: int | None = None
    blocks: bool = False

    def blocking(self, kinds: frozenset[str]) -> Self:
        """The same, blocking where its kind is among these."""
        return replace(self, blocks=self.kind in kinds)

    @property
    def place(self) -> str:
        return f"{self.where}, {self.line}" if self.line else self.where

"""A file that is refused, and why."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from record.errors import BadInput


class Problem(NamedTuple):
    """One thing that is wrong with a file: its line, its place in the front matter (`references.2.url`), a sentence."""

    line: int
    place: str
    sentence: str

    def __str__(self) -> str:
        where = _("line %(line)d") % {"line": self.line}
        return f"{where}: {self.place}: {self.sentence}" if self.place else f"{where}: {self.sentence}"


class BadFile(BadInput):
    """A file that can't be taken as it is. Nothing of it is kept; `problems` are in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("; ".join(map(str, self.problems)))

    @classmethod
    def at(cls, line: int, sentence: str, place: str = "") -> "BadFile":
        """A file with one thing wrong."""
        return cls([Problem(line, place, sentence)])

"""Commands as scripts call them: the exit code, and what was printed."""

from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Said:
    """What a command came to. `out` is all that a person would read, a refusal among it."""

    code: int
    out: str


def run(name: str, *arguments: object, **options: Any) -> Said:
    """Call the command."""
    out = StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=out, **options)
    except CommandError as error:
        return Said(error.returncode, f"{out.getvalue()}{error}\n")
    return Said(0, out.getvalue())

"""A progress bar for long work, drawn on a terminal and nowhere else."""

import time
from types import TracebackType
from typing import Final, Self, TextIO

WIDTH: Final = 30
# Drawing more often would cost more than it tells.
SECONDS_BETWEEN: Final = 0.1


class ProgressBar:
    """Shows how far each stage of the work is: `with ProgressBar(sys.stderr) as bar: bar("events", 5000, 80000)`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._drawn_at = float("-inf")
        self._length = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that `done` of `total` pieces of this stage are finished."""
        moment = time.monotonic()
        if not self._is_terminal or (done < total and moment - self._drawn_at < SECONDS_BETWEEN):
            return
        self._drawn_at = moment
        filled = WIDTH * done // total if total else WIDTH
        self._draw(f"{'█' * filled}{'░' * (WIDTH - filled)} {stage} {done:,} / {total:,}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave a clean line behind."""
        self.clear()

    def clear(self) -> None:
        """Take the bar away, so that what is said next stands on a clean line. The next step draws it again."""
        if self._length:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()
            self._drawn_at = float("-inf")

    def _draw(self, line: str) -> None:
        self._stream.write(f"\r{line.ljust(self._length)}")
        self._stream.flush()
        self._length = len(line)

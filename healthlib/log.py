"""How the log is written: what an operator should act on, and no more."""

import logging


class OneLine(logging.Formatter):
    """Leaves tracebacks out: of a request that was refused, the sentence says all."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        return ""

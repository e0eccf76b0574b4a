"""The tables of this room. They are written in `record.chain` and `record.heads`; Django looks for them here."""

from record.chain import Event, Head, Recorded
from record.heads import DailyHead

__all__ = ["DailyHead", "Event", "Head", "Recorded"]

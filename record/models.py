"""The tables of this room. They are written in `record.chain`; Django looks for them here."""

from record.chain import Event, Head, Recorded

__all__ = ["Event", "Head", "Recorded"]

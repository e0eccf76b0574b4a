"""A clock of earlier releases, and of a machine that was set back by more than an hour."""

from datetime import datetime

from record import clock


class Unheeded(clock.OnRecord):
    """What is on record holds no clock back."""

    def or_later(self, moment: datetime, last: datetime | None = None) -> datetime:
        return moment

"""Days and months in the organisation's time zone."""

import calendar
from datetime import date, datetime, time

from articles.models import Organisation


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def start_of_day(day: date, organisation: Organisation) -> datetime:
    """The moment at which a day begins there."""
    return datetime.combine(day, time(), tzinfo=organisation.zone)

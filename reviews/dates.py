"""Days and months in the organisation's time zone."""

import calendar
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Organisation
from record import clock
from record.errors import BadInput

# Outside of these a day or moment is a slip of the pen. Near the calendar's ends it would have no UTC either.
EARLIEST_YEAR: Final = 1970
MOST_YEARS: Final = 50


def check_moment(moment: datetime) -> None:
    """Raises `BadInput` for a moment that nobody can mean, in its own time zone's years."""
    if not EARLIEST_YEAR <= moment.year <= clock.now().year + MOST_YEARS:
        raise BadInput(
            _("The year has to lie between %(first)d and %(last)d.")
            % {"first": EARLIEST_YEAR, "last": clock.now().year + MOST_YEARS}
        )


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def start_of_day(day: date, organisation: Organisation) -> datetime:
    """The moment at which a day begins there."""
    return datetime.combine(day, time(), tzinfo=organisation.zone)


def moment_words(moment: datetime, organisation: Organisation) -> str:
    """A moment as the organisation writes it, in its time zone, to the second."""
    local = timezone.localtime(moment, organisation.zone)
    return f"{date_format(local, organisation.date_format)}, {local:%H:%M:%S}"

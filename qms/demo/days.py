"""The demonstration's days: when its installation began, and the day that it lives on."""

import datetime as dt
import random

from qms.calendar import add_working_days, is_working_day
from qms.clock import HANOI

BEGINS = dt.datetime(2018, 1, 2, 8, 0, tzinfo=HANOI)
"""The first entry in the demonstration's history."""

NOW = dt.datetime(2020, 7, 15, 8, 0, tzinfo=HANOI)
"""What the demonstration's clock shows when it is built."""

LAST = dt.datetime(2020, 7, 14, 17, 0, tzinfo=HANOI)
"""The last moment at which anything happened before it."""


def moment(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of a day in Vietnam."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI)


def office_hour(day: dt.date, chance: random.Random) -> dt.datetime:
    """Some moment in office hours of the day, or of the next working day."""
    worked = day if is_working_day(day) else add_working_days(day, 1)
    return moment(worked, chance.choice((8, 9, 10, 13, 14, 15, 16)), chance.randrange(60))


def offset_seconds(real_now: dt.datetime) -> int:
    """What to add to the real clock so that it shows the demonstration's moment."""
    return round((NOW - real_now).total_seconds())

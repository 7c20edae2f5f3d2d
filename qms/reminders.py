"""When somebody is reminded of what they owe: before the day, on it, and up the ladder once it has passed."""

import datetime as dt

from qms import calendar
from qms.registry import Owed

BEFORE = {"before-7": 7, "before-3": 3, "before-1": 1}
DUE = "due"
LADDER = {"late-owner": 1, "late-manager": 3, "late-head": 7}
"""Working days after the due day on which the owner, the unit's manager and the head of the QMS are told; then none."""
TO_OWNER = {*BEFORE, DUE, "late-owner"}


def schedule(owed: Owed) -> list[tuple[str, dt.date]]:
    """Every occasion with its day, each a working day.

    A time limit that ends on a day off ends on the next working day; all counting starts there. Nobody is reminded on
    or before the day on which the work was given to them.
    """
    last = calendar.working_day_from(owed.due_on)
    days = [(name, calendar.working_days_before(last, n)) for name, n in BEFORE.items()] + [(DUE, last)]
    days = days if owed.begins == "before" else []
    days += [(name, calendar.add_working_days(last, n)) for name, n in LADDER.items()]
    given = owed.assigned_on
    return [(name, day) for name, day in days if given is None or day > given or name not in TO_OWNER]


def occasions(owed: Owed, on: dt.date, since: dt.date) -> list[str]:
    """What falls on that day; of the due day and of lateness also what fell after `since`, when no reminders ran."""
    fallen = [name for name, day in schedule(owed) if (day == on if name in BEFORE else since < day <= on)]
    late = [name for name in fallen if name in LADDER]
    return late or fallen[-1:]


def span(on: dt.date, since: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last due day that a run on that day can concern."""
    first = calendar.working_days_before(since + dt.timedelta(days=1), max(LADDER.values()) + 1)
    return first, calendar.add_working_days(on, max(BEFORE.values()))

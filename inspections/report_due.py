"""When the report of an inspection is due (7 working days from the closing meeting), and how late it is or was."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from inspections.enums import InspectionStatus as I
from qms import clock
from qms.calendar import add_working_days, working_days_between

REPORT_DAYS = 7  # working days from the closing meeting (product rule)


@dataclass(frozen=True)
class Lateness:
    """How a report stands to its day: `days` working days late, sent or still owed."""

    due_on: dt.date
    sent_on: dt.date | None
    days: int

    @property
    def is_late(self) -> bool:
        """Whether the day passed, or had passed when the report was sent."""
        return self.days > 0


def due_on(inspection: Any) -> dt.date | None:
    """The day by which the report is due; none before the closing meeting and for what was brought in."""
    if inspection.closing_meeting_on is None or inspection.brought_in:
        return None
    return add_working_days(inspection.closing_meeting_on, REPORT_DAYS)


def lateness(inspection: Any) -> Lateness | None:
    """How the report stands to its day; a reopened one is not due again."""
    due = due_on(inspection)
    if due is None or inspection.status in (I.PLANNED, I.NOTIFIED, I.CANCELLED):
        return None
    sent = inspection.sent_on
    until = sent or clock.today()
    return Lateness(due, sent, max(working_days_between(due, until), 0))

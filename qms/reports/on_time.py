"""Assigned tasks done on time: one condition for the declared query, the list of tasks and a plan's page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import ActionStatus
from qms.objective_figures import ratio, shown

FINISHED = (ActionStatus.DONE, ActionStatus.VERIFIED)
IN_TIME = Q(status__in=FINISHED, done_on__lte=F("due_on"))
"""Actions done on their due day or before."""


def due_between(rows: Any, first: dt.date, last: dt.date) -> Any:
    """The actions that count: due in the period and not cancelled."""
    return rows.filter(due_on__range=(first, last), ended_at=None).exclude(status=ActionStatus.CANCELLED)


@dataclass(frozen=True)
class OnTime:
    """How many of the tasks due in a period were done on time, as of a cut-off."""

    done: int
    due: int
    first: dt.date | None
    last: dt.date
    as_of: dt.date

    @property
    def late(self) -> int:
        """Those that were not."""
        return self.due - self.done

    @property
    def said(self) -> str:
        """The share in words: 91,67 %."""
        value = ratio(self.done, self.due, "%")
        return f"{shown(value)}\N{NO-BREAK SPACE}%" if value is not None else ""

    @property
    def sentence(self) -> str:
        """Numerator, denominator, period and cut-off in a sentence."""
        told = {"done": self.done, "due": self.due, "share": self.said, "as_of": f"{self.as_of:%d/%m/%Y}"}
        if not self.due:
            return _("No task was due by then (as of %(as_of)s).") % told
        return _("%(done)d of %(due)d tasks due were done on time: %(share)s (as of %(as_of)s).") % told


def on_time(rows: Any, first: dt.date, last: dt.date, as_of: dt.date | None = None) -> OnTime:
    """Count these actions; days after the cut-off do not count. One query."""
    cut_off = as_of or clock.today()
    until = min(last, cut_off)
    told = due_between(rows, first, until).order_by().aggregate(done=Count("pk", filter=IN_TIME), due=Count("pk"))
    return OnTime(told["done"], told["due"], first, until, cut_off)


def is_in_time(action: Any) -> bool:
    """The same of one action that was read."""
    return bool(action.status in FINISHED and action.done_on and action.due_on and action.done_on <= action.due_on)

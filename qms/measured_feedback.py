"""How much feedback was answered on time: a declared query."""

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.measured_queries import Counted, MeasuredQuery, declare_query
from qms.models.feedback import Feedback
from qms.models.reach import UnitPath


def answered_on_time(units: list[int], first: dt.date, last: dt.date) -> Mapping[int, Counted]:
    """Of feedback due in the period at the unit and below it, how much was answered by its day; two queries."""
    rows = Feedback.objects.filter(ended_at=None, due_on__range=(first, last)).order_by()
    found = list(rows.values_list("unit_id", "due_on", "answered_at"))
    above = UnitPath.objects.filter(ancestor_id__in=units, unit_id__in={row[0] for row in found}, inside=True)
    ancestors: dict[int, list[int]] = {}
    for ancestor, unit in above.values_list("ancestor_id", "unit_id"):
        ancestors.setdefault(unit, []).append(ancestor)
    due: dict[int, list[bool]] = {}
    for unit, day, moment in found:
        on_time = moment is not None and day is not None and moment.astimezone(clock.HANOI).date() <= day
        for ancestor in ancestors.get(unit, ()):
            due.setdefault(ancestor, []).append(on_time)
    return {unit: Counted(sum(told), len(told)) for unit, told in due.items()}


def listed(unit_id: int, first: dt.date, last: dt.date) -> str:
    """The feedback behind it."""
    return f"{reverse('feedback_list')}?unit={unit_id}&due_from={first.isoformat()}&due_to={last.isoformat()}"


def declare() -> None:
    """Make it known by its name."""
    declare_query(
        MeasuredQuery(
            "feedback_on_time",
            _("Feedback answered on time"),
            _("Feedback whose day of answer lies in the period: answered by that day, of all of it."),
            _("answered by its day"),
            _("to be answered in the period"),
            answered_on_time,
            listed,
        )
    )

"""The periods of one objective with their figures: as rows of a table and as a chart."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.measured_queries import QUERIES
from qms.models.objectives import Measurement
from qms.objective_figures import is_met, shares, target_on, with_unit
from qms.objective_periods import expected, periods_of, said
from qms.performance_enums import ObjectiveStatus
from qms.reports.objective_chart import Point, chart
from qms.reports.objectives import result_look


@dataclass
class PeriodRow:
    """One period: its figure that stands, the figures before it, its target, and whether one is missing."""

    label: str
    first: dt.date
    last: dt.date
    target: Any = None
    standing: Any = None
    before: list[Any] = field(default_factory=list)
    met: bool | None = None
    is_missing: bool = False
    behind_url: str = ""
    correct_url: str = ""
    value_said: str = ""
    target_said: str = ""
    shares_said: str = ""
    result: dict[str, Any] | None = None
    query_said: str = ""


def period_rows(objective: Any, day: dt.date) -> list[PeriodRow]:
    """Its periods up to the day, and any that is measured beyond, oldest first; two queries."""
    measured: dict[tuple[dt.date, dt.date], list[Measurement]] = defaultdict(list)
    found = Measurement.objects.filter(objective_id=objective.pk).select_related("recorded_by").order_by("pk")
    for one in found:
        measured[one.period_from, one.period_to].append(one)
    days = {(one.begins, one.ends) for one in periods_of(objective) if one.begins <= day} | measured.keys()
    return [_row(objective, first, last, measured[first, last], day) for first, last in sorted(days)]


def _row(objective: Any, first: dt.date, last: dt.date, told: list[Measurement], day: dt.date) -> PeriodRow:
    row = PeriodRow(said(objective.rhythm, first, last), first, last, target_on(objective.target_list, last))
    row.target_said = with_unit(row.target, objective.measure_unit)
    row.standing = next((one for one in told if one.ended_at is None), None)
    row.before = [_corrected(objective, one, told) for one in told if one.ended_at is not None]
    running = objective.status == ObjectiveStatus.RUNNING
    row.is_missing = row.standing is None and running and last <= expected(day)
    if row.standing is not None:
        row.met = is_met(row.standing.value, row.target, objective.direction)
        row.value_said = with_unit(row.standing.value, objective.measure_unit)
        row.shares_said = shares(row.standing.numerator, row.standing.denominator)
        row.result = None if row.met is None else result_look("met" if row.met else "missed")
        query = QUERIES.get(row.standing.query)
        row.query_said = str(query.title) if query else ""
    return row


def _corrected(objective: Any, wrong: Measurement, told: list[Measurement]) -> dict[str, Any]:
    """A figure that was replaced: what it was, when it was said, and why it was wrong."""
    right = next((one for one in told if one.replaces_id == wrong.pk), None)
    begun = right.history.filter(history_type="+").first() if right is not None else None
    return {
        "value": with_unit(wrong.value, objective.measure_unit),
        "as_of": wrong.as_of,
        "by": wrong.recorded_by,
        "reason": begun.history_change_reason if begun is not None else "",
    }


def chart_of(objective: Any, rows: list[PeriodRow]) -> str:
    """The chart of these periods; nothing before the first figure."""
    measured = [row for row in rows if row.standing is not None]
    if not measured:
        return ""
    points = [
        Point(row.label, row.last, row.standing.value if row.standing else None, row.target, row.met) for row in rows
    ]
    text = "; ".join(_sentence(row) for row in measured)
    return chart(points, title=_("Figures of %(number)s") % {"number": objective.number}, text=text, name="figures")


def _sentence(row: PeriodRow) -> str:
    told = {"period": row.label, "value": row.value_said, "target": row.target_said}
    return (_("%(period)s: %(value)s, target %(target)s") if row.target_said else "%(period)s: %(value)s") % told

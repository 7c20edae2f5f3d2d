"""Assigned tasks: the actions that a superior gave by a document, with how many were done on time."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionKind
from qms.reports.actions import ActionReport
from qms.reports.declaration import Column, Empty
from qms.reports.on_time import OnTime, on_time
from qms.tables.work_plans import TaskFilter, TaskTable

KEPT = ("unit", "inside", "superior", "signatory")
"""Filters that say of which tasks the rate is; days say of which period, the rest narrows the list alone."""


class AssignedTaskReport(ActionReport):
    """Assigned tasks within reach."""

    name = "assigned-tasks"
    title = _("Assigned tasks")
    table_class = TaskTable
    filterset_class = TaskFilter
    row_template = "qms/tasks/row.html"
    related: Sequence[str] = ("unit", "owner", "raised_by_unit")
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=22),
        Column(_("Task"), "title", width=60),
        Column(_("Number of the document"), "document_number", width=20),
        Column(_("Date of the document"), "document_day", "date"),
        Column(_("Signatory of the document"), "document_signatory", width=30),
        Column(_("Asked for by"), "raised_by_unit.name"),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Owner"), lambda action: str(action.owner or action.owner_text)),
        Column(_("Due"), "due_on", "date"),
        Column(_("Original due day"), "original_due_on", "date"),
        Column(_("Done on"), "done_on", "date"),
        Column(_("Status"), "status", width=18),
        Column(_("Evidence"), "evidence", width=50),
    )
    empty = Empty(
        _("No assigned tasks yet."),
        _("Tasks of approved plans, conclusions of meetings and what a superior assigns by a document appear here."),
        icon="list-check",
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Tasks alone."""
        return super().narrow(rows).filter(kind=ActionKind.TASK)


def year_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the day's year."""
    return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)


def rate_of(report: AssignedTaskReport, request: Any, as_of: dt.date | None) -> OnTime:
    """The rate of the units and superiors asked for, in the period of due days asked for, else of the year."""
    query = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    rows = report.queryset(request.user, as_of).select_related(None)
    filterset = TaskFilter(query, queryset=rows, request=request, user=request.user)
    filterset.is_valid()
    first, last = period_asked(request, as_of or clock.today())
    return on_time(filterset.qs, first, last, as_of)


def period_asked(request: Any, day: dt.date) -> tuple[dt.date, dt.date]:
    """The period of due days in the address; a side that is missing is that of the year."""
    first, last = (clock.read_day(request.GET.get(name, "").strip()) for name in ("due_from", "due_to"))
    near = last or first or day
    return first or year_of(near)[0], last or max(year_of(near)[1], first or near)

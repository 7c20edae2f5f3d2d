"""Assigned tasks: the list with its rate on time, by definition and cut-off."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms.measured_queries import QUERIES
from qms.printing import TASK_REGISTER
from qms.reports.assigned_tasks import AssignedTaskReport, rate_of
from qms.reports.printed_plans import task_entries
from qms.views.printed_lists import PrintedList
from qms.views.taking_away import with_query

DECLARED = "tasks_on_time"


class AssignedTaskList(PrintedList):
    """All assigned tasks within reach."""

    report = AssignedTaskReport
    printed_form = TASK_REGISTER
    template_name = "qms/tasks/list.html"

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return task_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The rate and its definition above the list."""
        told = rate_of(report, self.request, context["as_of"])
        days = {"due_from": told.first.isoformat() if told.first else "", "due_to": told.last.isoformat()}
        return {
            "told": told,
            "query": QUERIES[DECLARED],
            "late_url": with_query(self.request, page="", show="late", **days) if told.late else "",
            "other_list": (_("Yearly plans"), reverse("work_plans")),
        }

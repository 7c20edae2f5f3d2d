"""The list of recurring duties."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.models.action_work import ActionSeries
from qms.reports.actions import assigns_tasks
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.duties import DutyFilter, DutyTable


def when_due(series: ActionSeries) -> str:
    """The due day in words."""
    if series.due_day == 31:
        return _("the last day of the month after the period")
    return _("day %(day)d of the month after the period") % {"day": series.due_day}


class DutyReport(Report):
    """Recurring duties within reach."""

    name = "duties"
    title = gettext_lazy("Recurring duties")
    intro = gettext_lazy("Each period brings one action by itself; here is who owes what, and how often.")
    model = ActionSeries
    table_class = DutyTable
    filterset_class = DutyFilter
    row_template = "qms/duties/row.html"
    related = ("unit", "owner")
    order = ("title", "id")
    columns = (
        Column(gettext_lazy("What is to be done"), "title", width=50),
        Column(gettext_lazy("Unit code"), "unit.code", width=12),
        Column(gettext_lazy("Unit"), "unit.name"),
        Column(gettext_lazy("Owner"), lambda series: str(series.owner)),
        Column(gettext_lazy("How often"), "rhythm", width=18),
        Column(gettext_lazy("Due"), when_due),
        Column(gettext_lazy("From"), "starts_on", "date"),
        Column(gettext_lazy("To"), "ends_on", "date"),
    )
    create = Create(gettext_lazy("Give a recurring duty"), lambda: reverse("duty_new"), assigns_tasks)
    empty = Empty(
        gettext_lazy("No recurring duties yet."),
        gettext_lazy("What comes every month, quarter or year is given once, and asked for each time."),
        icon="refresh",
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The filter decides about ended ones."""
        return rows

    def search(self, rows: QuerySet, text: str, as_of: Any) -> QuerySet:
        for word in text.split()[:8]:
            rows = rows.filter(Q(title__icontains=word) | Q(details__icontains=word))
        return rows

    def records(self, rows: QuerySet, as_of: Any) -> list[Any]:
        """The page's duties with their due day in words."""
        duties = list(rows)
        for series in duties:
            series.when_due = when_due(series)
        return duties

"""The register of periodic reports: the list, its export, and what each row shows."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.periodic_reports import PeriodicReport
from qms.report_workflow import OWED
from qms.reporting_enums import ReportStatus
from qms.reports.declaration import Column, Empty, Report
from qms.tables.periodic_reports import PeriodicReportFilter, PeriodicReportTable


def days_late(report: Any, day: dt.date) -> int:
    """By how many days it was handed in late, or is late on the day; 0 where it is not."""
    if report.edition_number > 1 or report.status == ReportStatus.EXCUSED:
        return 0
    by = day if report.status in OWED else report.submitted_on
    return max(0, (by - report.due_on).days) if by is not None else 0


def said_late(report: Any) -> str:
    """In words, for a workbook."""
    days = days_late(report, clock.today())
    return gettext("%(days)s days late") % {"days": days} if days else ""


class PeriodicReportReport(Report):
    """Periodic reports within reach."""

    name = "periodic-reports"
    title = _("Periodic reports")
    intro = _("What each unit reports for a quarter or half a year: figures counted from the records, texts, annexes.")
    model = PeriodicReport
    table_class = PeriodicReportTable
    filterset_class = PeriodicReportFilter
    row_template = "qms/periodic_reports/row.html"
    related = ("unit", "superior", "submitted_by", "replaced_with")
    order = ("-figures_to", "unit__sort_key", "-id")
    as_form = True
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=24),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name", width=40),
        Column(_("Reported to"), "superior.name", width=30),
        Column(_("Period"), "period_code", width=12),
        Column(_("Figures from"), "figures_from", "date"),
        Column(_("To"), "figures_to", "date"),
        Column(_("Version of the report"), "edition_number", "integer"),
        Column(_("Due"), "due_on", "date"),
        Column(_("Submitted on"), "submitted_on", "date"),
        Column(_("Late"), said_late, width=16),
        Column(_("Number and sign"), "document_number", width=24),
        Column(_("Signed by"), lambda report: str(report.submitted_by or "")),
        Column(_("Looked at on"), "looked_on", "date"),
        Column(_("Returned on"), "returned_on", "date"),
        Column(_("Accepted on"), "accepted_on", "date"),
        Column(_("Status"), "status", width=16),
    )
    empty = Empty(
        _("No periodic reports yet."),
        _("They open by themselves a fortnight before a period ends, for each unit that owes one."),
        icon="file-text",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows with how late each is."""
        records = super().records(rows, as_of)
        for record in records:
            record.days_late = days_late(record, as_of or clock.today())
        return records

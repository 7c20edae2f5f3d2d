"""The register of inspections."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from inspections.models import Inspection
from inspections.parts_seen import OPENED
from inspections.report_due import due_on, lateness
from inspections.tables.inspections import InspectionFilter, InspectionTable
from qms.enums import Role
from qms.reports.declaration import Column, Create, Empty, Report


def plans_inspections(user: Any) -> bool:
    """Whether the person may plan an inspection of some unit."""
    return bool(user.authority.units_as(Role.OFFICER, Role.INSPECTOR))


def _conclusion(inspection: Any) -> str:
    """What was concluded; before that it is a draft, which not everybody who reaches the inspection reads."""
    return inspection.conclusion if inspection.status in OPENED else ""


def _days_late(inspection: Any) -> int | None:
    """By how many working days the report is or was late; empty where none is due."""
    late = lateness(inspection)
    return late.days if late else None


class InspectionReport(Report):
    """Inspections within reach."""

    name = "inspections"
    title = _("Inspections")
    model = Inspection
    table_class = InspectionTable
    filterset_class = InspectionFilter
    row_template = "inspections/inspection_row.html"
    related = ("unit", "raised_by_unit", "lead")
    order = ("-starts_on", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Title"), "title", width=50),
        Column(_("Kind"), "kind", width=18),
        Column(_("Where"), "mode", width=12),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Inspected unit"), "unit.name"),
        Column(_("Sent by"), "raised_by_unit.name"),
        Column(_("Lead"), "lead"),
        Column(_("Starts on"), "starts_on", "date"),
        Column(_("Ends on"), "ends_on", "date"),
        Column(_("Status"), "status", width=18),
        Column(_("Report due"), due_on, "date"),
        Column(_("Report sent on"), "sent_on", "date"),
        Column(_("Working days late"), _days_late, "integer"),
        Column(_("Conclusion"), _conclusion, width=50),
        Column(_("Source's own number"), "external_ref", width=20),
    )
    create = Create(_("Plan an inspection"), lambda: str(reverse_lazy("inspection_new")), plans_inspections)
    empty = Empty(
        _("No inspections yet."), _("Planned inspections, and those you take part in, appear here."), icon="checklist"
    )

    def records(self, rows: Any, as_of: Any) -> list[Any]:
        """The page's records; those whose report is late today say so."""
        found = super().records(rows, as_of)
        for row in found:
            row.report_late = lateness(row)
        return found

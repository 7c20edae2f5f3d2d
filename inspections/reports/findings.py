"""The register of findings."""

from django.utils.translation import gettext_lazy as _

from inspections.models import Finding
from inspections.tables.findings import FindingFilter, FindingTable
from qms.reports.declaration import Column, Empty, Report


class FindingReport(Report):
    """Findings within reach."""

    name = "findings"
    as_form = True
    title = _("Findings")
    model = Finding
    table_class = FindingTable
    filterset_class = FindingFilter
    row_template = "inspections/finding_row.html"
    related = ("unit", "inspection", "joined_to")
    order = ("-recorded_on", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Grade"), "grade", width=18),
        Column(_("First grade"), "original_grade", width=18),
        Column(_("Statement"), "statement", width=60),
        Column(_("Requirement"), "requirement", width=30),
        Column(_("Evidence"), "evidence", width=40),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Inspection"), "inspection.number", width=22),
        Column(_("Found on"), "recorded_on", "date"),
        Column(_("Status"), "status", width=18),
        Column(_("Answered together with"), "joined_to.number", width=22),
        Column(_("Answer due"), "answer_due_on", "date"),
        Column(_("Answer"), "answer_text", width=40),
        Column(_("Closed on"), "closed_on", "date"),
        Column(_("Source's own number"), "external_ref", width=20),
    )
    empty = Empty(_("No findings yet."), _("Findings are recorded during inspections."), icon="flag")

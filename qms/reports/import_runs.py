"""The list of registers that were brought in."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.models.imports import ImportRun
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.import_runs import ImportRunFilter, ImportRunTable, kind_said


class ImportRunReport(Report):
    """Registers that were brought in, within reach."""

    name = "imports"
    title = _("Registers brought in")
    intro = _("Each file came in as one step, and may be taken back as one while nothing else rests on it.")
    model = ImportRun
    table_class = ImportRunTable
    filterset_class = ImportRunFilter
    row_template = "qms/imports/run_row.html"
    related = ("unit", "brought_by")
    order = ("-brought_at", "-id")
    columns = (
        Column(_("File"), "name", width=40),
        Column(_("What it lists"), lambda run: kind_said(run.kind)),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Brought in at"), "brought_at", "datetime"),
        Column(_("Brought in by"), "brought_by.full_name"),
        Column(_("Rows"), "rows", "integer"),
        Column(_("New"), "created", "integer"),
        Column(_("Changed"), "updated", "integer"),
        Column(_("Unchanged"), "unchanged", "integer"),
        Column(_("Reason"), "reason", width=50),
        Column(_("State"), "status", width=14),
        Column(_("Undone at"), "undone_at", "datetime"),
        Column(_("SHA-256"), "sha256", width=66),
    )
    create = Create(
        _("Bring a register in"), lambda: reverse("imports"), lambda user: bool(policy.may(user, "qms.open_imports"))
    )
    empty = Empty(
        _("No register was brought in yet."),
        _("A quality officer brings workbooks and lists in; each stands here with what it became."),
        icon="file-import",
    )

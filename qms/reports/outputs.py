"""The register of nonconforming outputs: the list, its export, and what each row shows."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.models.outputs import NonconformingOutput
from qms.output_workflow import OPEN
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.outputs import OutputFilter, OutputTable


def records_outputs(user: Any) -> bool:
    """Whether the person may record an output somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP, Role.INSPECTOR))


def is_late(output: Any, day: dt.date) -> bool:
    """Whether its new date has passed without an end."""
    return output.status in OPEN and output.new_due_on is not None and output.new_due_on < day


class OutputReport(Report):
    """Nonconforming outputs within reach."""

    name = "outputs"
    title = _("Nonconforming outputs")
    intro = _("Dossiers that came back late or wrong (8.7): what was done about each, and who decided.")
    model = NonconformingOutput
    table_class = OutputTable
    filterset_class = OutputFilter
    row_template = "qms/outputs/row.html"
    related = ("unit", "document", "decided_by", "recorded_by")
    order = ("-found_on", "-id")
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=26),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Procedure"), lambda record: str(record.document or ""), width=50),
        Column(_("Code of the dossier"), "dossier", width=26),
        Column(_("Kind"), "kind", width=20),
        Column(_("What does not conform"), "description", width=60),
        Column(_("Was due on"), "due_on", "date"),
        Column(_("Found on"), "found_on", "date"),
        Column(_("Status"), "status", width=16),
        Column(_("What is done"), "decision", width=50),
        Column(_("Apology slip"), "apology_number", width=18),
        Column(_("Apology of"), "apology_on", "date"),
        Column(_("New date"), "new_due_on", "date"),
        Column(_("Returned on"), "returned_on", "date"),
        Column(_("Decided by"), lambda record: str(record.decided_by or "")),
        Column(_("Decided on"), "decided_on", "date"),
        Column(_("Recorded by"), lambda record: str(record.recorded_by)),
        Column(_("Source's own number"), "external_ref", width=20),
    )
    create = Create(_("Record a nonconforming output"), lambda: reverse("output_new"), records_outputs)
    empty = Empty(
        _("No nonconforming outputs yet."),
        _("Record a dossier that came back late or wrong, or bring a workbook in."),
        icon="clipboard-check",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows, each knowing whether its new date has passed."""
        records = super().records(rows, as_of)
        day = as_of or clock.today()
        for record in records:
            record.is_late = is_late(record, day)
        return records

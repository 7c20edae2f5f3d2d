"""The list of nonconformities within reach."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.models import Nonconformity
from inspections.tables.nonconformities import NonconformityFilter, NonconformityTable
from qms.enums import Role
from qms.reports.declaration import Column, Create, Empty, Report


def records_nonconformities(user: Any) -> bool:
    """Whether the person may record a nonconformity from a source other than a finding somewhere."""
    return bool(user.authority.units_as(Role.OFFICER))


class NonconformityReport(Report):
    """Nonconformities, newest first."""

    name = "nonconformities"
    as_form = True
    title = _("Nonconformities")
    model = Nonconformity
    table_class = NonconformityTable
    filterset_class = NonconformityFilter
    row_template = "inspections/nonconformity_row.html"
    related = ("unit",)
    exported = ("unit", "raised_by_unit", "inspection", "lead", "handler", "verifier")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Grade"), "grade", width=18),
        Column(_("First grade"), "original_grade", width=18),
        Column(_("Source"), "source", width=18),
        Column(_("Inspection"), "inspection.number", width=22),
        Column(_("Raised on"), "raised_on", "date"),
        Column(_("Raised by the side of"), "raised_by_unit.name"),
        Column(_("Requirement"), "requirement", width=40),
        Column(_("What was found"), "fact", width=50),
        Column(_("Evidence"), "evidence", width=40),
        Column(_("Status"), "status", width=18),
        Column(_("Due"), "due_on", "date"),
        Column(_("Lead"), "lead"),
        Column(_("Handled by"), "handler"),
        Column(_("Correction"), "correction", width=40),
        Column(_("Corrected on"), "correction_on", "date"),
        Column(_("Effectiveness criterion"), "criterion", width=40),
        Column(_("Day of the effectiveness check"), "check_on", "date"),
        Column(_("Verifier"), "verifier"),
        Column(_("Evidence of effect"), "effect_evidence", width=40),
        Column(_("Round"), "loop", "integer"),
        Column(_("Closed on"), "closed_on", "date"),
        Column(_("Source's own number"), "external_ref", width=20),
        Column(_("Source file"), "source_file", width=20),
    )
    create = Create(_("Record a nonconformity"), lambda: reverse("nonconformity_new"), records_nonconformities)
    empty = Empty(
        _("No nonconformities yet."),
        _("They come from findings of an inspection, from a quality officer's record, or from an import."),
        icon="circle-check",
    )

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row; an export names more people and units than the page does."""
        return super().cells(rows.select_related(*self.exported), as_of)

"""The register of yearly programmes."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from inspections.models import Programme
from inspections.tables.programmes import ProgrammeFilter, ProgrammeTable
from qms.enums import Role
from qms.reports.declaration import Column, Create, Empty, Report


def plans_programmes(user: Any) -> bool:
    """Whether the person may plan the year of some unit."""
    return bool(user.authority.units_as(Role.OFFICER))


class ProgrammeReport(Report):
    """Programmes within reach."""

    name = "programmes"
    as_form = True
    title = _("Inspection programmes")
    model = Programme
    table_class = ProgrammeTable
    filterset_class = ProgrammeFilter
    row_template = "inspections/programme_row.html"
    related = ("unit",)
    order = ("-year", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Title"), "title", width=50),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Year"), "year", "integer"),
        Column(_("Kind"), "kind", width=18),
        Column(_("Version"), "issue", "integer"),
        Column(_("Status"), "status", width=18),
        Column(_("Approved on"), "approved_on", "date"),
    )
    create = Create(_("New programme"), lambda: str(reverse_lazy("programme_new")), plans_programmes)
    empty = Empty(_("No programmes yet."), _("The quality officer plans the year here."), icon="calendar-event")

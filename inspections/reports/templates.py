"""The register of checklist templates."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from inspections.models import ChecklistTemplate
from inspections.tables.templates import TemplateFilter, TemplateTable
from qms.enums import Role
from qms.reports.declaration import Column, Create, Empty, Report


def writes_templates(user: Any) -> bool:
    """Whether the person may keep templates for some unit."""
    return bool(user.authority.units_as(Role.OFFICER, Role.INSPECTOR))


class TemplateReport(Report):
    """Templates of one's own side, and those that units above have in force."""

    name = "checklist-templates"
    title = _("Checklist templates")
    model = ChecklistTemplate
    table_class = TemplateTable
    filterset_class = TemplateFilter
    row_template = "inspections/template_row.html"
    related = ("unit", "edition__standard")
    order = ("-id",)
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Title"), "title", width=50),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit that keeps it"), "unit.name"),
        Column(_("Edition"), lambda record: str(record.edition or "")),
        Column(_("Purpose"), "purpose", width=50),
        Column(_("Status"), "status", width=18),
    )
    create = Create(_("New template"), lambda: str(reverse_lazy("checklist_template_new")), writes_templates)
    empty = Empty(
        _("No checklist templates yet."),
        _("A template keeps the questions that are asked again and again, so that every inspection asks the same."),
        icon="list-check",
    )

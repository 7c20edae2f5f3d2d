"""The list of declarations of conformity."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.models.declarations import Declaration
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.declarations import DeclarationFilter, DeclarationTable


def prepares_declarations(user: Any) -> bool:
    """Whether the person may prepare a declaration somewhere."""
    return bool(user.authority.units_as(Role.OFFICER))


class DeclarationReport(Report):
    """Declarations within reach."""

    name = "declarations"
    title = _("Declarations of conformity")
    intro = _(
        "An agency declares that its quality management system conforms to an edition, in which scope, by Decision."
    )
    model = Declaration
    table_class = DeclarationTable
    filterset_class = DeclarationFilter
    row_template = "qms/declarations/row.html"
    related = ("unit", "edition__standard", "signatory")
    order = ("-id",)
    columns = (
        Column(_("Number"), "number", width=20),
        Column(_("Edition"), "edition", width=30),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Scope of the QMS"), "scope", width=60),
        Column(_("Decision"), "decision_number", width=20),
        Column(_("Signatory"), "signatory"),
        Column(_("Signed on"), "signed_on", "date"),
        Column(_("In force from"), "effective_on", "date"),
        Column(_("Public since"), "published_on", "date"),
        Column(_("Withdrawn on"), "withdrawn_on", "date"),
        Column(_("Status"), "status", width=14),
    )
    create = Create(_("Draft a declaration"), lambda: reverse("declaration_new"), prepares_declarations)
    empty = Empty(
        _("No declarations yet."),
        _("A quality officer drafts one when the documents are in force, the audit and the review are done."),
        icon="shield-check",
    )

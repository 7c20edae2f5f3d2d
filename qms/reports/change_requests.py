"""The list of change requests."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.models.change_requests import ChangeRequest
from qms.models.documents import Document
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.change_requests import ChangeRequestFilter, ChangeRequestTable


def asks_for_changes(user: Any) -> bool:
    """Whether the person belongs to a unit that can ask."""
    return bool(user.authority.all_units)


def about_own_documents(user: Any) -> Q:
    """Requests about documents of the person's side, whichever unit asks."""
    return Q(document_id__in=Document.objects.visible_to(user).order_by().values("pk"))


class ChangeRequestReport(Report):
    """Requests within reach: readers see their own."""

    name = "change-requests"
    title = _("Change requests")
    intro = _("Anybody who reads a document may ask for its change or withdrawal, or for a new one.")
    model = ChangeRequest
    table_class = ChangeRequestTable
    filterset_class = ChangeRequestFilter
    row_template = "qms/change_requests/row.html"
    related = ("unit", "document", "asked_by", "issue__document")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("What is asked for"), "title", width=50),
        Column(_("Asks for"), "kind", width=22),
        Column(_("Number of the document"), "document.number", width=16),
        Column(_("Document"), "document.title", width=50),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Asked by"), "asked_by"),
        Column(_("Asked on"), "asked_on", "date"),
        Column(_("Wanted by"), "wanted_on", "date"),
        Column(_("Reason for the change"), "why", width=50),
        Column(_("Status"), "status", width=24),
        Column(_("Answered by"), "issue", width=20),
    )
    create = Create(_("Ask for a change"), lambda: reverse("change_request_new"), asks_for_changes)
    empty = Empty(
        _("No change requests yet."),
        _("Whoever finds a document wrong, missing or no longer needed asks for a change."),
        icon="edit",
    )

"""Documents: the library, the register, the document."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms import clock
from qms.models.documents import Document, Issue
from qms.models.readable import readable_documents
from qms.reports.documents import DocumentReport, LibraryReport
from qms.views.issue_standing import HEAVY, standing
from qms.views.panels import DOCUMENT_PANELS, Shown, panels
from qms.views.reach import signed_in
from qms.views.record import RecordView
from qms.views.register import RegisterView


class Library(RegisterView):
    """Documents in force."""

    report = LibraryReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Whoever reaches records also has the register."""
        has_side = bool(signed_in(self.request).authority.record_units)
        return {"other_list": (_("Register of documents"), reverse("document_register")) if has_side else None}


class Register(RegisterView):
    """All documents of one's side."""

    report = DocumentReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Documents in force"), reverse("documents"))}


class DocumentRecord(RecordView):
    """One document with its issues."""

    model = Document
    related = ("unit", "author")
    template_name = "qms/documents/document.html"
    fact_fields = ("kind", "unit", "author", "external_ref")

    def rows(self) -> Any:
        return readable_documents(self.request.user)

    def base_context(self, record: Any, as_of: Any) -> dict[str, Any]:
        """The history of a document is its own side's."""
        self.own_side = Document.objects.visible_to(self.request.user).filter(pk=record.pk).exists()
        self.in_force = record.issue_in_force(self.as_of or clock.today())
        context = super().base_context(record, as_of)
        return context if self.own_side else context | {"timeline": None}

    def status(self, record: Any) -> dict[str, str] | None:
        if self.in_force is None:
            return {"label": _("Not in force"), "tone": "warning", "icon": "clock"}
        return {"label": _("In force"), "tone": "success", "icon": "circle-check"}

    def more(self, record: Any) -> dict[str, Any]:
        references = record.clause_references.filter(ended_at=None).select_related("clause__edition")
        shown = Shown(record, self.request.user, self.own_side, self.in_force, self.as_of)
        return {
            "in_force": self.in_force,
            "panels": panels(DOCUMENT_PANELS, shown),
            "issues": [(one, standing(one, self.in_force)) for one in self.issues(record)],
            "clauses": [
                f"{one.clause.number} {one.clause.title} ({one.clause.edition})" if one.clause_id else one.written_as
                for one in references
            ],
        }

    def issues(self, record: Any) -> list[Issue]:
        """Old issues and drafts are for the document's own side."""
        if self.own_side:
            return list(record.issues.order_by("-pk").defer(*HEAVY))
        return [self.in_force] if self.in_force else []

"""Documents: the library, the register, the document."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from qms import clock, policy, printing
from qms.folding import fold
from qms.imports.document_export import DocumentsExport
from qms.looks import status_look
from qms.models.documents import HEAVY, Document, Issue
from qms.models.readable import readable_documents
from qms.operations.publication import publish_faults
from qms.reports.documents import DocumentReport, LibraryReport
from qms.views.decisions import prepare_from_register
from qms.views.document_edits import CARE, STEPS
from qms.views.document_lists import DocumentList, add_passages, mark_missing_originals, mark_to_read
from qms.views.facts import facts_of
from qms.views.issue_standing import standing
from qms.views.panels import DOCUMENT_PANELS, Shown, panels
from qms.views.procedure_facts import procedure_facts
from qms.views.reach import signed_in
from qms.views.record import RecordView
from qms.workflow import Step

MOST_NAMED = 20  # documents whose words begin with the number


class Library(DocumentList):
    """Documents in force; an exact number leads straight to its document."""

    report = LibraryReport
    printed_form = printing.DOCUMENT_REGISTER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list, or the one document whose number was typed."""
        document = self.named_exactly()
        return super().get(request, **kwargs) if document is None else redirect(document)

    def named_exactly(self) -> Document | None:
        """The only document of that number that may be read; asked where a number alone was typed."""
        given = {name: str(value).strip() for name, value in self.request.GET.items() if str(value).strip()}
        typed = given.pop("q", "")
        if given or " " in typed or not any(char.isdecimal() for char in typed):
            return None
        rows = self.named_rows().filter(search_text__startswith=fold(typed))[: MOST_NAMED + 1]
        found = [one for one in rows if fold(one.number) == fold(typed)]
        return found[0] if len(found) == 1 else None

    def named_rows(self) -> Any:
        """Where the number is looked for."""
        return Document.objects.readable_by(self.request.user)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Where the words were found, and what the person has still to read."""
        user, rows = signed_in(self.request), context["rows"]
        words = self.request.GET.get("q", "")
        if words:
            add_passages(rows, words, report.searched_issues(context["as_of"] or clock.today()))
        if context["as_of"] is None and rows:
            mark_to_read(user, rows)
        return super().more(report, context)


class Register(Library):
    """All documents of one's side."""

    report = DocumentReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """A decision may be prepared over what is listed; where a signed original is missing, the row says so."""
        mark_missing_originals(context["rows"])
        return super().more(report, context) | {"other_list": prepare_from_register(self.request)}

    def get_report(self) -> DocumentReport:
        """What is taken away comes back unchanged: it has what an import reads."""
        return DocumentsExport() if self.request.GET.get("export") else DocumentReport()

    def named_rows(self) -> Any:
        return Document.objects.visible_to(self.request.user)


class DocumentRecord(RecordView):
    """One document with its issues."""

    beside_specs = STEPS
    model = Document
    related = ("unit", "author")
    template_name = "qms/documents/document.html"
    fact_fields = ("kind", "unit", "author", "external_ref", "review_due_on")
    outside_fields = ("issued_by", "issued_on", "external_status", "replaced_by", "status_checked_on")

    def rows(self) -> Any:
        return readable_documents(self.request.user)

    def base_context(self, record: Any, as_of: Any) -> dict[str, Any]:
        """The history of a document is its own side's."""
        self.own_side = Document.objects.visible_to(self.request.user).filter(pk=record.pk).exists()
        self.in_force = record.issue_in_force(self.as_of or clock.today())
        context = super().base_context(record, as_of)
        return context if self.own_side else context | {"timeline": None}

    def status(self, record: Any) -> dict[str, str] | None:
        if record.is_external and record.external_status:
            return status_look(record, "external_status")
        if self.in_force is None:
            return {"label": _("Not in force"), "tone": "warning", "icon": "clock"}
        return {"label": _("In force"), "tone": "success", "icon": "circle-check"}

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """What identifies it; of what comes from outside its issuer and status; where it is public since when."""
        facts = facts_of(record, self.fact_fields)
        if record.is_external:
            facts += facts_of(record, self.outside_fields)
        facts += procedure_facts(self.in_force)
        if record.public_since is not None:
            facts += facts_of(record, ("public_since",))
        return facts

    def steps(self, record: Any) -> list[Step]:
        """What a quality officer does for it beside its issues."""
        if not self.own_side or not policy.may(self.request.user, CARE, record):
            return []
        return [self.beside(record, name) for name in self.besides(record)]

    def besides(self, record: Any) -> list[str]:
        """Steps that make sense now."""
        if record.is_external:
            return ["status"]
        if record.public_since is not None:
            return ["address", "unpublish"]
        return [] if publish_faults(record) else ["publish"]

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if self.own_side and policy.may(self.request.user, CARE, record):
            actions.append((_("Correct"), reverse("document_edit", args=[record.uid])))
        return actions

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

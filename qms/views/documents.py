"""Documents: the library, the register, the document, the issue that readers are given, and its steps."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.documents import safe_html
from qms.enums import IssueStatus
from qms.forms import documents as forms
from qms.history.timeline import timeline
from qms.looks import status_look
from qms.models.documents import Document, Issue
from qms.operations import documents as operations
from qms.reports.documents import DocumentReport, LibraryReport
from qms.signatures import signatures_of
from qms.views.facts import facts_of, spoken
from qms.views.reach import signed_in
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.workflows import ISSUE

STEPS = {
    "submit": StepSpec(
        operations.submit_issue,
        intro=gettext_lazy("The page is frozen as it stands; review and approval are of exactly that."),
        effects=[gettext_lazy("The reviewer is told.")],
    ),
    "recall": StepSpec(operations.recall_issue),
    "return": StepSpec(operations.return_issue, effects=[gettext_lazy("The author is told.")]),
    "abandon": StepSpec(operations.abandon_issue),
    "review": StepSpec(operations.review_issue, effects=[gettext_lazy("Top management is told.")]),
    "approve": StepSpec(
        operations.approve_issue,
        forms.ApproveForm,
        effects=[gettext_lazy("Readers see it from its effective day on; the issue before is superseded.")],
    ),
    "recall_approved": StepSpec(operations.recall_approved),
    "withdraw": StepSpec(operations.withdraw_issue, forms.WithdrawForm),
}


def standing(issue: Issue, in_force: Issue | None) -> dict[str, str]:
    """How an issue stands today, derived: in force, superseded, not yet in force, or its own status."""
    if in_force is not None and issue.pk == in_force.pk:
        return {"label": _("In force"), "tone": "success", "icon": "circle-check"}
    if issue.status == IssueStatus.APPROVED:
        if issue.effective_on and issue.effective_on > clock.today():
            return {"label": _("Not yet in force"), "tone": "info", "icon": "clock"}
        return {"label": _("Superseded"), "tone": "neutral", "icon": "versions"}
    return status_look(issue)


def readable_documents(user: Any) -> Any:
    """Documents that the person may open: their side's, and those in force that they may read."""
    readable = Document.objects.readable_by(user).values("pk")
    if user.is_system:
        return Document.objects.all()
    return Document.objects.filter(Document.reach_q(user) | Q(pk__in=readable))


def readable_issues(user: Any) -> Any:
    """Issues that the person may open: their side's, and the one in force of documents that they may read."""
    if user.is_system:
        return Issue.objects.all()
    in_force = Issue.objects.effective_on(clock.today()).filter(
        document__in=Document.objects.readable_by(user).values("pk")
    )
    return Issue.objects.filter(Issue.reach_q(user) | Q(pk__in=in_force.values("pk")))


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
        context = super().base_context(record, as_of)
        return context if self.own_side else context | {"timeline": None, "record_actions": []}

    def status(self, record: Any) -> dict[str, str] | None:
        day = self.as_of or clock.today()
        self.in_force = record.issue_in_force(day)
        if self.in_force is None:
            return {"label": _("Not in force"), "tone": "warning", "icon": "clock"}
        return {"label": _("In force"), "tone": "success", "icon": "circle-check"}

    def more(self, record: Any) -> dict[str, Any]:
        references = record.clause_references.filter(ended_at=None).select_related("clause__edition")
        return {
            "in_force": self.in_force,
            "issues": [(one, standing(one, self.in_force)) for one in self.issues(record)],
            "clauses": [
                f"{one.clause.number} {one.clause.title} ({one.clause.edition})" if one.clause_id else one.written_as
                for one in references
            ],
        }

    def issues(self, record: Any) -> list[Issue]:
        """Old issues and drafts are for the document's own side."""
        if self.own_side:
            return list(record.issues.order_by("-pk"))
        return [self.in_force] if self.in_force else []


class IssueRecord(RecordView):
    """The issue as readers are given it: frozen content, who wrote, reviewed and approved it."""

    model = Issue
    related = ("document__unit", "author", "reviewer", "approved_by")
    workflow = ISSUE
    template_name = "qms/documents/issue.html"

    def rows(self) -> Any:
        return readable_issues(self.request.user)

    def base_context(self, record: Any, as_of: Any) -> dict[str, Any]:
        """Steps and history are for the document's own side; everybody else reads."""
        self.in_force = record.document.issue_in_force()
        context = super().base_context(record, as_of)
        own_side = Issue.objects.visible_to(self.request.user).filter(pk=record.pk).exists()
        if not own_side:
            context |= {"steps": [], "timeline": None, "record_actions": []}
        return context | {"number": record.document.number, "timeline": timeline(record) if own_side else None}

    def status(self, record: Any) -> dict[str, str] | None:
        return standing(record, self.in_force)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        facts = [(_("Issue"), f"{record.issue_number}.{record.amendment_number}".rstrip("."))]
        facts += facts_of(record.document, ("kind", "unit"))
        return facts + facts_of(record, ("signed_on", "effective_on", "withdrawn_on", "summary_of_change"))

    def links(self, record: Any) -> list[tuple[str, str]]:
        links = [(str(record.document), record.document.get_absolute_url())]
        if self.in_force is not None and self.in_force.pk != record.pk:
            links.append(
                (_("The issue in force: %(issue)s") % {"issue": self.in_force}, self.in_force.get_absolute_url())
            )
        return links

    def more(self, record: Any) -> dict[str, Any]:
        is_in_force = self.in_force is not None and self.in_force.pk == record.pk
        return {
            "body": mark_safe(safe_html(record.body_html)),  # noqa: S308 - cleaned in this line
            "is_in_force": is_in_force,
            "signed": [(_("Written by"), record.author, ""), *self.checked_by(record)],
            "signatures": signatures_of(record),
        }

    def checked_by(self, record: Any) -> list[tuple[str, Any, str]]:
        """Reviewer and approver with their days, where the issue has come so far."""
        rows = []
        if record.reviewer_id and record.reviewed_at:
            rows.append((_("Reviewed by"), record.reviewer, spoken(clock.day_of(record.reviewed_at))))
        if record.approved_by_id and record.signed_on:
            rows.append((_("Approved by"), record.approved_by, spoken(record.signed_on)))
        return rows


class IssueStep(StepView):
    """Steps of an issue."""

    model = Issue
    related = ("document__unit", "author", "reviewer")
    workflow = ISSUE
    steps = STEPS

"""Findings: list, record, steps, recording."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import FindingStatus
from inspections.forms import finding as forms
from inspections.models import Finding, FindingFile, Inspection, Nonconformity
from inspections.operations import finding as operations
from inspections.reports.findings import FindingReport
from inspections.views.checklist import find_line
from inspections.workflows import FINDING
from qms import policy
from qms.looks import status_look
from qms.models.actions import Action
from qms.operations.files import attach_files
from qms.views.editing import CreateView, EditView
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404

STEPS = {
    "confirm": StepSpec(
        operations.confirm_finding,
        effects=[
            gettext_lazy("A minor or major becomes a nonconformity; the unit answers the rest in 10 working days.")
        ],
    ),
    "answer": StepSpec(operations.answer_finding, forms.AnswerFindingForm, effects=[gettext_lazy("The lead is told.")]),
    "regrade": StepSpec(
        operations.regrade_finding,
        forms.RegradeForm,
        intro=gettext_lazy("Both grades stay. What answers the finding follows the new grade."),
    ),
    "close": StepSpec(operations.close_finding),
    "withdraw": StepSpec(operations.withdraw_finding),
}


class FindingList(RegisterView):
    """All findings within reach."""

    report = FindingReport


class FindingRecord(RecordView):
    """One finding."""

    model = Finding
    related = ("unit", "inspection", "line__clause", "recorded_by", "answered_by", "action")
    workflow = FINDING
    template_name = "inspections/finding.html"
    fact_fields = (
        "unit", "requirement", "evidence", "recorded_by", "recorded_on", "confirmed_on", "answer_due_on",
        "answer_kind", "answer_text", "answered_on", "closed_on", "external_ref", "source_file", "source_row",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return record.statement

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        buttons = super().record_actions(record)
        if record.status == FindingStatus.DRAFT and policy.may(self.request.user, "inspections.record_finding", record):
            buttons.append((_("Change"), reverse("finding_edit", args=[record.uid])))
        return buttons

    def links(self, record: Any) -> list[tuple[str, str]]:
        user: Any = self.request.user
        found = []
        if Inspection.objects.visible_to(user).filter(pk=record.inspection_id).exists():
            found.append((str(record.inspection), record.inspection.get_absolute_url()))
        for one in Nonconformity.objects.visible_to(user).filter(finding_id=record.pk):
            found.append((_("Nonconformity %(number)s") % {"number": one.number}, one.get_absolute_url()))
        for action in Action.objects.visible_to(user).filter(pk=record.action_id):
            found.append((_("Action %(number)s") % {"number": action.number}, action.get_absolute_url()))
        return found

    def more(self, record: Any) -> dict[str, Any]:
        regraded = record.grade != record.original_grade
        grades = {
            "grade": status_look(record, "grade"),
            "first_grade": status_look(record, "original_grade") if regraded else None,
        }
        return grades if self.as_of else grades | self.attached(record)

    def attached(self, record: Any) -> dict[str, Any]:
        """Clauses, checklist line and files."""
        files = record.file_links.filter(ended_at=None).select_related("file")
        return {
            "clauses": [str(row) for row in record.clause_references.filter(ended_at=None).select_related("clause")],
            "line": record.line if record.line_id else None,
            "pictures": [one for one in files if one.is_image],
            "files": [
                {"url": one.get_absolute_url(), "name": one.name, "size": one.file.size}
                for one in files
                if not one.is_image
            ],
        }


class FindingStep(StepView):
    """Steps of a finding."""

    model = Finding
    related = ("unit", "inspection__lead", "action")
    workflow = FINDING
    steps = STEPS


class FindingNew(CreateView):
    """Record a finding of an inspection (?inspection=), or from one line of its checklist (?line=)."""

    model = Finding
    form_class = forms.FindingForm
    permission = "inspections.record_finding"
    title = gettext_lazy("Record a finding")
    submit_label = gettext_lazy("Record")

    def blank(self) -> Any:
        asked = self.request.GET
        if asked.get("line"):
            line = find_line(self.request.user, uid_or_404(asked["line"]))
            session = line.session
            clause = f"{session.inspection.edition}, {line.clause}" if line.clause_id else line.written_as
            return Finding(
                inspection=session.inspection,
                line=line,
                unit_id=session.unit_id,
                requirement=clause,
                evidence=line.note,
            )
        if not asked.get("inspection"):
            raise Http404
        uid = uid_or_404(asked["inspection"])
        inspection = get_visible(Inspection, self.request.user, uid, "unit", "lead", "edition")
        return Finding(inspection=inspection, unit=inspection.unit)

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in ("clauses", "files")}
        return operations.record_finding(form.instance, by=self.request.user, **values)

    def context(self, form: Any) -> dict[str, Any]:
        return super().context(form) | {"intro": str(self.record.inspection)}

    def cancel_url(self) -> str:
        inspection = self.record.inspection
        if self.record.line_id:
            return f"{reverse('inspection_conduct', args=[inspection.uid])}#line-{self.record.line_id}"
        return inspection.get_absolute_url()


class FindingEdit(EditView):
    """Change a finding that is not confirmed yet."""

    model = Finding
    related = ("unit", "inspection__unit", "inspection__lead", "inspection__edition")
    form_class = forms.FindingForm
    permission = "inspections.record_finding"
    title = gettext_lazy("Change the finding")

    def save(self, form: Any) -> Any:
        finding = operations.change_finding(form.instance, by=self.request.user, clauses=form.cleaned_data["clauses"])
        if form.cleaned_data["files"]:
            attach_files(FindingFile, finding, form.cleaned_data["files"], by=self.request.user, purpose="evidence")
        return finding

"""Findings: list, record, steps, recording."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import FindingStatus, Grade
from inspections.finding_help import sentence, warnings_of
from inspections.forms import finding as forms
from inspections.joining import joined_with, main_of
from inspections.models import Finding, FindingFile, Inspection, Nonconformity
from inspections.operations import finding as operations
from inspections.operations import joined_findings
from inspections.reports.clause_editions import other_editions
from inspections.reports.findings import FindingReport
from inspections.reports.similar_findings import similar_findings
from inspections.views.checklist import find_line
from inspections.workflows import FINDING
from qms import policy
from qms.forms.fields import MOST_DIGITS
from qms.looks import status_look
from qms.models.actions import Action
from qms.operations.files import attach_files
from qms.policy import Text
from qms.views.editing import CreateView, EditView
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404
from qms.workflow import Step


def join(finding: Finding, *, by: Any, reason: str, to: Finding) -> Finding:
    """Have one finding answered together with another one."""
    return joined_findings.join_findings([finding], to, by=by, reason=reason)[0]


def cannot_join(finding: Finding) -> list[Text]:
    """What stands against joining it, also that there is nothing to join it to."""
    faults = joined_findings.joining_faults(finding)
    if not faults and not joined_findings.joinable(finding).exists():
        faults.append(_("No other minor or major finding of this unit waits for confirmation."))
    return faults


STEPS = {
    "confirm": StepSpec(
        operations.confirm_finding,
        effects=[
            gettext_lazy("A minor or major becomes a nonconformity; the unit answers the rest in 10 working days."),
            gettext_lazy("Findings answered together are confirmed together."),
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
    "join": StepSpec(
        join,
        forms.JoinForm,
        label=gettext_lazy("Answer together with another finding"),
        permission="inspections.lead_finding",
        reason=True,
        versioned=False,
        tone="secondary",
        guard=cannot_join,
        effects=[gettext_lazy("Both are confirmed together, and one nonconformity answers both.")],
    ),
    "separate": StepSpec(
        joined_findings.separate_finding,
        label=gettext_lazy("Answer it by itself again"),
        permission="inspections.lead_finding",
        reason=True,
        versioned=False,
        tone="secondary",
    ),
}


class FindingList(RegisterView):
    """All findings within reach."""

    report = FindingReport


class FindingRecord(RecordView):
    """One finding."""

    beside_specs = STEPS
    model = Finding
    related = ("unit", "inspection", "line__clause", "recorded_by", "answered_by", "action", "joined_to")
    workflow = FINDING
    template_name = "inspections/finding.html"
    fact_fields = (
        "unit", "requirement", "evidence", "recorded_by", "recorded_on", "confirmed_on", "answer_due_on",
        "answer_kind", "answer_text", "answered_on", "closed_on", "external_ref", "source_file", "source_row",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return record.statement

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and joining or separating while it is a draft."""
        steps = super().steps(record)
        if record.status != FindingStatus.DRAFT or record.grade not in Grade.nonconforming():
            return steps
        name = "separate" if record.joined_to_id else "join"
        beside = self.beside(record, name)
        return [*steps, beside] if beside.allowed or name == "separate" else steps

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
        for one in Nonconformity.objects.visible_to(user).filter(finding_id=record.joined_to_id or record.pk):
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
        return grades | self.attached(record)

    def attached(self, record: Any) -> dict[str, Any]:
        """Clauses with their other editions, checklist line, findings answered together and files."""
        cited = list(record.clause_references.filter(ended_at=None).select_related("clause__edition"))
        together = [main_of(record)] if record.joined_to_id else joined_with(record)
        files = record.file_links.filter(ended_at=None).select_related("file")
        return {
            "clauses": [f"{row.clause} ({row.clause.edition})" if row.clause_id else str(row) for row in cited],
            "editions": [one for one in other_editions(row.clause for row in cited if row.clause_id) if one.elsewhere],
            "together": together,
            "line": record.line if record.line_id else None,
            "pictures": [one for one in files if one.is_image],
            "files": [one.shown() for one in files if not one.is_image],
        }


class FindingStep(StepView):
    """Steps of a finding."""

    model = Finding
    related = ("unit", "inspection__lead", "action", "joined_to")
    workflow = FINDING
    steps = STEPS


class Helped:
    """A form of a finding with help beside it; the button that asks for help saves nothing."""

    template_name = "inspections/finding_form.html"
    part = "inspections/finding_help.html"

    def post(self: Any, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save; or show the help for what is typed: as a part of the page to htmx, else the form again."""
        if "look" not in request.POST:
            return super().post(request, **kwargs)  # type: ignore[misc]
        form = self.form()
        form.show_typed(request.POST)
        if request.headers.get("HX-Request"):
            return render(request, self.part, {"help": self.help(form)})
        return self.show(form)

    def context(self: Any, form: Any) -> dict[str, Any]:
        """The form with its help."""
        return super().context(form) | {"help": self.help(form), "look_url": self.request.get_full_path()}  # type: ignore[misc]

    def help(self: Any, form: Any) -> dict[str, Any]:
        """The sentence, what could be said better, the clauses' other editions, similar findings."""
        typed = form.typed()
        parts = {name: typed[name] for name in ("requirement", "statement", "evidence")}
        return {
            "sentence": sentence(**parts) if parts["statement"] or parts["evidence"] else "",
            "warnings": warnings_of(**parts),
            "editions": other_editions(typed["clauses"]),
            "similar": similar_findings(
                self.request.user,
                unit_id=typed["unit_id"],
                clause_ids=[clause.pk for clause in typed["clauses"]],
                text=parts["statement"],
                but=self.record.pk,
            ),
        }

    def success(self: Any, result: Any) -> str:
        """Saved all the same; what could be said better is told beside it."""
        for warning in warnings_of(result.requirement, result.statement, result.evidence):
            messages.warning(self.request, warning)
        return super().success(result)  # type: ignore[misc]


def similar(request: HttpRequest) -> HttpResponse:
    """Part of a page: earlier findings like what is written (?unit=&clause=&text=), keys as the forms have them."""
    keys = [key for key in request.GET.getlist("clause") if key.isdecimal() and len(key) <= MOST_DIGITS]
    unit = request.GET.get("unit", "")
    unit_id = int(unit) if unit.isdecimal() and len(unit) <= MOST_DIGITS else None
    text = request.GET.get("text", "")[:1000]
    found = similar_findings(request.user, unit_id=unit_id, clause_ids=[int(key) for key in keys[:30]], text=text)
    return render(request, "inspections/finding_similar.html", {"similar": found})


class FindingNew(Helped, CreateView):
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


class FindingEdit(Helped, EditView):
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

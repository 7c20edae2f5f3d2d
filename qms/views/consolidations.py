"""Consolidated reports: list, page, drawing up, assessment, steps, the parts of a sum, files."""

import datetime as dt
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import policy
from qms.consolidating.quarters import quarter_coded, said_joined
from qms.consolidating.reading import periods_joined
from qms.consolidation_workflow import CONSOLIDATION
from qms.forms import consolidations as forms
from qms.forms.attaching import AttachForm
from qms.models.period_schemes import ReportLine
from qms.models.periodic_reports import Consolidation, ConsolidationFile
from qms.operations import consolidations as operations
from qms.policy import Refused, denied
from qms.reporting_enums import ConsolidationStatus
from qms.reports import consolidation_facts as told
from qms.reports.consolidations import ConsolidationReport, draws_consolidations
from qms.views.attached_files import files_of
from qms.views.editing import CreateView, EditView
from qms.views.reach import asked_day, get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.reports_board import sees_reports_board
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, permission="qms.draw_consolidation", tone="secondary")
RELATED = ("unit", "form", "prepared_by", "signed_by", "replaces")


def _next_page(record: Any, result: Any) -> str:
    return str(result.get_absolute_url())


STEPS = {
    "sign": StepSpec(
        operations.sign_consolidation,
        forms.SignForm,
        effects=[
            gettext_lazy("Sums, parts and annex stay as they are; what comes in later is shown as a difference."),
            gettext_lazy("Who prepared it and the quality officers are told."),
        ],
        template_name="qms/consolidations/sign.html",
    ),
    "redraw": BESIDE(
        operations.redraw_consolidation,
        forms.RedrawForm,
        label=gettext_lazy("Draw it up again"),
        reason=True,
        effects=[gettext_lazy("A new one comes to be that says what changed; this one stays as it is.")],
        done=_next_page,
    ),
    "attach": BESIDE(
        operations.attach_consolidation_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False
    ),
}


class ConsolidationList(RegisterView):
    """All consolidated reports within reach."""

    report = ConsolidationReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        board = (_("All units by quarters"), reverse("reports_board"))
        return {"other_list": board} if sees_reports_board(self.request.user) else {}


def content_of(record: Consolidation, user: Any) -> dict[str, Any]:
    """What it says: whose figures are in, the sums, the annex."""
    quarter = quarter_coded(record.code)
    periods = periods_joined(record.unit_id, record.form_id, quarter) if quarter else []
    return {
        "joined": said_joined(quarter, periods) if quarter else "",
        "counts": told.counts_of(record),
        "sections": told.sections_of(record),
        "states": told.state_rows(record, user),
    }


class ConsolidationRecord(RecordView):
    """One consolidated report: whose figures are in, sums with their parts, what differs since, the annex."""

    beside_specs = STEPS
    model = Consolidation
    related = RELATED
    workflow = CONSOLIDATION
    template_name = "qms/consolidations/record.html"
    fact_fields = (
        "unit", "form", "figures_from", "figures_to", "as_of", "document_number", "recipients", "signed_by",
        "signed_on", "prepared_by", "replaces", "why",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        quarter = quarter_coded(record.code)
        return _("Consolidated report of %(quarter)s") % {"quarter": quarter.label if quarter else record.code}

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; what was drawn up again leads on there."""
        besides = ["attach"] if self.newer(record) else ["redraw", "attach"]
        return super().steps(record) + [self.beside(record, name) for name in besides]

    def newer(self, record: Any) -> Any:
        """The one that replaces it."""
        return Consolidation.objects.filter(replaces_id=record.pk).first()

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        editable = record.status == ConsolidationStatus.DRAWN and not self.newer(record)
        if editable and policy.may(self.request.user, "qms.draw_consolidation", record):
            actions.insert(0, (_("Edit"), reverse("consolidation_edit", args=[record.uid])))
        return actions

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"), ("Excel", "xlsx"))
        return [(name, reverse("consolidation_print", args=[record.uid, kind])) for name, kind in kinds]

    def links(self, record: Any) -> list[tuple[str, str]]:
        board = (_("All units by quarters"), reverse("reports_board"))
        listed = (_("Consolidated reports"), reverse("consolidations"))
        return [board, listed] if sees_reports_board(self.request.user) else [listed]

    def more(self, record: Any) -> dict[str, Any]:
        before = Consolidation.objects.filter(pk=record.replaces_id).first() if record.replaces_id else None
        return {
            **content_of(record, self.request.user),
            "since": told.since(record),
            "changed": told.between(before, record) if before else [],
            "before": before,
            "newer": self.newer(record),
            "files": files_of(self, record, "qms.draw_consolidation", "consolidation_file_step"),
        }


class ConsolidationStep(StepView):
    """Steps of a consolidated report."""

    model = Consolidation
    related = ("unit", "form")
    workflow = CONSOLIDATION
    steps = STEPS

    def context(self, form: Any) -> dict[str, Any]:
        """With what is signed, as it stands now."""
        told_too = content_of(self.record, self.request.user) if self.name == "sign" else {}
        return super().context(form) | told_too


class ConsolidationFileStep(RowStepView):
    """Taking a wrong file away; reached through its record."""

    model = ConsolidationFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(
            operations.end_consolidation_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger"
        )
    }


class ConsolidationNew(CreateView):
    """Add up a quarter; ?code= and ?as_of_day= fill in what is known."""

    model = Consolidation
    form_class = forms.DrawForm
    title = gettext_lazy("Add up a quarter")
    intro = gettext_lazy(
        "Numerators and denominators of the newest sent version of each report are added, never rates. Units that "
        "report every six months join the second and the fourth quarter."
    )
    submit_label = gettext_lazy("Add up")

    def check(self) -> None:
        if not draws_consolidations(self.request.user):
            text = _(
                "Reports are added up by a quality officer of the unit to which they go, or by its top management."
            )
            raise Refused(denied(text, _("a quality officer of the unit, top management of the unit")))

    def blank(self) -> Any:
        code = self.request.GET.get("code", "")
        return Consolidation(code=code if quarter_coded(code) else "")

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        return operations.draw_consolidation(
            given["unit"], by=self.request.user, form=given["form"], code=given["code"], as_of=given["as_of"],
            note=given["note"],
        )  # fmt: skip

    def cancel_url(self) -> str:
        return reverse("consolidations")


class ConsolidationEdit(EditView):
    """Assessment and recipients, while it is not signed."""

    model = Consolidation
    related = ("unit",)
    form_class = forms.AssessmentForm
    permission = "qms.draw_consolidation"
    title = gettext_lazy("Assessment and recipients")

    def save(self, form: Any) -> Any:
        given = form.cleaned_data
        return operations.edit_consolidation(
            self.record, by=self.request.user, note=given["note"], recipients=given["recipients"]
        )


@require_safe
def consolidation_line(request: HttpRequest, uid: Any, key: str) -> HttpResponse:
    """The parts of one sum, unit by unit, as they were added up."""
    day: dt.date | None = asked_day(request)
    record = get_visible(Consolidation, request.user, uid, "unit", "form")
    line = ReportLine.objects.filter(form_id=record.form_id, key=key).select_related("section").first()
    if line is None:
        raise Http404
    context = told.line_parts(record, line, request.user) | {
        "record": record,
        "line": line,
        "as_of": day,
        "as_of_query": f"?as_of={day.isoformat()}" if day else "",
    }
    return render(request, "qms/consolidations/line.html", context)

"""Nonconforming outputs: register, record, recording, correcting, steps."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms import outputs as forms
from qms.forms.attaching import AttachForm
from qms.models.outputs import NonconformingOutput, OutputFile
from qms.operations import outputs as operations
from qms.output_repeats import REPEATED, repeats_of
from qms.output_workflow import OPEN, OUTPUT
from qms.policy import Refused, denied
from qms.printing import OUTPUT_REGISTER
from qms.reports.outputs import OutputReport, is_late, records_outputs
from qms.reports.printed_outputs import output_entries
from qms.views.attached_files import files_of
from qms.views.editing import CreateView, EditView
from qms.views.printed_lists import PrintedList
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.edit_output")

STEPS = {
    "decide": StepSpec(operations.decide_output, forms.DecideForm, effects=[gettext_lazy("Who recorded it is told.")]),
    "close": StepSpec(operations.close_output, forms.CloseForm),
    "withdraw": StepSpec(
        operations.withdraw_output,
        effects=[gettext_lazy("Who recorded it is told; it counts no more among those that repeat.")],
    ),
    "attach": BESIDE(operations.attach_output_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False),
}


class OutputList(PrintedList):
    """All outputs within reach."""

    report = OutputReport
    printed_form = OUTPUT_REGISTER

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return output_entries(records)


class OutputRecord(RecordView):
    """One nonconforming output."""

    beside_specs = STEPS
    model = NonconformingOutput
    related = ("unit", "document", "decided_by", "recorded_by")
    workflow = OUTPUT
    template_name = "qms/outputs/record.html"
    fact_fields = (
        "kind", "unit", "document", "dossier", "due_on", "found_on", "decision", "apology_number", "apology_on",
        "new_due_on", "decided_by", "decided_on", "returned_on", "recorded_by", "external_ref",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return _("Dossier %(code)s") % {"code": record.dossier}

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and attaching; withdrawing stands last."""
        steps = [*super().steps(record), self.beside(record, "attach")]
        return sorted(steps, key=lambda step: getattr(step.transition, "name", "") == "withdraw")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if record.status in OPEN and policy.may(self.request.user, "qms.edit_output", record):
            actions.insert(0, (_("Edit"), reverse("output_edit", args=[record.uid])))
        return actions

    def links(self, record: Any) -> list[tuple[str, str]]:
        procedure = [(str(record.document), record.document.get_absolute_url())] if record.document else []
        unit = links_to(self.request.user, [record.unit])
        return [*unit, *procedure, (_("Nonconforming outputs"), reverse("outputs"))]

    def more(self, record: Any) -> dict[str, Any]:
        day = self.as_of or clock.today()
        same = repeats_of(record)
        return {
            "is_late": is_late(record, day),
            "day": day,
            "files": files_of(self, record, "qms.edit_output", "output_file_step"),
            "repeats": list(same.exclude(pk=record.pk).order_by("-found_on", "-pk")[:20]),
            "is_repeated": same.count() >= REPEATED,
        }


class OutputStep(StepView):
    """Steps of a nonconforming output."""

    model = NonconformingOutput
    related = ("unit", "document")
    workflow = OUTPUT
    steps = STEPS


class OutputFileStep(RowStepView):
    """Taking a wrong file away; reached through its record."""

    model = OutputFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(operations.end_output_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger")
    }


class OutputNew(CreateView):
    """Record a dossier that came back late or wrong."""

    model = NonconformingOutput
    form_class = forms.OutputForm
    title = gettext_lazy("Record a nonconforming output")
    intro = gettext_lazy("A dossier that came back late or wrong. The quality officer and the unit's manager are told.")
    submit_label = gettext_lazy("Record")

    def check(self) -> None:
        if not records_outputs(self.request.user):
            text = _(
                "Nonconforming outputs are recorded by a quality officer, the unit's manager or its own inspectors."
            )
            who = _("a quality officer, the unit's manager, top management, an inspector of the unit")
            raise Refused(denied(text, who))

    def save(self, form: Any) -> Any:
        return operations.record_output(form.instance, by=self.request.user, files=form.cleaned_data["files"])

    def cancel_url(self) -> str:
        return reverse("outputs")


class OutputEdit(EditView):
    """Correct what was recorded, with the reason."""

    model = NonconformingOutput
    related = ("unit", "document")
    form_class = forms.OutputEditForm
    permission = "qms.edit_output"
    title = gettext_lazy("Edit")

    def save(self, form: Any) -> Any:
        return operations.edit_output(form.instance, by=self.request.user, reason=form.cleaned_data["reason"])

"""Objectives: register, record, proposing, correcting, steps."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms import measurements as measurement_forms
from qms.forms import objectives as forms
from qms.forms.attaching import AttachForm
from qms.looks import status_look
from qms.measured_queries import QUERIES, link_of
from qms.models.objectives import Measurement, Objective, ObjectiveFile
from qms.models.organisation import Unit
from qms.objective_figures import with_unit
from qms.objective_workflow import OBJECTIVE
from qms.operations import measurements, objective_actions
from qms.operations import objectives as operations
from qms.performance_enums import ObjectiveStatus
from qms.policy import Refused, denied
from qms.printing import OBJECTIVE_REGISTER
from qms.reports.objective_periods import chart_of, period_rows
from qms.reports.objectives import ObjectiveReport, clauses_of, dressed, proposes_objectives, with_latest
from qms.reports.printed_objectives import objective_entries
from qms.views.attached_files import files_of
from qms.views.editing import CreateView, EditView
from qms.views.facts import spoken
from qms.views.printed_lists import PrintedList
from qms.views.reach import links_to, signed_in
from qms.views.record import RecordView
from qms.views.risks import named
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.measure_objective")

STEPS = {
    "approve": StepSpec(
        operations.approve_objective,
        effects=[
            gettext_lazy("Its targets and its plan stand from now on; changing them needs a new approval."),
            gettext_lazy("Its owner is told."),
        ],
    ),
    "start": StepSpec(
        operations.start_objective,
        effects=[gettext_lazy("Its periods are measured from now on; it starts by itself on its first day.")],
    ),
    "judge": StepSpec(
        operations.judge_objective,
        forms.JudgeForm,
        effects=[gettext_lazy("Its figures stand as they are; owner and top management are told.")],
    ),
    "return": StepSpec(
        operations.return_objective, effects=[gettext_lazy("It is corrected and approved anew; its figures stay.")]
    ),
    "drop": StepSpec(operations.drop_objective, effects=[gettext_lazy("It is measured no more; its owner is told.")]),
    "measure": BESIDE(
        measurements.measure_objective,
        measurement_forms.MeasureForm,
        label=gettext_lazy("Record a figure"),
        guard=measurements.measure_blockers,
        tone="primary",
        effects=[gettext_lazy("A missed target is told to owner, manager and officers.")],
    ),
    "from_records": BESIDE(
        measurements.measure_from_records,
        measurement_forms.FromRecordsForm,
        label=gettext_lazy("Measure from the records"),
        guard=measurements.records_blockers,
        tone="primary",
        effects=[gettext_lazy("The declared query counts; the figure keeps its cut-off and its definition.")],
    ),
    "plan": BESIDE(
        objective_actions.plan_objective_action,
        forms.PlanForm,
        label=gettext_lazy("Plan an action"),
        permission="qms.create_action",
        guard=objective_actions.plan_blockers,
        versioned=False,
        effects=[gettext_lazy("The action is assigned; its owner is told.")],
    ),
    "attach": BESIDE(
        operations.attach_objective_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False
    ),
    "hand": BESIDE(
        operations.hand_objective,
        forms.HandForm,
        label=gettext_lazy("Name another owner"),
        permission="qms.judge_objective",
        reason=True,
        effects=[gettext_lazy("Both are told.")],
    ),
}

LAST = ("return", "drop")
OVER = (ObjectiveStatus.JUDGED, ObjectiveStatus.DROPPED)


class ObjectiveList(PrintedList):
    """All objectives within reach."""

    report = ObjectiveReport
    printed_form = OBJECTIVE_REGISTER
    template_name = "qms/objectives/list.html"

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return objective_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {"other_list": (_("Tree"), reverse("objective_tree"))}
        if context["as_of"] is None:
            shown["many_url"] = reverse("objective_figures")
            shown["take_url"] = reverse("objectives_take") if proposes_objectives(self.request.user) else ""
        return shown


class ObjectiveRecord(RecordView):
    """One objective with its periods, drawn and as a table."""

    beside_specs = STEPS
    model = Objective
    related = ("unit", "owner", "parent__unit", "proposed_by", "approved_by")
    workflow = OBJECTIVE
    template_name = "qms/objectives/record.html"
    fact_fields = (
        "unit", "definition", "numerator", "denominator", "source", "direction", "rhythm", "starts_on", "ends_on",
        "plan", "resources", "judged_how", "basis", "proposed_by", "approved_by", "approved_on", "achievement",
        "conclusion", "judged_on", "external_ref",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return str(record.title)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With owner, targets, baseline, the declared query in words, and the clauses."""
        self.dress(record)
        first: list[tuple[str, Any]] = [(_("Owner"), str(record.owner))]
        lines = [f"{one.year}: {with_unit(one.value, record.measure_unit)}" for one in record.target_list]
        if lines:
            first.append((_("Targets"), "; ".join(lines)))
        if record.baseline is not None:
            day = f" ({record.baseline_on:%d/%m/%Y})" if record.baseline_on else ""
            first.append((_("Baseline"), with_unit(record.baseline, record.measure_unit) + day))
        if record.parent_id:
            first.append((_("Serves the objective"), f"{record.parent} · {record.parent.unit.name}"))
        if record.query in QUERIES:
            query = QUERIES[record.query]
            first.append((_("Measured from the records by"), f"{query.title}. {query.definition}"))
        cited = clauses_of([record.pk], self.as_of)[record.pk]
        return [*first, *super().facts(record), *([(_("Clauses"), "; ".join(cited))] if cited else [])]

    def dress(self, record: Any) -> None:
        """The figures of a row, on the record itself."""
        if hasattr(record, "target_list"):
            return
        told = with_latest(Objective.objects.filter(pk=record.pk)).get()
        for name in ("from", "to", "value", "as_of", "source", "target"):
            setattr(record, f"latest_{name}", getattr(told, f"latest_{name}"))
        record.result_now = told.result_now
        dressed([record], self.as_of or clock.today())

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; what undoes stands last."""
        besides = ["attach", "hand"]
        if record.status not in OVER:
            besides.insert(0, "plan")
        if record.status == ObjectiveStatus.RUNNING:
            besides = [*(["from_records"] if record.query in QUERIES else []), "measure", *besides]
        steps = [self.beside(record, name) for name in besides] if record.status not in OVER else []
        return sorted(super().steps(record) + steps, key=lambda step: getattr(step.transition, "name", "") in LAST)

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if record.status == ObjectiveStatus.PROPOSED and policy.may(self.request.user, "qms.propose_objective", record):
            actions.insert(0, (_("Edit"), reverse("objective_edit", args=[record.uid])))
        return actions

    def links(self, record: Any) -> list[tuple[str, str]]:
        seen = Objective.objects.visible_to(self.request.user)
        parent = seen.filter(pk=record.parent_id).first() if record.parent_id else None
        above = [(str(parent), parent.get_absolute_url())] if parent else []
        unit = links_to(self.request.user, [record.unit])
        return [*unit, *above, (_("Quality objectives"), reverse("objectives")), (_("Tree"), reverse("objective_tree"))]

    def more(self, record: Any) -> dict[str, Any]:
        self.dress(record)
        rows = period_rows(record, self.as_of or clock.today())
        may = not self.as_of and bool(policy.may(self.request.user, "qms.measure_objective", record))
        correctable = may and record.status == ObjectiveStatus.RUNNING
        for row in rows:
            self._address(record, row, correctable)
        return {
            "rows": rows,
            "chart": chart_of(record, rows),
            "missed": self.missed(record),
            "files": files_of(self, record, "qms.measure_objective", "objective_file_step"),
            "actions": self.actions(record),
            "children": self.children(record),
        }

    def _address(self, record: Any, row: Any, correctable: bool) -> None:
        standing = row.standing
        if standing is None:
            return
        row.behind_url = link_of(
            standing.query, record.unit_id, standing.period_from, standing.period_to, standing.as_of
        )
        if correctable:
            row.correct_url = reverse("measurement_step", args=[standing.uid, "correct"])

    def missed(self, record: Any) -> bool:
        """Whether the latest figure misses its target."""
        return bool(record.result_now == "missed")

    def actions(self, record: Any) -> list[dict[str, Any]]:
        """The actions of its plan."""
        rows = record.plan_actions.select_related("action__unit", "action__owner").order_by("pk")
        return [{"row": one.action, "status": status_look(one.action)} for one in rows]

    def children(self, record: Any) -> list[Any]:
        """The objectives that serve it, as far as the person reaches them."""
        seen = Objective.objects.visible_to(self.request.user).filter(parent_id=record.pk, ended_at=None)
        found = list(with_latest(seen).select_related("unit", "owner").order_by("unit__sort_key", "number"))
        return dressed(found, self.as_of or clock.today())


class ObjectiveStep(StepView):
    """Steps of an objective."""

    model = Objective
    related = ("unit", "owner")
    workflow = OBJECTIVE
    steps = STEPS

    def record_url(self) -> str:
        return self.record.get_absolute_url()

    def address(self, result: Any) -> str:
        """Back to the objective, whatever the step made."""
        return self.record.get_absolute_url()


class ObjectiveFileStep(RowStepView):
    """Taking a wrong file away; reached through its record."""

    model = ObjectiveFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(
            operations.end_objective_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger"
        )
    }


class MeasurementStep(RowStepView):
    """Correcting a figure; reached through its objective."""

    model = Measurement
    parent = "objective"
    related = ("objective__unit",)
    steps = {
        "correct": BESIDE(
            measurements.correct_measurement,
            measurement_forms.CorrectForm,
            label=gettext_lazy("Correct the figure"),
            reason=True,
            guard=measurements.correction_blockers,
            effects=[gettext_lazy("The wrong figure stays readable, with the reason.")],
        )
    }

    def address(self, result: Any) -> str:
        """Back to the objective."""
        return self.record.objective.get_absolute_url()


class ObjectiveNew(CreateView):
    """Propose one: ?unit= and ?parent= (uids or keys) fill in what is known."""

    model = Objective
    form_class = forms.ObjectiveForm
    title = gettext_lazy("Propose an objective")
    submit_label = gettext_lazy("Propose")

    def check(self) -> None:
        if not proposes_objectives(self.request.user):
            who = _("a quality officer, the unit's manager, top management")
            raise Refused(
                denied(_("Objectives are proposed by a quality officer, the unit's manager or top management."), who)
            )

    def blank(self) -> Any:
        return Objective(owner=signed_in(self.request))

    def form(self, *data: Any) -> Any:
        """Starts with what the address names, as far as the person may name it."""
        form = super().form(*data)
        unit = named(self.request, "unit", Unit.objects.visible_to(self.request.user))
        parent = named(self.request, "parent", Objective.objects.visible_to(self.request.user))
        if unit is not None:
            form.initial["unit"] = unit.pk
        if parent is not None:
            form.initial["parent"] = parent.pk
            for name in ("definition", "numerator", "denominator", "measure_unit", "direction", "query", "rhythm"):
                form.initial[name] = getattr(parent, name)
        return form

    def save(self, form: Any) -> Any:
        cleaned = form.cleaned_data
        return operations.propose_objective(
            form.instance, by=self.request.user, targets=cleaned["targets"], clauses=cleaned["clauses"],
            files=cleaned["files"],
        )  # fmt: skip

    def cancel_url(self) -> str:
        return reverse("objectives")

    def success(self, result: Any) -> str:
        return _("Proposed: %(number)s.") % {"number": spoken(result.number)}


class ObjectiveEdit(EditView):
    """Correct a proposal, with the reason."""

    model = Objective
    related = ("unit", "owner", "parent")
    form_class = forms.ObjectiveEditForm
    permission = "qms.propose_objective"
    title = gettext_lazy("Edit")
    intro = gettext_lazy("What is approved is returned to the proposal first; then it is approved anew.")

    def save(self, form: Any) -> Any:
        cleaned = form.cleaned_data
        return operations.edit_objective(
            form.instance, by=self.request.user, targets=cleaned["targets"], clauses=cleaned["clauses"],
            reason=cleaned["reason"],
        )  # fmt: skip

"""Yearly plans: list, page, beginning, correcting, tasks in rows, steps, files, prints, export."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import policy
from qms.forms import work_plans as forms
from qms.forms.attaching import AttachForm
from qms.history.timeline import Entry
from qms.looks import status_look
from qms.models.plans import WorkPlan, WorkPlanFile
from qms.operations import plan_tasks
from qms.operations import work_plans as operations
from qms.operations.print_templates import form_for
from qms.plan_workflow import WORK_PLAN
from qms.policy import Refused, denied
from qms.printing import WORK_PLAN as WORK_PLAN_FORM
from qms.reporting_enums import PlanStatus, TaskGroup
from qms.reports.on_time import is_in_time
from qms.reports.printed_plans import work_plan_paper
from qms.reports.work_plans import (
    PlanTaskReport,
    WorkPlanReport,
    due_of,
    plan_on_time,
    prepares_plans,
    state_of,
    tasks_of,
)
from qms.rules.plans import KEEPERS
from qms.views.attached_files import files_of
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.exports import export_report
from qms.views.printing import answer, found
from qms.views.reach import asked_day, get_visible, links_to
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.prepare_plan")
STEPS = {
    "approve": StepSpec(
        operations.approve_plan,
        forms.ApproveForm,
        effects=[
            gettext_lazy("Each task becomes an action of its owner, under the number of the Decision."),
            gettext_lazy("An unfinished task that goes on from last year keeps its action; its due day moves."),
        ],
    ),
    "close": StepSpec(
        operations.close_plan,
        forms.CloseForm,
        effects=[gettext_lazy("What is unfinished stays owed and can be brought over into the next plan.")],
    ),
    "abandon": StepSpec(
        operations.abandon_plan, effects=[gettext_lazy("Actions of its tasks that are not done are cancelled with it.")]
    ),
    "bring_over": BESIDE(
        plan_tasks.bring_over_tasks,
        forms.BringOverForm,
        label=gettext_lazy("Bring over last year's unfinished tasks"),
        guard=plan_tasks.bring_over_faults,
    ),
    "add_task": BESIDE(
        plan_tasks.add_plan_task,
        forms.AddTaskForm,
        label=gettext_lazy("Add a task"),
        reason=True,
        guard=plan_tasks.adding_faults,
        effects=[gettext_lazy("It becomes an action at once; its owner is told.")],
    ),
    "attach": BESIDE(operations.attach_plan_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False),
}
FILE_STEPS = {
    "end": BESIDE(operations.end_plan_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger")
}


class WorkPlanList(RegisterView):
    """All plans within reach."""

    report = WorkPlanReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Assigned tasks"), reverse("assigned_tasks"))}


class WorkPlanRecord(RecordView):
    """One plan with its tasks and how they stand."""

    beside_specs = STEPS
    model = WorkPlan
    related = ("unit", "prepared_by", "approved_by")
    workflow = WORK_PLAN
    template_name = "qms/plans/record.html"
    fact_fields = (
        "unit", "year", "kind", "note", "decision_number", "prepared_by", "approved_by", "approved_on", "closed_on",
        "conclusion",
    )  # fmt: skip

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; abandoning stands last."""
        besides = {PlanStatus.DRAFT: ["bring_over", "attach"], PlanStatus.APPROVED: ["add_task", "attach"]}
        named = besides.get(record.status, ["attach"] if record.status == PlanStatus.CLOSED else [])
        if record.status == PlanStatus.DRAFT and plan_tasks.bring_over_faults(record):
            named = ["attach"]
        steps = super().steps(record) + [self.beside(record, name) for name in named]
        return sorted(steps, key=lambda step: getattr(step.transition, "name", "") == "abandon")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if self.rows_url(record):
            rows = (_("Tasks in rows"), self.rows_url(record))
            actions = [rows, (_("Edit"), reverse("work_plan_edit", args=[record.uid])), *actions]
        return actions

    def rows_url(self, record: Any) -> str:
        """Where this person writes tasks now; nothing where they do not."""
        may = record.status == PlanStatus.DRAFT and self.as_of is None
        if not may or not policy.may(self.request.user, "qms.prepare_plan", record):
            return ""
        return reverse("work_plan_tasks", args=[record.uid])

    def links(self, record: Any) -> list[tuple[str, str]]:
        seen = WorkPlan.objects.visible_to(self.request.user)
        before = plan_tasks.plan_before(record)
        near = seen.filter(pk=before.pk).first() if before else None
        links = links_to(self.request.user, [record.unit])
        links += [(str(near), near.get_absolute_url())] if near else []
        return [*links, (_("Yearly plans"), reverse("work_plans")), (_("Assigned tasks"), reverse("assigned_tasks"))]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"))
        urls = [(str(label), reverse("work_plan_print", args=[record.uid, kind])) for label, kind in kinds]
        return [*urls, (_("Excel"), reverse("work_plan_export", args=[record.uid]))]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """What was written in one act is told in one entry."""
        return told_together(super().timeline(record, as_of))

    def more(self, record: Any) -> dict[str, Any]:
        tasks = tasks_of([record])[record.pk]
        told = plan_on_time(record, tasks, self.as_of)
        rows = [self.row(record, task, told) for task in tasks]
        return {
            "groups": [(label, few) for key, label in TaskGroup.choices if (few := of_group(rows, key))],
            "count": len(rows),
            "rows_url": "" if rows else self.rows_url(record),
            "told": told,
            "late": [row for row in rows if row["late"]],
            "leftover": self.leftover(record),
            "files": files_of(self, record, "qms.prepare_plan", "work_plan_file_step"),
        }

    def row(self, record: Any, task: Any, told: Any) -> dict[str, Any]:
        """A task as the page shows it."""
        action = task.action
        counts = told is not None and due_of(task) <= told.as_of
        cancelled = action is not None and action.status == "cancelled"
        late = counts and not cancelled and not (action is not None and is_in_time(action))
        return {
            "task": task, "action": action, "due": due_of(task), "late": late,
            "moved": due_of(task) != task.due_on, "state": state_of(task, record),
            "status": status_look(action) if action is not None else None,
            "owner": (action.owner if action is not None else None) or task.owner,
        }  # fmt: skip

    def leftover(self, record: Any) -> list[Any]:
        """Unfinished tasks of the year before that a draft may bring over."""
        return plan_tasks.to_bring_over(record) if record.status == PlanStatus.DRAFT and not self.as_of else []


def of_group(rows: list[dict[str, Any]], group: str) -> list[dict[str, Any]]:
    """The rows of one field."""
    return [row for row in rows if row["task"].group == group]


class WorkPlanStep(StepView):
    """Steps of a plan."""

    model = WorkPlan
    related = ("unit", "approved_by")
    workflow = WORK_PLAN
    steps = STEPS


class WorkPlanFileStep(RowStepView):
    """Taking a wrong file away; reached through its plan."""

    model = WorkPlanFile
    parent = "record"
    related = ("record__unit",)
    steps = FILE_STEPS


class WorkPlanNew(CreateView):
    """Begin a plan."""

    model = WorkPlan
    form_class = forms.WorkPlanForm
    title = gettext_lazy("Begin a plan")
    intro = gettext_lazy("Its tasks are written next, in rows.")
    submit_label = gettext_lazy("Save the draft")

    def check(self) -> None:
        if not prepares_plans(self.request.user):
            told = _("Yearly plans are kept by a quality officer, the unit's manager or top management.")
            raise Refused(denied(told, KEEPERS))

    def save(self, form: Any) -> Any:
        return operations.draft_plan(form.instance, by=self.request.user, files=form.cleaned_data["files"])

    def cancel_url(self) -> str:
        return reverse("work_plans")

    def address(self, result: Any) -> str:
        """On to its tasks."""
        return reverse("work_plan_tasks", args=[result.uid])


class WorkPlanEdit(EditView):
    """The words of a draft."""

    model = WorkPlan
    related = ("unit",)
    form_class = forms.WorkPlanEditForm
    permission = "qms.prepare_plan"
    title = gettext_lazy("Edit the plan")
    operation = staticmethod(operations.edit_plan)


class WorkPlanTasks(EditView):
    """All tasks of a draft, in rows."""

    model = WorkPlan
    related = ("unit",)
    form_class = forms.PlanTasksForm
    template_name = "qms/plans/rows.html"
    permission = "qms.prepare_plan"
    title = gettext_lazy("Tasks of the plan")
    intro = gettext_lazy("Save to get more empty rows. Rows are ordered by their field.")

    def check(self) -> None:
        super().check()
        for fault in plan_tasks.draft_faults(self.record):
            raise Refused(denied(fault, KEEPERS))

    def context(self, form: Any) -> dict[str, Any]:
        title = f"{self.record.number} {self.record.title}"
        return super().context(form) | {"formsets": [{"title": title, "formset": form.rows}]}

    def save(self, form: Any) -> Any:
        plan_tasks.write_plan_tasks(self.record, by=self.request.user, tasks=form.tasks())
        return self.record


@require_safe
def work_plan_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponseBase:
    """The plan as Word or PDF."""
    plan = found(request, WorkPlan, uid, kind, "unit__parent", "prepared_by", "approved_by")
    as_of = asked_day(request)
    return answer(request, plan, form_for(WORK_PLAN_FORM, plan.unit_id), lambda one: work_plan_paper(one, as_of), kind)


@require_safe
def work_plan_export(request: HttpRequest, uid: Any) -> HttpResponseBase:
    """The plan's tasks as a workbook."""
    plan = get_visible(WorkPlan, request.user, uid, "unit")
    as_of = asked_day(request)
    report = PlanTaskReport(plan)
    rows = report.queryset(request.user, as_of).order_by(*report.order)
    return export_report(request, report, rows, "xlsx", as_of)

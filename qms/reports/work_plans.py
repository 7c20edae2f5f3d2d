"""Yearly plans: the list, its export, the tasks of a plan with how their actions stand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus, Role
from qms.models.plans import PlanTask, WorkPlan
from qms.reporting_enums import PlanStatus
from qms.reports.declaration import Column, Create, Empty, Report
from qms.reports.on_time import OnTime, is_in_time
from qms.tables.work_plans import WorkPlanFilter, WorkPlanTable


def prepares_plans(user: Any) -> bool:
    """Whether the person may prepare a plan or a meeting somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP))


def tasks_of(plans: Iterable[WorkPlan]) -> dict[int, list[PlanTask]]:
    """The standing tasks of these plans with their actions, by plan; one query."""
    found: dict[int, list[PlanTask]] = defaultdict(list)
    rows = PlanTask.objects.filter(plan__in=list(plans), ended_at=None).order_by("position", "pk")
    for row in rows.select_related("action__owner", "unit", "owner"):
        found[row.plan_id].append(row)
    return found


def due_of(task: PlanTask) -> dt.date:
    """The day that counts: the action's, which may have been moved, else the plan's."""
    return (task.action.due_on if task.action else None) or task.due_on


def plan_on_time(plan: WorkPlan, tasks: Iterable[PlanTask], as_of: dt.date | None = None) -> OnTime | None:
    """How many of the tasks due by the cut-off were done on time; None for what was never approved."""
    if plan.status not in (PlanStatus.APPROVED, PlanStatus.CLOSED):
        return None
    cut_off = as_of or clock.today()
    counted = [one for one in tasks if due_of(one) <= cut_off]
    counted = [one for one in counted if one.action is None or one.action.status != ActionStatus.CANCELLED]
    done = sum(1 for one in counted if one.action is not None and is_in_time(one.action))
    first, last = dt.date(plan.year, 1, 1), min(dt.date(plan.year, 12, 31), cut_off)
    return OnTime(done, len(counted), first, last, cut_off)


class WorkPlanReport(Report):
    """Yearly plans within reach."""

    name = "work-plans"
    title = _("Yearly plans")
    model = WorkPlan
    table_class = WorkPlanTable
    filterset_class = WorkPlanFilter
    row_template = "qms/plans/row.html"
    related = ("unit", "approved_by")
    order = ("-year", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Plan"), "title", width=60),
        Column(_("Kind"), "kind", width=24),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Year"), "year", "integer"),
        Column(_("Status"), "status", width=18),
        Column(_("Number of the Decision"), "decision_number", width=22),
        Column(_("Approved on"), "approved_on", "date"),
        Column(_("Tasks"), lambda plan: plan.count_told, "integer"),
        Column(_("Due by the cut-off"), lambda plan: plan.on_time.due if plan.on_time else None, "integer"),
        Column(_("Done on time"), lambda plan: plan.on_time.done if plan.on_time else None, "integer"),
        Column(_("What the year came to"), "conclusion", width=50),
    )
    create = Create(_("Begin a plan"), lambda: reverse("work_plan_new"), prepares_plans)
    empty = Empty(
        _("No yearly plans yet."),
        _("A plan of the reform or of the QMS says what a unit does in a year, who leads it and by when."),
        icon="calendar",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's plans with how their tasks stand; one query for all."""
        return with_figures(super().records(rows, as_of), as_of)

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        for plan in with_figures(list(rows), as_of):
            yield [column.value(plan) for column in self.columns]


def with_figures(plans: Sequence[Any], as_of: dt.date | None) -> list[Any]:
    """Each with the number of its tasks and how many were done on time."""
    tasks = tasks_of(plans)
    for plan in plans:
        plan.count_told = len(tasks[plan.pk])
        plan.on_time = plan_on_time(plan, tasks[plan.pk], as_of)
    return list(plans)


def state_of(task: PlanTask, plan: WorkPlan) -> str:
    """How a task stands, in words: its action's state; before approval nothing."""
    if task.action is not None:
        return str(task.action.get_status_display())
    return gettext("Taken over into a later plan") if plan.status == PlanStatus.CLOSED else ""


class PlanTaskReport(Report):
    """The tasks of one plan, as a workbook."""

    name = "plan-tasks"
    title = _("Tasks of the plan")
    model = PlanTask
    related = ("unit", "owner", "action")
    order = ("position", "id")
    columns = (
        Column(_("Field"), "group", width=26),
        Column(_("Task"), "title", width=60),
        Column(_("What comes out"), "result", width=40),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Led by"), "unit.name"),
        Column(_("Owner"), lambda task: str(task.owner)),
        Column(_("From"), "starts_on", "date"),
        Column(_("Due"), "due_on", "date"),
        Column(_("With what"), "resources", width=30),
        Column(_("Action"), lambda task: task.action.number if task.action else "", width=22),
        Column(_("Due now"), due_of, "date"),
        Column(_("Done on"), lambda task: task.action.done_on if task.action else None, "date"),
        Column(_("Status"), lambda task: state_of(task, task.plan), width=18),
    )

    def __init__(self, plan: WorkPlan) -> None:
        self.plan = plan
        self.__dict__["title"] = f"{plan.number} {plan.title}"

    def visible(self, user: Any) -> QuerySet:
        """Who reaches the plan reaches its tasks."""
        return PlanTask.objects.filter(plan__in=WorkPlan.objects.visible_to(user).filter(pk=self.plan.pk))

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        for task in rows.iterator(chunk_size=500):
            task.plan = self.plan
            yield [column.value(task) for column in self.columns]

"""The tasks of a yearly plan: written in rows, brought over from the year before, given out as actions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus, ExtensionStatus
from qms.folding import fold
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action, ActionExtension
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.plans import PlanTask, WorkPlan
from qms.models.reach import UnitPath, remember_participation, sync_participation
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.operations.duties import outsider_faults
from qms.operations.twice import written_just_now
from qms.plan_workflow import WAITING
from qms.reporting_enums import PlanStatus, TaskGroup
from qms.workflow import StepRefused, check_version

ORDER = {group: place for place, group in enumerate(TaskGroup.values)}
FIELDS = ("group", "title", "result", "unit", "owner", "starts_on", "due_on", "resources")
MOST = 200
"""Tasks of one plan."""


@dataclass
class TaskDraft:
    """A task as a form's row or a file tells of it; `uid` of one that stands already."""

    group: str
    title: str
    unit: Unit
    owner: User
    due_on: dt.date
    result: str = ""
    resources: str = ""
    starts_on: dt.date | None = None
    uid: Any = None

    def values(self) -> dict[str, Any]:
        """What the task holds."""
        return {name: getattr(self, name) for name in FIELDS}


def standing_tasks(plan: WorkPlan) -> Any:
    """The tasks that stand, in their order."""
    return plan.tasks.filter(ended_at=None).order_by("position", "pk")


def task_faults(plan: WorkPlan, tasks: Iterable[TaskDraft]) -> list[str]:
    """What speaks against these tasks in the plan: days, units, people."""
    below = set(UnitPath.objects.filter(ancestor_id=plan.unit_id).values_list("unit_id", flat=True))
    around = cache(outsider_faults)  # the same owner stands in many rows
    faults = []
    for one in tasks:
        if one.due_on.year != plan.year:
            text = _("«%(task)s» is due on %(day)s, which is not in %(year)d.")
            faults.append(text % {"task": one.title[:60], "day": f"{one.due_on:%d/%m/%Y}", "year": plan.year})
        if one.starts_on and one.starts_on > one.due_on:
            faults.append(_("«%(task)s» begins after it is due.") % {"task": one.title[:60]})
        if one.unit.pk not in below:
            text = _("%(unit)s does not stand below %(top)s.")
            faults.append(text % {"unit": one.unit, "top": plan.unit})
        faults += around(one.owner, one.unit)
    return list(dict.fromkeys(faults))


@operation("write_plan_tasks")
def write_plan_tasks(
    plan: WorkPlan, *, by: Any, tasks: Sequence[TaskDraft], version: int | None = None
) -> list[PlanTask]:
    """Exactly these tasks stand in the draft: those without a row end, new ones come, changed ones change."""
    plan = WorkPlan.objects.locked().select_related("unit").get(pk=plan.pk)
    check_version(plan, version)
    policy.require(by, "qms.prepare_plan", plan)
    faults = draft_faults(plan) or task_faults(plan, tasks)
    if len(tasks) > MOST:
        faults = [_("A plan holds at most %(most)d tasks.") % {"most": MOST}]
    if faults:
        raise StepRefused(faults)
    remember_participation(plan)
    standing = {row.uid: row for row in standing_tasks(plan)}
    _end(standing[uid] for uid in standing.keys() - {one.uid for one in tasks})
    kept = _write(plan, tasks, standing)
    sync_participation(plan)
    return kept


def draft_faults(plan: WorkPlan) -> list[str]:
    """Why its tasks cannot be rewritten now."""
    if plan.status == PlanStatus.DRAFT:
        return []
    text = _("It is «%(state)s»: its tasks are rewritten only in the draft.")
    return [text % {"state": plan.get_status_display()}]


def check_words(row: PlanTask) -> None:
    """The task's own words; unit and owner were found by who gave them."""
    row.full_clean(exclude=["plan", "unit", "owner", "action"], validate_unique=False, validate_constraints=False)


def _end(rows: Iterable[PlanTask]) -> None:
    for row in rows:
        row.ended_at = clock.now()
        row.save()


def _write(plan: WorkPlan, tasks: Sequence[TaskDraft], standing: dict[Any, PlanTask]) -> list[PlanTask]:
    """New and changed ones, in the order of their fields."""
    ordered = sorted(tasks, key=lambda one: ORDER[one.group])
    kept, new, changed = [], [], []
    for position, one in enumerate(ordered, 1):
        row = standing.get(one.uid)
        values = one.values() | {"position": position}
        if row is None:
            row = PlanTask(plan=plan, **values)
            new.append(row)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
        check_words(row)
        kept.append(row)
    bulk.create(new)
    bulk.update(changed, [*FIELDS, "position"])
    return kept


def plan_before(plan: WorkPlan) -> WorkPlan | None:
    """The plan of the year before, of the same unit and kind, that was approved."""
    rows = WorkPlan.objects.filter(unit_id=plan.unit_id, year=plan.year - 1, kind=plan.kind)
    found: WorkPlan | None = rows.filter(status__in=[PlanStatus.APPROVED, PlanStatus.CLOSED]).first()
    return found


def unfinished(plan: WorkPlan | None) -> Any:
    """Tasks of a plan whose action somebody still owes, with the action."""
    if plan is None:
        return PlanTask.objects.none()
    rows = PlanTask.objects.filter(plan=plan, ended_at=None, action__status__in=WAITING)
    return rows.select_related("action", "unit", "owner").order_by("position", "pk")


def continued(plan: WorkPlan, tasks: Iterable[PlanTask]) -> dict[int, PlanTask]:
    """By key of a task: the unfinished one of the year before that it goes on with, known by its words and unit."""
    before = {(fold(one.title), one.unit_id): one for one in unfinished(plan_before(plan))}
    found = ((task.pk, before.get((fold(task.title), task.unit_id))) for task in tasks)
    return {key: one for key, one in found if one is not None}


@operation("bring_over_tasks")
def bring_over_tasks(plan: WorkPlan, *, by: Any, due_on: dt.date, version: int | None = None) -> WorkPlan:
    """Write last year's unfinished tasks into the draft, due on a day of this year."""
    plan = WorkPlan.objects.locked().select_related("unit").get(pk=plan.pk)
    check_version(plan, version)
    policy.require(by, "qms.prepare_plan", plan)
    rows = to_bring_over(plan)
    faults = draft_faults(plan) or leftover_faults(rows)
    if due_on.year != plan.year:
        faults.append(_("The day is not in %(year)d.") % {"year": plan.year})
    if faults:
        raise StepRefused(faults)
    remember_participation(plan)
    last = standing_tasks(plan).count()
    bulk.create([
        PlanTask(
            plan=plan, position=place, group=one.group, title=one.title, result=one.result, unit=one.unit,
            owner=(one.action.owner if one.action else None) or one.owner, due_on=due_on, resources=one.resources,
        )
        for place, one in enumerate(rows, last + 1)
    ])  # fmt: skip
    sync_participation(plan)
    return plan


def leftover_faults(rows: list[PlanTask]) -> list[str]:
    """That there is nothing to bring over."""
    return [] if rows else [_("Nothing unfinished is left over from the year before.")]


def bring_over_faults(plan: WorkPlan) -> list[str]:
    """Why nothing is brought over now."""
    return draft_faults(plan) or leftover_faults(to_bring_over(plan))


def to_bring_over(plan: WorkPlan) -> list[PlanTask]:
    """Unfinished tasks of the year before that the draft does not hold yet."""
    held = {(fold(title), unit) for title, unit in standing_tasks(plan).values_list("title", "unit_id")}
    return [one for one in unfinished(plan_before(plan)) if (fold(one.title), one.unit_id) not in held]


@operation("give_out_tasks")
def give_out_tasks(plan: WorkPlan, *, by: Any, tasks: Sequence[PlanTask] | None = None) -> list[Action]:
    """Each task becomes an assigned action; one that goes on from last year keeps its action, with the new day.

    The caller has approved the plan, or the task. Tells the owners.
    """
    rows = list(tasks if tasks is not None else standing_tasks(plan).select_related("unit", "owner"))
    before = continued(plan, rows)
    new = [row for row in rows if row.pk not in before]
    drafts = [_action(plan, row, by) for row in new]
    propose_actions(drafts, by=by)
    for row, action in zip(new, drafts, strict=True):
        row.action = action
    for row in rows:
        if row.pk in before:
            _go_on(plan, row, before[row.pk], by)
    bulk.update(rows, ["action"])
    for action in drafts:
        notify("action_assigned", about=action, to=[action.owner], by=by, due=str(action.due_on))
    return [row.action for row in rows]


def _action(plan: WorkPlan, row: PlanTask, by: Any) -> Action:
    details = [f"{_('What comes out')}: {row.result}" if row.result else ""]
    details.append(f"{_('With what')}: {row.resources}" if row.resources else "")
    return Action(
        kind=ActionKind.TASK, unit=row.unit, raised_by_unit=plan.unit, owner=row.owner, title=row.title,
        details="\n".join(filter(None, details)), due_on=row.due_on, assigned_by=by, approver=by,
        status=ActionStatus.ASSIGNED, document_number=plan.decision_number, document_day=plan.approved_on,
        document_signatory=str(plan.approved_by or by)[:150],
    )  # fmt: skip


def _go_on(plan: WorkPlan, row: PlanTask, old: PlanTask, by: Any) -> None:
    """The action passes from the old plan's task to the new one's; its due day moves, the original one stays."""
    action = Action.objects.locked().get(pk=old.action_id)
    old.action = None
    old.save()
    row.action = action
    if action.due_on is None or row.due_on <= action.due_on:
        return
    why = _("Taken over into %(number)s.") % {"number": plan.number}
    ActionExtension(
        action=action, asked_by=by, asked_on=clock.today(), from_day=action.due_on, to_day=row.due_on, why=why,
        status=ExtensionStatus.GRANTED, decided_by=by, decided_on=clock.today(),
    ).save()  # fmt: skip
    remember_participation(action)
    action.original_due_on = action.original_due_on or action.due_on
    action.due_on = row.due_on
    action.save()
    notify("extension_granted", about=action, to=[action.owner], by=by, day=row.due_on.isoformat())


@operation("add_plan_task", reason_required=True)
def add_plan_task(plan: WorkPlan, *, by: Any, task: TaskDraft, version: int | None = None) -> PlanTask:
    """One more task in an approved plan, with the reason: it becomes an action at once."""
    plan = WorkPlan.objects.locked().select_related("unit", "approved_by").get(pk=plan.pk)
    policy.require(by, "qms.prepare_plan", plan)
    same: PlanTask | None = written_just_now(plan.tasks.filter(title=task.title, owner=task.owner, due_on=task.due_on))
    if same is not None:
        return same
    check_version(plan, version)
    faults = adding_faults(plan) or task_faults(plan, [task])
    if not faults and task.due_on < clock.today():
        faults = [_("%(day)s is past. Give today or a later day.") % {"day": f"{task.due_on:%d/%m/%Y}"}]
    if faults:
        raise StepRefused(faults)
    remember_participation(plan)
    row = PlanTask(plan=plan, position=standing_tasks(plan).count() + 1, **task.values())
    check_words(row)
    row.save()
    give_out_tasks(plan, by=by, tasks=[row])
    sync_participation(plan)
    return row


def adding_faults(plan: WorkPlan) -> list[str]:
    """Why no task is added beside the draft."""
    if plan.status == PlanStatus.APPROVED:
        return []
    text = _("It is «%(state)s»: a task is added by itself only to an approved plan.")
    return [text % {"state": plan.get_status_display()}]


def owned_in_drafts(person: User) -> Any:
    """Tasks in drafts of plans that the person is to own."""
    rows = PlanTask.objects.filter(owner=person, ended_at=None, plan__status=PlanStatus.DRAFT)
    return rows.select_related("plan__unit", "unit")


def hand_faults(task: PlanTask, person: User, to: User, by: Any) -> list[str]:
    """Why it does not pass to `to`."""
    return policy.refusal(by, "qms.prepare_plan", task.plan) + outsider_faults(to, task.unit)


@operation("hand_plan_task", reason_required=True)
def hand_plan_task(task: PlanTask, *, by: Any, owner: User) -> PlanTask:
    """Another owner of a task in a draft."""
    plan = WorkPlan.objects.locked().select_related("unit").get(pk=task.plan_id)
    task = PlanTask.objects.select_related("unit", "owner").get(pk=task.pk)
    task.plan = plan
    faults = draft_faults(plan) or hand_faults(task, task.owner, owner, by)
    if faults:
        raise StepRefused(faults)
    remember_participation(plan)
    task.owner = owner
    task.save()
    sync_participation(plan)
    return task

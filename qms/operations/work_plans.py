"""Yearly plans: drafted, corrected, approved, closed, abandoned; their files."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.plans import WorkPlan, WorkPlanFile
from qms.models.reach import remember_participation
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.actions import cancel_action
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.operations.issue_steps import people_over
from qms.operations.people import ensure_machine_accounts
from qms.operations.plan_tasks import draft_faults, give_out_tasks
from qms.plan_workflow import WAITING, WORK_PLAN
from qms.reporting_enums import PlanStatus
from qms.workflow import StepRefused

OWN = ("title", "note")
"""What may be corrected in a draft."""


def same_plan(plan: WorkPlan) -> WorkPlan | None:
    """The plan that the unit has for that year and kind already."""
    rows = WorkPlan.objects.filter(unit_id=plan.unit_id, year=plan.year, kind=plan.kind)
    found: WorkPlan | None = rows.exclude(pk=plan.pk or 0).exclude(status=PlanStatus.ABANDONED).first()
    return found


def same_fault(plan: WorkPlan) -> str:
    """That there is one already, naming it; empty where there is none."""
    standing = same_plan(plan)
    text = _("%(number)s is the plan of this unit for %(year)d already. Open it, or abandon it first.")
    return text % {"number": standing.number, "year": plan.year} if standing else ""


@operation("draft_plan")
def draft_plan(plan: WorkPlan, *, by: Any, files: Sequence[Prepared] | None = None) -> WorkPlan:
    """Begin a plan. Tells top management that it is being prepared."""
    policy.require(by, "qms.prepare_plan", plan)
    fault = same_fault(plan)
    if fault:
        raise StepRefused([fault])
    plan.number = next_number("plan", plan.unit, plan.year)
    plan.prepared_by, plan.status = by, PlanStatus.DRAFT
    plan.full_clean(exclude=["search_text"])
    plan.save()
    if files:
        attach_files(WorkPlanFile, plan, list(files), by=by)
    notify("plan_drafted", about=plan, to=people_over(plan.unit_id, Role.TOP), by=by, title=plan.title[:200])
    return plan


@operation("edit_plan")
def edit_plan(plan: WorkPlan, *, by: Any) -> WorkPlan:
    """Correct the words of a draft."""
    before = WorkPlan.objects.locked().get(pk=plan.pk)
    policy.require(by, "qms.prepare_plan", before)
    faults = draft_faults(before)
    if faults:
        raise StepRefused(faults)
    remember_participation(before)
    for name in OWN:
        setattr(before, name, getattr(plan, name))
    before.full_clean(exclude=["search_text"])
    before.save()
    return before


@transaction.atomic
def approve_plan(plan: WorkPlan, *, by: Any, decision_number: str, **common: Any) -> WorkPlan:
    """Approve with a signature: each task becomes an action in everybody's one list. Tells owners and preparer."""
    plan = WORK_PLAN.apply(
        "approve", plan, by=by, decision_number=decision_number.strip(), approved_by=by, approved_on=clock.today(),
        **common,
    )  # fmt: skip
    give_out_tasks(plan, by=by)
    notify("plan_approved", about=plan, to=[plan.prepared_by], by=by, decision=plan.decision_number)
    return plan


@transaction.atomic
def close_plan(plan: WorkPlan, *, by: Any, conclusion: str, **common: Any) -> WorkPlan:
    """Close it with what the year came to; what is unfinished stays owed. Tells who approved it."""
    plan = WORK_PLAN.apply("close", plan, by=by, conclusion=conclusion.strip(), closed_on=clock.today(), **common)
    notify("plan_closed", about=plan, to=[plan.approved_by, plan.prepared_by], by=by)
    return plan


@transaction.atomic
def abandon_plan(plan: WorkPlan, *, by: Any, reason: str, **common: Any) -> WorkPlan:
    """It is pursued no longer: its open actions are cancelled with it. Tells preparer and approver."""
    plan = WORK_PLAN.apply("abandon", plan, by=by, reason=reason, **common)
    rows = Action.objects.filter(plan_task__plan=plan, plan_task__ended_at=None, status__in=WAITING)
    for action in rows.order_by("pk"):
        cancel_action(action, by=ensure_machine_accounts(), reason=f"{plan.number}: {reason}")
    notify("plan_abandoned", about=plan, to=[plan.prepared_by, plan.approved_by], by=by, reason=reason)
    return plan


@operation("attach_plan_files")
def attach_plan_files(plan: WorkPlan, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach the signed plan or what belongs to it; what was sent a moment ago is not attached again."""
    locked = WorkPlan.objects.locked().get(pk=plan.pk)
    policy.require(by, "qms.prepare_plan", locked)
    return attach_new_files(WorkPlanFile, locked, evidence, by=by)


@operation("end_plan_file", reason_required=True)
def end_plan_file(link: WorkPlanFile, *, by: Any, version: int | None = None) -> WorkPlanFile:
    """Take a wrong file away; it stays in the history."""
    ended: WorkPlanFile = end_link(link, by=by, permission="qms.prepare_plan", version=version)
    return ended

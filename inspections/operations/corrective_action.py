"""Causes and the actions against them, while the plan is being made."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import NonconformityStatus
from inspections.models import Cause, CorrectiveAction, Nonconformity
from inspections.operations.repeats import propose_on
from inspections.refused_causes import is_refused
from qms import clock, policy
from qms.enums import ActionKind, ActionStatus
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.people import User
from qms.notices import notify
from qms.operations.action_steps import write_steps
from qms.operations.actions import assign_action, cancel_action, propose_actions
from qms.operations.done_by_itself import WaitsFor, set_waiting
from qms.operations.people import account
from qms.workflow import StepRefused

PLANNING = (NonconformityStatus.CONTAINED, NonconformityStatus.PLAN_PROPOSED)
"""A proposed plan may still change until it is approved: approval asks for the same as the proposal did."""


def _require_planning(nonconformity: Nonconformity, by: Any, cause: Cause | None = None) -> None:
    policy.require(by, "inspections.handle_nonconformity", nonconformity)
    if nonconformity.status not in PLANNING:
        raise StepRefused([_("Causes and actions are written after the correction and before the plan is approved.")])
    if cause is not None:
        _require_this_round(nonconformity, cause)


def _require_this_round(nonconformity: Nonconformity, cause: Cause) -> None:
    """An earlier round stays as it was, and a cause stays with its nonconformity."""
    here = cause.nonconformity_id == nonconformity.pk and cause.loop == nonconformity.loop
    if not here or cause.ended_at is not None:
        raise StepRefused([_("That cause does not belong to this round: write it anew.")])


@operation("write_cause")
def write_cause(cause: Cause, *, by: Any) -> Cause:
    """Write a cause of this round. A changed cause must be confirmed again."""
    if cause._state.adding:
        cause.author = by
        cause.loop = cause.nonconformity.loop
    _require_planning(cause.nonconformity, by, cause)
    cause.confirmed_by = cause.confirmed_on = None
    cause.save()
    return cause


@operation("confirm_cause")
def confirm_cause(cause: Cause, *, by: Any, evidence: str) -> Cause:
    """Somebody other than its author confirms the cause with evidence."""
    policy.require(by, "inspections.confirm_cause", cause)
    if not evidence.strip():
        raise StepRefused([_("Say what shows that this is the cause.")])
    if cause.nonconformity.status not in PLANNING:
        raise StepRefused([_("Causes are confirmed while the plan is being made.")])
    _require_this_round(cause.nonconformity, cause)
    if is_refused(cause):
        raise StepRefused([_("This cause was refused: it is written anew before it is confirmed.")])
    cause.confirmed_by, cause.confirmed_on, cause.evidence = by, clock.today(), evidence
    cause.save()
    if cause.category_id is not None:
        cited = cause.nonconformity.clause_references.filter(ended_at=None).exclude(clause=None)
        propose_on(cited.values_list("clause_id", flat=True))
    return cause


@operation("refuse_cause", reason_required=True)
def _send_back(cause: Cause, *, by: Any) -> None:
    policy.require(by, "inspections.confirm_cause", cause)
    if cause.nonconformity.status not in PLANNING:
        raise StepRefused([_("Causes are confirmed while the plan is being made.")])
    _require_this_round(cause.nonconformity, cause)
    if cause.confirmed_by_id is not None:
        raise StepRefused([_("This cause is confirmed already.")])
    cause.save()


@transaction.atomic
def refuse_cause(cause: Cause, *, by: Any, reason: str) -> Cause:
    """Refuse a cause for lack of evidence: it goes back to its author, who writes it anew. The story keeps it."""
    _send_back(cause, by=by, reason=reason)
    notify("cause_refused", about=cause.nonconformity, to=[cause.author], by=by, reason=reason)
    return cause


@operation("drop_cause", reason_required=True)
def drop_cause(cause: Cause, *, by: Any) -> Cause:
    """Take a cause away while the plan is being made."""
    _require_planning(cause.nonconformity, by, cause)
    live = cause.corrective_actions.exclude(action__status=ActionStatus.CANCELLED)
    if live.exists():
        raise StepRefused([_("An action stands against this cause: take the action away first.")])
    cause.ended_at = clock.now()
    cause.save()
    return cause


@operation("plan_action")
def plan_action(
    nonconformity: Nonconformity,
    *,
    by: Any,
    cause: Cause | None,
    title: str,
    owner: User,
    due_on: dt.date,
    details: str = "",
    kind: str = ActionKind.CORRECTIVE,
    steps: Iterable[str] = (),
    waits_for: WaitsFor | None = None,
) -> CorrectiveAction:
    """Propose an action against a cause; it is assigned with the plan's approval."""
    _require_planning(nonconformity, by, cause)
    if due_on < clock.today():
        raise StepRefused([_("The due day %(day)s has passed.") % {"day": due_on.strftime("%d/%m/%Y")}])
    action = Action(
        kind=kind, title=title, details=details, unit=nonconformity.unit,
        raised_by_unit_id=nonconformity.raised_by_unit_id, owner=owner, due_on=due_on, assigned_by=by,
    )  # fmt: skip
    set_waiting(action, waits_for, by=by)
    propose_actions([action], by=by)
    write_steps(action, steps, by=by)
    link = CorrectiveAction(nonconformity=nonconformity, cause=cause, action=action, loop=nonconformity.loop)
    link.save()
    return link


@operation("drop_action", reason_required=True)
def drop_action(link: CorrectiveAction, *, by: Any) -> Action:
    """Take a proposed action out of a plan that nobody has approved."""
    _require_planning(link.nonconformity, by)
    action = Action.objects.locked().get(pk=link.action_id)
    if action.status != ActionStatus.PROPOSED:
        raise StepRefused([_("An assigned action is cancelled by who approved the plan.")])
    action.status = ActionStatus.CANCELLED
    action.save()
    return action


def assign_all(nonconformity: Nonconformity, *, by: Any) -> list[Action]:
    """Assign every proposed action of an approved plan; the approver becomes who verifies and extends."""
    rows = nonconformity.corrective_actions.filter(action__status=ActionStatus.PROPOSED).select_related("action")
    return [assign_action(row.action, by=by, approver=by) for row in rows]


def cancel_all(nonconformity: Nonconformity) -> list[Action]:
    """The system cancels what is still owed on a withdrawn nonconformity; its owners are told why."""
    rows = nonconformity.corrective_actions.filter(action__status__in=ActionStatus.open_states())
    why = _("%(number)s was withdrawn.") % {"number": nonconformity.number}
    system = account("system")
    return [cancel_action(row.action, by=system, reason=why) for row in rows.select_related("action")]

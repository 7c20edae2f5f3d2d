"""Changing actions: propose, assign, do, verify, return, reassign, cancel, and more time."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus, ExtensionStatus
from qms.events import announce
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action, ActionExtension, ActionHelper
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import sync_participation
from qms.notices import notify
from qms.numbering import next_numbers
from qms.operations.action_steps import write_steps
from qms.operations.done_by_itself import WaitsFor, set_waiting
from qms.workflow import StepRefused
from qms.workflows import ACTION, EXTENSION, taker_faults


@operation("propose_actions")
def propose_actions(drafts: Sequence[Action], *, by: Any) -> list[Action]:
    """Write proposed (or brought-in) actions; the caller's own rule has been asked for the plan they belong to."""
    by_unit: dict[int, list[Action]] = {}
    for draft in drafts:
        by_unit.setdefault(draft.raised_by_unit_id, []).append(draft)
    for same_unit in by_unit.values():
        numbers = next_numbers("action", same_unit[0].raised_by_unit, len(same_unit))
        for draft, number in zip(same_unit, numbers, strict=True):
            draft.number = number
            draft.original_due_on = draft.original_due_on or draft.due_on
    if len(drafts) == 1:
        drafts[0].save()
        return list(drafts)
    created = bulk.create(drafts)
    for action in created:
        sync_participation(action, new=True)
    return created


@operation("assign_task")
def assign_task(
    *,
    by: Any,
    unit: Unit,
    owner: User,
    title: str,
    due_on: dt.date,
    details: str = "",
    kind: str = ActionKind.TASK,
    raised_by_unit: Unit | None = None,
    document_number: str = "",
    document_day: dt.date | None = None,
    document_signatory: str = "",
    steps: Iterable[str] = (),
    waits_for: WaitsFor | None = None,
) -> Action:
    """Assign a task that somebody owes by a day, outside any plan. Tells the owner."""
    action = Action(
        kind=kind,
        unit=unit,
        raised_by_unit=raised_by_unit or unit,
        owner=owner,
        title=title,
        details=details,
        due_on=due_on,
        assigned_by=by,
        status=ActionStatus.ASSIGNED,
        document_number=document_number,
        document_day=document_day,
        document_signatory=document_signatory,
    )
    policy.require(by, "qms.create_action", action)
    set_waiting(action, waits_for, by=by)
    propose_actions([action], by=by)
    write_steps(action, steps, by=by)
    notify("action_assigned", about=action, to=[owner], by=by, due=due_on.isoformat())
    return action


@transaction.atomic
def assign_action(action: Action, *, by: Any, **common: Any) -> Action:
    """Assign a proposed action: with the plan's approval, or by whoever assigns the task. Tells the owner."""
    action = ACTION.apply("assign", action, by=by, **common)
    notify("action_assigned", about=action, to=[action.owner], by=by, due=str(action.due_on or ""))
    return action


def start_action(action: Action, *, by: Any, **common: Any) -> Action:
    """The owner begins."""
    return ACTION.apply("start", action, by=by, **common)


@transaction.atomic
def report_done(action: Action, *, by: Any, evidence: str, done_on: dt.date | None = None, **common: Any) -> Action:
    """The owner says it is done and what shows it. Tells who verifies."""
    action = ACTION.apply("done", action, by=by, evidence=evidence, done_on=done_on or clock.today(), **common)
    notify("action_done", about=action, to=[action.approver, action.assigned_by], by=by)
    return action


@transaction.atomic
def verify_action(action: Action, *, by: Any, verification_note: str = "", **common: Any) -> Action:
    """Somebody else confirms that it was done. Announces action_verified."""
    action = ACTION.apply(
        "verify",
        action,
        by=by,
        verified_by=by,
        verified_on=clock.today(),
        verification_note=verification_note,
        **common,
    )
    notify("action_verified", about=action, to=[action.owner], by=by)
    announce("action_verified", action=action)
    return action


@transaction.atomic
def return_action(action: Action, *, by: Any, reason: str, due_on: dt.date, **common: Any) -> Action:
    """Not done: back to the owner with a reason and a new date."""
    action = ACTION.apply("return", action, by=by, reason=reason, due_on=due_on, **common)
    notify("action_returned", about=action, to=[action.owner], by=by, reason=reason)
    announce("due_day_moved", action=action, by=by, reason=reason)
    return action


@transaction.atomic
def reassign_action(action: Action, *, by: Any, reason: str, owner: User, **common: Any) -> Action:
    """The manager names another owner. Tells both."""
    before = action.owner
    action = ACTION.apply("reassign", action, by=by, reason=reason, owner=owner, **common)
    notify("action_assigned", about=action, to=[owner, before], by=by, due=str(action.due_on or ""))
    return action


@transaction.atomic
def cancel_action(action: Action, *, by: Any, reason: str, **common: Any) -> Action:
    """Who approved the plan cancels it, with a reason."""
    action = ACTION.apply("cancel", action, by=by, reason=reason, **common)
    notify("action_cancelled", about=action, to=[action.owner], by=by, reason=reason)
    return action


@transaction.atomic
def name_helpers(action: Action, helpers: Iterable[User], *, by: Any) -> None:
    """Name the people who help, who never verify the action; who is not among them any longer, helps no more."""
    policy.require(by, "qms.reassign_action", action)
    action = Action.objects.locked().get(pk=action.pk)
    wanted = list(helpers)
    rows = {row.user_id: row for row in ActionHelper.objects.locked().filter(action=action)}
    added = [one for one in wanted if one.pk not in rows or rows[one.pk].ended_at is not None]
    faults = [fault for one in added for fault in _helper_faults(action, one)]
    if faults:
        raise StepRefused(faults)
    for one in added:
        _add_helper(rows.get(one.pk) or ActionHelper(action=action, user=one), by=by)
    for row in rows.values():
        if row.ended_at is None and row.user not in wanted:
            _end_helper(row, by=by)
    sync_participation(action)


def _helper_faults(action: Action, person: User) -> list[str]:
    if person.pk == action.owner_id:
        return [_("%(person)s owns it already.") % {"person": person}]
    return taker_faults([action], person).get(action.pk, [])


@operation("add_helper")
def _add_helper(row: ActionHelper, *, by: Any) -> None:
    row.ended_at = None
    row.save()


@operation("end_helper")
def _end_helper(row: ActionHelper, *, by: Any) -> None:
    row.ended_at = clock.now()
    row.save()


@operation("replace_helper", reason_required=True)
def replace_helper(action: Action, helper: User, *, by: Any, to: User) -> None:
    """Another person helps instead of one who leaves."""
    policy.require(by, "qms.reassign_action", action)
    action = Action.objects.locked().get(pk=action.pk)
    rows = {row.user_id: row for row in ActionHelper.objects.locked().filter(action=action)}
    if helper.pk not in rows or rows[helper.pk].ended_at is not None:
        raise StepRefused([_("%(person)s does not help with this action.") % {"person": helper}])
    rows[helper.pk].ended_at = clock.now()
    rows[helper.pk].save()
    taker = rows.get(to.pk) or ActionHelper(action=action, user=to)
    if taker._state.adding or taker.ended_at is not None:
        taker.ended_at = None
        taker.save()
    sync_participation(action)


@operation("ask_extension", reason_required=True)
def _write_request(action: Action, *, by: Any, to_day: dt.date, why: str) -> ActionExtension:
    policy.require(by, "qms.ask_extension", action)
    action = Action.objects.locked().get(pk=action.pk)
    faults = _extension_faults(action, to_day)
    if faults or action.due_on is None:
        raise StepRefused(faults)
    extension = ActionExtension(
        action=action, asked_by=by, asked_on=clock.today(), from_day=action.due_on, to_day=to_day, why=why
    )
    extension.save()
    return extension


def extension_blockers(action: Action) -> list[str]:
    """All that stands against asking for more time, whatever the new day."""
    faults = []
    if action.status not in (ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS):
        faults.append(_("More time is asked for while the action is assigned or in progress."))
    if action.due_on is None:
        faults.append(_("The action has no due day that could move."))
    if action.extensions.filter(status__in=[ExtensionStatus.ASKED, ExtensionStatus.ENDORSED]).exists():
        faults.append(_("A request for more time is already open."))
    return faults


def _extension_faults(action: Action, to_day: dt.date) -> list[str]:
    faults = extension_blockers(action)
    if action.due_on is not None and to_day <= action.due_on:
        faults.append(_("The new day must be after %(day)s.") % {"day": action.due_on.strftime("%d/%m/%Y")})
    return faults


@transaction.atomic
def ask_extension(action: Action, *, by: Any, to_day: dt.date, reason: str) -> ActionExtension:
    """The owner asks for more time, also late: overdue days stay. Tells the manager through the work list."""
    extension = _write_request(action, by=by, reason=reason, to_day=to_day, why=reason)
    notify("extension_asked", about=action, to=[action.approver, action.assigned_by], by=by, day=to_day.isoformat())
    return extension


def endorse_extension(extension: ActionExtension, *, by: Any, **common: Any) -> ActionExtension:
    """The unit's manager endorses the request."""
    return EXTENSION.apply("endorse", extension, by=by, endorsed_by=by, **common)


@operation("move_due_day")
def _move_due_day(extension: ActionExtension, *, by: Any) -> None:
    action = Action.objects.locked().get(pk=extension.action_id)
    action.original_due_on = action.original_due_on or action.due_on
    action.due_on = extension.to_day
    action.save()
    announce("due_day_moved", action=action, by=by, reason=extension.why)


@operation("grant_extension")
def grant_extension(extension: ActionExtension, *, by: Any, **common: Any) -> ActionExtension:
    """Grant the request and move the due day; original date, move, reason and decider stay visible."""
    extension = EXTENSION.apply("grant", extension, by=by, decided_by=by, decided_on=clock.today(), **common)
    _move_due_day(extension, by=by, reason=extension.why)
    notify(
        "extension_granted", about=extension.action, to=[extension.asked_by], by=by, day=extension.to_day.isoformat()
    )
    return extension


@transaction.atomic
def refuse_extension(extension: ActionExtension, *, by: Any, reason: str, **common: Any) -> ActionExtension:
    """Refuse the request with a reason."""
    extension = EXTENSION.apply(
        "refuse",
        extension,
        by=by,
        reason=reason,
        decided_by=by,
        decided_on=clock.today(),
        decision_note=reason,
        **common,
    )
    notify("extension_refused", about=extension.action, to=[extension.asked_by], by=by, reason=reason)
    return extension

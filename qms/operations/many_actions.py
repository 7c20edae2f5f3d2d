"""One step for many actions: all of them or none, each with the reason in its own history."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.events import announce
from qms.history.recording import current_change, operation
from qms.many_actions import Outcome, more_time_outcomes, proposed_extension, reassign_outcomes
from qms.models.actions import Action, ActionExtension
from qms.models.people import User
from qms.notices import notify
from qms.operations.actions import grant_extension, reassign_action
from qms.workflow import Conflict, StepRefused


def _locked(actions: Sequence[Action]) -> list[Action]:
    """The actions as they stand, locked in one order. Raises Conflict where one has moved on since it was read."""
    read = {action.pk: action.version for action in actions}
    rows = Action.objects.locked().filter(pk__in=read).order_by("pk")
    standing = list(rows)
    moved = [row.number for row in standing if row.version != read[row.pk]]
    if moved or len(standing) != len(read):
        text = _("Changed by somebody since you looked: %(numbers)s. Nothing was done; look again.")
        raise Conflict([text % {"numbers": ", ".join(moved)}])
    return standing


def _all_allowed(outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """The outcomes when every one is allowed; else one refusal with every reason, each with its number."""
    reasons = [f"{one.action.number}: {reason}" for one in outcomes for reason in one.reasons]
    if reasons:
        raise StepRefused(reasons)
    return outcomes


@operation("reassign_actions", reason_required=True)
def reassign_actions(actions: Sequence[Action], *, by: Any, owner: User) -> list[Action]:
    """Name another owner for each of them. Raises StepRefused, and writes nothing, where one may not be reassigned."""
    reason = current_change().reason
    outcomes = _all_allowed(reassign_outcomes(_locked(actions), by=by, owner=owner))
    return [reassign_action(one.action, by=by, reason=reason, owner=owner) for one in outcomes]


@operation("grant_more_time", reason_required=True)
def grant_more_time(actions: Sequence[Action], *, by: Any, to_day: dt.date) -> list[Action]:
    """Grant what was asked and endorsed, and give the new day where nothing was asked; all of them or none."""
    reason = current_change().reason
    outcomes = _all_allowed(more_time_outcomes(_locked(actions), by=by, to_day=to_day))
    for one in outcomes:
        if one.request is not None:
            grant_extension(one.request, by=by, reason=reason)
        else:
            _give(proposed_extension(one.action, by, to_day, reason), by)
    return [one.action for one in outcomes]


def _give(extension: ActionExtension, by: Any) -> None:
    """Write more time that nobody asked for, and move the due day; the original day stays. Tells the owner."""
    action = extension.action
    extension.save()
    action.original_due_on = action.original_due_on or action.due_on
    action.due_on = extension.to_day
    action.save()
    announce("due_day_moved", action=action, by=by, reason=extension.why)
    notify("extension_granted", about=action, to=[action.owner], by=by, day=extension.to_day.isoformat())

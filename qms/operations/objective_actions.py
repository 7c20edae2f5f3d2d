"""Actions of the plan by which an objective is reached: planned from the record in one step."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.objectives import Objective, ObjectiveAction
from qms.models.people import User
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.operations.objectives import STANDING
from qms.operations.twice import written_just_now
from qms.workflow import StepRefused


def plan_blockers(objective: Objective) -> list[str]:
    """Why no action is planned for it now."""
    if objective.status in STANDING:
        return []
    return [_("It is «%(state)s»: nothing more is planned for it.") % {"state": objective.get_status_display()}]


@operation("plan_objective_action")
def plan_objective_action(
    objective: Objective, *, by: Any, title: str, owner: User, due_on: dt.date, details: str = ""
) -> Action:
    """Assign an action of the plan. Tells its owner. The same action sent twice within a moment is one."""
    objective = Objective.objects.locked().select_related("unit").get(pk=objective.pk)
    draft = Action(
        kind=ActionKind.IMPROVEMENT, unit=objective.unit, raised_by_unit=objective.unit, owner=owner,
        title=title.strip(), details=details, due_on=due_on, assigned_by=by, approver=by, status=ActionStatus.ASSIGNED,
    )  # fmt: skip
    policy.require(by, "qms.create_action", draft)
    faults = plan_blockers(objective)
    if due_on < clock.today():
        faults.append(_("%(day)s is past. Give today or a later day.") % {"day": due_on.strftime("%d/%m/%Y")})
    if faults:
        raise StepRefused(faults)
    same = Action.objects.filter(served_objective__objective=objective, title=draft.title, owner=owner, due_on=due_on)
    before: Action | None = written_just_now(same)
    if before is not None:
        return before
    propose_actions([draft], by=by)
    ObjectiveAction(objective=objective, action=draft).save()
    notify("action_assigned", about=draft, to=[owner], by=by, due=due_on.isoformat())
    return draft

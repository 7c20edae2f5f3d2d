"""Actions that treat a risk or take up an opportunity: planned from the record in one step."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus, RiskStatus
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.people import User
from qms.models.risks import Risk, RiskAction
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.operations.twice import written_just_now
from qms.workflow import StepRefused


def plan_blockers(risk: Risk) -> list[str]:
    """Why no action is planned for it now."""
    return [_("It is closed: open it again first.")] if risk.status == RiskStatus.CLOSED else []


@operation("plan_risk_action")
def plan_risk_action(
    risk: Risk, *, by: Any, title: str, owner: User, due_on: dt.date, details: str = "", update: bool = False
) -> Action:
    """Assign an action on the risk; with `update` it is done by itself once the risk is reviewed. Tells its owner.

    The same action sent twice within a moment is one.
    """
    risk = Risk.objects.locked().select_related("unit").get(pk=risk.pk)
    draft = Action(
        kind=ActionKind.IMPROVEMENT, unit=risk.unit, raised_by_unit=risk.unit, owner=owner, title=title.strip(),
        details=details, due_on=due_on, assigned_by=by, approver=by, status=ActionStatus.ASSIGNED,
    )  # fmt: skip
    policy.require(by, "qms.create_action", draft)
    faults = plan_blockers(risk)
    if due_on < clock.today():
        faults.append(_("%(day)s is past. Give today or a later day.") % {"day": due_on.strftime("%d/%m/%Y")})
    if faults:
        raise StepRefused(faults)
    same = Action.objects.filter(treated_risk__risk=risk, title=draft.title, owner=owner, due_on=due_on)
    before: Action | None = written_just_now(same)
    if before is not None:
        return before
    if update:
        draft.waits_for_kind, draft.waits_for_uid = risk._meta.label_lower, risk.uid
    propose_actions([draft], by=by)
    RiskAction(risk=risk, action=draft).save()
    notify("action_assigned", about=draft, to=[owner], by=by, due=due_on.isoformat())
    return draft

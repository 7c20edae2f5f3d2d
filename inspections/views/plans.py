"""Causes and actions as the page of a nonconformity shows them, each with what this person may do with it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.enums import CauseMethod, Grade
from inspections.operations.corrective_action import PLANNING
from inspections.reports.plan_rounds import CauseTold, PlannedAction, Round
from inspections.rules.nonconformities import know_writers
from inspections.views.cause_ways import way_of
from qms import policy
from qms.enums import ActionStatus
from qms.looks import status_look


def plan_of(nonconformity: Any, rounds: list[Round], user: Any) -> dict[str, Any]:
    """The last of `rounds` for the template; without a user nothing can be done with it."""
    shown = rounds[-1]
    planning = user is not None and nonconformity.status in PLANNING
    handles = planning and bool(policy.may(user, "inspections.handle_nonconformity", nonconformity))
    if planning:
        know_writers(nonconformity, [told.cause for told in shown.causes])
    return {
        "number": shown.number,
        "ended": _ended(shown),
        "checks": shown.checks,
        "causes": [_cause(nonconformity, told, user if planning else None, handles) for told in shown.causes],
        "loose": [_action(planned, handles) for planned in shown.loose],
        "new_causes": _new_causes(nonconformity) if handles else [],
    }


def _ended(shown: Round) -> dict[str, Any] | None:
    row = shown.ended
    if row is None:
        return None
    reopened = row.operation == "nonconformity.reopen"
    return {
        "text": _("Reopened") if reopened else _("Not effective"),
        "day": row.history_date,
        "who": str(row.history_user or ""),
        "reason": row.history_change_reason or "",
        "criterion": row.criterion,
        "evidence": row.effect_evidence if reopened else "",
    }


def _new_causes(nonconformity: Any) -> list[tuple[str, str]]:
    """Ways to write a cause; a major starts with the thorough ones."""
    methods = [CauseMethod.SENTENCE, CauseMethod.FIVE_WHYS, CauseMethod.ISHIKAWA]
    if nonconformity.grade == Grade.MAJOR:
        methods = methods[1:] + methods[:1]
    return [(str(one.label), reverse("cause_new", args=[nonconformity.uid, one.value])) for one in methods]


def _cause(nonconformity: Any, told: CauseTold, user: Any, handles: bool) -> dict[str, Any]:
    cause = told.cause
    cause.nonconformity = nonconformity
    waits = user is not None and cause.confirmed_by_id is None and told.refused is None
    decision = policy.may(user, "inspections.confirm_cause", cause) if waits else None
    plan_url = reverse("corrective_action_new", args=[nonconformity.uid])
    return {
        "cause": cause,
        "way": way_of(cause),
        "actions": [_action(planned, handles) for planned in told.actions],
        "sent_back": told.refused,
        "confirm_url": reverse("cause_step", args=[cause.uid, "confirm"]) if decision else "",
        "refuse_url": reverse("cause_step", args=[cause.uid, "refuse"]) if decision else "",
        "refused": _refused(decision),
        "action_url": f"{plan_url}?cause={cause.uid}" if handles else "",
        "edit_url": reverse("cause_edit", args=[cause.uid]) if handles else "",
        "drop_url": reverse("cause_step", args=[cause.uid, "drop"]) if handles else "",
    }


def _refused(decision: Any) -> dict[str, Any] | None:
    """A refusal as plain words: a Decision that says no counts as false in a template."""
    return None if decision is None or decision else {"reason": decision.reason, "who": decision.who}


def _action(planned: PlannedAction, handles: bool) -> dict[str, Any]:
    action = planned.action
    proposed = action.status == ActionStatus.PROPOSED
    drop = reverse("corrective_action_step", args=[planned.link.uid, "drop"]) if handles and proposed else ""
    return {"action": action, "status": status_look(action), "cancelled": planned.is_cancelled, "drop_url": drop}

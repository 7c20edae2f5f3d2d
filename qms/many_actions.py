"""What a step for many actions will do to each, said beforehand: what happens, or why it is refused and who can.

The same answers are asked for the preview and, over locked records, by the operation; a fixed number of queries.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionStatus, ExtensionStatus
from qms.models.actions import Action, ActionExtension, ActionHelper
from qms.models.people import Membership
from qms.models.reach import UnitPath
from qms.workflows import ACTION, EXTENSION, taker_faults


@dataclass(frozen=True)
class Outcome:
    """What will happen to one action; `reasons` say why nothing will."""

    action: Action
    text: str = ""
    reasons: Sequence[str] = ()
    who: str = ""
    request: ActionExtension | None = None

    @property
    def allowed(self) -> bool:
        """Whether it will be done."""
        return not self.reasons


def reassign_outcomes(actions: Sequence[Action], *, by: Any, owner: Any) -> list[Outcome]:
    """Another owner for each: as the step asks, of people who work in the unit, above or below it."""
    by.authority.learn_ancestors(action.unit_id for action in actions)
    reached, faults = _units_around(owner), taker_faults(actions, owner)
    outcomes = []
    for action in actions:
        step = ACTION.blockers("reassign", action, by)
        reasons = list(step.reasons)
        if action.owner_id == owner.pk:
            reasons.append(_("%(person)s owns it already.") % {"person": owner})
        elif action.unit_id not in reached:
            reasons.append(_("%(person)s works neither in its unit nor above or below it.") % {"person": owner})
        reasons += faults.get(action.pk, [])
        before = str(action.owner or action.owner_text)
        text = _("%(before)s hands it over to %(after)s.") % {"before": before, "after": owner}
        outcomes.append(Outcome(action, text, reasons, step.who if step.reasons else ""))
    return outcomes


def _units_around(person: Any) -> set[int]:
    """Units in which the person works, those above and those below, inside their QMS."""
    works = Membership.objects.standing_on(clock.today()).filter(user=person).values("unit_id")
    up = UnitPath.objects.filter(unit_id__in=works, inside=True).values_list("ancestor_id", flat=True)
    down = UnitPath.objects.filter(ancestor_id__in=works, inside=True).values_list("unit_id", flat=True)
    return set(up) | set(down)


def more_time_outcomes(actions: Sequence[Action], *, by: Any, to_day: dt.date) -> list[Outcome]:
    """More time for each: a request that its manager endorsed is granted as asked; without one the day is given."""
    by.authority.learn_ancestors(action.unit_id for action in actions)
    requests, granted, helpers = _known(actions)
    outcomes = []
    for action in actions:
        action.known_granted = granted.get(action.pk, set())  # type: ignore[attr-defined]
        action.known_helpers = helpers.get(action.pk, set())  # type: ignore[attr-defined]
        request = requests.get(action.pk)
        outcomes.append(_granting(action, request, by) if request else _giving(action, by, to_day))
    return outcomes


def _known(actions: Sequence[Action]) -> tuple[dict[int, ActionExtension], dict[int, set[int]], dict[int, set[int]]]:
    """Open requests, requests granted before, and helpers, by action."""
    requests: dict[int, ActionExtension] = {}
    granted: dict[int, set[int]] = {}
    helpers: dict[int, set[int]] = {}
    owned = {action.pk: action for action in actions}
    for one in ActionExtension.objects.filter(action_id__in=owned).exclude(status=ExtensionStatus.REFUSED):
        if one.status == ExtensionStatus.GRANTED:
            granted.setdefault(one.action_id, set()).add(one.pk)
        else:
            one.action = owned[one.action_id]
            requests[one.action_id] = one
    for key, person in ActionHelper.objects.filter(action_id__in=owned, ended_at=None).values_list("action", "user"):
        helpers.setdefault(key, set()).add(person)
    return requests, granted, helpers


def _granting(action: Action, request: ActionExtension, by: Any) -> Outcome:
    step = EXTENSION.blockers("grant", request, by)
    day = request.to_day.strftime("%d/%m/%Y")
    text = _("The request for more time until %(day)s is granted.") % {"day": day}
    return Outcome(action, text, step.reasons, step.who, request)


def _giving(action: Action, by: Any, to_day: dt.date) -> Outcome:
    if action.status not in (ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS):  # nobody can, whoever they are
        return Outcome(action, reasons=[_("More time is given while the action is assigned or in progress.")])
    decision = policy.may(by, "qms.give_more_time", proposed_extension(action, by, to_day))
    reasons = [] if decision else [str(decision.reason)]
    if action.due_on is None:
        reasons.append(_("The action has no due day that could move."))
    elif to_day <= action.due_on:
        reasons.append(_("The new day must be after %(day)s.") % {"day": action.due_on.strftime("%d/%m/%Y")})
    days = {"before": f"{action.due_on:%d/%m/%Y}" if action.due_on else "", "after": to_day.strftime("%d/%m/%Y")}
    return Outcome(action, _("Its due day moves from %(before)s to %(after)s.") % days, reasons, str(decision.who))


def proposed_extension(action: Action, by: Any, to_day: dt.date, why: str = "") -> ActionExtension:
    """More time as it would be given, without a request: written by who decides on it."""
    today = clock.today()
    return ActionExtension(
        action=action,
        asked_by=by,
        asked_on=today,
        from_day=action.due_on or today,
        to_day=to_day,
        why=why,
        status=ExtensionStatus.GRANTED,
        decided_by=by,
        decided_on=today,
    )

"""Deciding on a repeat: a person takes it up by an action, or says why it is none."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.models import Repeat
from inspections.repeat_workflow import REPEAT
from qms import clock
from qms.enums import ActionKind, ActionStatus
from qms.models.actions import Action
from qms.models.people import User
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.workflow import StepRefused

KINDS = (ActionKind.CORRECTIVE, ActionKind.IMPROVEMENT)


@transaction.atomic
def take_up_repeat(
    repeat: Repeat,
    *,
    by: Any,
    reason: str,
    action: Action | None = None,
    kind: str = ActionKind.CORRECTIVE,
    title: str = "",
    owner: User | None = None,
    due_on: dt.date | None = None,
    **common: Any,
) -> Repeat:
    """Taken up: an action that stands answers it, or a new one with owner and day is assigned."""
    new = None
    if action is None and (title or owner or due_on):
        action = new = _planned(repeat, kind, title, owner, due_on, by)
    repeat = REPEAT.apply(
        "take_up", repeat, by=by, reason=reason, decision=reason, decided_by=by, decided_on=clock.today(),
        action=action, **common,
    )  # fmt: skip
    if new is not None:
        notify("action_assigned", about=new, to=[owner], by=by, due=str(due_on))
    return repeat


def _planned(repeat: Repeat, kind: str, title: str, owner: User | None, due_on: dt.date | None, by: Any) -> Action:
    if not title.strip() or owner is None or due_on is None or kind not in KINDS:
        raise StepRefused([_("A new action needs its title, who does it and by when.")])
    action = Action(
        kind=kind, title=title[:300], unit=repeat.unit, raised_by_unit=repeat.unit, owner=owner, due_on=due_on,
        assigned_by=by, approver=by, status=ActionStatus.ASSIGNED,
    )  # fmt: skip
    return propose_actions([action], by=by)[0]


@transaction.atomic
def dismiss_repeat(repeat: Repeat, *, by: Any, reason: str, **common: Any) -> Repeat:
    """Not a repeat, or nothing to be done about it: proposed again only when a further nonconformity comes."""
    return REPEAT.apply(
        "dismiss", repeat, by=by, reason=reason, decision=reason, decided_by=by, decided_on=clock.today(), **common
    )

"""An action's own checklist: lines added, ticked, reworded, taken out while the action is to be done."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionStatus
from qms.history.recording import operation
from qms.models.action_work import ActionStep
from qms.models.actions import Action
from qms.workflow import StepRefused

MOST = 50  # lines of one action's checklist
WORKING = (ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS)


def working_blockers(action: Action) -> list[str]:
    """What stands against changing the checklist, whatever the change: the action is done or over."""
    if action.status in WORKING:
        return []
    text = _("The action is «%(state)s»: its steps stay as they are.")
    return [text % {"state": action.get_status_display()}]


def lines_of(text: str) -> list[str]:
    """The steps of a text that holds one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _open_to(action_id: int, by: Any) -> Action:
    action: Action = Action.objects.locked().get(pk=action_id)
    policy.require(by, "qms.keep_action_steps", action)
    _require(working_blockers(action))
    return action


def _require(faults: Sequence[str]) -> None:
    if faults:
        raise StepRefused(faults)


@operation("add_action_steps")
def write_steps(action: Action, texts: Iterable[str], *, by: Any) -> list[ActionStep]:
    """Write lines after those that stand; the caller's own rule has been asked."""
    wanted = [text.strip() for text in texts if text.strip()]
    standing = action.steps.filter(ended_at=None).count()
    if standing + len(wanted) > MOST:
        raise StepRefused([_("At most %(most)d steps an action.") % {"most": MOST}])
    last = action.steps.order_by("-position").values_list("position", flat=True).first() or 0
    return [_written(action, text, place) for place, text in enumerate(wanted, last + 1)]


def _written(action: Action, text: str, place: int) -> ActionStep:
    longest = ActionStep._meta.get_field("text").max_length or 0
    if len(text) > longest:
        fault = _("The step «%(text)s…» is longer than %(longest)d characters. Shorten it.")
        raise ValidationError(fault % {"text": text[:40], "longest": longest})
    step = ActionStep(action=action, text=text, position=place)
    step.save()
    return step


@transaction.atomic
def add_steps(action: Action, *, by: Any, lines: str) -> list[ActionStep]:
    """Add steps, one a line."""
    texts = lines_of(lines)
    _require([] if texts else [_("Write the step.")])
    return write_steps(_open_to(action.pk, by), texts, by=by)


def _standing(step: ActionStep, by: Any) -> ActionStep:
    _open_to(step.action_id, by)
    found: ActionStep = ActionStep.objects.locked().get(pk=step.pk)
    _require([] if found.ended_at is None else [_("This step was taken out already.")])
    return found


@operation("tick_action_step")
def tick_step(step: ActionStep, *, by: Any) -> ActionStep:
    """The step is done; ticked twice it stays with who ticked it first."""
    step = _standing(step, by)
    if step.done_on is None:
        step.done_by, step.done_on = by, clock.today()
        step.save()
    return step


@operation("untick_action_step")
def untick_step(step: ActionStep, *, by: Any) -> ActionStep:
    """The step is to be done after all."""
    step = _standing(step, by)
    if step.done_on is not None:
        step.done_by = step.done_on = None
        step.save()
    return step


@operation("rename_action_step")
def rename_step(step: ActionStep, *, by: Any, text: str) -> ActionStep:
    """Say the step in other words."""
    step = _standing(step, by)
    step.text = text.strip()
    step.full_clean(exclude=["action"])
    step.save()
    return step


@operation("end_action_step")
def end_step(step: ActionStep, *, by: Any) -> ActionStep:
    """Take the step out; the history keeps it."""
    step = _standing(step, by)
    step.ended_at = clock.now()
    step.save()
    return step

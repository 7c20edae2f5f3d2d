"""Actions of a register that are about a nonconformity which was brought in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import CorrectiveAction, Nonconformity
from inspections.operations.bringing_actions import link_brought_in_corrective_actions
from qms.imports.action_targets import TARGETS, ActionTarget, by_numbers
from qms.models.actions import Action


def find(by: Any, unit: Any, numbers: Sequence[str]) -> dict[str, Any]:
    """Nonconformities of the unit's system within reach, by our number or the source's."""
    return by_numbers(Nonconformity, by, unit, numbers)


def why_not(record: Nonconformity) -> str:
    """What is kept here gets its actions by its own plan."""
    if record.brought_in:
        return ""
    text = _("%(number)s was recorded here: its actions are planned and approved on its own page.")
    return text % {"number": record.number}


def told(keys: Iterable[int]) -> dict[int, str]:
    """By key of an action: the number of its nonconformity."""
    rows = CorrectiveAction.objects.filter(action_id__in=keys)
    return dict(rows.values_list("action_id", "nonconformity__number"))


def link(pairs: Sequence[tuple[Nonconformity, Action]], *, by: Any) -> None:
    """Tie each action to its nonconformity."""
    link_brought_in_corrective_actions([(record, None, action) for record, action in pairs], by=by)


def register_action_targets() -> None:
    """Called once when apps are ready."""
    if all(one.model is not CorrectiveAction for one in TARGETS):
        TARGETS.append(ActionTarget(Nonconformity, CorrectiveAction, find, why_not, told, link))

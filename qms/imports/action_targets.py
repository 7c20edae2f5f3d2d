"""What an action of a register may be about: records that it names by number; each app adds its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms.enums import RiskStatus
from qms.models.actions import Action
from qms.models.reach import inside_subtree
from qms.models.risks import Risk, RiskAction
from qms.operations.bringing_registers import link_brought_in_risk_actions


@dataclass(frozen=True)
class ActionTarget:
    """`find` gives records within reach by number or source's number; `why_not` a sentence against linking;
    `told` the number by key of an action; `link` writes; `about` is the records' model, `model` the link's."""

    about: Any
    model: Any
    find: Callable[[Any, Any, Sequence[str]], dict[str, Any]]
    why_not: Callable[[Any], str]
    told: Callable[[Iterable[int]], dict[int, str]]
    link: Callable[..., None]


TARGETS: list[ActionTarget] = []


def by_numbers(model: Any, by: Any, unit: Any, numbers: Sequence[str]) -> dict[str, Any]:
    """Records of the unit's system within reach, by our number and by the source's own."""
    rows = model.objects.visible_to(by).filter(ended_at=None, unit_id__in=inside_subtree(frozenset({unit.pk})))
    records = list(rows.filter(Q(number__in=numbers) | Q(external_ref__in=numbers)).order_by("-pk"))
    found = {record.external_ref: record for record in records if record.external_ref}
    return found | {record.number: record for record in records}  # whatever a source calls another one


def target_of(record: Any) -> ActionTarget:
    """Who links actions to such a record."""
    return next(one for one in TARGETS if isinstance(record, one.about))


def numbers_told(keys: Iterable[int]) -> dict[int, str]:
    """By key of an action: the number of what it is about."""
    keys = list(keys)
    found: dict[int, str] = {}
    for target in TARGETS:
        found |= target.told(keys)
    return found


def _risk_why_not(risk: Risk) -> str:
    return _("It is closed: open it again first.") if risk.status == RiskStatus.CLOSED else ""


def _risks_told(keys: Iterable[int]) -> dict[int, str]:
    return dict(RiskAction.objects.filter(action_id__in=keys).values_list("action_id", "risk__number"))


def _find_risks(by: Any, unit: Any, numbers: Sequence[str]) -> dict[str, Any]:
    return by_numbers(Risk, by, unit, numbers)


def _link_risks(pairs: Sequence[tuple[Any, Action]], *, by: Any) -> None:
    link_brought_in_risk_actions(pairs, by=by)


TARGETS.append(ActionTarget(Risk, RiskAction, _find_risks, _risk_why_not, _risks_told, _link_risks))

"""What predecessors had proved: carried over to the successor's place in a transition, to be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.enums import StepState
from qms.models.transition import HolderStep, TransitionHolder
from qms.successions.lines import predecessors_of


@dataclass(frozen=True)
class CarriedOver:
    """A step that every predecessor had proved."""

    step_id: int
    units: tuple[str, ...]

    def __str__(self) -> str:
        return _("Carried over from %(units)s, to be confirmed") % {"units": ", ".join(self.units)}


def carried_over(holders: Iterable[TransitionHolder]) -> dict[int, dict[int, CarriedOver]]:
    """By holder and step: what every one of its predecessors in the programme had proved; in three queries."""
    listed = list(holders)
    before = predecessors_of({one.unit_id for one in listed}, clock.today())
    units = {row.unit_id for rows in before.values() for row in rows}
    if not units:
        return {}
    found = TransitionHolder.objects.filter(unit_id__in=units, programme_id__in={one.programme_id for one in listed})
    earlier = {(one.programme_id, one.unit_id): one for one in found.select_related("unit")}
    proved: dict[int, set[int]] = {}
    steps = HolderStep.objects.filter(holder__in=earlier.values(), state=StepState.PROVED, step__ended_at=None)
    for holder_id, step_id in steps.values_list("holder_id", "step_id"):
        proved.setdefault(holder_id, set()).add(step_id)
    return {one.pk: _of(one, before.get(one.unit_id, []), earlier, proved) for one in listed}


def _of(
    one: TransitionHolder, rows: Iterable[Any], earlier: dict[Any, TransitionHolder], proved: dict[int, set[int]]
) -> dict[int, CarriedOver]:
    keys = dict.fromkeys((one.programme_id, row.unit_id) for row in rows)
    predecessors = [earlier[key] for key in keys if key in earlier]
    if not predecessors:
        return {}
    common = set.intersection(*(proved.get(holder.pk, set()) for holder in predecessors))
    names = tuple(holder.unit.code for holder in predecessors)
    return {step_id: CarriedOver(step_id, names) for step_id in common}

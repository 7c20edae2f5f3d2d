"""Who takes part in a transition, and to which of them each unit belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from qms import clock
from qms.enums import TransitionGroup
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.models.transition import TransitionHolder, TransitionProgramme


@dataclass(frozen=True)
class TakingPart:
    """The holders in scope; the holder of each unit inside their systems; the line above each holder, nearest first."""

    holders: dict[int, TransitionHolder]
    holder_of: dict[int, int]
    above: dict[int, tuple[int, ...]]
    keys: Any
    """The holders' units, to ask the database with."""


def holders_of(programme: TransitionProgramme, unit: Unit | int | None = None) -> Any:
    """Holders that take part, those at or below `unit` by reporting line only; the exempt and the ended do not."""
    rows = TransitionHolder.objects.filter(programme=programme, ended_at=None).exclude(group=TransitionGroup.EXEMPT)
    if unit is not None:
        key = unit if isinstance(unit, int) else unit.pk
        rows = rows.filter(unit_id__in=UnitPath.objects.filter(ancestor_id=key).values("unit_id"))
    return rows


def taking_part(
    programme: TransitionProgramme, unit: Unit | int | None = None, unit_ids: Iterable[int] | None = None
) -> TakingPart:
    """Everything about who takes part that a plan needs, in three queries."""
    rows = holders_of(programme, unit) if programme.pk else _everybody(unit)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    keys = rows.values("unit_id")
    listed = rows.select_related("unit").order_by("unit__sort_key", "pk")
    holders = {row.unit_id: row if programme.pk else _as_holder(row, programme) for row in listed}
    return TakingPart(holders, nearest_of(keys), _above(keys), keys)


def _everybody(unit: Unit | int | None) -> Any:
    """For a programme that nobody has opened yet: every unit that holds a QMS today."""
    today = clock.today()
    rows = QMSHolding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    if unit is not None:
        key = unit if isinstance(unit, int) else unit.pk
        rows = rows.filter(unit_id__in=UnitPath.objects.filter(ancestor_id=key).values("unit_id"))
    return rows


def _as_holder(holding: QMSHolding, programme: TransitionProgramme) -> TransitionHolder:
    return TransitionHolder(
        programme=programme, unit=holding.unit, group=TransitionGroup.MOVING, obligation=holding.obligation
    )


def nearest_of(keys: Any) -> dict[int, int]:
    """Unit > the nearest of these units above it inside its QMS; after a split always the same of two as near."""
    paths = UnitPath.objects.filter(ancestor_id__in=keys, inside=True)
    return dict(paths.order_by("-depth", "-ancestor_id").values_list("unit_id", "ancestor_id"))


def _above(keys: Any) -> dict[int, tuple[int, ...]]:
    paths = UnitPath.objects.filter(unit_id__in=keys).order_by("unit_id", "depth")
    found: dict[int, list[int]] = {}
    for unit_id, ancestor_id in paths.values_list("unit_id", "ancestor_id"):
        found.setdefault(unit_id, []).append(ancestor_id)
    return {unit_id: tuple(line) for unit_id, line in found.items()}

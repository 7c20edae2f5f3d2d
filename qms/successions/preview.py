"""What a list of successions will do, counted before it is done."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from qms.models.organisation import QMSHolding, Unit
from qms.models.people import RoleAssignment
from qms.models.reach import Reachable
from qms.models.transition import TransitionHolder
from qms.operations.succession import heirs_of, standing_below
from qms.policy import Text
from qms.registry import registry
from qms.successions.asking import Asked


@dataclass
class UnitPreview:
    """One unit that ends: its successors, what lies with it, what becomes of the units below it."""

    unit: Unit
    heirs: list[Unit]
    kind: str
    below: int = 0
    roles: int = 0
    holds: bool = False
    programmes: list[str] = field(default_factory=list)
    records: list[tuple[Text, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All records that its successors will reach."""
        return sum(count for _title, count in self.records)


def preview_of(asked: Sequence[Asked], on_day: dt.date) -> list[UnitPreview]:
    """Unit by unit, in a constant number of queries: one for each kind of record."""
    heirs = heirs_of(asked)
    found = {one.unit.pk: UnitPreview(one.unit, heirs[one.unit.pk], one.kind) for one in asked}
    under: dict[int, set[int]] = {key: {key} for key in found}
    for ancestor, unit in standing_below(heirs, on_day):
        found[ancestor].below += 1
        under[ancestor].add(unit.pk)
    of_unit = {
        unit: [key for key, units in under.items() if unit in units] for units in under.values() for unit in units
    }
    _count_records(found, of_unit)
    for unit_id in (
        RoleAssignment.objects.standing_on(on_day).filter(unit_id__in=of_unit).values_list("unit_id", flat=True)
    ):
        for key in of_unit[unit_id]:
            found[key].roles += 1
    for unit_id in QMSHolding.objects.filter(unit_id__in=found, valid_to=None).values_list("unit_id", flat=True):
        found[unit_id].holds = True
    taking_part = TransitionHolder.objects.filter(unit_id__in=found, ended_at=None).exclude(programme__status="closed")
    for row in taking_part.select_related("programme"):
        found[row.unit_id].programmes.append(row.programme.title)
    return list(found.values())


def _count_records(found: dict[int, UnitPreview], of_unit: dict[int, list[int]]) -> None:
    for kind in registry.record_kinds.values():
        model: Any = kind.model
        if not issubclass(model, Reachable) or not any(one.name == "unit" for one in model._meta.concrete_fields):
            continue
        rows = model.objects.filter(unit_id__in=of_unit).order_by().values("unit_id").annotate(many=Count("pk"))
        counts: dict[int, int] = {}
        for unit_id, many in rows.values_list("unit_id", "many"):
            for key in of_unit[unit_id]:
                counts[key] = counts.get(key, 0) + many
        for key, many in counts.items():
            found[key].records.append((kind.title, many))


def seal_of(asked: Sequence[Asked], on_day: dt.date, move: bool) -> str:
    """What was previewed, so that nothing else is done: a hash over the list, the day and the choice."""
    told = [(one.unit.pk, one.successor.pk if one.successor else 0, one.kind) for one in asked]
    return hashlib.sha256(repr((told, on_day.isoformat(), move)).encode()).hexdigest()

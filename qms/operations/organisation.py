"""Changing the tree of units, and the closure that reach stands on."""

import datetime as dt
from typing import Any

from qms import policy
from qms.history.recording import operation
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath


def rebuild_paths() -> int:
    """Make the closure of the tree again from parents and holdings. Returns its rows. Derived, hence no history."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    holders = set(QMSHolding.objects.filter(valid_to=None).values_list("unit_id", flat=True))
    nearest: dict[int, int | None] = {}
    rows = []
    for unit in units.values():
        for depth, ancestor in enumerate(chain_up(unit, units)):
            begins = max(unit.valid_from, ancestor.valid_from)
            ends = min((day for day in (unit.valid_to, ancestor.valid_to) if day), default=None)
            inside = _nearest(unit, units, holders, nearest) == _nearest(ancestor, units, holders, nearest)
            rows.append(
                UnitPath(ancestor=ancestor, unit=unit, depth=depth, inside=inside, valid_from=begins, valid_to=ends)
            )
    UnitPath.objects.all().delete()
    UnitPath.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def chain_up(unit: Unit, units: dict[int, Unit]) -> list[Unit]:
    """The unit and those above it, nearest first. Raises ValueError where the tree runs in a circle."""
    chain = [unit]
    while chain[-1].parent_id is not None:
        above = units[chain[-1].parent_id]
        if above in chain:
            raise ValueError(f"{above.code} would stand above itself")
        chain.append(above)
    return chain


def _nearest(unit: Unit, units: dict[int, Unit], holders: set[int], known: dict[int, int | None]) -> int | None:
    if unit.pk not in known:
        known[unit.pk] = next((above.pk for above in chain_up(unit, units) if above.pk in holders), None)
    return known[unit.pk]


@operation("save_unit")
def save_unit(unit: Unit, *, by: Any) -> Unit:
    """Create or change a unit, then rebuild the closure. Administrators only."""
    policy.require(by, "qms.manage_organisation", unit)
    unit.full_clean(exclude=["sort_key", "search_text"])
    unit.save()
    rebuild_paths()
    return unit


@operation("end_unit", reason_required=True)
def end_unit(unit: Unit, *, by: Any, valid_to: dt.date, successor: Unit | None = None) -> Unit:
    """End a unit on a day, with its successor where it has one. Its records stay."""
    policy.require(by, "qms.manage_organisation", unit)
    unit.valid_to = valid_to
    unit.successor = successor
    unit.full_clean(exclude=["sort_key", "search_text"])
    unit.save()
    rebuild_paths()
    return unit


@operation("hold_qms")
def hold_qms(holding: QMSHolding, *, by: Any) -> QMSHolding:
    """Record that a unit holds a QMS; the border of the QMS moves, so the closure is rebuilt."""
    policy.require(by, "qms.manage_organisation", holding.unit)
    holding.save()
    rebuild_paths()
    return holding

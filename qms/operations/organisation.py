"""Changing the tree of units, and the closure that reach stands on."""

import datetime as dt
from typing import Any

from qms import policy
from qms.history.recording import operation
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.tree_paths import paths_of_tree


def rebuild_paths() -> int:
    """Make the closure of the tree again from parents, holdings and successions. Returns its rows.

    Derived, hence no history.
    """
    rows = paths_of_tree()
    UnitPath.objects.all().delete()
    UnitPath.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


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

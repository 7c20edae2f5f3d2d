"""The closure of the tree of units, worked out from parents, holdings and successions."""

import datetime as dt

from qms import clock
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.successions.lines import successors_on


def paths_of_tree() -> list[UnitPath]:
    """The closure as it should stand, unsaved. A successor stands above what it took over, from the day it did."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    holders = holders_of(units)
    nearest: dict[int, int | None] = {}
    own: dict[int, list[UnitPath]] = {}
    for unit in units.values():
        own[unit.pk] = []
        for depth, ancestor in enumerate(chain_up(unit, units)):
            begins = max(unit.valid_from, ancestor.valid_from)
            ends = min((day for day in (unit.valid_to, ancestor.valid_to) if day), default=None)
            inside = _nearest(unit, units, holders, nearest) == _nearest(ancestor, units, holders, nearest)
            own[unit.pk].append(
                UnitPath(ancestor=ancestor, unit=unit, depth=depth, inside=inside, valid_from=begins, valid_to=ends)
            )
    successors = successors_on(clock.today())
    return [path for unit_id in own for path in (*own[unit_id], *taken_over(unit_id, own, successors))]


def holders_of(units: dict[int, Unit]) -> set[int]:
    """Units that hold a QMS today; one that ended keeps the border that it had on its last day."""
    rows = QMSHolding.objects.values_list("unit_id", "valid_to")
    return {key for key, until in rows if until is None or until >= (units[key].valid_to or dt.date.max)}


def taken_over(
    unit_id: int, own: dict[int, list[UnitPath]], successors: dict[int, list[tuple[int, dt.date]]]
) -> list[UnitPath]:
    """Paths of a unit under those who answer for it, or for a unit above it in its system, and under their superiors.

    Depth counts on beyond the ended unit; a unit that stands above it anyway keeps its own path.
    """
    known = {path.ancestor_id for path in own[unit_id]}
    waiting = [(path.ancestor_id, path.depth, path.inside, path.valid_from) for path in own[unit_id]]
    found: list[UnitPath] = []
    while waiting:
        ended, depth, inside, begins = waiting.pop(0)
        for successor, since in successors.get(ended, ()) if inside else ():
            for path in own[successor]:
                if path.ancestor_id in known:
                    continue
                known.add(path.ancestor_id)
                made = UnitPath(
                    ancestor_id=path.ancestor_id, unit_id=unit_id, depth=depth + 1 + path.depth, inside=path.inside,
                    valid_from=max(begins, since, path.valid_from), valid_to=path.valid_to,
                )  # fmt: skip
                found.append(made)
                waiting.append((path.ancestor_id, made.depth, path.inside, made.valid_from))
    return found


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

"""Coverage of all auditable clauses over the cycle of a programme: planned, done, and the holes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from inspections.enums import InspectionStatus
from inspections.models import Inspection, Programme, ProgrammeClause, SessionClause
from inspections.programme_clauses import ClauseTree
from inspections.programme_units import places_of

Cell = dict[tuple[int, str], set[int]]
"""(year, number of an auditable clause) to the keys of the units."""


def years_of(programme: Programme) -> list[int]:
    """The years of the cycle that ends with the programme's year: within so many years every clause is asked."""
    return list(range(programme.year - programme.cycle_years + 1, programme.year + 1))


@dataclass(frozen=True)
class Cited:
    """That a clause is cited for a unit in a year, by a plan or by a session that was held."""

    year: int
    unit_id: int
    number: str


def planned_clauses(programme: Programme) -> list[Cited]:
    """Clauses of the visits, not taken out, of this unit's programmes of the kind in the cycle."""
    rows = ProgrammeClause.objects.filter(
        ended_at=None,
        clause__edition_id=programme.edition_id,
        record__ended_at=None,
        record__programme__unit_id=programme.unit_id,
        record__programme__kind=programme.kind,
        record__programme__year__in=years_of(programme),
    )
    found = rows.values_list("record__programme__year", "record__unit_id", "clause__number")
    return [Cited(*row) for row in found]


def done_clauses(programme: Programme, unit_ids: Iterable[int], user: Any) -> list[Cited]:
    """Clauses that sessions of concluded inspections of the kind asked in these units in the cycle, within reach."""
    years = years_of(programme)
    seen = Inspection.objects.visible_to(user).filter(
        kind=programme.kind,
        status__in=[InspectionStatus.CONCLUDED, InspectionStatus.CLOSED],
        ends_on__range=(dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)),
    )
    rows = SessionClause.objects.filter(
        ended_at=None,
        clause__edition_id=programme.edition_id,
        record__ended_at=None,
        record__inspection__in=seen.values("pk"),
    )
    places = places_of(programme, unit_ids)
    found = rows.values_list("record__inspection__ends_on", "record__unit_id", "clause__number").distinct()
    return [Cited(day.year, places[place], number) for day, place, number in found if place in places]


def spread_out(tree: ClauseTree, cited: Iterable[Cited], unit_ids: Iterable[int]) -> Cell:
    """Which units each auditable clause is cited for in each year; a clause stands for all below it."""
    wanted = set(unit_ids)
    numbers: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in cited:
        if one.unit_id in wanted:
            numbers[(one.year, one.unit_id)].add(one.number)
    cells: Cell = defaultdict(set)
    known: dict[frozenset[str], set[str]] = {}
    for (year, unit_id), own in numbers.items():
        key = frozenset(own)
        if key not in known:
            known[key] = tree.covered(key)
        for number in known[key]:
            cells[(year, number)].add(unit_id)
    return cells


@dataclass(frozen=True)
class ClauseRow:
    """One auditable clause over the cycle."""

    clause: Any
    planned: list[set[int]]
    done: list[set[int]]
    state: str
    """done, planned (still to come), missed (planned in a past year, never done), hole."""
    units_done: int


@dataclass(frozen=True)
class Coverage:
    """All clauses over the cycle for so many units."""

    years: list[int]
    units: int
    rows: list[ClauseRow] = field(default_factory=list)

    @property
    def holes(self) -> list[ClauseRow]:
        """Not covered in this cycle: neither done nor still to come."""
        return [row for row in self.rows if row.state in ("hole", "missed")]


def coverage_of(
    tree: ClauseTree, years: list[int], planned: Cell, done: Cell, *, units: int, this_year: int
) -> Coverage:
    """Put plan and fact side by side, clause by clause."""
    rows = []
    for clause in tree.leaves:
        plans = [planned.get((year, clause.number), set()) for year in years]
        facts = [done.get((year, clause.number), set()) for year in years]
        coming = any(to_visit for year, to_visit in zip(years, plans, strict=True) if year >= this_year)
        state = "done" if any(facts) else "planned" if coming else "missed" if any(plans) else "hole"
        rows.append(ClauseRow(clause, plans, facts, state, len(set().union(*facts))))
    return Coverage(years, units, rows)


def uncovered_of(tree: ClauseTree, done: Cell, unit_ids: Iterable[int]) -> dict[int, set[str]]:
    """The auditable clauses that no concluded inspection of the cycle asked in each unit."""
    leaves = {clause.number for clause in tree.leaves}
    asked: dict[int, set[str]] = defaultdict(set)
    for (_year, number), units in done.items():
        for unit_id in units:
            asked[unit_id].add(number)
    return {unit_id: leaves - asked[unit_id] for unit_id in unit_ids}

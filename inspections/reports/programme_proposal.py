"""The proposal of a programme: its units by how much they need a visit, each with the reasons and a month."""

from dataclasses import dataclass
from typing import Any

from inspections.models import Programme
from inspections.programme_clauses import ClauseTree, clause_tree
from inspections.programme_risk import Reason, reasons_for, remaining_months, score_of, spread
from inspections.programme_units import programme_units
from inspections.reports.programme_facts import facts_for
from qms import clock


@dataclass
class ProposalRow:
    """One unit: its score, why, in which month, and the clauses that the cycle still misses there."""

    unit: Any
    score: int
    reasons: list[Reason]
    last_on: Any
    visits: list[int]
    missing: set[str]
    tree: ClauseTree
    month: int = 0

    @property
    def because(self) -> str:
        """The reasons in one text, as the visit keeps it."""
        return "; ".join(str(reason.text) for reason in self.reasons)

    @property
    def clauses(self) -> list[Any]:
        """The fewest clauses that stand for what is missing."""
        return self.tree.gathered(self.missing)


def propose(programme: Programme, user: Any) -> list[ProposalRow]:
    """All units of the programme, the riskiest first; months are spread over those that have no visit yet."""
    tree = clause_tree(programme.edition_id)
    units = list(programme_units(programme).order_by("sort_key", "pk"))
    known = facts_for(programme, units, tree, user)
    planned: dict[int, list[int]] = {}
    for unit_id, month in programme.lines.filter(ended_at=None).order_by("month").values_list("unit_id", "month"):
        planned.setdefault(unit_id, []).append(month)
    rows = []
    for unit in units:
        facts = known.facts[unit.pk]
        reasons = reasons_for(facts, clock.today())
        missing = known.uncovered[unit.pk]
        rows.append(
            ProposalRow(unit, score_of(reasons), reasons, facts.last_on, planned.get(unit.pk, []), missing, tree)
        )
    rows.sort(key=lambda row: -row.score)
    _give_months(rows, programme.year)
    return rows


def _give_months(rows: list[ProposalRow], year: int) -> None:
    months = remaining_months(year, clock.today())
    waiting = [row for row in rows if not row.visits]
    for row, month in zip(waiting, spread(len(waiting), months), strict=True):
        row.month = month
    for row in rows:
        row.month = row.month or months[0]

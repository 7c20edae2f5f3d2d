"""Holders whose internal audits of some days covered every clause that applies to them: asked by qms, set-wise."""

import datetime as dt
from collections import defaultdict

from inspections.clause_results import concluded, looked_at
from inspections.enums import InspectionKind
from inspections.programme_clauses import ClauseTree, clause_tree
from qms.audited_year import FULLY_AUDITED, Scope
from qms.transition.holders import nearest_of


def audited(holders: Scope, first: dt.date, last: dt.date) -> set[int]:
    """Those of `holders` whose concluded internal audits, begun from `first` to `last`, examined every clause.

    The queries grow with the editions declared, never with the holders.
    """
    holder_of = nearest_of(list(holders))
    found: set[int] = set()
    for edition_id in sorted({edition for edition, _without in holders.values()}):
        tree = clause_tree(edition_id)
        covered = _covered(tree, edition_id, holder_of, first, last)
        leaves = {clause.number for clause in tree.leaves}
        for unit, (edition, without) in holders.items():
            if edition == edition_id and leaves and leaves - without <= covered[unit]:
                found.add(unit)
    return found


def _covered(
    tree: ClauseTree, edition_id: int, holder_of: dict[int, int], first: dt.date, last: dt.date
) -> dict[int, set[str]]:
    """By key of a holder's unit: the numbers of the clauses that were examined somewhere in its QMS."""
    audits = concluded().filter(kind=InspectionKind.INTERNAL, edition_id=edition_id, starts_on__range=(first, last))
    numbers: dict[int, set[str]] = defaultdict(set)
    for row in looked_at(audits, editions=[edition_id]):
        if row.was_examined and row.unit_id in holder_of:
            numbers[holder_of[row.unit_id]].add(row.number)
    return defaultdict(set, {unit: tree.covered(told) for unit, told in numbers.items()})


def register_audited() -> None:
    """Fill the seam; once, when apps are ready."""
    if audited not in FULLY_AUDITED:
        FULLY_AUDITED.append(audited)

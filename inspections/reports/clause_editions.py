"""A clause in the other editions of its standard, as the tables of correspondence tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from qms.enums import Relation
from qms.models.standards import Clause, Correspondence, in_language


@dataclass(frozen=True)
class Elsewhere:
    """One row: the clause of another edition (None where there is none), and how it relates."""

    edition: Any
    clause: Any
    relation: str
    note: str


@dataclass
class ClauseTold:
    """A clause with its rows in every other edition."""

    clause: Clause
    elsewhere: list[Elsewhere] = field(default_factory=list)


def other_editions(clauses: Iterable[Clause]) -> list[ClauseTold]:
    """Each clause with its correspondences, older editions first; in one query.

    A table is read from the clause's own side; a row told only from the other side counts where that is silent.
    """
    told = {clause.pk: ClauseTold(clause) for clause in clauses}
    if not told:
        return []
    standing = Correspondence.objects.filter(Q(from_clause__in=told) | Q(to_clause__in=told), ended_at=None)
    rows = standing.select_related("from_edition__standard", "to_edition__standard", "from_clause", "to_clause")
    known: set[tuple[Any, ...]] = set()
    for row in sorted(rows, key=lambda one: (one.from_clause_id not in told, one.pk)):
        own = row.from_clause_id in told
        key, other = (row.from_clause_id, row.to_clause) if own else (row.to_clause_id, row.from_clause)
        if key is None:
            continue
        edition = row.to_edition if own else row.from_edition
        mark = (key, edition.pk, other.pk if other else None)
        if mark not in known:
            known.add(mark)
            told[key].elsewhere.append(Elsewhere(edition, other, _relation(row), _note(row)))
    for one in told.values():
        one.elsewhere.sort(key=lambda each: (each.edition.year, each.clause.position if each.clause else 0))
    return list(told.values())


def _relation(row: Correspondence) -> str:
    return str(Relation(row.relation).label) if row.relation in Relation.values else row.relation


def _note(row: Correspondence) -> str:
    return in_language(row.note_vi, row.note_en)

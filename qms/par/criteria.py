"""Sets of criteria: an edition whose clauses ask for proofs by key (`item` of the documented information asked for)."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from qms.models.standards import Clause, Edition, InformationDemand
from qms.par.proofs import PROOFS, ProofKind

EXAMPLE = "0-mẫu"
"""Edition of the set that the product ships: its numbers are not confirmed by any source. Lists put it last."""


@dataclass
class Criterion:
    """A clause of the set, and the kinds of proof that it asks for; none where it only groups others."""

    clause: Clause
    kinds: list[ProofKind] = field(default_factory=list)

    @property
    def level(self) -> int:
        """How deep it stands."""
        return min(self.clause.number.count("."), 2)


def sets_of_criteria(alias: str = "default") -> list[Edition]:
    """Editions that name a known kind of proof, latest first, the shipped example last."""
    asking = InformationDemand.objects.using(alias).filter(item__in=PROOFS).values("clause__edition_id")
    found = Edition.objects.using(alias).filter(pk__in=asking).select_related("standard")
    return sorted(found, key=lambda one: (one.year != EXAMPLE, one.year), reverse=True)


def set_for(year: int, asked: str = "") -> Edition | None:
    """The set that is asked for by its UUID, else the year's own, else the latest before it, else the first known."""
    known = sets_of_criteria()
    chosen = next((one for one in known if str(one.uid) == asked), None)
    before = (one for one in known if one.year != EXAMPLE and one.year <= str(year))
    return chosen or next(before, None) or (known[-1] if known else None)


def criteria_of(edition: Edition, alias: str = "default") -> list[Criterion]:
    """The criteria in their order; two queries."""
    clauses = Clause.objects.using(alias).filter(edition=edition).order_by("position", "pk")
    kinds: dict[int, list[ProofKind]] = defaultdict(list)
    demands = InformationDemand.objects.using(alias).filter(clause__edition=edition, item__in=PROOFS).order_by("pk")
    for clause, key in demands.values_list("clause_id", "item"):
        if PROOFS[key] not in kinds[clause]:
            kinds[clause].append(PROOFS[key])
    return [Criterion(clause, kinds[clause.pk]) for clause in clauses]


def is_example(edition: Any) -> bool:
    """Whether it is the set that the product ships."""
    return bool(edition.year == EXAMPLE)

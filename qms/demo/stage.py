"""What every builder of the demonstration works on: units, people, clauses, chance, and how much to build."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.standards import Clause, Edition


@dataclass
class Stage:
    """The demonstration while it is being built. `inspections`: how many beyond the told ones."""

    system: Any
    units: dict[str, Unit]
    people: dict[str, User]
    editions: dict[str, Edition]
    clauses: dict[tuple[str, str], Clause]
    chance: random.Random
    inspections: int = 0
    within: Sequence[str] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def set_up(cls, *, system: Any, seed: int, inspections: int = 0, within: Sequence[str] = ()) -> "Stage":
        """Read what stands in the database. `within`: codes of departments to fill; else all with divisions."""
        editions = Edition.objects.select_related("standard")
        return cls(
            system=system,
            units={unit.code: unit for unit in Unit.objects.select_related("parent")},
            people={user.username: user for user in User.objects.people()},
            editions={edition.year: edition for edition in editions if edition.standard.code == "9001"},
            clauses={
                (clause.edition.year, clause.number): clause
                for clause in Clause.objects.filter(edition__standard__code="9001").select_related("edition")
            },
            chance=random.Random(seed),  # noqa: S311 - the same demonstration for the same seed
            inspections=inspections,
            within=tuple(within),
        )

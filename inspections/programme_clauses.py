"""The clauses of an edition as a tree of numbers: what one stands for, and the fewest that stand for many."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qms.models.standards import Clause


def lines_up(number: str) -> list[str]:
    """The number itself and all above it: 8.5.1 gives 8, 8.5, 8.5.1."""
    parts = number.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


@dataclass(frozen=True)
class ClauseTree:
    """All clauses of one edition in its order."""

    clauses: tuple[Any, ...]

    @property
    def leaves(self) -> list[Any]:
        """The clauses that carry a requirement."""
        return [clause for clause in self.clauses if clause.auditable]

    def covered(self, numbers: Iterable[str]) -> set[str]:
        """Numbers of the auditable clauses that these stand for: themselves and everything below them."""
        cited = set(numbers)
        return {clause.number for clause in self.leaves if not cited.isdisjoint(lines_up(clause.number))}

    def gathered(self, leaves: Iterable[str]) -> list[Any]:
        """The fewest clauses that stand for exactly these auditable ones."""
        wanted = set(leaves)
        below: dict[str, set[str]] = {}
        for leaf in self.leaves:
            for number in lines_up(leaf.number):
                below.setdefault(number, set()).add(leaf.number)
        whole = {number for number, inside in below.items() if inside <= wanted}
        return [
            clause
            for clause in self.clauses
            if clause.number in whole and whole.isdisjoint(lines_up(clause.number)[:-1])
        ]


def clause_tree(edition_id: int) -> ClauseTree:
    """The tree of an edition, in one query."""
    return ClauseTree(tuple(Clause.objects.filter(edition_id=edition_id).order_by("position")))

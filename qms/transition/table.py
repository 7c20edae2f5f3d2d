"""The correspondence of two editions as one object: what each old clause becomes, and where each new one comes from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qms.correspondences.rows import standing, strictest
from qms.enums import MoveGroup, Relation
from qms.models.standards import Clause, Correspondence, Edition

GROUP_OF = {
    Relation.EQUIVALENT: MoveGroup.AUTOMATIC,
    Relation.MODIFIED: MoveGroup.TO_CONFIRM,
    Relation.MERGED: MoveGroup.TO_CONFIRM,
    Relation.SPLIT: MoveGroup.TO_DECIDE,
    Relation.WITHDRAWN: MoveGroup.TO_DECIDE,
}


@dataclass(frozen=True)
class Passage:
    """What becomes of one old clause: the strictest relation of its rows, its group, and the new clauses they name.

    `confirmed` is False where no row says so: a leaf without a row counts as withdrawn, a heading without one is read
    from its leaves.
    """

    clause: Clause
    relation: str
    group: str
    targets: tuple[Clause, ...]
    rows: tuple[Correspondence, ...] = ()
    confirmed: bool = True

    def row_to(self, clause_id: int | None) -> Correspondence | None:
        """The row that leads to a new clause."""
        return next((row for row in self.rows if row.to_clause_id == clause_id), None)


@dataclass
class Table:
    """Two editions and the standing rows between them. Made by `load_table`; asks the database nothing more."""

    from_edition_id: int
    to_edition_id: int
    old: dict[int, Clause]
    new: dict[int, Clause]
    rows: tuple[Correspondence, ...]
    _children: dict[int, list[Clause]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        children: dict[int, list[Clause]] = defaultdict(list)
        for clause in (*self.old.values(), *self.new.values()):
            if clause.parent_id is not None:
                children[clause.parent_id].append(clause)
        self._children = dict(children)

    @cached_property
    def rows_of_old(self) -> dict[int, tuple[Correspondence, ...]]:
        """Rows by old clause, in the order of the new edition."""
        return self._rows_by("from_clause_id", "to_clause_id", self.new)

    @cached_property
    def rows_of_new(self) -> dict[int, tuple[Correspondence, ...]]:
        """Rows by new clause, in the order of the old edition: the reverse reading."""
        return self._rows_by("to_clause_id", "from_clause_id", self.old)

    def _rows_by(self, side: str, other: str, clauses: dict[int, Clause]) -> dict[int, tuple[Correspondence, ...]]:
        found: dict[int, list[Correspondence]] = defaultdict(list)
        for row in self.rows:
            if getattr(row, side) is not None:
                found[getattr(row, side)].append(row)

        def place(row: Correspondence) -> int:
            clause = clauses.get(getattr(row, other))
            return clause.position if clause else -1

        return {key: tuple(sorted(rows, key=place)) for key, rows in found.items()}

    @cached_property
    def passages(self) -> dict[int, Passage]:
        """What becomes of each old clause, in the order of the old edition."""
        return {key: self._passage(clause) for key, clause in self.old.items()}

    def passage(self, clause_id: int) -> Passage:
        """What becomes of one old clause."""
        return self.passages[clause_id]

    def is_heading(self, clause_id: int) -> bool:
        """Whether further clauses lie below it."""
        return clause_id in self._children

    def leaves(self, clause_id: int) -> list[Clause]:
        """The clauses without any below them, at or below this one, in order."""
        below = self._children.get(clause_id)
        if not below:
            return [self.old.get(clause_id) or self.new[clause_id]]
        return [leaf for child in sorted(below, key=lambda one: one.position) for leaf in self.leaves(child.pk)]

    def new_clauses(self) -> list[Clause]:
        """Leaf clauses of the new edition that a row calls new, or to which no row leads."""
        called = {row.to_clause_id for row in self.rows if row.from_clause_id is None}
        leaves = (one for one in self.new.values() if not self.is_heading(one.pk))
        return [one for one in leaves if one.pk in called or one.pk not in self.rows_of_new]

    def withdrawn_clauses(self) -> list[Clause]:
        """Leaf clauses of the old edition whose duty, or part of it, fell away."""
        found = (self.passages[key] for key in self.old if not self.is_heading(key))
        return [one.clause for one in found if one.relation == Relation.WITHDRAWN]

    def unconfirmed(self) -> list[Clause]:
        """Leaf clauses of either edition without any row: taken as withdrawn or new until somebody says so."""
        leaves = (one for one in (*self.old.values(), *self.new.values()) if not self.is_heading(one.pk))
        return [one for one in leaves if one.pk not in self.rows_of_old and one.pk not in self.rows_of_new]

    def comes_from(self, clause_id: int) -> tuple[Clause, ...]:
        """Old clauses that lead to a new one."""
        rows = self.rows_of_new.get(clause_id, ())
        return tuple(self.old[row.from_clause_id] for row in rows if row.from_clause_id is not None)

    def _passage(self, clause: Clause) -> Passage:
        rows = self.rows_of_old.get(clause.pk, ())
        heading = self.is_heading(clause.pk)
        if not rows:
            return self._of_leaves(clause) if heading else _passage_of(clause, Relation.WITHDRAWN, (), confirmed=False)
        relation = strictest(row.relation for row in rows) or Relation.WITHDRAWN
        if relation == Relation.EQUIVALENT and heading and not self._leaves_are_equivalent(clause):
            relation = Relation.MODIFIED
        targets = tuple(self.new[row.to_clause_id] for row in rows if row.to_clause_id is not None)
        return _passage_of(clause, relation, targets, rows)

    def _leaves_are_equivalent(self, clause: Clause) -> bool:
        leaves = (self._passage(leaf) for leaf in self.leaves(clause.pk))
        return all(leaf.relation == Relation.EQUIVALENT for leaf in leaves)

    def _of_leaves(self, clause: Clause) -> Passage:
        """A heading without rows of its own: the new heading over just what its leaves lead to, where there is one."""
        leaves = [self._passage(leaf) for leaf in self.leaves(clause.pk)]
        targets = {target.pk for leaf in leaves for target in leaf.targets}
        heading = self._heading_over(targets)
        if heading is None:
            return _passage_of(clause, Relation.WITHDRAWN, (), confirmed=False)
        same = {leaf.pk for leaf in self.leaves(heading.pk)} == targets
        relation = strictest([Relation.EQUIVALENT if same else Relation.MODIFIED, *(leaf.relation for leaf in leaves)])
        # Its leaves decide what becomes of each of them; the heading itself goes to one heading.
        relation = relation if relation == Relation.EQUIVALENT else Relation.MODIFIED
        return _passage_of(clause, relation, (heading,), confirmed=False)

    def _heading_over(self, clause_ids: set[int]) -> Clause | None:
        """The lowest heading of the new edition at or above all of these."""
        if not clause_ids:
            return None
        chains = [self._chain_up(clause_id) for clause_id in clause_ids]
        shared = set(chains[0]).intersection(*chains[1:])
        return next((self.new[key] for key in chains[0] if key in shared and self.is_heading(key)), None)

    def _chain_up(self, clause_id: int) -> list[int]:
        chain = [clause_id]
        while (parent := self.new[chain[-1]].parent_id) is not None:
            chain.append(parent)
        return chain


def _passage_of(
    clause: Clause,
    relation: str,
    targets: Sequence[Clause],
    rows: Sequence[Correspondence] = (),
    *,
    confirmed: bool = True,
) -> Passage:
    group = GROUP_OF[Relation(relation)]
    return Passage(clause, relation, group, tuple(targets), tuple(rows), confirmed)


def load_table(from_edition: Edition | int, to_edition: Edition | int) -> Table:
    """The table between two editions as it stands, in two queries. Any two sets of criteria will do."""
    before, after = (one if isinstance(one, int) else one.pk for one in (from_edition, to_edition))
    clauses = list(Clause.objects.filter(edition_id__in=(before, after)).order_by("edition_id", "position"))
    rows = standing(before, after).order_by("pk")
    old = {one.pk: one for one in clauses if one.edition_id == before}
    new = {one.pk: one for one in clauses if one.edition_id == after}
    return Table(before, after, old, new, tuple(rows))

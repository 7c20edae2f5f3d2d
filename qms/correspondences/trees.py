"""The clause trees of the two editions, each clause with how it stands in the table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from qms.correspondences.rows import strictest
from qms.enums import Relation
from qms.looks import look_of
from qms.models.standards import Clause, Correspondence

DEEPEST = 4  # levels that are set in


@dataclass
class Node:
    """A clause of one edition: its rows, its group (the strictest of them), whether nobody has confirmed that it has
    none; `hanging` counts the records that still cite it."""

    clause: Clause
    depth: int
    rows: list[Correspondence] = field(default_factory=list)
    group: str = ""
    unconfirmed: bool = False
    hanging: Any = None

    def says(self, relation: str) -> bool:
        """Whether one of its rows says so, or it has none at all and is taken for that."""
        return any(row.relation == relation for row in self.rows) or (self.unconfirmed and self.group == relation)

    @property
    def alone(self) -> list[Correspondence]:
        """The rows that tell it as new or withdrawn."""
        return [row for row in self.rows if row.relation in (Relation.NEW, Relation.WITHDRAWN)]

    @property
    def others(self) -> list[Clause]:
        """Clauses of the other edition that it stands beside, although something of it is new or withdrawn."""
        sides = [row.to_clause if row.from_clause_id == self.clause.pk else row.from_clause for row in self.rows]
        return [side for side in sides if side is not None]

    @property
    def look(self) -> dict[str, str]:
        """The group as a tag."""
        tone, icon = look_of("qms.correspondence", self.group)
        return {"label": str(Relation(self.group).label), "tone": tone, "icon": icon} if self.group else {}


@dataclass
class Trees:
    """Both trees, and the clauses that the table tells as new and as withdrawn, or that no row names."""

    old: list[Node]
    new: list[Node]

    @property
    def withdrawn(self) -> list[Node]:
        """Old clauses that lead nowhere, or a duty of which was withdrawn."""
        return [node for node in self.old if node.says(Relation.WITHDRAWN)]

    @property
    def added(self) -> list[Node]:
        """New clauses that come from none, or something of which is new."""
        return [node for node in self.new if node.says(Relation.NEW)]


def trees_of(one: Any, two: Any, rows: Iterable[Correspondence]) -> Trees:
    """Both trees from the editions' clauses and the standing rows of the table; two queries."""
    by_clause: dict[int, list[Correspondence]] = defaultdict(list)
    for row in rows:
        for key in {row.from_clause_id, row.to_clause_id}:
            if key is not None:
                by_clause[key].append(row)
    return Trees(_tree(one, by_clause, Relation.WITHDRAWN), _tree(two, by_clause, Relation.NEW))


def _tree(edition: Any, by_clause: dict[int, list[Correspondence]], without: str) -> list[Node]:
    clauses = Clause.objects.filter(edition=edition).order_by("position")
    nodes = {clause.pk: Node(clause, 0, by_clause.get(clause.pk, [])) for clause in clauses}
    for node in nodes.values():
        above = nodes.get(node.clause.parent_id or 0)
        node.depth = min(above.depth + 1, DEEPEST) if above else 0
        node.group = strictest(row.relation for row in node.rows)
        node.unconfirmed = node.clause.auditable and not node.rows
        if node.unconfirmed:
            node.group = str(without)
    _give_headings(nodes)
    return list(nodes.values())


def _give_headings(nodes: dict[int, Node]) -> None:
    """A heading without rows stands as the strictest of what is below it; equivalent only if all below is."""
    below: dict[int, set[str]] = defaultdict(set)
    for node in reversed(list(nodes.values())):
        under = below[node.clause.pk]
        if not node.group and under:
            node.group = strictest(under)
        elif node.group == Relation.EQUIVALENT and under - {Relation.EQUIVALENT}:
            node.group = str(Relation.MODIFIED)
        if node.clause.parent_id and node.group:
            below[node.clause.parent_id].add(node.group)

"""How many records still hang on the clauses of an edition, by kind: one query for each registered kind."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from qms.models.reach import UnitPath, inside_subtree
from qms.registry import MovingKind, registry


@dataclass
class Hanging:
    """Records on one clause: `near` those that the person reaches, `below` those of the units under theirs."""

    near: int = 0
    below: int = 0
    kinds: list[tuple[str, MovingKind, int, int]] = field(default_factory=list)


def hanging_on(edition_id: int, user: Any) -> dict[int, Hanging]:
    """By clause. Nothing for who reaches no unit's records."""
    found: dict[int, Hanging] = {}
    if not user.authority.record_units:
        return found
    for name, kind in registry.moving_kinds.items():
        for clause_id, near, below in counted(kind, edition_id, user):
            one = found.setdefault(clause_id, Hanging())
            one.near += near
            one.below += below
            one.kinds.append((name, kind, near, below))
    return found


def counted(kind: MovingKind, edition_id: int, user: Any) -> Any:
    """(clause, records within reach, records of all units below) of one kind."""
    under = UnitPath.objects.filter(ancestor_id__in=user.authority.record_units)
    inside, everywhere = (rows.values("unit_id") for rows in (under.filter(inside=True), under))
    rows = kind.moving().filter(clause__edition_id=edition_id, **{f"{kind.unit}__in": everywhere})
    near = Count(kind.record, distinct=True, filter=Q(**{f"{kind.unit}__in": inside}))
    counts = rows.order_by().values("clause_id").annotate(near=near, below=Count(kind.record, distinct=True))
    return counts.values_list("clause_id", "near", "below")


def references_on(kind: MovingKind, clause_id: int, user: Any) -> Any:
    """References of one kind to a clause that the person reaches, in the order of their numbers."""
    under = inside_subtree(user.authority.record_units)
    rows = kind.moving().filter(clause_id=clause_id, **{f"{kind.unit}__in": under})
    return rows.select_related(kind.record.removesuffix("_id")).order_by(kind.number, "pk")

"""Which decision moved a reference: from the new one back to the old, and from the old one on to the new."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qms.models.clause_moves import ClauseDecision, ClauseMove, TransitionRun
from qms.models.standards import Clause, Correspondence
from qms.registry import registry
from qms.transition.ledger import standing_lines
from qms.transition.resting import kinds_onto


@dataclass(frozen=True)
class Provenance:
    """One standing move: by which run, decision and row, from which old clause to which new one, by whom and when.

    `made` is False where the record cited the new clause already.
    """

    run: TransitionRun
    decision: ClauseDecision | None
    correspondence: Correspondence | None
    kind: str
    old_id: int
    new_id: int | None
    from_clause: Clause
    to_clause: Clause | None
    made: bool

    @property
    def by(self) -> Any:
        """Who ran it."""
        return self.run.made_by

    @property
    def on(self) -> dt.datetime:
        """When it was run."""
        return self.run.began_at


def moved_by(references: Iterable[Any]) -> dict[int, list[Provenance]]:
    """New reference > the moves that stand on it; references of one model. Two queries."""
    listed = list(references)
    if not listed:
        return {}
    labels = kinds_onto(type(listed[0]))
    lines = _standing().filter(kind__in=labels, new_id__in=[one.pk for one in listed])
    found: dict[int, list[Provenance]] = defaultdict(list)
    for line in lines:
        found[line.new_id].append(_told(line))
    return dict(found)


def moved_to(label: str, old_ids: Iterable[int]) -> dict[int, list[Provenance]]:
    """Old reference of a kind > the moves that stand on from it."""
    found: dict[int, list[Provenance]] = defaultdict(list)
    for line in _standing().filter(kind=label, old_id__in=list(old_ids)):
        found[line.old_id].append(_told(line))
    return dict(found)


def new_references(label: str, moves: Iterable[Provenance]) -> dict[int, Any]:
    """The references that moves of a kind lead to, by key."""
    model = registry.moving_kinds[label].model
    keys = [one.new_id for one in moves if one.new_id is not None]
    return {one.pk: one for one in model.objects.filter(pk__in=keys).select_related("clause")}


def _standing() -> Any:
    programmes = TransitionRun.objects.order_by().values_list("programme_id", flat=True).distinct()
    return (
        standing_lines(programmes)
        .select_related(
            "run__made_by", "decision__unit", "decision__decided_by", "correspondence", "from_clause", "to_clause"
        )
        .order_by("pk")
    )


def _told(line: ClauseMove) -> Provenance:
    return Provenance(
        line.run,
        line.decision,
        line.correspondence,
        line.kind,
        line.old_id,
        line.new_id,
        line.from_clause,
        line.to_clause,
        line.made,
    )

"""The references behind a case of the plan."""

from typing import Any

from qms.models.clause_moves import ClauseDecision
from qms.models.reach import inside_subtree
from qms.models.transition import TransitionProgramme
from qms.transition.plan import Case


def references_of(case: Case, programme: TransitionProgramme) -> Any:
    """Old references of a case, to be ordered, limited and read by whoever lists them."""
    kind = case.moving_kind
    inside = inside_subtree([case.holder.unit_id])
    rows = kind.moving().filter(**{"clause_id": case.clause.pk, f"{kind.unit}__in": inside})
    if kind.part:
        rows = rows.filter(**{kind.part: case.part})
    if case.record_id is not None:
        return rows.filter(**{kind.record: case.record_id})
    own = ClauseDecision.objects.filter(
        programme=programme, kind=case.kind, from_clause=case.clause, record_id__isnull=False, ended_at=None
    )
    return rows.exclude(**{f"{kind.record}__in": own.values("record_id")})

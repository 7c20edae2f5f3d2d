"""Clauses that a holder has judged not applicable, as its scope statement lists them (ISO 9001:2015, 4.3)."""

from typing import Any

from qms.enums import ClauseJudgement
from qms.models.clause_work import ClauseWork
from qms.models.standards import Edition


def exclusions(unit: Any, edition: Edition) -> list[dict[str, str]]:
    """Number, titles in both languages and the reason of each such clause, in the order of the edition."""
    rows = ClauseWork.objects.filter(holder__unit=unit, holder__ended_at=None, clause__edition=edition)
    rows = rows.filter(judgement=ClauseJudgement.NOT_APPLICABLE).select_related("clause")
    by_clause = {row.clause_id: row for row in rows.order_by("judged_on", "pk")}  # two programmes may lead there
    return [
        {
            "number": row.clause.number,
            "title_vi": row.clause.title_vi,
            "title_en": row.clause.title_en,
            "reason": row.reason,
        }
        for row in sorted(by_clause.values(), key=lambda row: row.clause.position)
    ]

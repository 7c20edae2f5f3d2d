"""Visits of programmes brought in from a register: new ones and what changed about those that stand."""

from collections.abc import Sequence
from typing import Any

from inspections.models import Programme, ProgrammeClause, ProgrammeLine
from inspections.operations.programme import changeable
from inspections.operations.programme_visits import VisitDraft, check_units, write_visits
from qms.history import bulk
from qms.history.recording import operation
from qms.operations.citing import rewrite_citations


@operation("bring_in_visits")
def bring_in_visits(
    drafts: Sequence[tuple[Programme, VisitDraft]],
    changed: Sequence[ProgrammeLine],
    cited: Sequence[tuple[int, int]],
    *,
    by: Any,
) -> None:
    """Write new visits of draft programmes and changed ones; `cited` are further clauses (visit, clause)."""
    programmes = {programme.pk: programme for programme, _draft in drafts}
    programmes |= {line.programme_id: line.programme for line in changed}
    for programme in programmes.values():
        locked = changeable(programme, by)
        mine = [draft for one, draft in drafts if one.pk == programme.pk]
        check_units(locked, [draft.unit for draft in mine])
        write_visits(locked, mine)
    bulk.update(changed, ["lead", "scope", "note"])
    rewrite_citations(ProgrammeClause, [(line, clause, "") for line, clause in cited], [])

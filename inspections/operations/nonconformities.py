"""Many nonconformities recorded at once, each with its number and clause references."""

from collections.abc import Sequence
from typing import Any

from inspections.models import Nonconformity, NonconformityClause
from inspections.operations.writing import number_drafts, write_with_references
from qms import policy
from qms.history.recording import operation


@operation("record_nonconformities")
def record_nonconformities(
    drafts: Sequence[Nonconformity], *, by: Any, references: Sequence[Sequence[NonconformityClause]] = ()
) -> list[Nonconformity]:
    """Write many nonconformities at once with their clause references; the rule once for each unit and raiser."""
    for draft in {(draft.unit_id, draft.raised_by_unit_id, draft.lead_id): draft for draft in drafts}.values():
        policy.require(by, "inspections.record_nonconformity", draft)
    number_drafts("nonconformity", drafts, place="unit", day="raised_on")
    return write_with_references(drafts, references)

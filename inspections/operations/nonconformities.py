"""Many nonconformities recorded at once, each with its number and clause references."""

from collections.abc import Sequence
from typing import Any

from inspections.models import Nonconformity, NonconformityClause
from qms import policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.reach import Participation, participation_rows
from qms.numbering import next_numbers


@operation("record_nonconformities")
def record_nonconformities(
    drafts: Sequence[Nonconformity], *, by: Any, references: Sequence[Sequence[NonconformityClause]] = ()
) -> list[Nonconformity]:
    """Write many nonconformities at once with their clause references; the rule once for each unit and raiser."""
    for draft in {(draft.unit_id, draft.raised_by_unit_id, draft.lead_id): draft for draft in drafts}.values():
        policy.require(by, "inspections.record_nonconformity", draft)
    _number(drafts)
    created = bulk.create(drafts)
    rows = []
    for nonconformity, own in zip(created, references or [()] * len(created), strict=True):
        for reference in own:
            reference.record = nonconformity
            rows.append(reference)
    bulk.create(rows)
    Participation.objects.bulk_create(
        [row for record in created for row in participation_rows(record)], ignore_conflicts=True
    )
    return created


def _number(drafts: Sequence[Nonconformity]) -> None:
    by_place: dict[tuple[int, int], list[Nonconformity]] = {}
    for draft in drafts:
        draft.original_grade = draft.original_grade or draft.grade
        by_place.setdefault((draft.unit_id, draft.raised_on.year), []).append(draft)
    for (_unit, year), same in by_place.items():
        for draft, number in zip(same, next_numbers("nonconformity", same[0].unit, len(same), year), strict=True):
            draft.number = number

"""Writing what registers say: brought-in inspections, and later states of brought-in records."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inspections.enums import FindingStatus, InspectionStatus, NonconformityStatus
from inspections.models import Finding, InspectedUnit, Inspection, Nonconformity
from qms.history import bulk
from qms.history.recording import operation
from qms.models.participation import Participation, end_participation
from qms.models.reach import participation_rows
from qms.numbering import next_numbers
from qms.operations.citing import rewrite_citations

ENDED_FINDINGS = (FindingStatus.CLOSED, FindingStatus.WITHDRAWN)


@operation("bring_in_inspections")
def bring_in_inspections(drafts: Sequence[Inspection], *, by: Any) -> list[Inspection]:
    """Write many brought-in inspections at once."""
    by_place: dict[tuple[str, int], list[Inspection]] = {}
    for draft in drafts:
        by_place.setdefault((draft.kind, draft.starts_on.year), []).append(draft)
    for (kind, year), same in by_place.items():
        for draft, number in zip(same, next_numbers(kind, same[0].raised_by_unit, len(same), year), strict=True):
            draft.number = number
    return bulk.create(drafts)


@operation("visit_further_units")
def visit_further_units(visited: Mapping[int, Iterable[int]], *, by: Any) -> None:
    """Name the further units that new brought-in inspections visited, by keys of inspections and of units."""
    home = dict(Inspection.objects.filter(pk__in=visited).values_list("pk", "unit_id"))
    bulk.create(
        [
            InspectedUnit(inspection_id=key, unit_id=unit)
            for key, units in visited.items()
            for unit in sorted(units)
            if unit != home[key]
        ]
    )


@operation("update_brought_in")
def update_brought_in(records: Sequence[Any], fields: Iterable[str], *, by: Any) -> list[Any]:
    """Write what a later file says of brought-in records of one model; who is named on them follows."""
    changed = bulk.update(records, sorted(set(fields)))
    for record in changed:
        record.refresh_names = {(row.user_id, row.capacity) for row in participation_rows(record)}
    if not changed:
        return changed
    kind = changed[0]._meta.label_lower
    wanted = {(record.pk, *name) for record in changed for name in record.refresh_names}
    rows = Participation.objects.filter(kind=kind, record_id__in=[record.pk for record in changed])
    standing = {(row.record_id, row.user_id, row.capacity): row.pk for row in rows}
    stale = [pk for key, pk in standing.items() if key not in wanted]
    end_participation(Participation.objects.filter(pk__in=stale))
    Participation.objects.bulk_create(
        [
            Participation(kind=kind, record_id=record_id, user_id=user_id, capacity=capacity)
            for record_id, user_id, capacity in wanted - set(standing)
        ]
    )
    return changed


@operation("cite_brought_in")
def cite_brought_in(
    reference_model: Any, cited: Sequence[tuple[int, int | None, str]], dropped: Sequence[Any], *, by: Any
) -> None:
    """Cite further clauses ((record key, clause key, written as)), and end references that the file no longer gives."""
    rewrite_citations(reference_model, cited, dropped)


@operation("settle_brought_in_inspections")
def settle_brought_in_inspections(
    inspection_ids: Iterable[int], *, by: Any, days: dict[int, tuple[dt.date, dt.date]] | None = None
) -> None:
    """Closed once everything found is closed, concluded until then; their days span what they hold."""
    rows = Inspection.objects.filter(pk__in=set(inspection_ids), brought_in=True, moved_here=False)
    open_ones = open_inspections(inspection_ids)
    changed = []
    for inspection in rows:
        first, last = (days or {}).get(inspection.pk, (inspection.starts_on, inspection.ends_on))
        wanted = (
            InspectionStatus.CONCLUDED if inspection.pk in open_ones else InspectionStatus.CLOSED,
            min(first, inspection.starts_on),
            max(last, inspection.ends_on),
        )
        if (inspection.status, inspection.starts_on, inspection.ends_on) != wanted:
            inspection.status, inspection.starts_on, inspection.ends_on = wanted
            changed.append(inspection)
    bulk.update(changed, ["status", "starts_on", "ends_on"])


def open_inspections(inspection_ids: Iterable[int]) -> set[int]:
    """Keys of those that still have something open."""
    keys = set(inspection_ids)
    findings = Finding.objects.filter(inspection_id__in=keys, ended_at=None).exclude(status__in=ENDED_FINDINGS)
    rest = Nonconformity.objects.filter(inspection_id__in=keys, ended_at=None).exclude(
        status__in=NonconformityStatus.ended_states()
    )
    return set(findings.values_list("inspection_id", flat=True)) | set(rest.values_list("inspection_id", flat=True))

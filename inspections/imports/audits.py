"""In which inspections brought-in findings arrive: one for each audit reference, else one for the workbook."""

from functools import lru_cache
from pathlib import PurePath
from typing import Any

from inspections.enums import FindingStatus, InspectionKind, InspectionStatus
from inspections.imports.about import About
from inspections.models import Inspection
from inspections.operations.brought_in import bring_in_inspections
from qms import clock
from qms.importing.linking import ClauseFinder
from qms.importing.register_kind import Asked, PlannedRow
from qms.importing.text import fold

EXTERNAL = ("external", "supplier", "second party", "third party", "certification", "surveillance")
EXTERNAL_VI = ("bên ngoài", "bên thứ hai", "bên thứ ba", "chứng nhận", "giám sát", "nhà cung cấp", "đánh giá ngoài")
SUPERIOR = ("superior", "cấp trên", "kiểm tra")
ENDED = {str(FindingStatus.CLOSED), str(FindingStatus.WITHDRAWN)}


def kind_of(text: str) -> str:
    """The kind of inspection that a word such as "Certification" means; internal where nothing else is said."""
    folded = fold(text)
    if any(fold(word) in folded for word in (*EXTERNAL, *EXTERNAL_VI)):
        return InspectionKind.EXTERNAL
    if any(fold(word) in folded for word in SUPERIOR):
        return InspectionKind.SUPERIOR
    return InspectionKind.INTERNAL


def group_of(row: PlannedRow) -> str:
    """What rows of one inspection share; nothing where the sheet names no inspection."""
    return folded(row.plan.audit)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The same few references stand in very many rows."""
    return fold(text)


def standing_inspections(asked: Asked) -> dict[str, Inspection]:
    """Brought-in inspections of the owner by their reference; the workbook's own under the empty one."""
    found: dict[str, Inspection] = {}
    rows = Inspection.objects.filter(raised_by_unit=asked.unit, brought_in=True, ended_at=None).order_by("pk")
    for inspection in rows.defer("source_text", "search_text"):
        if inspection.external_ref:
            found.setdefault(fold(inspection.external_ref), inspection)
        elif inspection.source_file == asked.file_name:
            found.setdefault("", inspection)
    return found


def inspections_for(rows: list[PlannedRow], about: About, *, by: Any) -> None:
    """Find or bring in the inspection of each row; `about` keeps them for later chunks, with the days and units met."""
    asked = about.asked
    if not about.inspections:
        about.inspections = standing_inspections(asked)
    groups: dict[str, list[PlannedRow]] = {}
    for row in rows:
        groups.setdefault(group_of(row), []).append(row)
    fresh = [group for group in groups if group not in about.inspections]
    created = bring_in_inspections([draft_of(groups[group], asked, about.clauses) for group in fresh], by=by)
    about.inspections |= dict(zip(fresh, created, strict=True))
    about.visited |= {inspection.pk: set() for inspection in created}
    for group, same in groups.items():
        key = about.inspections[group].pk
        first, last = days_of(same)
        known = about.days.get(key, (first, last))
        about.days[key] = (min(first, known[0]), max(last, known[1]))
        if key in about.visited:
            about.visited[key] |= {row.plan.said.get("unit_id", asked.unit.pk) for row in same}


def days_of(rows: list[PlannedRow]) -> tuple[Any, Any]:
    """The first and the last day on which something was found; today where no row says."""
    days = [day for row in rows if (day := row.plan.said.get("recorded_on"))] or [clock.today()]
    return min(days), max(days)


def draft_of(rows: list[PlannedRow], asked: Asked, clauses: ClauseFinder) -> Inspection:
    """One inspection that holds these rows."""
    first = rows[0]
    starts_on, ends_on = days_of(rows)
    done = all(row.plan.said.get("status") in ENDED for row in rows)
    reference = first.plan.audit
    stem = PurePath(asked.file_name).stem or asked.file_name
    return Inspection(
        kind=kind_of(next((row.plan.audit_kind for row in rows if row.plan.audit_kind), "")),
        title=(f"{reference} ({stem})" if reference else stem)[:250],
        raised_by_unit=asked.unit,
        unit=asked.unit,
        edition_id=clauses.editions.get(clauses.default),
        status=InspectionStatus.CLOSED if done else InspectionStatus.CONCLUDED,
        starts_on=starts_on,
        ends_on=ends_on,
        brought_in=True,
        external_ref=reference[:120],
        source_file=asked.file_name[:200],
        source_row=first.number,
        source_text={
            name: text
            for name, text in {"inspection_ref": reference, "inspection_kind": first.plan.audit_kind}.items()
            if text
        },
    )

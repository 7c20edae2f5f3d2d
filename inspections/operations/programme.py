"""Planning the year: programmes and their lines (9.2.2 a)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus, ProgrammeStatus
from inspections.models import Programme, ProgrammeClause, ProgrammeLine, ProgrammeVersion
from inspections.programme_versions import content_hash, content_of
from inspections.workflows import PROGRAMME
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation, recording
from qms.models.standards import Clause
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.citing import lies_beside
from qms.workflow import StepRefused, check_version


@operation("plan_programme")
def plan_programme(programme: Programme, *, by: Any) -> Programme:
    """Start the programme of a unit and year; its number is given here."""
    programme.prepared_by = by
    policy.require(by, "inspections.plan_programme", programme)
    programme.number = next_number("programme", programme.unit, programme.year)
    programme.save()
    return programme


@operation("change_programme")
def change_programme(programme: Programme, *, by: Any) -> Programme:
    """Change the head of a draft programme; an approved one is amended with a reason instead."""
    policy.require(by, "inspections.plan_programme", programme)
    _require_changeable(programme)
    programme.save()
    return programme


def changeable(programme: Programme, by: Any, version: int | None = None) -> Programme:
    """The programme, locked, for whoever may change its visits now. Raises Refused, Conflict or StepRefused."""
    policy.require(by, "inspections.plan_programme", programme)
    locked: Programme = Programme.objects.locked().get(pk=programme.pk)
    check_version(locked, version)
    _require_changeable(locked)
    return locked


@operation("plan_visit")
def plan_visit(line: ProgrammeLine, *, by: Any, clauses: Iterable[Clause] | None = None) -> ProgrammeLine:
    """Add or change one visit of the programme: a unit in a month. `clauses` None leaves its clauses as they are."""
    changeable(line.programme, by)
    line.save()
    if clauses is not None:
        _set_clauses(line, clauses)
    return line


def _set_clauses(line: ProgrammeLine, wanted: Iterable[Clause]) -> None:
    keep = {clause.pk: clause for clause in wanted}
    rows = line.clause_references.exclude(clause=None).select_related("clause")
    standing = {row.clause_id: row for row in rows}
    changed = [row for key, row in standing.items() if (key in keep) != (row.ended_at is None)]
    changed = [row for row in changed if row.clause_id in keep or not lies_beside(row, line.programme.edition_id)]
    for row in changed:
        row.ended_at = None if row.clause_id in keep else clock.now()
    bulk.update(changed, ["ended_at"])
    bulk.create(ProgrammeClause(record=line, clause=clause) for key, clause in keep.items() if key not in standing)


@operation("drop_visit", reason_required=True)
def drop_visit(line: ProgrammeLine, *, by: Any) -> ProgrammeLine:
    """Take a visit out of the programme; the row ends, it does not vanish."""
    changeable(line.programme, by)
    if line.inspections.exclude(status=InspectionStatus.CANCELLED).exists():
        raise StepRefused([_("An inspection was planned from this visit: cancel it first.")])
    line.ended_at = clock.now()
    line.save()
    return line


def why_unchangeable(programme: Programme) -> str:
    """Why its visits stay as they are; empty where they may change."""
    if programme.status == ProgrammeStatus.CLOSED:
        return _("The programme is closed: its visits stay as they are.")
    if programme.status not in (ProgrammeStatus.DRAFT, ProgrammeStatus.AMENDED):
        return _("The programme is approved: amend it first, with a reason.")
    return ""


def _require_changeable(programme: Programme) -> None:
    reason = why_unchangeable(programme)
    if reason:
        raise StepRefused([reason])


@transaction.atomic
def approve_programme(programme: Programme, *, by: Any, **common: Any) -> Programme:
    """Top management approves, signed; what was approved is frozen as a version. Tells who prepared it."""
    programme = PROGRAMME.apply("approve", programme, by=by, approved_by=by, approved_on=clock.today(), **common)
    _freeze(programme, by)
    notify("programme_approved", about=programme, to=[programme.prepared_by], by=by)
    return programme


def _freeze(programme: Programme, by: Any) -> None:
    content = content_of(programme)
    with recording(by=by, operation="programme.approve", reason=programme.amendment_reason):
        ProgrammeVersion(
            programme=programme,
            number=programme.issue,
            reason=programme.amendment_reason,
            content=content,
            content_hash=content_hash(content),
            approved_by=by,
            approved_on=clock.today(),
        ).save()


def amend_programme(programme: Programme, *, by: Any, reason: str, **common: Any) -> Programme:
    """Open an approved programme for changes; a new version with its reason, in force once it is approved again."""
    changes: dict[str, Any] = {"issue": programme.issue + 1, "amendment_reason": reason.strip()}
    return PROGRAMME.apply("amend", programme, by=by, reason=reason, **changes, **common)


def close_programme(programme: Programme, *, by: Any, **common: Any) -> Programme:
    """Close the year."""
    return PROGRAMME.apply("close", programme, by=by, **common)

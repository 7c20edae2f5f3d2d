"""Planning the year: programmes and their lines (9.2.2 a)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import ProgrammeStatus
from inspections.models import Programme, ProgrammeLine
from inspections.workflows import PROGRAMME
from qms import clock, policy
from qms.history.recording import operation
from qms.notices import notify
from qms.numbering import next_number
from qms.workflow import StepRefused


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


@operation("plan_visit")
def plan_visit(line: ProgrammeLine, *, by: Any) -> ProgrammeLine:
    """Add or change one visit of the programme: a unit in a month."""
    policy.require(by, "inspections.plan_programme", line.programme)
    _require_changeable(line.programme)
    line.save()
    return line


@operation("drop_visit", reason_required=True)
def drop_visit(line: ProgrammeLine, *, by: Any) -> ProgrammeLine:
    """Take a visit out of the programme; the row ends, it does not vanish."""
    policy.require(by, "inspections.plan_programme", line.programme)
    _require_changeable(line.programme)
    if line.inspections.exclude(status="cancelled").exists():
        raise StepRefused([_("An inspection was planned from this visit: cancel it first.")])
    line.ended_at = clock.now()
    line.save()
    return line


def _require_changeable(programme: Programme) -> None:
    if programme.status not in (ProgrammeStatus.DRAFT, ProgrammeStatus.AMENDED):
        raise StepRefused([_("The programme is approved: amend it first, with a reason.")])


@transaction.atomic
def approve_programme(programme: Programme, *, by: Any, **common: Any) -> Programme:
    """Top management approves, signed. Tells who prepared it."""
    programme = PROGRAMME.apply("approve", programme, by=by, approved_by=by, approved_on=clock.today(), **common)
    notify("programme_approved", about=programme, to=[programme.prepared_by], by=by)
    return programme


def amend_programme(programme: Programme, *, by: Any, reason: str, **common: Any) -> Programme:
    """Open an approved programme for changes; each amendment is a version with its reason."""
    return PROGRAMME.apply("amend", programme, by=by, reason=reason, issue=programme.issue + 1, **common)


def close_programme(programme: Programme, *, by: Any, **common: Any) -> Programme:
    """Close the year."""
    return PROGRAMME.apply("close", programme, by=by, **common)

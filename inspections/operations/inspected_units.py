"""Which further units an inspection visits, changed after it was planned."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus
from inspections.models import InspectedUnit, Inspection
from inspections.operations.inspection import inspected_units, managers_of, team_of
from qms import clock, policy
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.notices import notify
from qms.workflow import StepRefused


@operation("name_units")
def name_units(inspection: Inspection, units: Iterable[Unit], *, by: Any) -> None:
    """Make the further inspected units exactly these; once notified, units and team are told again."""
    policy.require(by, "inspections.plan_inspection", inspection)
    if inspection.status not in (InspectionStatus.PLANNED, InspectionStatus.NOTIFIED):
        raise StepRefused([_("The plan is changed before the visit starts.")])
    before = inspected_units(inspection)
    wanted = {unit.pk: unit for unit in units if unit.pk != inspection.unit_id}
    _require_no_sessions(inspection, {inspection.unit_id, *wanted})
    standing = {row.unit_id: row for row in inspection.inspected_units.all()}
    for unit_id, row in standing.items():
        if (unit_id in wanted) != (row.ended_at is None):
            row.ended_at = None if unit_id in wanted else clock.now()
            row.save()
    for unit_id, unit in wanted.items():
        if unit_id not in standing:
            InspectedUnit(inspection=inspection, unit=unit).save()
    _tell(inspection, before, by)


def _require_no_sessions(inspection: Inspection, unit_ids: set[int]) -> None:
    left = inspection.sessions.filter(ended_at=None).exclude(unit_id__in=unit_ids).select_related("unit")
    names = dict.fromkeys(session.unit.name for session in left)
    if names:
        raise StepRefused([_("Sessions are planned in %(units)s: take them out first.") % {"units": ", ".join(names)}])


def _tell(inspection: Inspection, before: list[Unit], by: Any) -> None:
    """Tell units that come, stay and go, where they had been notified."""
    after = inspected_units(inspection)
    if inspection.status != InspectionStatus.NOTIFIED or {unit.pk for unit in before} == {unit.pk for unit in after}:
        return
    people = [person for unit in {*before, *after} for person in managers_of(unit)]
    told = {"units": ", ".join(unit.name for unit in after)}
    notify("inspection_units_changed", about=inspection, to=[*people, *team_of(inspection)], by=by, **told)

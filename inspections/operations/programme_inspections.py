"""The inspections of all visits of a programme, planned in one step."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus, ProgrammeStatus
from inspections.models import InspectedUnit, Inspection, Programme, ProgrammeLine
from inspections.visit_plans import blank_from_line
from qms import policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.participation import Participation
from qms.notices import notify
from qms.numbering import next_numbers
from qms.workflow import StepRefused, check_version

BATCH = 2000


def lines_to_plan(programme: Programme) -> Any:
    """Visits that no inspection was planned from; a cancelled one frees its visit.

    An inspection of several units is planned from one visit and serves those of its further units in that month too.
    """
    planned = Inspection.objects.filter(programme_line__programme=programme).exclude(status=InspectionStatus.CANCELLED)
    further = InspectedUnit.objects.filter(
        inspection__in=planned.values("pk"),
        inspection__programme_line__month=OuterRef("month"),
        unit_id=OuterRef("unit_id"),
        ended_at=None,
    )
    lines = ProgrammeLine.objects.filter(programme=programme, ended_at=None)
    return lines.exclude(pk__in=planned.values("programme_line_id")).exclude(Exists(further))


def not_ready(programme: Programme) -> list[str]:
    """Why the inspections of this programme are not planned now; sentences for the page."""
    if programme.status not in (ProgrammeStatus.APPROVED, ProgrammeStatus.AMENDED):
        return [_("Inspections of all visits are planned once the programme is approved and before it is closed.")]
    return []


@operation("plan_inspections")
def plan_inspections(
    programme: Programme, lines: Iterable[ProgrammeLine] | None = None, *, by: Any, version: int | None = None
) -> list[Inspection]:
    """Plan one inspection for each visit (all of the programme by default); numbers, history and who is named.

    Visits with an inspection are passed over, so that doing it again changes nothing. Each lead is told once.
    """
    policy.require(by, "inspections.plan_inspection", Inspection(raised_by_unit=programme.unit))
    programme = Programme.objects.locked().select_related(None).get(pk=programme.pk)
    check_version(programme, version)
    if reasons := not_ready(programme):
        raise StepRefused(reasons)
    wanted = lines_to_plan(programme)
    if lines is not None:
        wanted = wanted.filter(pk__in=[line.pk for line in lines])
    made = bulk.create(_numbered(programme, wanted))
    _name_leads(made)
    _tell_leads(programme, made, by)
    return made


def _numbered(programme: Programme, lines: Any) -> list[Inspection]:
    """Unsaved inspections, each with the next number of the unit that sends them and of its year."""
    listed = list(lines.select_related("unit", "lead").order_by("month", "unit__sort_key", "pk"))
    for line in listed:
        line.programme = programme
    made = [blank_from_line(line) for line in listed]
    for year in sorted({inspection.starts_on.year for inspection in made}):
        own = [inspection for inspection in made if inspection.starts_on.year == year]
        numbers = next_numbers(programme.kind, programme.unit, len(own), year)
        for inspection, number in zip(own, numbers, strict=True):
            inspection.number = number
    return made


def _name_leads(made: list[Inspection]) -> None:
    """Who is named on new inspections: their leads; none has a team yet, so none is asked for it."""
    kind = Inspection._meta.label_lower
    rows = [
        Participation(user_id=inspection.lead_id, kind=kind, record_id=inspection.pk, capacity="lead")
        for inspection in made
        if inspection.lead_id
    ]
    Participation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _tell_leads(programme: Programme, made: list[Inspection], by: Any) -> None:
    """One notice for each lead, about the first of theirs: that one they reach, the programme perhaps not."""
    own: dict[int, list[Inspection]] = {}
    for inspection in made:
        if inspection.lead_id:
            own.setdefault(inspection.lead_id, []).append(inspection)
    for listed in own.values():
        first = listed[0]
        notify(
            "inspections_planned", about=first, to=[first.lead], by=by, count=len(listed), programme=programme.number
        )

"""Which units a programme is about: those it may visit, those its year shows, and whose facts count for which."""

from typing import Any

from inspections.enums import InspectionKind
from inspections.forms.choices import system_units, units_to_check
from inspections.models import Programme
from qms import clock
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath


def allowed_units(programme: Programme) -> Any:
    """Units that a visit of the programme may go to: of its own QMS; for a superior's check everything below."""
    if programme.kind == InspectionKind.SUPERIOR:
        below = units_to_check(programme.unit)
        return Unit.objects.filter(pk__in=below).valid_on(clock.today())
    return system_units(programme.unit_id)


def programme_units(programme: Programme) -> Any:
    """Units that the year shows: the allowed ones; for a superior's check those that hold a QMS."""
    units = allowed_units(programme)
    if programme.kind == InspectionKind.SUPERIOR:
        units = units.filter(pk__in=_holders())
    return units


def _holders() -> Any:
    today = clock.today()
    standing = QMSHolding.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    return standing.values("unit_id")


def places_of(programme: Programme, unit_ids: Any) -> dict[int, int]:
    """The unit of the programme that each place counts for.

    A superior's check looks at a whole QMS: everything inside it counts for its holder. Else each unit is its own.
    """
    if programme.kind != InspectionKind.SUPERIOR:
        return {unit_id: unit_id for unit_id in unit_ids}
    paths = UnitPath.objects.filter(ancestor_id__in=list(unit_ids), inside=True)
    return dict(paths.values_list("unit_id", "ancestor_id"))

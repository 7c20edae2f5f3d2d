"""What part of an inspection of several units a person sees: until it is concluded, an inspected unit only its own.

The sending side, the team and who reaches every inspected unit see the whole; after conclusion everybody who reaches
the inspection does. Whatever hangs on the inspection by a unit (sessions, lines, findings, files, attendance, printed
parts) is asked here before it is shown.
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from inspections.enums import InspectionStatus
from inspections.models.inspection import InspectedUnit, Inspection, TeamMember

UnitsSeen = frozenset[int] | None
"""Keys of the units whose part is seen; None: the whole."""

OPENED = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)


def units_seen(inspection: Any, user: Any) -> UnitsSeen:
    """The units of the inspection whose part the person sees, or None where they see the whole."""
    if user.is_system:
        return None
    authority = user.authority
    if authority.record_units & authority.ancestors_inside(inspection.raised_by_unit_id):
        return None
    units = _units(inspection)
    if len(units) == 1 or _is_concluded(inspection) or authority.is_one_of(*_team(inspection)):
        return None
    authority.learn_ancestors(units)
    seen = frozenset(unit for unit in units if authority.record_units & authority.ancestors_inside(unit))
    return None if seen == units else seen


def _units(inspection: Any) -> frozenset[int]:
    rows = InspectedUnit.objects.filter(inspection_id=inspection.pk, ended_at=None).values_list("unit_id", flat=True)
    return frozenset({inspection.unit_id, *rows})


def _is_concluded(inspection: Any) -> bool:
    """Today's state decides, also over what is shown as of an earlier day."""
    return Inspection.objects.filter(pk=inspection.pk, status__in=OPENED).exists()


def _team(inspection: Any) -> list[int | None]:
    rows = TeamMember.objects.filter(inspection_id=inspection.pk, ended_at=None).values_list("user_id", flat=True)
    return [inspection.lead_id, *rows]


def in_part(rows: Any, seen: UnitsSeen, field: str = "unit_id") -> Any:
    """The rows of a queryset that lie in the part seen; `field` leads to the unit, as session__unit_id of lines."""
    return rows if seen is None else rows.filter(**{f"{field}__in": seen})


def of_part(rows: Iterable[Any], seen: UnitsSeen) -> list[Any]:
    """The same for rows already read that carry `unit_id`."""
    return [row for row in rows if seen is None or row.unit_id in seen]


def sees_unit(inspection: Any, user: Any, unit_id: int | None) -> bool:
    """Whether the part of one unit is seen; what belongs to no unit (None) is seen with the whole only."""
    seen = units_seen(inspection, user)
    return seen is None or unit_id in seen


def require_part(inspection: Any, user: Any, unit_id: int | None) -> None:
    """Raise Http404 where the person does not see the unit's part: as absent as what they do not reach."""
    if not sees_unit(inspection, user, unit_id):
        raise Http404

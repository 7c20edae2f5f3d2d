"""Who is offered for the attendance of a meeting: the team, and those who answer for the inspected units."""

from dataclasses import dataclass
from typing import Any

from inspections.models import Attendance, Meeting
from inspections.operations.inspection import inspected_units, team_of
from inspections.operations.meeting import Attendee
from qms.enums import Role
from qms.models.organisation import Unit
from qms.models.people import Membership, RoleAssignment, User


@dataclass(frozen=True)
class Offered:
    """A person with the unit for which they would sit there."""

    user: User
    unit: Unit | None

    def attends(self) -> Attendee:
        """The person as attendance is recorded."""
        return Attendee(name=str(self.user), position=self.user.position, unit=self.unit, user=self.user)

    @property
    def label(self) -> str:
        """Name, position and unit."""
        return ", ".join(filter(None, [str(self.user), self.user.position, self.unit.name if self.unit else ""]))


def offered_for(meeting: Meeting) -> dict[int, Offered]:
    """By key, the team first, then the units' managers, then who was recorded already."""
    inspection = meeting.inspection
    team = {user.pk: user for user in team_of(inspection) if user is not None}
    places = Membership.objects.standing_on(meeting.held_on or inspection.starts_on).filter(user_id__in=team)
    unit_of = {row.user_id: row.unit for row in places.select_related("unit").order_by("-pk")}
    found = {key: Offered(user, unit_of.get(key)) for key, user in team.items()}
    for user, unit in managers_by_unit(inspection):
        found.setdefault(user.pk, Offered(user, unit))
    for row in _recorded(meeting):
        if row.user is not None:
            found.setdefault(row.user.pk, Offered(row.user, row.unit))
    return found


def managers_by_unit(inspection: Any) -> list[tuple[User, Unit]]:
    """Who answers for each inspected unit, in the units' order."""
    units = {unit.pk: unit for unit in inspected_units(inspection)}
    rows = RoleAssignment.objects.standing_on(inspection.starts_on).filter(
        unit_id__in=units, role__in=[Role.MANAGER, Role.TOP]
    )
    order = list(units)
    listed = sorted(rows.select_related("user"), key=lambda row: (order.index(row.unit_id), row.pk))
    return [(row.user, units[row.unit_id]) for row in listed]


def _recorded(meeting: Meeting) -> list[Attendance]:
    if not meeting.pk:
        return []
    return list(meeting.attendance.filter(ended_at=None).select_related("user", "unit"))


def further_of(meeting: Meeting) -> list[Attendance]:
    """Standing attendance of people without an account."""
    return [row for row in _recorded(meeting) if row.user_id is None]

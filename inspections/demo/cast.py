"""Who plays which part in the demonstration's inspections, for each holder of a QMS."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from qms.demo.stage import Stage
from qms.enums import Role
from qms.models.people import Membership, RoleAssignment


@dataclass
class Cast:
    """The people of one holder. `managers` and `staff` by unit code; `categories` of causes by their code."""

    holder: Any
    officer: Any
    head: Any
    lead: Any
    inspector: Any
    verifier: Any
    managers: dict[str, Any] = field(default_factory=dict)
    staff: dict[str, list[Any]] = field(default_factory=dict)
    categories: dict[str, Any] = field(default_factory=dict)

    def manager(self, unit: Any) -> Any:
        """Who answers for a unit: its manager, or the head of the holder."""
        return self.managers.get(unit.code, self.head)

    def owner(self, unit: Any) -> Any:
        """Who does the unit's actions: somebody of its staff, else its manager."""
        return next(iter(self.staff.get(unit.code, ())), None) or self.manager(unit)


TOLD = {
    "SLĐ-01": ("officer1", "head1", "lead1", "inspector1", "verifier1"),
    "SLĐ-79": ("officer2", "head2", "lead2", "inspector2", "inspector2"),
    "BLĐTBXH": ("officer", "director", "lead", "inspector", "inspector"),
}
"""Accounts that play officer, head, lead, inspector and verifier."""


def casts(stage: Stage) -> dict[str, Cast]:
    """The parts of every holder whose people stand in fixtures/demo/people.yaml."""
    managers: dict[str, Any] = {}
    for row in RoleAssignment.objects.filter(role=Role.MANAGER).select_related("unit", "user").order_by("pk"):
        managers.setdefault(row.unit.code, row.user)
    readers = set(RoleAssignment.objects.filter(role=Role.READER).values_list("user_id", flat=True))
    staff: dict[str, list[Any]] = defaultdict(list)
    for place in Membership.objects.filter(user_id__in=readers).select_related("unit", "user").order_by("pk"):
        staff[place.unit.code].append(place.user)
    return {code: _cast(stage, code, names, managers, staff) for code, names in TOLD.items()}


def _cast(stage: Stage, code: str, names: tuple[str, ...], managers: Any, staff: Any) -> Cast:
    officer, head, lead, inspector, verifier = (stage.people[name] for name in names)
    return Cast(stage.units[code], officer, head, lead, inspector, verifier, managers, staff)

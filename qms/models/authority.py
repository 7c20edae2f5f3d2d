"""What one person may today: roles by unit, whom they act for; asked once for each request."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from qms import clock
from qms.enums import Role
from qms.models.reach import UnitPath
from qms.prepared import MOST_KEYS, padded, prepared_rows

if TYPE_CHECKING:
    from qms.models.people import User


class Authority:
    """A person's roles and appointments on a day. Holds keys only, never records."""

    def __init__(self, user: "User", day: dt.date | None = None) -> None:
        self.user_id = user.pk
        self.day = day or clock.today()
        self._active = user.is_active
        self._above: dict[int, frozenset[int]] = {}

    @cached_property
    def _appointments(self) -> tuple[tuple[int, int], ...]:
        """(deputy, principal) of today's appointments of this person and of everybody for whom they act."""
        return tuple(prepared_rows(_appointments, user=self.user_id, day=self.day))

    @cached_property
    def principals(self) -> frozenset[int]:
        """Keys of the people for whom this person acts today."""
        return frozenset(principal for deputy, principal in self._appointments if deputy == self.user_id)

    @cached_property
    def person_ids(self) -> frozenset[int]:
        """This person and those for whom they act: they count as one."""
        return self.principals | {self.user_id}

    @cached_property
    def counted_as_one(self) -> frozenset[int]:
        """All who count as one with this person for separation of duties: both sides of every appointment."""
        people = self.person_ids
        return people | frozenset(deputy for deputy, principal in self._appointments if principal in people)

    @cached_property
    def assignments(self) -> tuple[tuple[str, int], ...]:
        """(role, unit key) pairs that stand today, of this person and of those for whom they act."""
        if not self._active:
            return ()
        return tuple(prepared_rows(_assignments, people=sorted(self.person_ids), day=self.day))

    def units_as(self, *roles: str) -> frozenset[int]:
        """Units where one of the roles is held."""
        return frozenset(unit for role, unit in self.assignments if role in roles)

    @cached_property
    def all_units(self) -> frozenset[int]:
        """Units where any role is held."""
        return frozenset(unit for _role, unit in self.assignments)

    @cached_property
    def record_units(self) -> frozenset[int]:
        """Units whose records are reached."""
        return self.units_as(*Role.of_records())

    @cached_property
    def is_admin(self) -> bool:
        """Administrator of the installation: people, units and settings, no record content by that role."""
        return bool(self.units_as(Role.ADMIN))

    @cached_property
    def holders(self) -> frozenset[int]:
        """Units that hold the QMS to which this person's units belong."""
        return frozenset(row[0] for row in prepared_rows(_holders, units=sorted(self.all_units)))

    @cached_property
    def units_above(self) -> frozenset[int]:
        """Units at or above those where a role is held, across the borders of systems: whose templates they may use."""
        rows = UnitPath.objects.filter(unit_id__in=self.all_units)
        return frozenset(rows.values_list("ancestor_id", flat=True))

    def has_role(self, unit_id: int | None, *roles: str) -> bool:
        """Whether one of the roles is held at the unit or above it, inside its QMS."""
        held = self.units_as(*roles)
        if not held or unit_id is None:
            return False
        return unit_id in held or bool(held & self.ancestors_inside(unit_id))

    def has_role_at(self, unit_id: int | None, *roles: str) -> bool:
        """Whether one of the roles is held at exactly this unit."""
        return unit_id in self.units_as(*roles)

    def ancestors_inside(self, unit_id: int) -> frozenset[int]:
        """The unit and those above it inside its QMS."""
        if unit_id not in self._above:
            self._above[unit_id] = frozenset(row[0] for row in prepared_rows(_inside_above, unit=unit_id))
        return self._above[unit_id]

    def know_ancestors(self, unit_id: int, ancestors: Iterable[int]) -> None:
        """Take note of the unit and those above it inside its QMS, where another query told them."""
        self._above[unit_id] = frozenset(ancestors)

    def learn_ancestors(self, unit_ids: Iterable[int]) -> None:
        """Read the ancestors of many units in one query, before a rule is asked of records in each of them."""
        unknown = sorted({unit_id for unit_id in unit_ids if unit_id not in self._above})
        above: dict[int, set[int]] = {unit_id: set() for unit_id in unknown}
        few = 0 < len(unknown) <= MOST_KEYS
        rows = prepared_rows(_inside_above_many, units=padded(unknown)) if few else _inside_above_many(unknown)
        for unit_id, ancestor in rows:
            above[unit_id].add(ancestor)
        self._above.update({unit_id: frozenset(ids) for unit_id, ids in above.items()})

    def is_one_of(self, *user_ids: int | None) -> bool:
        """Whether this person, or one for whom they act, is among these: asked before a right is given."""
        return not self.person_ids.isdisjoint(user_id for user_id in user_ids if user_id is not None)

    def counts_as(self, *user_ids: int | None) -> bool:
        """Whether this person counts as one of these: asked before a right is denied for separation of duties."""
        named = {user_id for user_id in user_ids if user_id is not None}
        return bool(self.person_ids & named) or (bool(named) and bool(self.counted_as_one & named))


def _holders(units: list[int]) -> Any:
    from qms.models.organisation import QMSHolding  # noqa: PLC0415 - units stand on authority

    above = UnitPath.objects.filter(unit_id__in=units, inside=True).values("ancestor_id")
    return QMSHolding.objects.filter(unit_id__in=above, valid_to=None).values_list("unit_id", flat=True)


def _inside_above(unit: int) -> Any:
    return UnitPath.objects.filter(unit_id=unit, inside=True).values_list("ancestor_id", flat=True)


def _inside_above_many(units: list[int]) -> Any:
    return UnitPath.objects.filter(unit_id__in=units, inside=True).values_list("unit_id", "ancestor_id")


def _appointments(user: int, day: dt.date) -> Any:
    from qms.models.people import ActingFor  # noqa: PLC0415 - people stand on authority

    rows = ActingFor.objects.standing_on(day)
    principals = rows.filter(deputy_id=user).values("principal_id")
    named = Q(deputy_id=user) | Q(principal_id=user) | Q(principal_id__in=principals)
    return rows.filter(named).values_list("deputy_id", "principal_id")


def _assignments(people: list[int], day: dt.date) -> Any:
    from qms.models.people import RoleAssignment  # noqa: PLC0415 - people stand on authority

    return RoleAssignment.objects.standing_on(day).filter(user_id__in=people).values_list("role", "unit_id")

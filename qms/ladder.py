"""Whom a late thing is told to: managers and officers of its unit, the head of its QMS, and deputies; read set-wise."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from qms.enums import Role
from qms.models.people import ActingFor, RoleAssignment, User
from qms.models.reach import UnitPath

ROLES = (Role.MANAGER, Role.OFFICER, Role.TOP)


class Ladder:
    """Roles and deputies as they stand on a day: two queries, and one for each `learn` of units or people."""

    def __init__(self, on: dt.date) -> None:
        self.held: dict[tuple[int, str], list[int]] = defaultdict(list)
        people = User.objects.people().values("pk")
        rows = RoleAssignment.objects.standing_on(on).filter(role__in=ROLES, user_id__in=people).order_by("user_id")
        for unit_id, role, user_id in rows.values_list("unit_id", "role", "user_id"):
            self.held[unit_id, role].append(user_id)
        self.deputies: dict[int, list[int]] = defaultdict(list)
        acting = ActingFor.objects.standing_on(on).filter(deputy_id__in=people).order_by("deputy_id")
        for principal, deputy in acting.values_list("principal_id", "deputy_id"):
            self.deputies[principal].append(deputy)
        self.above: dict[int, list[int]] = {}
        self.active: set[int] = set()

    def learn(self, unit_ids: Iterable[int], user_ids: Iterable[int | None]) -> None:
        """Read what stands above these units inside their QMS, and who of these people is active."""
        unknown = sorted(set(unit_ids) - set(self.above))
        self.above.update({unit_id: [] for unit_id in unknown})
        paths = UnitPath.objects.filter(unit_id__in=unknown, inside=True).order_by("depth")
        for unit_id, ancestor in paths.values_list("unit_id", "ancestor_id"):
            self.above[unit_id].append(ancestor)
        asked = {user_id for user_id in user_ids if user_id}
        self.active |= set(User.objects.people().filter(pk__in=asked).values_list("pk", flat=True))

    def owner(self, owner_id: int | None, unit_id: int) -> list[int]:
        """Who owes it: the owner, else the unit's managers; and who acts for them."""
        if owner_id in self.active:
            return self._with_deputies([owner_id])
        stand_ins = self.deputies.get(owner_id, []) if owner_id else []
        return list(dict.fromkeys([*stand_ins, *self.managers(unit_id)]))

    def managers(self, unit_id: int) -> list[int]:
        """The nearest managers over the unit; of the holder itself also its top management."""
        above = self.above[unit_id]
        for ancestor in above:
            found = self.held.get((ancestor, Role.MANAGER), [])
            if ancestor == above[-1]:
                found = found or self.held.get((ancestor, Role.TOP), [])
            if found:
                return self._with_deputies(found)
        return []

    def officers(self, unit_id: int) -> list[int]:
        """The nearest quality officers over the unit."""
        return self._nearest(unit_id, Role.OFFICER)

    def heads(self, unit_id: int) -> list[int]:
        """The top management of the QMS that the unit belongs to; where nobody is, the manager of its holder."""
        found = self._nearest(unit_id, Role.TOP)
        above = self.above[unit_id]
        return found or self._with_deputies(self.held.get((above[-1], Role.MANAGER), []) if above else [])

    def _nearest(self, unit_id: int, role: str) -> list[int]:
        for ancestor in self.above[unit_id]:
            if (ancestor, role) in self.held:
                return self._with_deputies(self.held[ancestor, role])
        return []

    def _with_deputies(self, people: Iterable[int]) -> list[int]:
        listed = list(people)
        acting = [deputy for person in listed for deputy in self.deputies.get(person, [])]
        return list(dict.fromkeys([*listed, *acting]))

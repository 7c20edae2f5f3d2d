"""Units, holdings, people, roles, competences brought in from registers: set-wise, with one rebuilding at the end."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import Group

from qms import clock, policy
from qms.enums import Role
from qms.history import bulk
from qms.history.projection import projecting
from qms.history.recording import operation
from qms.models.organisation import QMSHolding, Unit
from qms.models.people import Competence, Membership, RoleAssignment, User
from qms.operations.organisation import rebuild_paths
from qms.operations.people import GROUPS

ONE_DAY = dt.timedelta(days=1)


@operation("bring_in_units")
def bring_in_units(
    levels: Sequence[Sequence[tuple[Unit, str]]], changed: Sequence[Unit], *, by: Any, parents: dict[int, str]
) -> dict[str, Unit]:
    """Write new units level by level ((unit, code of its parent)) and changed ones; `parents` gives codes by key.

    Returns the units that were written or named as parents, by code. The closure waits for `bring_in_holdings`.
    """
    policy.require(by, "qms.manage_organisation", None)
    wanted = {code for level in levels for _unit, code in level} | set(parents.values())
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=wanted - {""})}
    for level in levels:
        for unit, code in level:
            unit.parent = known[code] if code else None
        known |= {unit.code: unit for unit in bulk.create([unit for unit, _code in level])}
    for unit in changed:
        if unit.pk in parents:
            unit.parent = known[parents[unit.pk]]
    bulk.update(changed, ["name_vi", "name_en", "kind", "parent", "superior_text", "place", "valid_from", "valid_to"])
    return known


@operation("bring_in_holdings")
def bring_in_holdings(new: Sequence[QMSHolding], changed: Sequence[QMSHolding], *, by: Any) -> None:
    """Write which units hold a QMS, then make the closure of the tree again, once."""
    policy.require(by, "qms.manage_organisation", None)
    bulk.create(new)
    bulk.update(changed, ["obligation", "rhythm", "valid_from", "valid_to"])
    rebuild_paths()


@operation("bring_in_people")
def bring_in_people(new: Sequence[User], changed: Sequence[User], *, by: Any) -> list[User]:
    """Accounts without a password, and what changed about known ones. Nobody changes their own."""
    policy.require(by, "qms.manage_people", None)
    for person in changed:
        policy.require(by, "qms.manage_people", person)
    for person in new:
        person.set_unusable_password()
    created = bulk.create(new)
    bulk.update(changed, ["full_name", "position_vi", "position_en", "email", "is_active"])
    return created


@operation("bring_in_appointments")
def bring_in_appointments(new: Sequence[Any], changed: Sequence[Any], *, by: Any) -> None:
    """Memberships, roles and competences of many people; groups follow the roles."""
    for person in {row.user_id: row.user for row in (*new, *changed)}.values():
        policy.require(by, "qms.manage_people", person)
    for model in (Membership, RoleAssignment, Competence):
        bulk.create([row for row in new if isinstance(row, model)])
        bulk.update([row for row in changed if isinstance(row, model)], ["valid_to"])
    project_groups_of({row.user_id for row in (*new, *changed) if isinstance(row, RoleAssignment)})


def project_groups_of(user_ids: Iterable[int]) -> None:
    """Put people into exactly the Wagtail groups that their roles of today give, all at once."""
    keys = list(user_ids)
    if not keys:
        return
    groups = {name: Group.objects.get_or_create(name=name)[0].pk for name in sorted(set(GROUPS.values()))}
    rows = RoleAssignment.objects.standing_on(clock.today()).filter(user_id__in=keys).values_list("user_id", "role")
    wanted = {(user, groups[GROUPS[Role(role)]]) for user, role in rows if Role(role) in GROUPS}
    through = User.groups.through
    standing = {(row.user_id, row.group_id): row.pk for row in through.objects.filter(user_id__in=keys)}
    with projecting():
        through.objects.filter(pk__in=[pk for key, pk in standing.items() if key not in wanted]).delete()
        through.objects.bulk_create(
            [through(user_id=user, group_id=group) for user, group in sorted(wanted - set(standing))]
        )


def end_organisation(records: list[Any], *, by: Any) -> None:
    """Take back what an undone import created: inside its operation. A unit or a row of a day ends before it began."""
    policy.require(by, "qms.manage_organisation", None)
    if isinstance(records[0], User):
        for person in records:
            person.is_active = False
        bulk.update(records, ["is_active"])
        return
    for row in records:
        # A unit cannot end before it begins; one that ends on its first day was taken back.
        row.valid_to = row.valid_from if isinstance(row, Unit) else row.valid_from - ONE_DAY
    bulk.update(records, ["valid_to"])
    if isinstance(records[0], Unit | QMSHolding):
        rebuild_paths()
    elif isinstance(records[0], RoleAssignment):
        project_groups_of({row.user_id for row in records})

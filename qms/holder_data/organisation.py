"""The units and people of a holder as plain tables by code and account name, out and in."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from qms.models.organisation import QMSHolding, Unit
from qms.models.people import Membership, RoleAssignment, User
from qms.models.reach import UnitPath
from qms.operations.organisation import hold_qms, save_unit
from qms.operations.people import assign_role, record_appointment, save_person

Columns = list[tuple[str, str, int]]
UNIT_FIELDS = (
    "code", "name_vi", "name_en", "kind", "parent", "superior_text", "place", "valid_from", "valid_to",
    "obligation", "rhythm", "held_from", "held_to", "basis",
)  # fmt: skip
PERSON_FIELDS = ("username", "full_name", "email", "position_vi", "position_en", "active")
PLACE_FIELDS = ("username", "unit", "role", "valid_from", "valid_to")
DAYS = {"valid_from", "valid_to", "held_from", "held_to"}
FIELDS: dict[str, tuple[str, ...]] = {"units": UNIT_FIELDS, "people": PERSON_FIELDS, "roles": PLACE_FIELDS}


def columns_of(kind: str) -> Columns:
    """Columns by their own names: these tables are read by the product, and by whoever checks it."""
    return [(name, "date" if name in DAYS else "text", 30 if "name" in name else 16) for name in FIELDS[kind]]


def unit_rows(units: Sequence[Unit]) -> Iterator[list[Any]]:
    """Those above the holder first, so that each finds its parent."""
    holdings = {one.unit_id: one for one in QMSHolding.objects.filter(unit__in=units).order_by("valid_from", "pk")}
    for unit in units:
        held = holdings.get(unit.pk)
        parent = unit.parent.code if unit.parent else ""
        own = [unit.code, unit.name_vi, unit.name_en, unit.kind, parent, unit.superior_text, unit.place]
        holding: list[Any] = [None] * 5
        if held is not None:
            holding = [held.obligation, held.rhythm, held.valid_from, held.valid_to, held.basis]
        yield [*own, unit.valid_from, unit.valid_to, *holding]


def units_of(holder: Unit) -> list[Unit]:
    """The holder's units with all that stand above them, from the top down."""
    inside = UnitPath.objects.filter(ancestor=holder, inside=True).values("unit_id")
    above = UnitPath.objects.filter(unit=holder).values("ancestor_id")
    found = {one.pk: one for one in Unit.objects.filter(Q(pk__in=inside) | Q(pk__in=above)).select_related("parent")}
    return sorted(found.values(), key=lambda one: (depth(one, found), one.code))


def depth(unit: Unit, found: dict[int, Unit]) -> int:
    """How many stand above it."""
    steps = 0
    while unit.parent_id in found:
        unit, steps = found[unit.parent_id], steps + 1
    return steps


def people_of(units: Sequence[Unit]) -> list[User]:
    """Who works there or has a role there, ever."""
    there: list[Any] = [Membership.objects.filter(unit__in=units), RoleAssignment.objects.filter(unit__in=units)]
    named = Q(pk__in=there[0].values("user_id")) | Q(pk__in=there[1].values("user_id"))
    return list(User.objects.filter(named).order_by("username"))


def person_rows(people: Sequence[User]) -> Iterator[list[Any]]:
    """Accounts without passwords: who comes into another installation gets a new one there."""
    for one in people:
        active = "1" if one.is_active else "0"
        yield [one.username, one.full_name, one.email, one.position_vi, one.position_en, active]


def place_rows(people: Sequence[User], units: Sequence[Unit]) -> Iterator[list[Any]]:
    """Where they work (no role) and which roles they have, in these units."""
    works = Membership.objects.filter(user__in=people, unit__in=units).select_related("user", "unit")
    roles = RoleAssignment.objects.filter(user__in=people, unit__in=units).select_related("user", "unit")
    for row in works.order_by("user__username", "valid_from", "pk"):
        yield [row.user.username, row.unit.code, "", row.valid_from, row.valid_to]
    for role in roles.order_by("user__username", "valid_from", "pk"):
        yield [role.user.username, role.unit.code, role.role, role.valid_from, role.valid_to]


def read(content: bytes, kind: str) -> list[dict[str, Any]]:
    """The rows of such a table, by column."""
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    header = [str(name) for name in next(rows, ())]
    found = [{name: plain(value) for name, value in zip(header, row, strict=False)} for row in rows if any(row)]
    return [dict.fromkeys(FIELDS.get(kind, ()), "") | row for row in found]


def plain(value: Any) -> Any:
    """Days as days, everything else as text."""
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else str(value or "")


Counted = dict[str, int]


def bring_units(rows: list[dict[str, Any]], *, by: Any) -> Counted:
    """Make the units that are missing, parents first; those that stand stay as they are."""
    standing = {one.code: one for one in Unit.objects.all()}
    counts = {"create": 0, "unchanged": 0}
    for row in rows:
        if row["code"] in standing:
            counts["unchanged"] += 1
            continue
        names = ("code", "name_vi", "name_en", "kind", "superior_text", "place", "valid_from")
        values = {name: row[name] for name in names}
        unit = Unit(**values, parent=standing.get(row["parent"]), valid_to=row["valid_to"] or None)
        standing[unit.code] = save_unit(unit, by=by)
        counts["create"] += 1
        if row["obligation"]:
            held = {"obligation": row["obligation"], "rhythm": row["rhythm"], "basis": row["basis"]}
            days = {"valid_from": row["held_from"], "valid_to": row["held_to"] or None}
            hold_qms(QMSHolding(unit=unit, **held, **days), by=by)
    return counts


def bring_people(rows: list[dict[str, Any]], places: list[dict[str, Any]], *, by: Any) -> Counted:
    """Make the accounts that are missing, without password, with where they work and their roles."""
    standing, units = {one.username for one in User.objects.all()}, {one.code: one for one in Unit.objects.all()}
    counts, made = {"create": 0, "unchanged": 0}, {}
    for row in rows:
        if row["username"] in standing:
            counts["unchanged"] += 1
            continue
        person = User(**{name: row[name] for name in PERSON_FIELDS[:-1]}, is_active=row["active"] == "1")
        made[person.username] = save_person(person, by=by)
        counts["create"] += 1
    for row in places:
        if row["username"] in made and row["unit"] in units:
            place(row, made[row["username"]], units[row["unit"]], by=by)
    return counts


def place(row: dict[str, Any], person: User, unit: Unit, *, by: Any) -> None:
    """One place of work, or one role."""
    days = {"valid_from": row["valid_from"], "valid_to": row["valid_to"] or None}
    if row["role"]:
        assign_role(RoleAssignment(user=person, unit=unit, role=row["role"], **days), by=by)
    else:
        record_appointment(Membership(user=person, unit=unit, **days), by=by)


def told(counts: Counted) -> str:
    """In words, for commands and pages."""
    return _("%(create)d new, %(unchanged)d stood already") % counts

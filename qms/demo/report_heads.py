"""Heads of the units that report: those told by name, for all other units an invented one."""

from typing import Any

from qms.demo.days import BEGINS
from qms.demo.people import invented_name, write_people
from qms.demo.stage import Stage
from qms.enums import Role, UnitKind
from qms.models.organisation import Unit
from qms.models.people import RoleAssignment, User

FIRST = 1200  # number of the first invented name


def heads_of(stage: Stage, units: list[Unit]) -> dict[int, User]:
    """Who signs the report of each unit, by its key; who is missing is written."""
    rows = RoleAssignment.objects.filter(role=Role.TOP, unit__in=units).select_related("user").order_by("pk")
    heads = {row.unit_id: row.user for row in rows}
    lacking = [unit for unit in units if unit.pk not in heads]
    entries = {unit.pk: _entry(unit, FIRST + place) for place, unit in enumerate(lacking)}
    write_people(list(entries.values()), stage.units, by=stage.system)
    people = User.objects.in_bulk([entry["username"] for entry in entries.values()], field_name="username")
    return heads | {key: people[entry["username"]] for key, entry in entries.items()}


def _entry(unit: Unit, number: int) -> dict[str, Any]:
    provincial = unit.kind == UnitKind.PROVINCIAL
    role = {"role": Role.TOP, "unit": unit.code, "from": max(BEGINS.date(), unit.valid_from), "to": None}
    return {
        "username": f"head-{unit.code.lower().replace('đ', 'd')}",
        "full_name": invented_name(number),
        "position_vi": "Giám đốc Sở" if provincial else "Thủ trưởng đơn vị",
        "position_en": "Director" if provincial else "Head of unit",
        "unit": unit.code,
        "roles": [role],
        "competences": [],
    }

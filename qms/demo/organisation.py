"""The demonstration's tree of units: ministry, departments, divisions, and any number of invented ones."""

from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import BEGINS
from qms.demo.people import manager_of, staff_of, told_people, write_people
from qms.enums import UnitKind
from qms.models.organisation import Unit
from qms.operations.data_files import Checked
from qms.operations.unit_files import load_units, load_units_file

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
FIRST_INVENTED = 100  # number of the first invented name


def build_organisation(*, by: Any, divisions: int, staffed: bool, password: str) -> None:
    """Write units and people as they stood when the installation began.

    `divisions`: invented ones beyond the told, spread over the departments. `staffed`: departments with divisions
    get invented staff, for inspections in bulk.
    """
    with clock.at(BEGINS):
        load_units_file(FIXTURES / "reference" / "units.yaml", by=by)
        load_units_file(FIXTURES / "demo" / "departments.yaml", by=by)
        invented = _invented_divisions(divisions)
        if invented:
            load_units({"units": invented}, Checked("build_demo"), by=by)
        units = {unit.code: unit for unit in Unit.objects.select_related("parent")}
        people = told_people() + _invented_people(invented, units, staffed)
        write_people(people, units, by=by, password=password)


def _invented_divisions(count: int) -> list[dict[str, Any]]:
    departments = list(Unit.objects.filter(kind=UnitKind.PROVINCIAL).order_by("code"))
    return [
        {
            "code": f"{department.code}-P{number // len(departments) + 1:03d}",
            "parent": department.code,
            "name_vi": f"Phòng Nghiệp vụ {number // len(departments) + 1}",
            "name_en": f"Division {number // len(departments) + 1}",
            "kind": str(UnitKind.DIVISION),
            "valid_from": department.valid_from,
            "valid_to": department.valid_to,
        }
        for number in range(count)
        for department in [departments[number % len(departments)]]
    ]


def _invented_people(invented: list[dict[str, Any]], units: dict[str, Unit], staffed: bool) -> list[dict[str, Any]]:
    people = [
        manager_of(entry["code"], f"manager-{entry['code'].removeprefix('SLĐ-').lower()}", FIRST_INVENTED + place)
        for place, entry in enumerate(invented)
    ]
    if not staffed:
        return people
    parents = {unit.parent.code for unit in units.values() if unit.parent and unit.parent.kind == UnitKind.PROVINCIAL}
    for place, code in enumerate(sorted(parents)):
        people += staff_of(code, code.rpartition("-")[2], FIRST_INVENTED + len(invented) + 4 * place)
    return people

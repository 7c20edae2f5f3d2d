"""The demonstration's people: accounts, places, roles, competences; all names are invented."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from qms.demo.days import BEGINS
from qms.enums import Role
from qms.history.past import Chapter, Tale, write_past
from qms.history.projection import projecting
from qms.models.organisation import Unit
from qms.models.people import Competence, Membership, RoleAssignment, User
from qms.models.standards import Edition, Standard
from qms.operations.data_files import read_yaml
from qms.operations.people import GROUPS

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "people.yaml"
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLES = ("Bình", "Cát", "Diên", "Đoan", "Giản", "Khởi", "Lạc", "Mộc", "Nhã", "Tịnh", "Uy", "Vĩ")
GIVENS = ("Ái", "Bửu", "Cúc", "Dã", "Đoài", "Gấm", "Khảm", "Lựu", "Mây", "Niên", "Quế", "Sỏi", "Trúc", "Vọng")


def invented_name(number: int) -> str:
    """A name put together from lists of unusual parts; the same number gives the same name."""
    family, rest = number % len(FAMILIES), number // len(FAMILIES)
    middle, rest = rest % len(MIDDLES), rest // len(MIDDLES)
    return f"{FAMILIES[family]} {MIDDLES[middle]} {GIVENS[rest % len(GIVENS)]}"


def told_people() -> list[dict[str, Any]]:
    """The accounts of fixtures/demo/people.yaml."""
    return list(read_yaml(FILE)["people"])


def write_people(entries: list[dict[str, Any]], units: dict[str, Unit], *, by: Any, password: str = "") -> None:
    """Write people with places, roles and competences, recorded when the installation began.

    All get the same password, hashed once: it is the demonstration's, printed by quickstart.
    """
    hashed = make_password(password or None)
    users = {entry["username"]: _person(entry, hashed, by) for entry in entries}
    write_past(users.values())
    people = {name: tale.record for name, tale in users.items()}
    write_past(_places(entries, people, units, by))
    roles = _roles(entries, people, units, by)
    write_past(roles)
    write_past(_competences(entries, people, by))
    _project([tale.record for tale in roles])


def _tale(model: type, by: Any, operation: str, **values: Any) -> Tale:
    return Tale(model(), [Chapter(BEGINS, by, operation, values)])


def _person(entry: dict[str, Any], hashed: str, by: Any) -> Tale:
    tale = _tale(
        User,
        by,
        "save_person",
        username=entry["username"],
        full_name=entry["full_name"],
        email=f"{entry['username']}@example.org",
        position_vi=entry["position_vi"],
        position_en=entry["position_en"],
        date_joined=BEGINS,
    )
    tale.record.password = hashed
    return tale


def _places(entries: list[dict[str, Any]], people: dict[str, User], units: dict[str, Unit], by: Any) -> list[Tale]:
    return [
        _tale(
            Membership,
            by,
            "record_appointment",
            user=people[entry["username"]],
            unit=units[entry["unit"]],
            valid_from=min((role["from"] for role in entry["roles"]), default=BEGINS.date()),
        )
        for entry in entries
        if entry.get("unit")
    ]


def _roles(entries: list[dict[str, Any]], people: dict[str, User], units: dict[str, Unit], by: Any) -> list[Tale]:
    root = next(unit for unit in units.values() if unit.parent_id is None)
    return [
        _tale(
            RoleAssignment,
            by,
            "assign_role",
            user=people[entry["username"]],
            role=role["role"],
            unit=units[role["unit"]] if role["unit"] else root,
            valid_from=role["from"],
            valid_to=role["to"],
        )
        for entry in entries
        for role in entry["roles"]
    ]


def _competences(entries: list[dict[str, Any]], people: dict[str, User], by: Any) -> list[Tale]:
    standards = {standard.code: standard for standard in Standard.objects.all()}
    editions = {edition.code: edition for edition in Edition.objects.select_related("standard")}
    return [
        _tale(
            Competence,
            by,
            "record_appointment",
            user=people[entry["username"]],
            standard=standards[row["standard"]],
            edition=editions[f"{row['standard']}:{row['edition']}"],
            basis=f"Chứng nhận đánh giá viên nội bộ TCVN ISO {row['standard']}:{row['edition']}",
            valid_from=row["from"],
            valid_to=row["until"],
        )
        for entry in entries
        for row in entry.get("competences", ())
    ]


def _project(assignments: list[RoleAssignment]) -> None:
    """Put everybody into the groups that their roles give, a statement for each group."""
    for name in sorted(set(GROUPS.values())):
        group, _created = Group.objects.get_or_create(name=name)
        members = {row.user_id for row in assignments if GROUPS.get(Role(row.role)) == name}
        with projecting():
            group.user_set.add(*members)


def staff_of(code: str, number: str, first_number: int) -> list[dict[str, Any]]:
    """Invented staff of a department for records in bulk: officer, lead, verifier at the department itself."""
    posts = (
        ("officer", "Thư ký ISO", "ISO secretary", Role.OFFICER),
        ("lead", "Trưởng đoàn đánh giá", "Lead auditor", Role.INSPECTOR),
        ("verifier", "Đánh giá viên nội bộ", "Internal auditor", Role.INSPECTOR),
        ("owner", "Chuyên viên", "Officer", Role.READER),
    )
    return [
        _entry(f"{post}-{number}", invented_name(first_number + index), vi, en, code, role)
        for index, (post, vi, en, role) in enumerate(posts)
    ]


def manager_of(code: str, username: str, number: int) -> dict[str, Any]:
    """An invented manager of an invented division."""
    return _entry(username, invented_name(number), "Trưởng phòng", "Head of division", code, Role.MANAGER)


def _entry(username: str, full_name: str, vi: str, en: str, unit: str, role: Role) -> dict[str, Any]:
    begins = BEGINS.date()
    competent = role == Role.INSPECTOR
    return {
        "username": username,
        "full_name": full_name,
        "position_vi": vi,
        "position_en": en,
        "unit": unit,
        "roles": [{"role": role, "unit": unit, "from": begins, "to": None}],
        "competences": [{"standard": "9001", "edition": "2015", "from": begins, "until": dt.date(2021, 12, 31)}]
        if competent
        else [],
    }

"""Actions, risks, units and people come in from registers: what arrives, what is refused, and undone."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from qms.models import Action, QMSHolding, Risk, RoleAssignment, Unit, UnitPath, User
from qms.models.people import Competence, Membership
from qms.models.risks import RiskAction
from tests.factories import ActionFactory, RiskFactory
from tests.qms.imports.brought import bring_in, export, register, undo
from tests.shared_organisation import fresh

ACTIONS = ["Số", "Công việc", "Đơn vị", "Người thực hiện", "Hạn", "Tình trạng", "Bằng chứng"]
ACTION = ["HD-1", "Lập danh mục hồ sơ", "S1-A", "owner1", "31/08/2020", "Đang làm", "Biên bản"]
RISKS = ["Mã rủi ro", "Loại", "Mô tả rủi ro", "Khả năng", "Mức độ ảnh hưởng", "Cách xử lý", "Người phụ trách"]
RISK = ["R-1", "Rủi ro", "Trả hồ sơ chậm", 3, 4, "Giảm", "manager1"]
UNITS = ["Unit code", "Name in Vietnamese", "Kind", "Reports to", "From", "Obligation", "Reports"]
PEOPLE = ["Tài khoản", "Họ và tên", "Chức vụ", "Email", "Phòng", "Vai trò", "Vai trò từ ngày", "Năng lực", "Chứng chỉ"]
PERSON = ["an.nv", "Nguyễn Văn An", "Chuyên viên", "an@example.vn", "S1-A", "Người đọc", "01/07/2020", "9001", "CC 12"]


def test_actions_arrive_marked_linked_and_named(org, tmp_path):
    RiskFactory(unit=org.division, owner=org.manager1, number="RR-2020-S1A-0001", statement="Chậm")
    path = register(tmp_path, [*ACTIONS, "Về hồ sơ số"], [*ACTION, "RR-2020-S1A-0001"])
    assert bring_in(path, "actions")[:4] == (1, 0, 0, 0)
    action = Action.objects.get(brought_in=True)
    assert (action.unit, action.owner, action.status) == (org.division, org.owner1, "in_progress")
    assert (action.due_on, action.original_due_on, action.external_ref) == (dt.date(2020, 8, 31),) * 2 + ("HD-1",)
    assert RiskAction.objects.get().action == action
    assert action in Action.objects.visible_to(fresh(org.owner1))
    assert bring_in(path, "actions")[:4] == (0, 0, 1, 0)
    undo(org.officer1)
    assert bring_in(path, "actions")[:4] == (1, 0, 0, 0)


def test_wrong_cells_of_actions_are_told_at_their_address(org, tmp_path):
    path = register(
        tmp_path, [*ACTIONS, "Về hồ sơ số"],
        ["1", "", "S1-A", "", "31/08/2020", "Đang làm", ""],
        ["2", "Việc", "S2-A", "", "31/02/2020", "Lơ lửng", ""],
        ["3", "Việc khác", "S1-A", "", "", "", "", "KPH-2019-XX-0001"],
        ["4", "x" * 301, "S1A", "", "", "", ""],
    )  # fmt: skip
    *figures, told = bring_in(path, "actions")
    assert figures == [0, 0, 0, 4]
    for address in ("Sổ!B2", "Sổ!C3", "Sổ!E3", "Sổ!F3", "Sổ!H4", "Sổ!B5"):
        assert address in told
    assert not Action.objects.exists()


def test_unit_out_of_reach_is_told_as_one_that_does_not_exist(org, tmp_path):
    said = [
        bring_in(register(tmp_path, ACTIONS, ["1", "Việc", unit, *ACTION[3:]]), "actions")[4].replace(unit, "…")
        for unit in ("S2-A", "QQ-A")
    ]
    assert said[0] == said[1]


def test_a_slip_in_a_name_is_answered_with_who_may_be_meant(org, tmp_path):
    *figures, told = bring_in(register(tmp_path, RISKS, [*RISK[:6], "Nguyễn Văn Managerr1"]), "risks")
    assert figures == [0, 0, 0, 1]
    assert f"“{org.manager1.full_name}”" in told


def test_a_later_file_updates_what_it_says_differently(org, tmp_path):
    bring_in(register(tmp_path, ACTIONS, ACTION), "actions")
    later = [*ACTION[:4], "15/09/2020", "Hoàn thành", "Danh mục ban hành"]
    told = bring_in(register(tmp_path, ACTIONS, later, name="sau.xlsx"), "actions")
    assert told[:4] == (0, 1, 0, 0), told
    action = Action.objects.get()
    assert (action.status, action.evidence, action.due_on) == ("done", "Danh mục ban hành", dt.date(2020, 9, 15))
    assert action.history.count() == 2
    undo(org.officer1)
    action.refresh_from_db()
    assert (action.status, action.due_on) == ("in_progress", dt.date(2020, 8, 31))


def test_what_changed_in_the_file_and_here_waits_for_a_decision(org, tmp_path, as_system):
    bring_in(register(tmp_path, ACTIONS, ACTION), "actions")
    action = Action.objects.get()
    action.title = "Sửa ở đây"
    action.save()
    told = bring_in(register(tmp_path, ACTIONS, ["HD-1", "Sửa trong sổ", *ACTION[2:]]), "actions")
    assert told[:3] == (0, 0, 0)
    action.refresh_from_db()
    assert action.title == "Sửa ở đây"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_exported_actions_and_risks_come_back_unchanged(org, tmp_path, language):
    bring_in(register(tmp_path, ACTIONS, ACTION, ["", "Việc không số", "", "Ông Ngoài Sổ", "", "", ""]), "actions")
    ActionFactory(unit=org.division, raised_by_unit=org.department, owner=org.owner1, number="HĐ-2020-S1-0099")
    assert bring_in(export(tmp_path, "actions", language=language), "actions")[:4] == (0, 0, 3, 0)
    bring_in(register(tmp_path, RISKS, RISK, ["", "Cơ hội", "Nhận qua mạng", 2, 5, "", ""]), "risks")
    RiskFactory(unit=org.division, owner=org.manager1, number="RR-2020-S1A-0077")
    assert bring_in(export(tmp_path, "risks", language=language), "risks")[:4] == (0, 0, 3, 0)
    assert (Action.objects.count(), Risk.objects.count()) == (3, 3)


def test_an_action_that_was_recorded_here_is_not_rewritten(org, tmp_path):
    ActionFactory(unit=org.division, raised_by_unit=org.department, owner=org.owner1, number="HĐ-2020-S1-0099")
    path = export(tmp_path, "actions")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("Việc phải làm") + 1
    sheet.cell(2, column, "Khác hẳn")
    book.save(path)
    *figures, told = bring_in(path, "actions")
    assert figures == [0, 0, 0, 1]
    assert "HĐ-2020-S1-0099" in told


def test_risks_arrive_with_levels_and_fitting_treatment(org, tmp_path):
    path = register(tmp_path, [*RISKS, "Điều khoản"], [*RISK, "7.5"])
    assert bring_in(path, "risks", edition="9001:2015")[:4] == (1, 0, 0, 0)
    risk = Risk.objects.get()
    assert (risk.likelihood, risk.consequence, risk.treatment, risk.status) == (3, 4, "reduce", "treated")
    assert (risk.unit, risk.owner, risk.number[:3]) == (org.department, org.manager1, "RR-")
    assert risk.clause_references.get().clause.number == "7.5"
    assert bring_in(path, "risks", edition="9001:2015")[:4] == (0, 0, 1, 0)
    undo(org.officer1)
    assert bring_in(path, "risks", edition="9001:2015")[:4] == (1, 0, 0, 0)


def test_levels_beyond_the_scale_and_unfitting_treatments_are_refused(org, tmp_path):
    rows = (
        ["1", "Cơ hội", "Tốt", 3, 3, "Tránh", ""],
        ["2", "Rủi ro", "Xấu", 6, 2.5, "", ""],
        ["3", "", "Thiếu", "", 2, "", ""],
    )
    *figures, told = bring_in(register(tmp_path, RISKS, *rows), "risks")
    assert figures == [0, 0, 0, 3]
    for address in ("Sổ!F2", "Sổ!D3", "Sổ!E3", "likelihood", "Khả năng"):
        assert address in told or address in ("likelihood", "Khả năng")


def test_units_stand_in_any_order_and_the_closure_follows(org, tmp_path):
    rows = [
        ["S1-C1", "Tổ Lưu trữ", "Division", "S1-C", "01/07/2020", "", ""],
        ["S1-C", "Phòng Hành chính", "Division", "S1", "01/07/2020", "Obliged", "Every quarter"],
    ]
    path = register(tmp_path, UNITS, *rows)
    assert bring_in(path, "units", unit="", by="admin")[:4] == (2, 0, 0, 0)
    section, division = Unit.objects.get(code="S1-C1"), Unit.objects.get(code="S1-C")
    assert (section.parent, division.parent) == (division, org.department)
    assert QMSHolding.objects.get(unit=division).rhythm == "quarterly"
    assert UnitPath.objects.get(ancestor=org.department, unit=section).inside is False
    assert bring_in(path, "units", unit="", by="admin")[:4] == (0, 0, 2, 0)
    undo(org.admin)
    assert not Unit.objects.valid_on(dt.date(2020, 7, 15)).filter(code="S1-C").exists()
    assert bring_in(path, "units", unit="", by="admin")[:4] == (0, 2, 0, 0)
    assert Unit.objects.valid_on(dt.date(2020, 7, 15)).filter(code="S1-C").exists()


def test_units_never_report_to_themselves(org, tmp_path):
    rows = (
        ["S1", "Sở", "Department", "S1-A", "", "", ""],
        ["N1", "Mới", "Division", "N1", "", "", ""],
        ["N2", "", "Gì đó", "Đâu đó", "", "", ""],
    )
    *figures, told = bring_in(register(tmp_path, UNITS, *rows), "units", unit="", by="admin")
    assert figures == [0, 0, 0, 3]
    for address in ("Sổ!D2", "Sổ!D3", "Sổ!B4", "Sổ!C4", "Sổ!D4"):
        assert address in told


def test_units_and_people_are_the_administrators(org, tmp_path):
    told = bring_in(register(tmp_path, UNITS, ["N1", "Mới", "Division", "S1", "", "", ""]), "units", unit="")
    assert "N1" not in set(Unit.objects.values_list("code", flat=True)), told
    bring_in(register(tmp_path, PEOPLE, PERSON), "people", unit="")
    assert not User.objects.filter(username="an.nv").exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_exported_units_and_people_come_back_unchanged(org, tmp_path, language):
    for kind in ("units", "people"):
        path = export(tmp_path, kind, unit="", by="admin", language=language)
        rows = load_workbook(path).worksheets[0].max_row - 1
        assert bring_in(path, kind, unit="", by="admin")[:4] == (0, 0, rows, 0)


def test_people_come_in_without_passwords_with_roles_groups_and_competence(org, tmp_path):
    more = ["an.nv", "Nguyễn Văn An", "", "", "", "Đánh giá viên", "", "", ""]
    more[4] = "S1-A"
    path = register(tmp_path, PEOPLE, PERSON, more)
    assert bring_in(path, "people", unit="", by="admin")[:4] == (1, 1, 0, 0)
    person = User.objects.get(username="an.nv")
    assert not person.has_usable_password()
    assert set(RoleAssignment.objects.filter(user=person).values_list("role", flat=True)) == {"reader", "inspector"}
    assert Membership.objects.get(user=person).unit == org.division
    assert Competence.objects.get(user=person).basis == "CC 12"
    assert set(person.groups.values_list("name", flat=True)) == {"authors"}
    assert person.authority.record_units == {org.division.pk}
    assert bring_in(path, "people", unit="", by="admin")[:4] == (0, 0, 2, 0)
    undo(org.admin)
    person = User.objects.get(username="an.nv")
    assert (person.is_active, person.groups.count(), person.authority.assignments) == (False, 0, ())
    assert bring_in(path, "people", unit="", by="admin")[2:4] == (0, 0)
    assert User.objects.get(username="an.nv").is_active


def test_nobody_gives_themselves_a_role(org, tmp_path):
    own = ["admin", org.admin.full_name, "", "", "", "Quality officer", "", "", ""]
    own[4] = "S1"
    *figures, told = bring_in(register(tmp_path, PEOPLE, own), "people", unit="", by="admin")
    assert figures == [0, 0, 0, 1]
    assert not RoleAssignment.objects.filter(user=org.admin, role="officer").exists()


def test_wrong_cells_of_people_are_told_at_their_address(org, tmp_path):
    rows = (
        ["a b", "Trần Thị B", "", "không phải thư", "S1-Z", "Vua", "", "1234567", ""],
        ["c.d", "", "", "", "S1-A", "Người đọc", "", "", ""],
        ["e.f", "Lê C", "", "", "", "Người đọc", "", "", ""],
    )
    *figures, told = bring_in(register(tmp_path, PEOPLE, *rows), "people", unit="", by="admin")
    assert figures == [0, 0, 0, 3]
    for address in ("Sổ!A2", "Sổ!D2", "Sổ!E2", "Sổ!F2", "Sổ!H2", "Sổ!B3", "Sổ!"):
        assert address in told
    assert not User.objects.filter(username__in=["c.d", "e.f"]).exists()


@pytest.mark.parametrize(
    ("kind", "header", "row", "who"),
    [
        ("actions", ACTIONS, ACTION, {}),
        ("risks", RISKS, RISK, {}),
        ("units", UNITS, ["U", "Phòng", "Division", "S1", "", "", ""], {"unit": "", "by": "admin"}),
        ("people", PEOPLE, PERSON, {"unit": "", "by": "admin"}),
    ],
)
def test_more_rows_ask_no_more(org, tmp_path, kind, header, row, who):
    counts = []
    for size in (2, 12):
        rows = [[f"{row[0]}{size}-{place}", *row[1:]] for place in range(size)]
        if kind == "people":
            rows = [[*one[:3], f"{one[0]}@example.vn", *one[4:]] for one in rows]
        with CaptureQueriesContext(connection) as queries:
            assert bring_in(register(tmp_path, header, *rows), kind, **who)[0] == size
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2

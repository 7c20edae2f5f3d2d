"""Nonconformities come in with their causes and actions; visits of a programme with leads and clauses."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Cause, CorrectiveAction, Nonconformity, ProgrammeLine
from qms.models import Action
from tests.factories import NonconformityFactory, ProgrammeFactory
from tests.inspections.test_imports_findings import bring_in as command
from tests.inspections.test_imports_findings import case, needs_cases
from tests.qms.imports.brought import bring_in, export, register, undo

HEADER = [
    "Số KPH", "Đơn vị", "Mức độ", "Nội dung không phù hợp", "Nguyên nhân", "Hành động khắc phục", "Kết quả thực hiện",
    "Người chịu trách nhiệm", "Ngày phát hiện", "Hạn", "Ngày đóng", "Tình trạng",
]  # fmt: skip
ROW = [
    "K-1", "S1-A", "Nhẹ", "Thiếu chữ ký", "Không ai nhắc", "Thêm ô ký vào biểu mẫu", "Biểu mẫu mới", "owner1",
    "02/05/2020", "30/06/2020", "25/06/2020", "Đã đóng",
]  # fmt: skip
VISITS = ["Năm", "Đơn vị", "Tháng", "Trưởng đoàn", "Nội dung", "Điều khoản"]
VISIT = [2020, "S1-A", "Tháng 9", "lead1", "Kiểm soát tài liệu", "7.5; 8.5.1"]


def test_closed_nonconformity_arrives_with_cause_and_verified_action(org, tmp_path):
    path = register(tmp_path, HEADER, ROW)
    assert bring_in(path, "nonconformities")[:4] == (1, 0, 0, 0)
    link = CorrectiveAction.objects.select_related("action", "cause", "nonconformity").get()
    assert (link.nonconformity.status, link.cause.text) == ("closed", "Không ai nhắc")
    action = link.action
    assert (action.title, action.evidence, action.owner) == (ROW[5], ROW[6], org.owner1)
    assert (action.status, action.verified_on, action.kind) == ("verified", dt.date(2020, 6, 25), "corrective")
    assert bring_in(path, "nonconformities")[:4] == (0, 0, 1, 0)
    assert bring_in(export(tmp_path, "nonconformities"), "nonconformities")[:4] == (0, 0, 1, 0)
    assert Action.objects.count() == 1


def test_later_register_moves_the_action_with_its_nonconformity(org, tmp_path):
    early = [*ROW[:6], "", *ROW[7:10], "", "Đang thực hiện"]
    bring_in(register(tmp_path, HEADER, early), "nonconformities")
    assert Action.objects.get().status == "in_progress"
    assert bring_in(register(tmp_path, HEADER, ROW), "nonconformities")[:4] == (0, 1, 0, 0)
    assert Action.objects.get().status == "verified"
    assert Cause.objects.count() == 1
    undo(org.officer1)
    assert Action.objects.get().status == "in_progress"


def test_undone_register_of_nonconformities_comes_again(org, tmp_path):
    path = register(tmp_path, HEADER, ROW)
    bring_in(path, "nonconformities")
    undo(org.officer1)
    assert not Action.objects.filter(ended_at=None).exists()
    assert bring_in(path, "nonconformities")[:4] == (1, 0, 0, 0)


@needs_cases
def test_plan_after_log_leaves_one_verified_action_each(org, tmp_path):
    for folder in ("iso27001-nc-log", "iso27001-capa-plan", "iso27001-capa-plan"):
        assert command(case(folder), kind="nonconformities")[0] == 0
    assert set(Nonconformity.objects.values_list("status", flat=True)) == {"closed"}
    assert set(Action.objects.values_list("status", flat=True)) == {"verified"}
    assert Action.objects.count() == 3


def test_actions_of_a_register_are_tied_to_brought_in_nonconformities_only(org, tmp_path):
    bring_in(register(tmp_path, HEADER, [*ROW[:5], "", "", *ROW[7:]]), "nonconformities")
    own = NonconformityFactory(unit=org.division, raised_by_unit=org.department, number="KPH-2020-S1A-0050")
    header = ["Công việc", "Người thực hiện", "Hạn", "Phiếu KPH"]
    path = register(tmp_path, header, ["Dạy lại", "owner1", "31/08/2020", "K-1"], ["Sửa", "owner1", "", own.number])
    *figures, told = bring_in(path, "actions")
    assert figures[3] == 1
    assert "Sổ!D3" in told
    path = register(tmp_path, header, ["Dạy lại", "owner1", "31/08/2020", "K-1"])
    assert bring_in(path, "actions")[:4] == (1, 0, 0, 0)
    assert CorrectiveAction.objects.get().nonconformity.external_ref == "K-1"


@pytest.fixture
def programme(org):
    return ProgrammeFactory(unit=org.department, year=2020, edition=org.edition, prepared_by=org.officer1)


def test_visits_arrive_with_leads_and_clauses_and_come_back_unchanged(org, programme, tmp_path):
    path = register(tmp_path, VISITS, VISIT, [2020, "S1-B", "15/11/2020", "", "", ""])
    assert bring_in(path, "programme")[:4] == (2, 0, 0, 0)
    line = ProgrammeLine.objects.get(unit=org.division)
    assert (line.month, line.lead, line.scope, line.programme) == (9, org.lead1, "Kiểm soát tài liệu", programme)
    assert line.clause_references.count() == 2
    assert ProgrammeLine.objects.get(unit=org.sibling).month == 11
    assert bring_in(path, "programme")[:4] == (0, 0, 2, 0)
    for language in ("vi", "en"):
        assert bring_in(export(tmp_path, "programme", language=language), "programme")[:4] == (0, 0, 2, 0)
    undo(org.officer1)
    assert bring_in(path, "programme")[:4] == (2, 0, 0, 0)


def test_visits_update_and_what_is_wrong_is_told_at_its_cell(org, programme, tmp_path):
    bring_in(register(tmp_path, VISITS, VISIT), "programme")
    assert bring_in(register(tmp_path, VISITS, [*VISIT[:4], "Kho lưu trữ", "9.2"]), "programme")[:4] == (0, 1, 0, 0)
    line = ProgrammeLine.objects.get()
    assert (line.scope, line.clause_references.count()) == ("Kho lưu trữ", 3)
    rows = [2020, "S2-A", 5, "", "", ""], [2020, "S1-A", 13, "ai đó", "", ""], [2031, "S1-A", 5, "", "", ""]
    *figures, told = bring_in(register(tmp_path, VISITS, *rows), "programme")
    assert figures[3] == 3
    for address in ("Sổ!B2", "Sổ!C3", "Sổ!D3", "Sổ!A4"):
        assert address in told


def test_visits_of_an_approved_programme_are_refused_but_come_back_unchanged(org, programme, tmp_path, as_system):
    bring_in(register(tmp_path, VISITS, VISIT), "programme")
    programme.refresh_from_db()
    programme.status = "approved"
    programme.save()
    assert bring_in(export(tmp_path, "programme"), "programme")[:4] == (0, 0, 1, 0)
    *figures, told = bring_in(register(tmp_path, VISITS, [2020, "S1-B", 5, "", "", ""]), "programme")
    assert figures[3] == 1


@pytest.mark.parametrize(("kind", "header", "row"), [("programme", VISITS, VISIT), ("nonconformities", HEADER, ROW)])
def test_more_rows_ask_no_more(org, programme, tmp_path, kind, header, row):
    counts = []
    for size, months in ((2, (1, 2)), (9, range(3, 12))):
        rows = [[*row[:2], month, *row[3:]] if kind == "programme" else [f"M{month}", *row[1:]] for month in months]
        with CaptureQueriesContext(connection) as queries:
            assert bring_in(register(tmp_path, header, *rows), kind)[0] == size
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2

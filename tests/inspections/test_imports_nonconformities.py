"""Bringing in registers of nonconformities, and later registers of the same ones."""

import datetime as dt

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from qms import clock
from tests.factories import NonconformityFactory
from tests.inspections.test_imports_findings import bring_in, case, file_of, needs_cases

HEADER = ["Số KPH", "Đơn vị", "Điều khoản", "Mức độ", "Nội dung không phù hợp", "Ngày phát hiện", "Hạn", "Tình trạng"]
CELLS = ["S1-A", "8.5.1", "Nhẹ", "Chưa ký biên bản", "2/5/2019", "1/4/2019", "Mở"]
ROW = ["A-1", "S1-A", "8.5.1", "Nhẹ", "Chưa ký biên bản", dt.date(2019, 5, 2), dt.date(2019, 4, 1), "Mở"]


def register(tmp_path, *rows):
    return file_of(tmp_path, *rows, name="so-kph.xlsx", header=HEADER)


def bring_in_nonconformities(path, **options):
    return bring_in(path, kind="nonconformities", **options)


@needs_cases
def test_log_then_plan_closes_the_same_ones(organisation):
    log = case("iso27001-nc-log")
    assert bring_in_nonconformities(log)[:2] == (0, ["rows=3 created=3 updated=0 unchanged=0 rejected=0"])
    assert set(Nonconformity.objects.values_list("status", "grade")) == {("recorded", "minor")}
    assert set(Nonconformity.objects.values_list("external_ref", flat=True)) == {"NC-1", "NC-2", "NC-3"}
    plan = case("iso27001-capa-plan")
    assert bring_in_nonconformities(plan)[:2] == (0, ["rows=3 created=0 updated=3 unchanged=0 rejected=0"])
    assert set(Nonconformity.objects.values_list("status", flat=True)) == {"closed"}
    assert set(Nonconformity.objects.values_list("closed_on", flat=True)) == {
        dt.date(2026, 4, 28),
        dt.date(2026, 5, 12),
        dt.date(2026, 4, 25),
    }
    assert bring_in_nonconformities(plan)[1] == ["rows=3 created=0 updated=0 unchanged=3 rejected=0"]


def test_row_arrives_marked_and_linked(organisation, tmp_path):
    assert bring_in_nonconformities(register(tmp_path, ROW))[0] == 0
    record = Nonconformity.objects.get()
    assert (record.brought_in, record.source_file, record.source_row) == (True, "so-kph.xlsx", 2)
    assert (record.unit, record.raised_by_unit) == (organisation.division, organisation.department)
    assert record.source_text["unit"] == "S1-A"
    assert record.source_text["raised_on"] == "02/05/2019"
    history = record.history.get()
    assert (history.history_user, history.operation) == (organisation.officer1, "record_nonconformities")
    assert "so-kph.xlsx" in history.history_change_reason


def test_later_file_leaves_the_state_alone_once_moved_here(organisation, tmp_path, as_system):
    bring_in_nonconformities(register(tmp_path, ROW))
    record = Nonconformity.objects.get()
    record.status, record.moved_here = NonconformityStatus.ACCEPTED, True
    record.save()
    later = [*ROW[:4], "Chưa ký biên bản bàn giao", *ROW[5:7], "Đã đóng"]
    assert bring_in_nonconformities(register(tmp_path, later))[1] == [
        "rows=1 created=0 updated=1 unchanged=0 rejected=0"
    ]
    record.refresh_from_db()
    assert (record.fact, record.status) == ("Chưa ký biên bản bàn giao", NonconformityStatus.ACCEPTED)


def test_ended_row_is_passed_over(organisation, tmp_path, as_system):
    bring_in_nonconformities(register(tmp_path, ROW))
    record = Nonconformity.objects.get()
    record.ended_at = clock.now()
    record.save()
    assert bring_in_nonconformities(register(tmp_path, ROW))[1] == ["rows=1 created=1 updated=0 unchanged=0 rejected=0"]


def test_opportunity_is_no_nonconformity(organisation, tmp_path):
    code, last, _out, err = bring_in_nonconformities(register(tmp_path, [*ROW[:3], "Cơ hội cải tiến", *ROW[4:]]))
    assert (code, last) == (2, ["rows=1 created=0 updated=0 unchanged=0 rejected=1"])
    assert "Sổ!D2" in err
    assert not Nonconformity.objects.exists()


def test_export_comes_back_unchanged(organisation, tmp_path):
    path = tmp_path / "so-kph.csv"
    lines = [HEADER, ["=A-1", "S1-A", "8.5.1", "Nhẹ", "=1+1 phiếu", "2/5/2019", "1/4/2019", "Mở"], ["A-2", *CELLS]]
    path.write_text("\n".join(";".join(line) for line in lines), "utf-8-sig")
    assert bring_in_nonconformities(path)[0] == 0
    output = tmp_path / "out.xlsx"
    call_command("export_workbook", kind="nonconformities", output=output, unit="S1", by="officer1")
    assert bring_in_nonconformities(output)[1] == ["rows=2 created=0 updated=0 unchanged=2 rejected=0"]
    assert Nonconformity.objects.count() == 2
    sheet = load_workbook(output).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "d", "n"}


def test_native_record_comes_back_unchanged_and_is_not_rewritten(organisation, tmp_path):
    own = NonconformityFactory(
        unit=organisation.division, raised_by_unit=organisation.department, number="KPH-2020-S1A-0001"
    )
    output = tmp_path / "out.xlsx"
    with translation.override("vi"):
        call_command("export_workbook", kind="nonconformities", output=output, by="officer1")
    assert bring_in_nonconformities(output)[1] == ["rows=1 created=0 updated=0 unchanged=1 rejected=0"]
    book = load_workbook(output)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("Phát hiện") + 1
    sheet.cell(2, column).value = "Khác hẳn"
    book.save(output)
    code, _last, _out, err = bring_in_nonconformities(output)
    assert code == 2
    assert own.number in err


def test_as_of_export_tells_what_stood_then(organisation, tmp_path):
    bring_in_nonconformities(register(tmp_path, ROW))
    output = tmp_path / "out.xlsx"
    day = clock.today() - dt.timedelta(days=1)
    call_command("export_workbook", kind="nonconformities", output=output, as_of=day.isoformat(), by="officer1")
    assert load_workbook(output).worksheets[0].max_row <= 2
    assert load_workbook(output).worksheets[0]["A2"].value is None


def test_others_export_nothing_of_it(organisation, tmp_path):
    bring_in_nonconformities(register(tmp_path, ROW))
    output = tmp_path / "out.xlsx"
    call_command("export_workbook", kind="nonconformities", output=output, by="officer2")
    assert load_workbook(output).worksheets[0]["A2"].value is None


def test_bringing_in_asks_no_more_for_more_rows(organisation, tmp_path):
    counts = []
    for size in (2, 12):
        rows = [[f"B{size}-{place}", *ROW[1:]] for place in range(size)]
        with CaptureQueriesContext(connection) as queries:
            bring_in_nonconformities(register(tmp_path, *rows))
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 3

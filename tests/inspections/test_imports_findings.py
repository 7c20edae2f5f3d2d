"""Bringing in registers of findings: what arrives, in which state, and that again is no change."""

import datetime as dt
import io
import unicodedata
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from inspections.enums import FindingStatus, InspectionKind, InspectionStatus
from inspections.models import Finding, FindingClause, Inspection
from qms import clock
from qms.operations.criteria import load_criteria
from tests.counts import examples
from tests.factories import FindingFactory
from tests.qms.importing.made_files import CASES, SAMPLE, workbook_of

needs_cases = pytest.mark.skipif(not CASES.exists(), reason="the real files are elsewhere")
HEADER = [
    "Số hiệu",
    "Cuộc đánh giá",
    "Đơn vị",
    "Điều khoản",
    "Mức độ",
    "Nội dung phát hiện",
    "Ngày phát hiện",
    "Tình trạng",
]


def bring_in(path, *, kind="findings", unit="S1", by="officer1", **options):
    """Run the command. Returns (exit code, last line, everything on stdout, stderr)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_workbook", path, kind=kind, unit=unit, by=by, stdout=out, stderr=err, **options)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, out.getvalue().strip().splitlines()[-1:], out.getvalue(), err.getvalue()


def case(folder, pattern="*"):
    return next(path for path in sorted((CASES / folder).glob(pattern)) if path.suffix in (".xlsx", ".csv"))


def file_of(tmp_path, *rows, name="so-phat-hien.xlsx", header=HEADER):
    path = tmp_path / name
    path.write_bytes(workbook_of(("Sổ", [header, *rows])))
    return path


@needs_cases
def test_real_register_arrives_once(organisation):
    path = case("qms-analytics-findings-csv")
    assert bring_in(path)[:2] == (0, ["rows=87 created=87 updated=0 unchanged=0 rejected=0"])
    grades = Counter(Finding.objects.values_list("grade", flat=True))
    assert grades == {"observation": 48, "minor": 34, "major": 5}
    assert Counter(Finding.objects.values_list("status", flat=True)) == {"closed": 82, "confirmed": 5}
    assert Finding.objects.filter(clause_references__written_as="13485:2016 7.6").exists()
    kinds = Counter(finding.inspection.kind for finding in Finding.objects.select_related("inspection"))
    assert kinds == {InspectionKind.INTERNAL: 52, InspectionKind.EXTERNAL: 35}
    assert bring_in(path)[:2] == (0, ["rows=87 created=0 updated=0 unchanged=87 rejected=0"])


@needs_cases
def test_malay_register(organisation):
    assert bring_in(case("malay-agency-ncr-csv"))[1] == ["rows=11 created=11 updated=0 unchanged=0 rejected=0"]
    assert Counter(Finding.objects.values_list("grade", flat=True)) == {"major": 5, "minor": 4, "opportunity": 2}
    assert Finding.objects.filter(status=FindingStatus.CONFIRMED).count() == 11


@needs_cases
def test_sample_register(organisation):
    assert bring_in(SAMPLE)[1] == ["rows=20 created=20 updated=0 unchanged=0 rejected=0"]
    assert bring_in(SAMPLE)[1] == ["rows=20 created=0 updated=0 unchanged=20 rejected=0"]
    assert Inspection.objects.filter(brought_in=True).count() == 1


@needs_cases
def test_schedule_is_no_register(organisation):
    with pytest.raises(CommandError, match=r"(?i)phát hiện|findings") as refused:
        bring_in(case("iso27001-audit-schedule"))
    assert refused.value.returncode == 2
    assert not Finding.objects.exists()


ROW = ["PH-1", "ĐG-1", "S1-A", "9001:2015 8.5.1", "Nhẹ", "Chưa ký biên bản", dt.date(2019, 6, 20), "Mở"]


def test_findings_of_one_audit_share_one_inspection(organisation, tmp_path):
    second = ["PH-2", "ĐG-1", "S1-B", "7.5 ", "Lưu ý", "Thiếu dấu", dt.date(2019, 7, 1), "Đã đóng"]
    assert bring_in(file_of(tmp_path, ROW, second))[0] == 0
    inspection = Inspection.objects.get()
    assert (inspection.external_ref, inspection.brought_in, inspection.lead) == ("ĐG-1", True, None)
    assert (inspection.starts_on, inspection.ends_on) == (dt.date(2019, 6, 20), dt.date(2019, 7, 1))
    assert inspection.status == InspectionStatus.CONCLUDED
    closed = [*ROW[:7], "Đóng"]
    assert bring_in(file_of(tmp_path, closed, second))[1] == ["rows=2 created=0 updated=1 unchanged=1 rejected=0"]
    inspection.refresh_from_db()
    assert inspection.status == InspectionStatus.CLOSED


def test_names_match_however_their_accents_are_coded(organisation, tmp_path, as_system):
    organisation.division.name_vi = "Phòng Việc làm - Giáo dục nghề nghiệp"
    organisation.division.save()
    organisation.inspector1.full_name = "Trần Thị Hường"
    organisation.inspector1.save()
    row = [*ROW, unicodedata.normalize("NFD", "Trần Thị Hường")]
    row[2] = unicodedata.normalize("NFD", "phòng việc làm - giáo dục nghề nghiệp")
    assert bring_in(file_of(tmp_path, row, header=[*HEADER, "Đánh giá viên"]))[0] == 0
    finding = Finding.objects.get()
    assert (finding.unit, finding.recorded_by) == (organisation.division, organisation.inspector1)


def test_name_out_of_reach_reads_like_a_name_that_nobody_bears(organisation, tmp_path):
    said = []
    for number, name in enumerate(("S2-A", "S9-Z")):
        row = [f"PH-{number}", ROW[1], name, *ROW[3:]]
        out = bring_in(file_of(tmp_path, row))[2]
        said.append(out.replace(name, "?").replace(f"PH-{number}", "?"))
        assert Finding.objects.get(external_ref=f"PH-{number}").unit == organisation.department
    assert said[0] == said[1]
    assert "Sổ!C2" in said[0]


def test_unit_of_another_department_is_not_found(organisation, tmp_path):
    refusals = []
    for code in ("S1", "S9"):
        with pytest.raises(CommandError) as refused:
            bring_in(file_of(tmp_path, ROW), by="officer2", unit=code)
        assert refused.value.returncode == 2
        refusals.append(str(refused.value).replace(code, "?"))
    assert refusals[0] == refusals[1]
    assert not Finding.objects.exists()


def test_only_officers_bring_registers_in(organisation, tmp_path):
    with pytest.raises(CommandError):
        bring_in(file_of(tmp_path, ROW), by="manager1")
    assert not Finding.objects.exists()


def test_day_after_today_is_a_warning(organisation, tmp_path):
    row = [*ROW[:6], clock.today() + dt.timedelta(days=400), ROW[7]]
    code, _last, out, _err = bring_in(file_of(tmp_path, row))
    assert code == 0
    assert "Sổ!G2" in out


def test_clause_of_an_edition_that_is_loaded_later_is_linked_then(organisation, tmp_path, system):
    row = [*ROW[:3], "7777:2030 4.1", *ROW[4:]]
    assert bring_in(file_of(tmp_path, row))[0] == 0
    reference = FindingClause.objects.get()
    assert (reference.written_as, reference.clause) == ("7777:2030 4.1", None)
    criteria = [{"number": "4.1", "position": 1, "title_vi": "Bối cảnh", "parent": None}]
    load_criteria("7777", "2030", "Thử", criteria, by=system)
    reference.refresh_from_db()
    assert reference.clause.number == "4.1"
    assert bring_in(file_of(tmp_path, row))[1] == ["rows=1 created=0 updated=0 unchanged=1 rejected=0"]


def test_plain_clause_takes_the_edition_that_was_asked_for(organisation, tmp_path):
    row = [*ROW[:3], "8.5.1", *ROW[4:]]
    bring_in(file_of(tmp_path, row), edition="9001:2015")
    assert FindingClause.objects.get().clause.number == "8.5.1"


def test_mapping_names_headers_and_words(organisation, tmp_path):
    header = [*HEADER[:4], "Hạng", *HEADER[5:]]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("columns: {Hạng: grade}\nwords: {grade: {B: minor}}\nunits: {Tổ Một: S1-A}\n", "utf-8")
    row = [*ROW[:2], "Tổ Một", ROW[3], "B", *ROW[5:]]
    assert bring_in(file_of(tmp_path, row, header=header), mapping=mapping)[0] == 0
    assert (Finding.objects.get().grade, Finding.objects.get().unit) == ("minor", organisation.division)


def test_rejected_rows_leave_as_a_workbook_and_nothing_is_written(organisation, tmp_path):
    rejects = tmp_path / "rejects.xlsx"
    wrong = ["PH-2", *ROW[1:4], "hơi nặng", *ROW[5:]]
    code, last, _out, err = bring_in(file_of(tmp_path, ROW, wrong), rejects=rejects)
    assert (code, last) == (2, ["rows=2 created=0 updated=0 unchanged=0 rejected=1"])
    assert "Sổ!E3" in err
    returned = load_workbook(rejects)
    assert returned["Sổ"]["E3"].comment.text
    assert returned.worksheets[-1]["C2"].value == "E3"
    assert not Finding.objects.exists()
    assert not Inspection.objects.exists()


def test_dry_run_writes_nothing(organisation, tmp_path):
    assert bring_in(file_of(tmp_path, ROW), dry_run=True)[1] == ["rows=1 created=1 updated=0 unchanged=0 rejected=0"]
    assert not Finding.objects.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_export_comes_back_unchanged(organisation, tmp_path, language):
    FindingFactory(
        unit=organisation.division, raised_by_unit=organisation.department, number="PH-2020-S1-0099", grade="minor"
    )
    bring_in(file_of(tmp_path, ROW, ["PH-2", ROW[1], "?", "13485:2016 7.6; 9001:2008 4.2.3", *ROW[4:]]))
    output = tmp_path / "out.xlsx"
    with translation.override(language):
        call_command("export_workbook", kind="findings", output=output, unit="S1", by="officer1")
    assert bring_in(output)[1] == ["rows=3 created=0 updated=0 unchanged=3 rejected=0"]


SPOILT = {
    4: st.sampled_from(["hơi nặng", "NC", "x", None, 7]),
    6: st.sampled_from(["31/02/2019", "hôm qua", "20/06", 12]),
    7: st.sampled_from(["lơ lửng", "Mởh?", 5]),
}


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), place=st.integers(0, 3), column=st.sampled_from([4, 6, 7]))
def test_one_spoilt_cell_and_nothing_is_written(organisation, tmp_path, data, place, column):
    rows = [[f"PH-{number}", *ROW[1:]] for number in range(4)]
    rows[place][column] = data.draw(SPOILT[column])
    code, last, _out, err = bring_in(file_of(tmp_path, *rows))
    assert code == 2
    assert last[0].endswith("rejected=1")
    assert f"Sổ!{'ABCDEFGH'[column]}{place + 2}" in err
    assert not Finding.objects.exists()
    assert not Inspection.objects.exists()

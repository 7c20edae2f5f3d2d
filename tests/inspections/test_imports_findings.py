"""Bringing in registers of findings: what arrives, in which state, and that again is no change."""

import io
from collections import Counter

import pytest
from django.core.management import call_command

from inspections.enums import FindingStatus, InspectionKind, InspectionStatus
from inspections.models import Finding, Inspection
from qms.models import Unit
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
    from django.core.management.base import CommandError  # noqa: PLC0415

    with pytest.raises(CommandError, match=r"(?i)phát hiện|findings") as refused:
        bring_in(case("iso27001-audit-schedule"))
    assert refused.value.returncode == 2
    assert not Finding.objects.exists()

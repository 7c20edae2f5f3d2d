"""How lists leave: in the administration's layout, in the background when long, read by LibreOffice as by others."""

import io
import shutil
import subprocess

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from inspections.models import Finding
from qms.evidence_enums import EventKind
from qms.exporting.csv_file import write_csv
from qms.exporting.workbook import write_workbook
from qms.importing.commit import kind_called, preview, read_file
from qms.importing.register_kind import Asked
from qms.jobs import start
from qms.models import AuditEvent, BackgroundJob
from qms.printing.labels import MOTTO, NATION
from qms.views import exports
from tests.factories import FindingFactory, InspectionFactory, NonconformityFactory
from tests.qms.exporting.test_every_list import read_calamine, read_openpyxl, whole

SOFFICE = shutil.which("soffice")
TEXT = "Đơn vị chưa ký «biên bản»; Ủy ban nhân dân xã Nghĩa Hưng — 5.10"
RUNNING = ["=1+1", "+84 24", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x"]


@pytest.fixture
def client(org):
    client = Client()
    client.force_login(org.officer1)
    client.cookies["django_language"] = "vi"
    return client


def taken(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("kind", ["nonconformities", "findings"])
def test_form_has_the_heading_and_comes_back(org, client, kind):
    made = {"nonconformities": NonconformityFactory, "findings": FindingFactory}[kind]
    text = {"nonconformities": {"fact": TEXT}, "findings": {"statement": TEXT}}[kind]
    for number in (1, 2):
        prefix = {"nonconformities": "KPH", "findings": "PH"}[kind]
        made(unit=org.division, raised_by_unit=org.department, number=f"{prefix}-2020-S1-000{number}", **text)
    content = taken(client.get(reverse(kind), {"export": "form", "unit": org.department.pk}))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]

    heading = {cell.value for row in sheet["A1:Z7"] for cell in row}
    assert {NATION, MOTTO} <= heading
    assert len(sheet.merged_cells.ranges) >= 4
    assert sheet.print_title_rows == "$8:$8"
    asked = Asked(by=org.officer1, unit=org.department, file_name="form.xlsx")
    planned = preview(kind_called(kind), read_file(kind_called(kind), content, "form.xlsx"), asked)
    assert [row.verdict for row in planned.rows] == ["unchanged"] * 2


@pytest.mark.parametrize("name", ["document_register", "programmes", "external_documents"])
def test_other_lists_have_a_form_too(org, client, name):
    assert "export=form" in client.get(reverse(name)).content.decode()
    assert openpyxl.load_workbook(io.BytesIO(taken(client.get(reverse(name), {"export": "form"})))).worksheets


def test_follow_up_of_an_inspection_is_a_form(org, client):
    inspection = InspectionFactory(unit=org.division, raised_by_unit=org.department)
    address = reverse("inspection_follow_up", args=[inspection.uid])
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client.get(address, {"export": "form"})))).worksheets[0]
    assert NATION in {cell.value for row in sheet["A1:Z7"] for cell in row}


def test_provenance_says_the_filter_in_words(org, client):
    content = taken(client.get(reverse("findings"), {"export": "xlsx", "unit": org.division.pk, "q": "ký"}))
    source = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    about = {row[0]: row[1] for row in source.iter_rows(values_only=True)}
    with translation.override("vi"):
        told = about[translation.gettext("Filter")]
    assert org.division.name_vi in told
    assert "ký" in told
    assert str(org.division.pk) + ";" not in told


def test_long_list_is_written_in_the_background(org, client, monkeypatch):
    monkeypatch.setattr(exports, "LARGE", 2)
    for number in range(4):
        FindingFactory(unit=org.division, raised_by_unit=org.department, statement=f"{TEXT} {number}")
    answer = client.get(reverse("findings"), {"export": "xlsx", "q": "biên bản"}, follow=True)
    job = BackgroundJob.objects.get()
    assert answer.redirect_chain == [(reverse("job", args=[job.uid]), 302)]
    assert (job.state, job.fault) == ("done", "")
    with translation.override("vi"):
        assert job.summary in answer.content.decode()
    rows = read_openpyxl(taken(client.get(reverse("job_file", args=[job.uid]))))
    assert len(rows) == 5
    assert AuditEvent.objects.get(kind=EventKind.EXPORTED).details["rows"] == 4
    assert "export" not in job.result_url


def test_job_of_a_list_that_one_may_not_see_is_refused(org, client, monkeypatch):
    monkeypatch.setattr(exports, "LARGE", 0)
    FindingFactory(unit=org.division, raised_by_unit=org.department)
    client.get(reverse("findings"), {"export": "xlsx"})
    job = BackgroundJob.objects.get()
    again = BackgroundJob.objects.filter(pk=job.pk)
    assert Finding.objects.visible_to(org.reader2).count() == 0
    gone = "/inspections/00000000-0000-4000-8000-000000000000/follow-up/?export=xlsx"
    row = start("export_list", by=org.reader2, title="x", address=gone)
    assert (again.get().state, row.state) == ("done", "failed")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_libreoffice_reads_every_cell_alike(tmp_path):
    columns = [("Nội dung", "text", 40), ("Ngày", "date", 12), ("Lúc", "datetime", 17), ("Số", "number", 10)]
    rows = [[text, None, None, 1.5] for text in [TEXT, *RUNNING, " đầu dòng", "hai\ndòng"]]
    book, text = tmp_path / "a.xlsx", tmp_path / "b.csv"
    with book.open("wb") as file:
        write_workbook(file, "Sổ", columns, rows, {"Bộ lọc": "=1+1"})
    write_csv(text, [one[0] for one in columns], rows, delimiter=";")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "out"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--norestore", "--convert-to", "xlsx", "--outdir", str(out), str(book)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    again = openpyxl.load_workbook(out / "a.xlsx").worksheets[0]
    told = whole([[cell.value if cell.value != "" else None for cell in row] for row in again.iter_rows()])
    assert told == read_calamine(book.read_bytes())
    assert all(cell.data_type != "f" for row in again.iter_rows() for cell in row)

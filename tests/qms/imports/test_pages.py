"""The import pages: choosing, previewing, deciding; one's own files only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspections.models import ChecklistTemplate, Finding, Inspection
from qms.models import ImportStaging
from tests.inspections.test_imports_findings import HEADER
from tests.qms.importing.made_files import workbook_of

ROW = ["PH-1", "ĐG-1", "S1-A", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/06/2019", "Mở"]
WRONG = [*ROW[:4], "hơi nặng", *ROW[5:]]


@pytest.fixture
def officer(client, organisation):
    client.force_login(organisation.officer1)
    client.cookies["django_language"] = "en"
    return client


def upload(client, organisation, *rows, name="so.xlsx", unit=None, content=None, **fields):
    data = content if content is not None else workbook_of(("Sổ", [HEADER, *rows]))
    unit = unit or organisation.department
    fields = {"kind": "findings", "unit": unit.pk, "file": SimpleUploadedFile(name, data)} | fields
    return client.post(reverse("imports"), fields)


def decide(client, staging, expected, reason=""):
    address = reverse("import_commit", args=[staging.uid])
    return client.post(address, {"expected": expected, "reason": reason}, follow=True)


def test_file_is_previewed_then_brought_in_once(officer, organisation):
    answer = upload(officer, organisation, ROW)
    staging = ImportStaging.objects.get()
    assert answer.url == reverse("import_preview", args=[staging.uid])
    page = officer.get(answer.url)
    assert page.status_code == 200
    assert not Finding.objects.exists()
    assert "PH-1" in page.content.decode()
    expected = page.context["form"]["expected"].value()
    for _click in range(2):
        assert decide(officer, staging, expected, "chuyển sổ cũ").status_code == 200
    assert Finding.objects.get().history.get().history_change_reason == "chuyển sổ cũ"
    assert f'href="{reverse("findings")}"' in decide(officer, staging, expected).content.decode()


def test_a_checklist_leads_to_the_template_and_the_inspection_it_made(officer, organisation):
    rows = [["Số", "Tiêu đề", "Câu hỏi", "Kết quả", "Ghi nhận"], ["1", "Kho", "Kho có khóa không?", "Phù hợp", "Có"]]
    upload(officer, organisation, kind="checklist", content=workbook_of(("Mục A", rows)), name="kho.xlsx")
    staging = ImportStaging.objects.get()

    page = decide(officer, staging, "rows=1 created=1 updated=0 unchanged=0 rejected=0").content.decode()

    for made in (ChecklistTemplate.objects.get(), Inspection.objects.get()):
        assert f'href="{made.get_absolute_url()}"' in page
    assert "rows=1" not in page
    assert "New" in page


def test_wrong_rows_are_shown_and_cannot_be_brought_in(officer, organisation):
    address = upload(officer, organisation, ROW, WRONG).url
    page = officer.get(address, {"verdict": "reject"})
    assert "Sổ!E3" in page.content.decode()
    assert len(page.context["rows"]) == 1
    answer = decide(officer, ImportStaging.objects.get(), page.context["form"]["expected"].value())
    assert answer.status_code == 409
    assert not Finding.objects.exists()
    taken = officer.get(reverse("import_rejects", args=[ImportStaging.objects.get().uid]))
    assert b"".join(taken.streaming_content)[:2] == b"PK"


def test_preview_that_is_out_of_date_is_shown_again(officer, organisation):
    upload(officer, organisation, ROW)
    answer = decide(officer, ImportStaging.objects.get(), "rows=9 created=9 updated=0 unchanged=0 rejected=0")
    assert answer.status_code == 409
    assert not Finding.objects.exists()


def test_refused_file_keeps_the_choices(officer, organisation):
    page = upload(officer, organisation, content=b"%PDF-1.4 no list", name="so.pdf", sheet="Bảng 1")
    assert page.status_code == 400
    assert "so.pdf" in page.content.decode()
    assert page.context["form"]["unit"].value() == str(organisation.department.pk)
    assert "Bảng 1" in page.content.decode()
    assert not ImportStaging.objects.exists()


def test_unit_of_another_department_is_no_choice(officer, organisation):
    assert upload(officer, organisation, ROW, unit=organisation.department2).status_code == 400
    assert not ImportStaging.objects.exists()


def test_files_of_others_are_not_found(officer, organisation, client):
    address = upload(officer, organisation, ROW).url
    client.force_login(organisation.officer2)
    for page in (address, f"{address}rejects/"):
        assert client.get(page).status_code == 404
    for page in (f"{address}commit/", f"{address}cancel/"):
        assert client.post(page, {"expected": "x"}).status_code == 404


def test_dropped_file_brings_nothing_in(officer, organisation):
    address = upload(officer, organisation, ROW).url
    expected = officer.get(address).context["form"]["expected"].value()
    officer.post(f"{address}cancel/")
    decide(officer, ImportStaging.objects.get(), expected)
    assert not Finding.objects.exists()


def test_pages_are_the_officers(client, organisation):
    client.force_login(organisation.manager1)
    assert client.get(reverse("imports")).status_code == 403
    client.force_login(organisation.officer1)
    assert client.get(reverse("imports")).status_code == 200


def test_pages_ask_the_database_no_more_for_more_rows(officer, organisation, django_assert_max_num_queries):
    address = upload(officer, organisation, *([f"PH-{place}", *ROW[1:]] for place in range(60))).url
    with django_assert_max_num_queries(25):
        officer.get(address)

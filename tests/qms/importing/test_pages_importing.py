"""The import pages: choosing, looking, deciding; one's own files only."""

import pytest
from django.urls import reverse

from inspections.models import ChecklistTemplate, Finding, Inspection
from qms import clock
from qms.models import BackgroundJob, ImportRun, ImportStaging
from tests.qms.importing.import_pages import ROW, WRONG, chosen, commit, grid, row_of, upload
from tests.qms.importing.made_files import workbook_of


@pytest.fixture
def officer(client, organisation):
    client.force_login(organisation.officer1)
    client.cookies["django_language"] = "en"
    return client


def test_file_is_previewed_then_brought_in_once(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    page = grid(officer, staging)
    assert page.status_code == 200
    assert not Finding.objects.exists()
    assert "PH-1" in page.content.decode()
    for _click in range(2):
        assert commit(officer, staging, "chuyển sổ cũ").status_code == 200
    assert Finding.objects.get().history.get().history_change_reason == "chuyển sổ cũ"
    told = grid(officer, staging).content.decode()
    assert f'href="{reverse("findings")}"' in told
    assert f'href="{ImportRun.objects.get().get_absolute_url()}"' in told


def test_a_checklist_leads_to_the_template_and_the_inspection_it_made(officer, organisation):
    rows = [["Số", "Tiêu đề", "Câu hỏi", "Kết quả", "Ghi nhận"], ["1", "Kho", "Kho có khóa không?", "Phù hợp", "Có"]]
    staging = chosen(officer, organisation, kind="checklist", content=workbook_of(("Mục A", rows)), name="kho.xlsx")

    page = commit(officer, staging).content.decode()

    for made in (ChecklistTemplate.objects.get(), Inspection.objects.get()):
        assert f'href="{made.get_absolute_url()}"' in page
    assert "New" in page


def test_wrong_rows_are_shown_and_cannot_be_brought_in(officer, organisation):
    staging = chosen(officer, organisation, ROW, WRONG)
    page = grid(officer, staging, verdict="reject")
    assert "Sổ!E3" in page.content.decode()
    assert len(page.context["rows"]) == 1
    answer = commit(officer, staging, "vì sao")
    assert answer.status_code == 409
    assert answer.context["form"]["reason"].value() == "vì sao"
    assert not Finding.objects.exists()


def test_preview_that_is_out_of_date_is_shown_again(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    answer = commit(officer, staging, "giữ lại", expected="0" * 64)
    assert answer.status_code == 409
    assert "giữ lại" in answer.content.decode()
    assert not Finding.objects.exists()
    assert commit(officer, staging).status_code == 200
    assert Finding.objects.count() == 1


def test_refused_file_keeps_the_choices(officer, organisation):
    page = upload(officer, organisation, content=b"%PDF-1.4 no list", name="so.pdf", sheet="Bảng 1")
    assert page.status_code == 400
    assert "so.pdf" in page.content.decode()
    assert page.context["form"]["unit"].value() == str(organisation.department.pk)
    assert "Bảng 1" in page.content.decode()
    assert not ImportStaging.objects.filter(cancelled_at=None).exists()


def test_unit_of_another_department_is_no_choice(officer, organisation):
    assert upload(officer, organisation, ROW, unit=organisation.department2).status_code == 400
    assert not ImportStaging.objects.exists()


def test_files_of_others_are_not_found(officer, organisation, client):
    staging = chosen(officer, organisation, ROW)
    client.force_login(organisation.officer2)
    for name in ("import_preview", "import_state", "import_understanding", "import_annotated"):
        assert client.get(reverse(name, args=[staging.uid])).status_code == 404
    for name in ("import_commit", "import_cancel", "import_rows", "import_again", "import_understanding"):
        assert client.post(reverse(name, args=[staging.uid]), {"expected": "x"}).status_code == 404


def test_dropped_file_brings_nothing_in(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    officer.post(reverse("import_cancel", args=[staging.uid]))
    commit(officer, staging)
    assert not Finding.objects.exists()
    assert "Dropped" in grid(officer, staging).content.decode()


def test_pages_are_the_officers(client, organisation):
    client.force_login(organisation.manager1)
    assert client.get(reverse("imports")).status_code == 403
    client.force_login(organisation.officer1)
    assert client.get(reverse("imports")).status_code == 200


def test_pages_ask_the_database_no_more_for_more_rows(officer, organisation, django_assert_max_num_queries):
    staging = chosen(officer, organisation, *(row_of(f"PH-{place}") for place in range(60)))
    with django_assert_max_num_queries(25):
        page = grid(officer, staging)
    assert len(page.context["rows"]) == 50
    assert len(grid(officer, staging, page="2").context["rows"]) == 10
    assert len(grid(officer, staging, q="PH-59").context["rows"]) == 1


def test_an_administrator_is_offered_units_and_people_an_officer_the_registers(client, organisation):
    offered = {}
    for who in (organisation.admin, organisation.officer1):
        client.force_login(who)
        page = client.get(reverse("imports"))
        offered[who] = {name for name, _label in page.context["form"].fields["kind"].choices}
        assert len(page.context["templates"]) == len(offered[who])
        for _label, address in page.context["templates"][:2]:
            assert client.get(address).status_code == 200
    assert offered[organisation.admin] >= {"units", "people"}
    assert "findings" not in offered[organisation.admin]
    assert "findings" in offered[organisation.officer1]
    assert "people" not in offered[organisation.officer1]


def test_a_file_being_read_says_how_far_it_is_and_leads_on_once_it_is_done(officer, organisation):
    staging = chosen(officer, organisation, ROW)
    job = BackgroundJob.objects.create(
        kind="read_register", title="so.xlsx", asked_by=organisation.officer1, asked_at=clock.now(),
        seen_at=clock.now(), state="running", done=1_250, total=5_000, phase="Đang đọc các dòng",
    )  # fmt: skip
    ImportStaging.objects.update(state="reading", job=job)
    state = reverse("import_state", args=[staging.uid])
    assert "Đang đọc các dòng" in grid(officer, staging).content.decode()
    assert "25%" in officer.get(state, headers={"HX-Request": "true"}).content.decode()
    assert officer.get(state).url == staging.get_absolute_url(), "without script the page itself is asked for"
    assert commit(officer, staging).status_code == 200
    assert not Finding.objects.exists()
    ImportStaging.objects.update(state="ready")
    assert officer.get(state, headers={"HX-Request": "true"}).headers["HX-Redirect"] == staging.get_absolute_url()
    ImportStaging.objects.update(state="reading")
    BackgroundJob.objects.update(state="failed", fault="Máy chủ dừng giữa chừng.")
    assert "Máy chủ dừng giữa chừng." in grid(officer, staging).content.decode()

"""Registers brought in: the list, one with the records that its rows became, taking one back or not."""

import pytest
from django.urls import reverse

from inspections.models import Finding
from qms.models import ImportRun
from tests.factories import save
from tests.qms.importing.import_pages import ROW, chosen, commit, row_of


@pytest.fixture
def officer(client, organisation):
    client.force_login(organisation.officer1)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def run(officer, organisation):
    """Two findings, brought in."""
    staging = chosen(officer, organisation, ROW, row_of("PH-2"), name="so-cu.xlsx")
    commit(officer, staging, "chuyển sổ cũ")
    return ImportRun.objects.get()


def undo(client, run, reason="nhầm"):
    return client.post(reverse("import_run_step", args=[run.uid, "undo"]), {"reason": reason}, follow=True)


def test_each_row_leads_to_its_record(officer, run):
    page = officer.get(run.get_absolute_url()).content.decode()
    for finding in Finding.objects.all():
        assert f'href="{finding.get_absolute_url()}"' in page
    assert "so-cu.xlsx" in page
    file = officer.get(reverse("import_run_file", args=[run.uid]))
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_it_is_taken_back_with_a_reason_and_comes_again(officer, organisation, run):
    assert undo(officer, run, "").status_code in (200, 400)
    run.refresh_from_db()
    assert run.status == "done", "no reason, no undoing"
    page = undo(officer, run)
    assert "so-cu.xlsx" in page.content.decode()
    assert not Finding.objects.filter(ended_at=None).exists()
    assert officer.get(reverse("import_run_step", args=[run.uid, "undo"])).status_code == 409
    commit(officer, chosen(officer, organisation, ROW, row_of("PH-2")))
    assert Finding.objects.filter(ended_at=None).count() == 2


def test_what_was_touched_since_stands_in_the_way_and_is_named(officer, run):
    finding = Finding.objects.order_by("pk").first()
    save(finding, statement="Đã sửa tay")
    for answer in (officer.get(reverse("import_run_step", args=[run.uid, "undo"])), undo(officer, run)):
        assert finding.get_absolute_url() in answer.content.decode()
        assert "It was changed after it had been brought in." in answer.content.decode()
    run.refresh_from_db()
    assert run.status == "done"


def test_runs_are_found_filtered_and_taken_away(officer, run, client, organisation):
    address = reverse("import_runs")
    for query, met in (("", True), ("?q=so-cu", True), ("?kind=documents", False), ("?status=undone", False)):
        assert ("so-cu.xlsx" in officer.get(f"{address}{query}").content.decode()) is met, query
    csv = b"".join(officer.get(f"{address}?export=csv").streaming_content).decode("utf-8-sig")
    assert "so-cu.xlsx" in csv
    client.force_login(organisation.officer2)
    assert "so-cu.xlsx" not in client.get(address).content.decode()
    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.get(reverse("import_run_file", args=[run.uid])).status_code == 404


def test_who_may_look_may_not_always_take_it_back(run, client, organisation):
    client.force_login(organisation.manager1)
    assert client.get(reverse("import_run_step", args=[run.uid, "undo"])).status_code in (404, 409)
    assert undo(client, run).status_code in (403, 404, 409)
    run.refresh_from_db()
    assert run.status == "done"

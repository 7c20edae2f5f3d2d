"""A file on its way in: read, mended, decided on, brought in as it was seen, dropped, forgotten."""

import datetime as dt

import pytest
from django.test import override_settings

from inspections.models import Finding
from qms import clock
from qms.importing import reading_process, staging
from qms.importing.commit import PlanChanged, RowsRejected
from qms.importing.problems import ImportRefused
from qms.importing.reading_messages import ReadingOrder
from qms.importing.reading_process import read_apart
from qms.models import BackgroundJob, ImportStaging, StagedRow
from tests.inspections.test_imports_findings import HEADER
from tests.qms.importing.made_files import workbook_of

ROW = ["PH-1", "ĐG-1", "S1-A", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/06/2019", "Mở"]
OTHER = ["PH-2", "ĐG-1", "S1-A", "8.5.1", "Nặng", "Thiếu sổ theo dõi", "20/06/2019", "Mở"]
WRONG = [*OTHER[:4], "hơi nặng", *OTHER[5:]]


def staged(organisation, *rows, header=HEADER, **options):
    content = workbook_of(("Sổ", [header, *rows]))
    who = {"by": organisation.officer1, "kind": "findings", "unit": organisation.department}
    return staging.stage(content, "so.xlsx", **who | options)


def brought_in(found, **options):
    return staging.commit_staged(found, by=found.user, expected=found.digest, **options)


def changed_here(organisation, **values):
    """Somebody changes the finding by hand."""
    from qms.history.recording import recording  # noqa: PLC0415 - tests alone write so

    record = Finding.objects.get(external_ref="PH-1")
    for name, value in values.items():
        setattr(record, name, value)
    with recording(by=organisation.officer1, operation="correct_finding", reason="đã sửa"):
        record.save()
    return record


def test_rows_are_mended_in_the_preview_and_come_in_as_seen(organisation):
    found = staged(organisation, ROW, WRONG)
    assert (found.state, found.counts) == ("ready", {"create": 1, "reject": 1})
    (row,) = staging.rows(found, verdict="reject")
    assert (row.number, row.cells["grade"]["address"], row.cells["grade"]["level"]) == (3, "Sổ!E3", "error")
    assert not staging.may_commit(found)
    with pytest.raises(RowsRejected):
        brought_in(found)
    found = staging.mend(found, {"Sổ!E3": "Nặng"})
    assert found.counts == {"create": 2}
    done = brought_in(found, reason="chuyển sổ cũ")
    assert (done.state, done.run.created, Finding.objects.count()) == ("done", 2, 2)
    assert done.run.file.sha256 == found.sha256
    assert not StagedRow.objects.exists()
    assert brought_in(found).state == "done"
    assert Finding.objects.count() == 2


def test_the_same_file_again_changes_nothing_and_makes_no_run(organisation):
    brought_in(staged(organisation, ROW))
    again = staged(organisation, ROW)
    assert again.counts == {"unchanged": 1}
    assert brought_in(again).run is None


def test_rows_are_searched_without_accents_and_paged(organisation):
    found = staged(organisation, ROW, OTHER)
    assert [row.number for row in staging.rows(found, q="thieu SO")] == [3]
    assert [row.number for row in staging.rows(found, page=2, size=1)] == [3]
    assert staging.rows(found, verdict="reject").paginator.count == 0


def test_row_left_out_does_not_come_in_and_may_be_taken_back(organisation):
    found = staged(organisation, ROW, WRONG)
    (row,) = staging.rows(found, verdict="reject")
    found = staging.decide_all(found, "reject", "skip")
    assert found.counts == {"create": 1, "skip": 1}
    assert staging.decide(found, {row.key: None}).counts == {"create": 1, "reject": 1}
    found = staging.decide(found, {row.key: "skip"})
    brought_in(found)
    assert Finding.objects.get().external_ref == "PH-1"


def test_change_here_and_in_the_file_is_shown_three_ways(organisation):
    brought_in(staged(organisation, ROW))
    changed_here(organisation, grade="major")
    found = staged(organisation, [*ROW[:4], "Khuyến nghị cải tiến", *ROW[5:]])
    (row,) = staging.rows(found)
    cell = row.cells["grade"]
    assert (row.verdict, row.why) == ("decide", "conflict")
    assert len({cell["before"], cell["becomes"], cell["here"]}) == 3
    with pytest.raises(ImportRefused):
        staging.decide(found, {row.key: "create"})
    kept = brought_in(staging.decide(found, {row.key: "keep"}))
    assert (kept.state, Finding.objects.get().grade) == ("done", "major")


@pytest.mark.parametrize("decision", ["take", {"fields": {"grade": "take"}}])
def test_the_files_word_may_be_taken(organisation, decision):
    brought_in(staged(organisation, ROW))
    changed_here(organisation, grade="major")
    found = staged(organisation, [*ROW[:4], "Khuyến nghị cải tiến", *ROW[5:]])
    (row,) = staging.rows(found)
    found = staging.decide(found, {row.key: decision})
    assert found.counts == {"update": 1}
    brought_in(found)
    assert Finding.objects.get().grade == "opportunity"


def test_what_only_changed_here_stays_without_a_question(organisation):
    brought_in(staged(organisation, ROW))
    changed_here(organisation, grade="major")
    found = staged(organisation, [*ROW[:5], "Chưa ký biên bản giao nhận", *ROW[6:]])
    assert found.counts == {"update": 1}
    brought_in(found)
    record = Finding.objects.get()
    assert (record.grade, record.statement) == ("major", "Chưa ký biên bản giao nhận")


def test_perhaps_the_same_record_is_asked_about(organisation):
    brought_in(staged(organisation, ROW))
    numbered = staged(organisation, ["PH-9", *ROW[1:]], ROW)
    assert numbered.counts == {"unchanged": 1, "create": 1}
    nameless = staged(organisation, ["", *ROW[1:]], OTHER)
    (row,) = staging.rows(nameless, verdict="decide")
    assert (row.why, [value for value, _label in row.choices]) == ("duplicate", ["create"])
    assert row.record_title == Finding.objects.get().number
    nameless = staging.decide_all(nameless, "decide", "create", why="duplicate")
    assert nameless.counts == {"create": 2}
    brought_in(nameless)
    assert Finding.objects.count() == 3


def test_what_changed_since_the_preview_stops_it(organisation):
    brought_in(staged(organisation, ROW))
    found = staged(organisation, [*ROW[:4], "Khuyến nghị cải tiến", *ROW[5:]])
    changed_here(organisation, grade="major")
    with pytest.raises(PlanChanged):
        brought_in(found)
    found.refresh_from_db()
    assert (found.state, found.counts, Finding.objects.get().grade) == ("ready", {"decide": 1}, "major")


def test_no_list_is_not_kept_and_another_list_may_be_understood(organisation):
    with pytest.raises(ImportRefused):
        staging.stage(b"%PDF-1.4", "a.xlsx", by=organisation.officer1, kind="findings", unit=organisation.department)
    assert not ImportStaging.objects.filter(cancelled_at=None).exists()
    strange = staged(organisation, ["1", "Chưa ký", "Nhẹ"], header=["aa", "bb", "cc"])
    assert (strange.state, bool(strange.refusal)) == ("refused", True)
    sheets = staging.understood(strange)
    if sheets:
        said = {"columns": {"Sổ": {"number": 0, "statement": 1, "grade": 2}}, "header": {"Sổ": 1}}
        assert staging.set_said(strange, said).counts == {"create": 1}


def test_large_file_is_read_and_written_by_jobs(organisation, monkeypatch):
    monkeypatch.setattr(staging, "SMALL_BYTES", 1)
    monkeypatch.setattr(staging, "SMALL_ROWS", 1)
    found = staged(organisation, ROW, OTHER)
    assert (found.state, found.job.state, found.counts) == ("ready", "done", {"create": 2})
    done = brought_in(found)
    assert (done.state, done.job.kind, Finding.objects.count()) == ("done", "commit_register", 2)
    assert set(BackgroundJob.objects.values_list("state", flat=True)) == {"done"}


def test_job_that_ended_in_the_middle_leaves_the_file_waiting(organisation):
    found = staged(organisation, ROW)
    job = BackgroundJob.objects.create(
        kind="commit_register", asked_by=found.user, asked_at=clock.now(), state="failed", title="x"
    )
    ImportStaging.objects.filter(pk=found.pk).update(state="writing", job=job)
    assert brought_in(found).state == "done"


def test_undecided_files_are_dropped_after_thirty_days(organisation):
    found = staged(organisation, ROW)
    assert staging.drop_expired() == 0
    with clock.at(clock.now() + dt.timedelta(days=31)):
        assert staging.drop_expired() == 1
    found.refresh_from_db()
    assert (found.state, StagedRow.objects.exists()) == ("dropped", False)


class Greedy(ReadingOrder):
    def messages(self, progress=None):
        yield "begun"
        yield bytes(reading_process.MEMORY * 2)


class Killed(ReadingOrder):
    def messages(self, progress=None):
        import os  # noqa: PLC0415 - in the process that ends itself

        os.kill(os.getpid(), 9)
        yield "never"


@override_settings(IMPORT_READS_APART=True)
@pytest.mark.parametrize("order", [Greedy, Killed])
def test_a_process_that_takes_too_much_is_a_sentence(order):
    with pytest.raises(ImportRefused, match="so.xlsx"):
        list(read_apart(order("findings", b"", "so.xlsx", language="en")))


@override_settings(IMPORT_READS_APART=True)
def test_a_file_is_read_apart_as_here(organisation):
    content = workbook_of(("Sổ", [HEADER, ROW, WRONG]))
    opened, rows = read_apart(ReadingOrder("findings", content, "so.xlsx", language="en"))
    assert (opened.total, [row.number for row in rows], rows[1].problems["grade"].level) == (2, [2, 3], "error")

"""An import is one step: what it wrote is known, taken back as one, and the same file may come again."""

import datetime as dt

import pytest

from cms.models import DocumentPage
from inspections.models import ChecklistTemplate, Finding, FindingClause, Inspection, Nonconformity
from qms.history.recording import recording
from qms.import_enums import RunState
from qms.importing.staging import stage
from qms.models import Clause, Correspondence, Document, Edition, ImportedRow, ImportRun
from qms.operations.import_runs import UndoRefused, touched_since, undo_run
from qms.policy import Refused, may
from qms.reports.documents import DocumentReport
from tests.factories import NonconformityFactory
from tests.inspections.test_imports_findings import bring_in, file_of
from tests.qms.importing.made_files import workbook_of
from tests.qms.importing.test_staging import OTHER, ROW, brought_in, changed_here, staged


def run_of(organisation, *rows):
    return brought_in(staged(organisation, *rows)).run


def test_each_record_is_in_the_ledger_with_its_row(organisation):
    run = run_of(organisation, ROW, OTHER)
    assert (run.rows, run.created, run.updated, run.unchanged) == (2, 2, 0, 0)
    lines = ImportedRow.objects.filter(run=run, label="inspections.finding").order_by("number")
    told = list(lines.values_list("sheet", "number", "verdict", "version_before", "version_after"))
    assert told == [("Sổ", 2, "create", 0, 1), ("Sổ", 3, "create", 0, 1)]
    assert ImportedRow.objects.filter(run=run, label="inspections.inspection").count() == 1


def test_undone_as_one_step_and_the_same_file_comes_again(organisation):
    run = run_of(organisation, ROW, OTHER)
    undone = undo_run(run, by=organisation.officer1, reason="nhầm sổ")
    assert (undone.status, undone.undone_by) == (RunState.UNDONE, organisation.officer1)
    for model in (Finding, Inspection, FindingClause):
        assert not model.objects.filter(ended_at=None).exists()
    assert Finding.objects.first().history.latest("sequence").history_change_reason == "nhầm sổ"
    assert undo_run(run, by=organisation.officer1, reason="nữa").version == undone.version
    again = staged(organisation, ROW, OTHER)
    assert again.counts == {"create": 2}
    brought_in(again)
    assert Finding.objects.filter(ended_at=None).count() == 2


def test_changed_records_get_their_earlier_values_back(organisation):
    run_of(organisation, ROW)
    before = Finding.objects.get()
    run = run_of(organisation, [*ROW[:4], "Nặng", "Chưa ký biên bản giao nhận", *ROW[6:]])
    assert (run.created, run.updated, Finding.objects.get().grade) == (0, 1, "major")
    undo_run(run, by=organisation.officer1, reason="nhầm bản")
    after = Finding.objects.get()
    assert (after.grade, after.statement, after.source_hash) == (before.grade, before.statement, before.source_hash)
    assert after.version == before.version + 2
    assert staged(organisation, ROW).counts == {"unchanged": 1}


def test_refused_where_something_else_has_touched_a_record(organisation):
    run = run_of(organisation, ROW, OTHER)
    record = changed_here(organisation, grade="major")
    with pytest.raises(UndoRefused) as refused:
        undo_run(run, by=organisation.officer1, reason="x")
    (one,) = refused.value.touched
    assert (one.record, one.url) == (record, record.get_absolute_url())
    assert record.number in str(refused.value)
    assert not Finding.objects.exclude(ended_at=None).exists()


def test_refused_where_something_rests_on_a_record(organisation):
    run = run_of(organisation, ROW)
    child = NonconformityFactory(inspection=Inspection.objects.get(), unit=organisation.division)
    assert [one.record for one in touched_since(run)] == [child]
    with recording(by=organisation.officer1, operation="end"):
        child.ended_at = child.inspection.history.latest("sequence").history_date
        Nonconformity.save(child)
    assert not touched_since(run)


def test_a_later_import_is_undone_first(organisation):
    first = run_of(organisation, ROW)
    second = run_of(organisation, [*ROW[:4], "Nặng", *ROW[5:]])
    with pytest.raises(UndoRefused):
        undo_run(first, by=organisation.officer1, reason="x")
    undo_run(second, by=organisation.officer1, reason="x")
    undo_run(first, by=organisation.officer1, reason="x")
    assert not Finding.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("who", ["manager1", "officer2", "reader1"])
def test_undone_by_officers_of_the_unit_alone(organisation, who):
    run = run_of(organisation, ROW)
    with pytest.raises(Refused):
        undo_run(run, by=getattr(organisation, who), reason="x")


def test_the_command_keeps_a_run_too(organisation, tmp_path):
    code, last, _out, _err = bring_in(file_of(tmp_path, ROW))
    run = ImportRun.objects.get()
    assert (code, run.created, run.file.size > 0) == (0, 1, True)
    assert last == ["rows=1 created=1 updated=0 unchanged=0 rejected=0"]
    assert bring_in(file_of(tmp_path, ROW))[0] == 0
    assert ImportRun.objects.count() == 1


def test_the_command_decides_what_it_is_told(organisation, tmp_path):
    bring_in(file_of(tmp_path, ROW))
    changed_here(organisation, grade="major")
    newer = file_of(tmp_path, [*ROW[:4], "Khuyến nghị cải tiến", *ROW[5:]])
    code, last, _out, err = bring_in(newer)
    assert (code, last) == (2, ["rows=1 created=0 updated=0 unchanged=0 rejected=1"])
    assert "decision" in err
    assert bring_in(newer, decide=["take"])[:2] == (0, ["rows=1 created=0 updated=1 unchanged=0 rejected=0"])
    assert Finding.objects.get().grade == "opportunity"


def test_the_command_prints_the_questions_that_it_cannot_ask(organisation, tmp_path):
    path = file_of(tmp_path, [*ROW[:6], "20/06", ROW[7]])
    code, _last, out, _err = bring_in(path)
    assert code == 2
    assert "--answer year=" in out
    assert bring_in(path, answer=["year=2019"])[0] == 0


CHECKLIST = [["Số", "Tiêu đề", "Câu hỏi", "Kết quả", "Ghi nhận"], ["1", "Kho", "Kho có khóa không?", "Phù hợp", "Có"]]


def test_a_checklist_is_taken_back_with_template_and_inspection(organisation):
    content = workbook_of(("Mục A", CHECKLIST))
    who = {"by": organisation.officer1, "kind": "checklist", "unit": organisation.department}
    run = brought_in(stage(content, "kho.xlsx", **who)).run
    undo_run(run, by=organisation.officer1, reason="nhầm")
    assert ChecklistTemplate.objects.get().status == "withdrawn"
    assert Inspection.objects.get().ended_at
    again = stage(content, "kho.xlsx", **who)
    assert again.counts == {"create": 1}
    assert brought_in(again).state == "done"


DOCUMENTS = [
    ["Mã hiệu", "Tên tài liệu", "Loại tài liệu", "Đơn vị", "Lần ban hành", "Ngày hiệu lực"],
    ["QT-01", "Tiếp công dân", "Quy trình", "S1-A", "01", dt.date(2019, 3, 1)],
    ["QT-02", "Giải quyết đơn", "Quy trình", "S1-A", None, None],
]


def documents_in(organisation):
    who = {"by": organisation.officer1, "kind": "documents", "unit": organisation.department}
    return stage(workbook_of(("Sổ", DOCUMENTS)), "tl.xlsx", **who)


def listed(organisation):
    return [row.number for row in DocumentReport().queryset(organisation.officer1)]


def test_documents_are_taken_back_and_their_numbers_given_again(organisation):
    run = brought_in(documents_in(organisation)).run
    first = Document.objects.get(number="QT-01")
    assert Document.objects.readable_by(organisation.officer1).get() == first
    undo_run(run, by=organisation.officer1, reason="nhầm")
    first.refresh_from_db()
    assert first.ended_at
    assert not first.issue_in_force()
    assert not Document.objects.readable_by(organisation.officer1).exists()
    assert not listed(organisation)
    assert not may(organisation.officer1, "qms.write_document", first)
    again = documents_in(organisation)
    assert again.counts == {"create": 2}
    brought_in(again)
    assert listed(organisation) == ["QT-01", "QT-02"]


def test_a_document_that_was_written_on_stays(organisation):
    run = brought_in(documents_in(organisation)).run
    page = DocumentPage.objects.get(document__number="QT-02")
    page.save_revision(user=organisation.officer1)
    with pytest.raises(UndoRefused) as refused:
        undo_run(run, by=organisation.officer1, reason="nhầm")
    assert [one.record.number for one in refused.value.touched] == ["QT-02"]


CRITERIA = [["Số", "Tiêu đề"], ["1", "Tiếp nhận"], ["1.1", "Giấy hẹn"], ["2", "Trả kết quả"]]


def criteria_in(organisation):
    who = {"by": organisation.officer1, "kind": "criteria", "edition": "TK:2020"}
    return stage(workbook_of(("Tiêu chí", CRITERIA)), "tieu_chi.xlsx", **who)


def test_an_edition_is_taken_back_and_stands_again_when_it_comes_again(organisation):
    run = brought_in(criteria_in(organisation)).run
    key = Edition.objects.get(year="2020").pk
    undo_run(run, by=organisation.officer1, reason="nhầm bản")
    assert not Edition.objects.filter(year="2020").exists()
    assert not Clause.objects.filter(edition=key).exists()
    again = criteria_in(organisation)
    assert again.counts == {"create": 3}
    run = brought_in(again).run
    assert Clause.objects.filter(edition=key).count() == 3
    undo_run(run, by=organisation.officer1, reason="nhầm nữa")
    assert not Clause.objects.filter(edition=key).exists()


def test_an_edition_that_a_record_cites_stays(organisation):
    run = brought_in(criteria_in(organisation)).run
    clause = Clause.objects.get(number="1.1", edition__year="2020")
    with recording(by=organisation.officer1, operation="cite"):
        Correspondence(from_edition=organisation.edition, to_edition=clause.edition, to_clause=clause).save()
    with pytest.raises(UndoRefused):
        undo_run(run, by=organisation.officer1, reason="nhầm")
    assert Clause.objects.filter(edition__year="2020").count() == 3

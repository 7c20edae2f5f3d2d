"""Bringing in master lists of documents: what arrives in which state, and that again is no change."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings as settings_of_product
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fixtures.samples.make_documents_sample import HEADER as SAMPLE_HEADER
from fixtures.samples.make_documents_sample import ROWS as SAMPLE_ROWS
from fixtures.samples.make_documents_sample import make
from qms import clock
from qms.documents import body_hash
from qms.enums import DocumentKind, ExternalStatus, IssueStatus
from qms.imports.document_columns import parse_issue
from qms.imports.document_guesses import guess_kind
from qms.models import Document, Issue
from qms.operations.document_edits import edit_document
from qms.operations.documents import create_document
from tests.counts import examples
from tests.inspections.test_imports_findings import bring_in, file_of, needs_cases
from tests.qms.importing.made_files import CASES, workbook_of

HEADER = [
    "Mã hiệu", "Tên tài liệu", "Loại tài liệu", "Đơn vị", "Lần ban hành", "Ngày ban hành", "Ngày hiệu lực",
    "Tình trạng", "Hạn soát xét",
]  # fmt: skip
ROW = ["QT-05", "Đánh giá nội bộ", "Quy trình", "S1-A", "02", dt.date(2019, 3, 20), dt.date(2019, 4, 1), None, None]


def documents(path, **options):
    return bring_in(path, kind="documents", **options)


def listed(tmp_path, *rows, header=HEADER, **options):
    return documents(file_of(tmp_path, *rows, header=header, name="danh-muc.xlsx"), **options)


def changed(row, **cells):
    names = ("code", "title", "kind", "unit", "issue", "signed", "effective", "standing", "review")
    new = list(row)
    for name, value in cells.items():
        new[names.index(name)] = value
    return new


def counted(rows=0, created=0, updated=0, unchanged=0, rejected=0):
    return [f"rows={rows} created={created} updated={updated} unchanged={unchanged} rejected={rejected}"]


# real lists


@needs_cases
def test_list_of_an_agency_brings_twenty_documents(organisation):
    path = CASES / "malay-agency-doclist-csv" / "doc_list.csv"
    assert documents(path)[:2] == (0, counted(20, created=20))
    rows = list(Document.objects.values_list("number", "title_vi", "kind"))
    assert len({number for number, _title, _kind in rows}) == 20
    assert all(title == title.strip() for _number, title, _kind in rows)
    assert Counter(kind for *_rest, kind in rows) == {"procedure": 19, "model": 1}
    assert documents(path)[:2] == (0, counted(20, unchanged=20))


@needs_cases
def test_second_list_of_the_agency_renames_and_adds(organisation):
    folder = CASES / "malay-agency-doclist-csv"
    documents(folder / "doc_list.csv")
    code, last, out, _err = documents(folder / "doc_files.csv")
    assert (code, last) == (0, counted(20, created=3, updated=17))
    assert "file_title, pdf_title" in out


@needs_cases
def test_empty_index_is_nought_rows_with_a_sentence(organisation):
    (path,) = (CASES / "qmshero-doc-control-index").glob("*.xlsx")
    code, last, out, _err = documents(path)
    assert (code, last) == (0, counted())
    assert len(out.splitlines()) == 2


def test_our_own_sample(organisation, tmp_path):
    units = {"Văn phòng": "S1", "SLĐ-01-LĐVL": "S1-A", "Phòng Bảo trợ xã hội": "S1-B"}
    rows = [[units.get(cell, cell) for cell in row] for row in SAMPLE_ROWS]
    path = tmp_path / "documents-sample.xlsx"
    path.write_bytes(workbook_of(("Danh mục", [["SỞ"], ["DANH MỤC"], [], SAMPLE_HEADER, *rows]), merged=["A1:O1"]))
    assert documents(path)[:2] == (0, counted(11, created=11))
    assert documents(path)[1] == counted(11, unchanged=11)
    standing = Counter(Issue.objects.values_list("status", flat=True))
    assert standing == {IssueStatus.APPROVED: 8, IssueStatus.WITHDRAWN: 1, IssueStatus.DRAFT: 2}
    assert Document.objects.get(number="QT-90").issue_in_force().issue_number == "02"
    assert Document.objects.get(number="QT-90").issue_in_force(dt.date(2017, 1, 1)).issue_number == "01"
    assert Document.objects.get(number="QT-91").issue_in_force().numbers == "01.02"
    assert Document.objects.get(number="901/2015/TT-BLĐTBXH").external_status == ExternalStatus.EXPIRED


def test_sample_workbook_is_what_its_maker_writes(tmp_path):
    make(tmp_path / "made.xlsx")
    shipped = Path(settings_of_product.BASE_DIR) / "fixtures" / "samples" / "documents-sample.xlsx"
    cells = [list(load_workbook(path).active.values) for path in (tmp_path / "made.xlsx", shipped)]
    assert cells[0] == cells[1]
    assert len(cells[0]) == 5 + len(SAMPLE_ROWS)


# states


def test_row_with_issue_and_day_is_approved_and_marked(organisation, tmp_path):
    listed(tmp_path, ROW)
    document = Document.objects.get()
    issue = document.issue_in_force()
    assert (document.unit, document.kind, document.author) == (
        organisation.division,
        "procedure",
        organisation.officer1,
    )
    assert (document.brought_in, document.source_file, document.source_row) == (True, "danh-muc.xlsx", 2)
    assert document.source_text["signed_on"] == "20/03/2019"
    assert (issue.issue_number, issue.signed_on, issue.approved_by) == ("02", dt.date(2019, 3, 20), None)
    assert issue.content_hash == body_hash(issue)
    assert document.page.title.startswith("QT-05")
    assert issue.history.get().history_user == organisation.officer1


@pytest.mark.parametrize(
    ("cells", "status", "withdrawn"),
    [
        ({}, "approved", None),
        ({"standing": "Còn hiệu lực"}, "approved", None),
        ({"standing": "Dự thảo"}, "draft", None),
        ({"effective": None}, "approved", None),
        ({"effective": None, "signed": None}, "draft", None),
        ({"issue": None, "standing": "Còn hiệu lực"}, "draft", None),
        ({"standing": "Hết hiệu lực"}, "withdrawn", "today"),
        ({"standing": "đã huỷ"}, "withdrawn", "today"),
        ({"standing": "Đã thay thế"}, "withdrawn", "today"),
        ({"standing": "Hết hiệu lực", "effective": None, "signed": None}, "withdrawn", "today"),
    ],
)
def test_state_is_the_one_that_the_list_names(organisation, tmp_path, cells, status, withdrawn):
    assert listed(tmp_path, changed(ROW, **cells))[:2] == (0, counted(1, created=1))
    issue = Issue.objects.get()
    assert issue.status == status
    assert issue.withdrawn_on == (clock.today() if withdrawn else None)
    assert bool(issue.content_hash) is (status != "draft")
    assert (Document.objects.in_force(clock.today()).count() == 1) is (status == "approved")


def test_withdrawn_document_keeps_its_day_and_what_replaces_it(organisation, tmp_path):
    header = [*HEADER, "Ngày hết hiệu lực", "Thay thế bởi"]
    old = [*changed(ROW, code="QT-04", standing="Đã thay thế"), dt.date(2019, 4, 1), "QT-05"]
    listed(tmp_path, old, [*ROW, None, None], header=header)
    issue = Issue.objects.get(document__number="QT-04")
    assert (issue.status, issue.withdrawn_on) == ("withdrawn", dt.date(2019, 4, 1))
    assert issue.replacement == Document.objects.get(number="QT-05")


def test_document_from_outside_has_its_status(organisation, tmp_path):
    header = [
        "Số ký hiệu",
        "Trích yếu",
        "Loại văn bản",
        "Cơ quan ban hành",
        "Ngày ban hành",
        "Tình trạng",
        "Thay thế bởi",
    ]
    law = ["62/2012/QH13", "Luật giả định", "Luật", "Quốc hội", dt.date(2012, 6, 18), "Còn hiệu lực", None]
    decree = ["9/2014/NĐ-CP", "Nghị định giả định", "", "Chính phủ", dt.date(2014, 1, 1), "Bị thay thế", "8/2019/NĐ-CP"]
    assert listed(tmp_path, law, decree, header=header)[:2] == (0, counted(2, created=2))
    facts = ("kind", "issued_by", "issued_on", "external_status", "replaced_by", "status_checked_on")
    assert list(Document.objects.order_by("pk").values_list(*facts)) == [
        ("external", "Quốc hội", dt.date(2012, 6, 18), "in_force", "", None),
        ("external", "Chính phủ", dt.date(2014, 1, 1), "replaced", "8/2019/NĐ-CP", None),
    ]
    later = [*law[:5], "Hết hiệu lực", None]
    assert listed(tmp_path, later, decree, header=header)[1] == counted(2, updated=1, unchanged=1)
    assert Document.objects.get(number="62/2012/QH13").external_status == ExternalStatus.EXPIRED


# again


def test_changed_row_is_an_update(organisation, tmp_path):
    listed(tmp_path, ROW)
    before = Issue.objects.get().content_hash
    assert listed(tmp_path, changed(ROW, title="Đánh giá", review=dt.date(2022, 4, 1)))[1] == counted(1, updated=1)
    document = Document.objects.get()
    assert (document.title_vi, document.review_due_on) == ("Đánh giá", dt.date(2022, 4, 1))
    assert (Issue.objects.get().title_vi, Issue.objects.get().content_hash) == ("Đánh giá nội bộ", before)
    assert document.page.get_latest_revision_as_object().title == "QT-05 Đánh giá"


def test_newer_issue_with_its_day_is_added(organisation, tmp_path):
    listed(tmp_path, ROW)
    newer = changed(ROW, issue="3", signed=dt.date(2020, 1, 2), effective=dt.date(2020, 1, 10))
    assert listed(tmp_path, newer)[1] == counted(1, updated=1)
    document = Document.objects.get()
    assert (document.issue_in_force().issue_number, document.issues.count()) == ("03", 2)
    assert document.issue_in_force(dt.date(2019, 6, 1)).issue_number == "02"
    assert listed(tmp_path, newer)[1] == counted(1, unchanged=1)


@pytest.mark.parametrize(
    ("cells", "verdict", "issues"),
    [
        ({"issue": "03", "signed": None, "effective": None}, "unchanged", ["02"]),
        ({"issue": "01"}, "unchanged", ["02"]),
        ({"issue": "03"}, "rejected", ["02"]),
    ],
)
def test_issue_that_cannot_follow_is_not_added(organisation, tmp_path, cells, verdict, issues):
    listed(tmp_path, ROW)
    assert listed(tmp_path, changed(ROW, **cells))[1] == counted(1, **{verdict: 1})
    assert list(Issue.objects.values_list("issue_number", flat=True)) == issues


def test_draft_becomes_the_issue_that_a_later_list_states(organisation, tmp_path):
    listed(tmp_path, changed(ROW, issue=None, signed=None, effective=None))
    assert listed(tmp_path, ROW)[1] == counted(1, updated=1)
    issue = Issue.objects.get()
    assert (issue.status, issue.issue_number, issue.content_hash) == ("approved", "02", body_hash(issue))


def test_document_that_ends_in_a_later_list(organisation, tmp_path):
    listed(tmp_path, ROW)
    assert listed(tmp_path, changed(ROW, standing="Bãi bỏ"))[1] == counted(1, updated=1)
    assert (Issue.objects.get().status, Issue.objects.get().withdrawn_on) == ("withdrawn", clock.today())
    assert listed(tmp_path, changed(ROW, standing="Còn hiệu lực"))[1] == counted(1, updated=1)
    assert (Issue.objects.get().status, Issue.objects.get().withdrawn_on) == ("approved", None)


def test_what_was_changed_here_stays(organisation, tmp_path):
    listed(tmp_path, ROW)
    edit_document(Document.objects.get(), by=organisation.officer1, reason="Sửa tên", title_vi="Tên ở đây")
    code, last, out, _err = listed(tmp_path, changed(ROW, title="Tên ở sổ", issue="03"))
    assert (code, last) == (0, counted(1, unchanged=1))
    assert "Sổ!A2" in out
    assert Document.objects.get().title_vi == "Tên ở đây"


def test_what_was_written_here_stays(organisation, tmp_path):
    own = create_document(
        by=organisation.officer1, number="QT-05", kind="procedure", unit=organisation.division, title_vi="Viết ở đây"
    )
    assert listed(tmp_path, ROW)[1] == counted(1, unchanged=1)
    assert (Document.objects.get().title_vi, Document.objects.get().version) == ("Viết ở đây", own.version)


# refusals


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"unit": "S2-A"}, "D3"),
        ({"unit": "Phòng lạ"}, "D3"),
        ({"kind": "bài hát"}, "C3"),
        ({"effective": "31/02/2019"}, "G3"),
        ({"signed": "hôm qua"}, "F3"),
        ({"issue": "lần thứ hai"}, "E3"),
        ({"standing": "lơ lửng"}, "H3"),
        ({"review": "tháng sau"}, "I3"),
        ({"code": None}, "A3"),
        ({"title": None}, "B3"),
        ({"code": "x" * 41}, "A3"),
        ({"title": "x" * 301}, "B3"),
        ({"code": "QT-01"}, "A3"),
    ],
)
def test_wrong_cell_is_named_and_nothing_is_written(organisation, tmp_path, cells, cell):
    first = changed(ROW, code="QT-01")
    code, last, _out, err = listed(tmp_path, first, changed(ROW, **cells))
    assert (code, last) == (2, counted(2, rejected=1))
    assert f"Sổ!{cell}" in err
    assert not Document.objects.exists()
    assert not Issue.objects.exists()


def test_unit_of_another_department_reads_like_one_that_is_not_there(organisation, tmp_path):
    said = [listed(tmp_path, changed(ROW, unit=unit))[3].replace(unit, "?") for unit in ("S2-A", "S9-Z")]
    assert said[0] == said[1]


def test_unit_beside_the_one_asked_for_is_refused(organisation, tmp_path):
    code, last, _out, err = listed(tmp_path, changed(ROW, unit="S1-B"), unit="S1-A")
    assert (code, last) == (2, counted(1, rejected=1))
    assert "Sổ!D2" in err


def test_only_officers_bring_lists_in(organisation, tmp_path):
    with pytest.raises(CommandError):
        listed(tmp_path, ROW, by="manager1")
    assert not Document.objects.exists()


def test_without_a_unit_column_the_documents_are_the_askers(organisation, tmp_path):
    listed(tmp_path, ["QT-05", "Đánh giá nội bộ"], header=HEADER[:2], unit="S1-B")
    assert Document.objects.get().unit == organisation.sibling


# kinds


@pytest.mark.parametrize(
    ("number", "title", "kind", "sure"),
    [
        ("QT-05", "Quy trình đánh giá nội bộ", DocumentKind.PROCEDURE, 90),
        ("BM-01", "Sổ theo dõi", DocumentKind.FORM, 70),
        ("XX-01", "Hướng dẫn ghi sổ", DocumentKind.INSTRUCTION, 70),
        ("QT-05", "Biểu mẫu kèm theo", DocumentKind.PROCEDURE, 50),
        ("43/2020/NĐ-CP", "Về hồ sơ", DocumentKind.EXTERNAL, 70),
        ("XX-01", "Điều gì đó", DocumentKind.PROCEDURE, 0),
    ],
)
def test_kind_is_guessed_with_its_confidence(number, title, kind, sure):
    guess = guess_kind(number, title)
    assert (guess.kind, guess.sure) == (kind, sure)
    assert str(kind.label) in guess.sentence


def test_guess_is_shown_beside_the_row(organisation, tmp_path):
    out = listed(tmp_path, changed(ROW, kind=None, code="BM-01"))[2]
    assert any(line.startswith("Sổ!C2") and "70%" in line for line in out.splitlines())


@pytest.mark.parametrize(
    ("cell", "value"),
    [("02.01", ("02", "01")), (1.0, ("1", "")), ("Lần 2", ("2", "")), ("Rev. B", ("B", "")), (" ", None), ("?", "!")],
)
def test_number_of_an_issue(cell, value):
    read = parse_issue(cell)
    assert (getattr(read, "code", None) == "not_an_issue") if value == "!" else read == value


# out and back


@pytest.mark.parametrize("language", ["vi", "en"])
def test_export_comes_back_unchanged(organisation, tmp_path, language):
    law = changed(ROW, code="1/2019/NĐ-CP", kind="Nghị định", issue=None, standing="Hết hiệu lực")
    listed(
        tmp_path, ROW, changed(ROW, code="QT-06", standing="Dự thảo"), changed(ROW, code="QT-07", standing="Huỷ"), law
    )
    create_document(
        by=organisation.officer1, number="QT-08", kind="form", unit=organisation.department, title_vi="Viết ở đây",
        title_en="Written here", clauses=[organisation.edition.clauses.first()],
    )  # fmt: skip
    output = tmp_path / "out.xlsx"
    with translation.override(language):
        call_command("export_workbook", kind="documents", output=output, unit="S1", by="officer1")
    code, last, out, _err = documents(output)
    assert (code, last) == (0, counted(5, unchanged=5))
    assert not [line for line in out.splitlines() if "!A" in line]


PAGE_TABLES = ("wagtail", "cms_documentpage", "taggit", "SAVEPOINT", "django_content_type")


def test_pages_are_the_only_cost_of_a_row(organisation, tmp_path):
    costs = []
    for count, prefix in ((2, "A"), (12, "B")):
        path = file_of(tmp_path, *(changed(ROW, code=f"{prefix}-{n}") for n in range(count)), header=HEADER)
        with CaptureQueriesContext(connection) as queries:
            documents(path)
        told = [query["sql"] for query in queries if not any(table in query["sql"] for table in PAGE_TABLES)]
        # a page's revision asks whether its user is there
        costs.append(sum(not sql.startswith('SELECT 1 AS "a" FROM "qms_user"') for sql in told))
    assert costs[0] == costs[1]


# tables of any content

CODES = st.from_regex(r"[A-Z]{2}-[0-9]{1,3}", fullmatch=True)
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2019, 12, 31))
TITLES = st.text("abcđêư xyz", min_size=3, max_size=30).map(lambda text: f"Tài {' '.join(text.split())}".strip())
ROWS = st.lists(
    st.tuples(CODES, TITLES, st.sampled_from(["Quy trình", "Biểu mẫu", "Hướng dẫn"]), st.sampled_from(["S1", "S1-A"]),
              st.integers(1, 20), DAYS),
    min_size=1, max_size=4, unique_by=lambda row: (row[0], row[3]),
)  # fmt: skip


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, dates_as_text=st.booleans(), english=st.booleans())
def test_table_reads_back(organisation, tmp_path, rows, dates_as_text, english):
    header = ["Doc No", "Document Title", "Type", "Department", "Rev", "Effective Date"] if english else [
        "Mã hiệu", "Tên tài liệu", "Loại", "Đơn vị", "Lần ban hành", "Ngày hiệu lực"]  # fmt: skip
    cells = [[*row[:5], row[5].strftime("%d/%m/%Y") if dates_as_text else row[5]] for row in rows]
    code, last, _out, err = listed(tmp_path, *cells, header=header, dry_run=True)
    assert (code, last, err) == (0, counted(len(rows), created=len(rows)), "")


SPOILT = {
    "unit": st.sampled_from(["S2", "S2-A", "Phòng ma", 7]),
    "kind": st.sampled_from(["thơ", "x", 5]),
    "effective": st.sampled_from(["31/02/2019", "hôm qua", "20/06", 12]),
    "issue": st.sampled_from(["hai", "??", "1/2019"]),
    "standing": st.sampled_from(["lơ lửng", 5]),
}


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), place=st.integers(0, 3), column=st.sampled_from(sorted(SPOILT)))
def test_one_spoilt_cell_and_nothing_is_written(organisation, tmp_path, data, place, column):
    rows = [changed(ROW, code=f"QT-{number}") for number in range(4)]
    rows[place] = changed(rows[place], **{column: data.draw(SPOILT[column])})
    code, last, _out, err = listed(tmp_path, *rows)
    assert (code, last) == (2, counted(4, rejected=1))
    address = {"unit": "D", "kind": "C", "effective": "G", "issue": "E", "standing": "H"}[column]
    assert f"Sổ!{address}{place + 2}" in err
    assert not Document.objects.exists()

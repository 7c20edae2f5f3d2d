"""A checklist leaves as a workbook and comes back: every cell compared three ways, all of it written or nothing."""

import contextlib
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from inspections.checklist_book.answers import CellRefused, value_in
from inspections.checklist_book.layout import FIELDS, HEADER_ROW
from inspections.checklist_book.writing import write_book
from inspections.enums import QuestionType as Q
from inspections.models import AnswerConflict, ChecklistLine
from inspections.operations.checklist import answer_line
from tests.factories import ChecklistLineFactory
from tests.inspections.test_views_inspections import signed_in, with_lines

pytestmark = pytest.mark.django_db
COLUMN = {name: place for place, name in enumerate(FIELDS, 1)}
CHOICES = [
    {"label_vi": "Tốt", "label_en": "Good", "conforms": True},
    {"label_vi": "Kém", "label_en": "Poor", "conforms": False},
]
KINDS = [
    {"question_type": Q.CONFORMITY, "max_score": Decimal(4)},
    {"question_type": Q.YES_NO},
    {"question_type": Q.NUMBER, "least": Decimal(1), "most": Decimal(5), "measure": "ngày"},
    {"question_type": Q.CHOICE, "choices": CHOICES},
    {"question_type": Q.DATE},
    {"question_type": Q.TEXT},
    {"question_type": Q.SAMPLE},
]
FILLED = [
    {"result": "Conforming", "score": 3, "note": "=1+1 sổ đủ"},
    {"answer": "No"},
    {"answer": "4,5"},
    {"answer": "Poor"},
    {"answer": "15/07/2020"},
    {"answer": "Sổ số 3"},
    {"answer": "5/20/1", "note": "Hồ sơ 07"},
]
ANSWERED = [
    ("conforming", {}, Decimal(3)),
    ("not_conforming", {"answer": "no"}, None),
    ("conforming", {"number": "4.5"}, None),
    ("not_conforming", {"choice": 1}, None),
    ("recorded", {"date": "2020-07-15"}, None),
    ("recorded", {"text": "Sổ số 3"}, None),
    ("not_conforming", {"examined": 5, "of": 20, "failed": 1}, None),
]


@pytest.fixture
def visit(org):
    """An inspection under way whose session asks one question of each type."""
    inspection, session, _lines = with_lines(org, count=1)
    lines = [ChecklistLineFactory(session=session, position=place, **kind) for place, kind in enumerate(KINDS, 10)]
    return inspection, lines


def taken_out(client, inspection):
    return load_workbook(io.BytesIO(client.get(reverse("checklist_book_out", args=[inspection.uid])).content))


def cell(book, line, name):
    """The cell of a line in a column."""
    sheet = book.worksheets[0]
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        if str(sheet.cell(row, COLUMN["line"]).value).startswith(str(line.uid)):
            return sheet.cell(row, COLUMN[name])
    raise AssertionError(f"{line} is not in the workbook")


def fill(book, lines, filled=FILLED):
    for line, answers in zip(lines, filled, strict=True):
        for name, value in answers.items():
            target = cell(book, line, name)
            target.value = value
            target.data_type = "s" if isinstance(value, str) else target.data_type


def brought_back(client, inspection, book):
    buffer = io.BytesIO()
    book.save(buffer)
    upload = SimpleUploadedFile("phieu.xlsx", buffer.getvalue())
    return client.post(reverse("checklist_book", args=[inspection.uid]), {"file": upload})


def answers_of(lines):
    rows = {row.pk: row for row in ChecklistLine.objects.filter(pk__in=[line.pk for line in lines])}
    return [(rows[line.pk].result, rows[line.pk].value, rows[line.pk].score) for line in lines]


def test_filled_workbook_comes_back_whole(org, visit):
    inspection, lines = visit
    client = signed_in(org.inspector1)
    book = taken_out(client, inspection)
    fill(book, lines)

    compared = brought_back(client, inspection, book)

    page = client.get(compared.url).content.decode()
    assert "Nothing has been written yet" in page
    assert all(result == "" for result, _value, _score in answers_of(lines))
    assert client.post(compared.url).status_code == 302
    assert answers_of(lines) == ANSWERED
    first = ChecklistLine.objects.get(pk=lines[0].pk)
    assert first.note == "=1+1 sổ đủ"
    last = first.history.order_by("-sequence").first()
    assert (last.history_user, "phieu.xlsx" in last.history_change_reason) == (org.inspector1, True)


def test_score_that_follows_from_the_answer_follows_the_new_one(org, visit):
    inspection, lines = visit
    answer_line(lines[0], by=org.inspector1, result="conforming")
    client = signed_in(org.inspector1)
    book = taken_out(client, inspection)
    assert cell(book, lines[0], "score").value is None
    fill(book, lines[:1], [{"result": "Not conforming"}])

    client.post(brought_back(client, inspection, book).url)

    assert answers_of(lines[:1]) == [("not_conforming", {}, Decimal(0))]


def test_workbook_that_says_what_stands_changes_nothing(org, visit):
    inspection, lines = visit
    client = signed_in(org.inspector1)
    book = taken_out(client, inspection)
    fill(book, lines)
    client.post(brought_back(client, inspection, book).url)
    versions = list(ChecklistLine.objects.order_by("pk").values_list("version", flat=True))

    again = brought_back(client, inspection, taken_out(client, inspection))
    client.post(again.url)

    assert list(ChecklistLine.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_five_spoiled_cells_are_told_by_address_and_nothing_is_written(org, visit):
    inspection, lines = visit
    client = signed_in(org.inspector1)
    book = taken_out(client, inspection)
    fill(book, lines)
    spoiled = [
        (cell(book, lines[0], "result"), "Tàm tạm"),
        (cell(book, lines[2], "answer"), "bốn"),
        (cell(book, lines[3], "answer"), "Xuất sắc"),
        (cell(book, lines[4], "answer"), "31/02/2020"),
        (cell(book, lines[6], "answer"), "21/20/1"),
    ]
    kept = [target.value for target, _wrong in spoiled]
    for target, wrong in spoiled:
        target.value = wrong

    compared = brought_back(client, inspection, book)
    page = client.get(compared.url).content.decode()

    sheet = book.worksheets[0].title
    assert [f"{sheet}!{target.coordinate}" in page for target, _wrong in spoiled] == [True] * 5
    assert page.count("<li><strong>") == 5
    assert client.post(compared.url).status_code == 409
    assert all(result == "" for result, _value, _score in answers_of(lines))
    for (target, _wrong), value in zip(spoiled, kept, strict=True):
        target.value = value
    client.post(brought_back(client, inspection, book).url)
    assert answers_of(lines) == ANSWERED


@pytest.mark.parametrize(("decision", "result"), [("sheet", "conforming"), ("standing", "not_conforming")])
def test_line_that_both_changed_waits_for_a_decision_and_neither_is_lost(org, visit, decision, result):
    inspection, lines = visit
    client = signed_in(org.inspector1)
    book = taken_out(client, inspection)
    fill(book, lines)
    answer_line(lines[0], by=org.lead1, result="not_conforming", note="thiếu sổ")

    compared = brought_back(client, inspection, book)
    page = client.get(compared.url).content.decode()
    assert ("thiếu sổ" in page, "sổ đủ" in page, "not answered" in page) == (True, True, True)
    assert client.post(compared.url).status_code == 409

    client.post(compared.url, {f"keep-{lines[0].uid}": decision})

    line = ChecklistLine.objects.get(pk=lines[0].pk)
    assert line.result == result
    told = list(line.history.values_list("note", flat=True)) + list(
        AnswerConflict.objects.values_list("note", flat=True)
    )
    assert {"thiếu sổ", "=1+1 sổ đủ"} <= set(told)


def test_foreign_codes_and_repeated_rows_are_refused(org, visit):
    inspection, lines = visit
    client = signed_in(org.inspector1)
    book = taken_out(client, inspection)
    cell(book, lines[1], "line").value = cell(book, lines[2], "line").value
    cell(book, lines[0], "line").value = "không phải mã"

    page = client.get(brought_back(client, inspection, book).url).content.decode()

    assert page.count("<li><strong>") == 2


def test_only_the_team_brings_a_workbook_back(org, visit):
    inspection, _lines = visit
    book = taken_out(signed_in(org.inspector1), inspection)

    assert brought_back(signed_in(org.officer1), inspection, book).status_code == 403
    assert signed_in(org.officer2).get(reverse("checklist_book", args=[inspection.uid])).status_code == 404


def test_other_peoples_files_are_not_found(org, visit):
    inspection, lines = visit
    book = taken_out(signed_in(org.inspector1), inspection)
    fill(book, lines)
    address = brought_back(signed_in(org.inspector1), inspection, book).url

    assert signed_in(org.lead1).get(address).status_code == 404


def test_any_list_that_never_left_here_is_refused_with_the_way_out(org, visit):
    inspection, _lines = visit
    upload = SimpleUploadedFile("la.csv", "Số,Câu hỏi\n1,Có sổ không?\n".encode())

    answer = signed_in(org.inspector1).post(reverse("checklist_book", args=[inspection.uid]), {"file": upload})

    assert answer.status_code == 400
    assert "line codes" in answer.content.decode()


def test_cells_for_answers_are_open_and_all_else_is_locked(org, visit):
    inspection, lines = visit
    book = load_workbook(io.BytesIO(write_book(inspection, by=org.inspector1)))
    sheet = book.worksheets[0]

    assert sheet.protection.sheet
    assert not cell(book, lines[0], "note").protection.locked
    assert cell(book, lines[0], "question").protection.locked
    assert sheet.column_dimensions["J"].hidden


@given(st.sampled_from(KINDS[1:]), st.text(max_size=30) | st.integers() | st.floats() | st.booleans())
def test_any_cell_is_read_or_refused_with_a_sentence(kind, content):
    line = ChecklistLine(**kind)
    with contextlib.suppress(CellRefused):
        assert value_in(line, content)

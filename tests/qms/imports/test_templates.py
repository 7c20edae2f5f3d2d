"""Templates of every kind of register: read as downloaded without rows, filled in they come in."""

import datetime as dt
import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from qms import clock
from qms.importing.commit import read_file
from qms.imports.template_book import EXAMPLE_ROW, HEADER_ROW, LISTS, write_template
from qms.imports.template_columns import offered_columns
from qms.registry import registry
from tests.qms.imports.brought import bring_in


def template(kind, by, unit, language="vi"):
    file = io.BytesIO()
    with translation.override(language):
        write_template(file, registry.import_kinds[kind], unit=unit, by=by)
    file.seek(0)
    return file


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", sorted(registry.import_kinds))
def test_template_reads_back_as_no_rows_with_every_column_known(org, kind, language):
    file = template(kind, org.officer1, org.department, language)
    read = read_file(registry.import_kinds[kind], file, f"{kind}.xlsx")
    assert [row.raw for row in read.rows] == []
    with translation.override(language):
        offered = {column.name for column in offered_columns(registry.import_kinds[kind])}
    assert set(read.recognitions[0].mapping) == offered
    assert len(read.recognitions) == 1


@pytest.mark.parametrize("kind", sorted(registry.import_kinds))
def test_template_offers_lists_notes_and_an_example(org, kind):
    book = load_workbook(template(kind, org.officer1, org.department))
    sheet, lists = book.worksheets[0], book[LISTS]
    assert lists.sheet_state == "hidden"
    assert sheet.freeze_panes == f"A{HEADER_ROW + 1}"
    assert all(cell.comment is not None for cell in sheet[HEADER_ROW])
    assert str(sheet.cell(EXAMPLE_ROW, 1).value)
    words = {cell.value for row in lists.iter_rows() for cell in row if cell.value}
    assert "S2" not in words
    assert "S2-A" not in words
    with translation.override("vi"):
        for column in offered_columns(registry.import_kinds[kind]):
            assert set(column.choices) <= words


def test_every_choice_that_a_template_offers_is_read_without_a_fault(org):
    for kind in registry.import_kinds.values():
        for language in ("vi", "en"):
            with translation.override(language):
                choices = {column.name: column.choices for column in offered_columns(kind) if column.choices}
            file = template(kind.kind, org.officer1, org.department, language)
            book = load_workbook(file)
            sheet = book.worksheets[0]
            with translation.override(language):
                columns = offered_columns(kind)
            rows = max(map(len, choices.values()), default=0)
            for place, column in enumerate(columns, 1):
                plain = column.holds == "text" and not column.listed and not column.choices
                for row in range(rows):
                    words = choices.get(column.name) or ([f"văn bản {row}"] * rows if plain else [])
                    sheet.cell(HEADER_ROW + 1 + row, place, words[row] if row < len(words) else None)
            filled = io.BytesIO()
            book.save(filled)
            filled.seek(0)
            if choices:
                read = read_file(kind, filled, "filled.xlsx")
                faults = {
                    (kind.kind, language, name): str(problem)
                    for row in read.rows
                    for name, problem in row.problems.items()
                    if name in choices
                }
                assert not faults
                assert len(read.rows) == rows


def test_dates_of_examples_are_days(org):
    sheet = load_workbook(template("actions", org.officer1, org.department)).worksheets[0]
    assert dt.datetime in {type(cell.value) for cell in sheet[EXAMPLE_ROW]}
    assert clock.today()


DUE, FOUND = dt.date(2020, 8, 31), dt.date(2020, 7, 1)
FILLED = {
    "actions": ({"title": "Sắp xếp kho", "owner": "Nguyễn Văn Owner1", "unit": "S1-A", "due_on": DUE}, {}),
    "risks": ({"statement": "Mất hồ sơ", "likelihood": 2, "consequence": 5, "owner": "owner1"}, {}),
    "findings": (
        {"statement": "Thiếu chữ ký", "grade": "Không phù hợp nhẹ", "clause": "7.5", "raised_on": FOUND}, {},
    ),
    "nonconformities": ({"statement": "Thiếu chữ ký", "grade": "Nhẹ", "corrective_action": "Ký lại"}, {}),
    "units": ({"code": "S1-K", "name_vi": "Kho", "kind": "Phòng", "parent": "S1"}, {"unit": "", "by": "admin"}),
    "people": ({"username": "moi.nv", "full_name": "Người Mới", "unit": "S1-A"}, {"unit": "", "by": "admin"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FILLED))
def test_filled_in_template_comes_in_once(org, tmp_path, kind):
    values, who = FILLED[kind]
    by = org.admin if who else org.officer1
    book = load_workbook(template(kind, by, None if who else org.department))
    sheet = book.worksheets[0]
    with translation.override("vi"):
        places = {column.name: place for place, column in enumerate(offered_columns(registry.import_kinds[kind]), 1)}
    for name, value in values.items():
        sheet.cell(HEADER_ROW + 1, places[name], value)
    path = tmp_path / "mau.xlsx"
    book.save(path)
    told = bring_in(path, kind, **who)
    assert told[:4] == (1, 0, 0, 0), told
    assert bring_in(path, kind, **who)[:4] == (0, 0, 1, 0)


def test_command_writes_a_template_that_brings_nothing_in(org, tmp_path):
    path = tmp_path / "mau.xlsx"
    assert bring_in(path, "actions", template=True)[:4] == (-1, -1, -1, -1)
    assert load_workbook(path).worksheets[0].freeze_panes
    assert bring_in(path, "actions")[:4] == (0, 0, 0, 0)
    assert bring_in(tmp_path / "nowhere" / "mau.xlsx", "actions", template=True)[4]
    assert not (tmp_path / "nowhere").exists()

"""Templates of every kind of register: read as downloaded without rows, filled in they come in."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from qms import clock
from qms.importing.commit import read_file
from qms.imports.template_book import EXAMPLE_ROW, HEADER_ROW, LISTS, write_template
from qms.imports.template_columns import offered_columns
from qms.registry import registry


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
    assert "S2" not in words and "S2-A" not in words
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


def test_address_gives_the_template_of_a_unit_within_reach(client, organisation):
    client.force_login(organisation.officer1)
    answer = client.get(reverse("import_template", args=["actions"]) + "?unit=S1")
    assert answer.status_code == 200
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0].freeze_panes
    assert client.get(reverse("import_template", args=["actions"]) + "?unit=S2").status_code == 404
    assert client.get(reverse("import_template", args=["nothing"])).status_code == 404
    client.force_login(organisation.reader1)
    assert client.get(reverse("import_template", args=["actions"])).status_code == 403


def test_dates_of_examples_are_days(org):
    sheet = load_workbook(template("actions", org.officer1, org.department)).worksheets[0]
    assert dt.datetime in {type(cell.value) for cell in sheet[EXAMPLE_ROW]}
    assert clock.today()

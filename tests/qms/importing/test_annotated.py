"""A rejected file comes back as the person's own, says what is wrong where it is, and comes in once it is mended."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from inspections.models import Finding
from qms.importing import annotated as annotating
from qms.importing import staging
from tests.inspections.test_imports_findings import HEADER
from tests.qms.importing.test_staging import OTHER, ROW, WRONG, brought_in, staged


def given_back(found):
    content, name = staging.annotated(found)
    assert name.endswith(".xlsx")
    return content, load_workbook(io.BytesIO(content))


def own_workbook(*rows):
    """A title, a merged cell, a formula, a colour of one's own."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sổ"
    for number, row in enumerate([["Sổ phát hiện năm 2019"], HEADER, *rows], 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True, color="FF0000")
    sheet["J3"] = "=1+1"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def stage(organisation, content, name="so.xlsx"):
    return staging.stage(content, name, by=organisation.officer1, kind="findings", unit=organisation.department)


def test_mended_by_hand_it_comes_in(organisation):
    found = stage(organisation, own_workbook(ROW, WRONG))
    content, book = given_back(found)
    sheet = book["Sổ"]
    assert (sheet["E4"].fill.fgColor.rgb, bool(sheet["E4"].comment.text)) == ("00FFC7CE", True)
    assert sheet["A1"].font.bold
    assert [cell.value for cell in book.worksheets[-1][2]][:4] == ["Sổ", 4, "E4", "hơi nặng"]
    assert stage(organisation, content).counts == {"create": 1, "reject": 1}
    sheet["E4"] = "Nặng"
    held = io.BytesIO()
    book.save(held)
    mended = stage(organisation, held.getvalue())
    assert mended.warnings == []  # the list of reasons is ours, not a sheet of theirs that is no register
    brought_in(mended)
    assert Finding.objects.count() == 2


def test_what_was_mended_here_stands_in_it(organisation):
    found = staging.mend(staged(organisation, WRONG, [*WRONG[:4], "rất", *WRONG[5:]]), {"Sổ!E2": "Nặng"})
    _content, book = given_back(found)
    assert (book["Sổ"]["E2"].value, book["Sổ"]["E2"].comment) == ("Nặng", None)
    assert book["Sổ"]["E3"].comment is not None


def test_formulas_do_not_live(organisation):
    runs = "=HYPERLINK(1)"
    found = staging.mend(stage(organisation, own_workbook(ROW, WRONG)), {"Sổ!F4": runs})
    _content, book = given_back(found)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert runs in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_csv_becomes_a_workbook(organisation):
    text = "\n".join(";".join(row) for row in (HEADER, ROW, WRONG))
    _content, book = given_back(stage(organisation, text.encode("utf-16"), "so.csv"))
    assert book["so"]["E3"].comment is not None
    assert book["so"]["F2"].value == ROW[5]


@pytest.mark.parametrize("limit", ["PART_ROWS", "PART_BYTES"])
def test_of_a_large_file_the_wrong_rows_come_back_under_their_header(organisation, monkeypatch, limit):
    monkeypatch.setattr(annotating, limit, 1)
    content, book = given_back(stage(organisation, own_workbook(ROW, WRONG, OTHER)))
    sheet = book["Sổ"]
    assert [sheet.cell(1, 5).value, sheet.cell(2, 5).value, sheet.max_row] == [HEADER[4], "hơi nặng", 2]
    assert sheet["E2"].comment is not None
    assert stage(organisation, content).counts == {"reject": 1}

import unicodedata
from datetime import date

import pytest
from openpyxl import Workbook

from qms.importing import spool, workbook
from qms.importing.problems import NotAWorkbook
from qms.importing.sheet import NEVER_CALCULATED, ErrorCell
from qms.importing.values import parse_text
from qms.importing.workbook import read_workbook
from tests.qms.importing.made_files import raw_workbook, saved, workbook_of

ROWS = [["Số", "Mô tả"], ["KPH-1", "Chưa cập nhật danh mục"], ["KPH-2", "Hồ sơ quá hạn; chậm 3 ngày"]]


def csv_of(delimiter):
    return "\r\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in ROWS)


@pytest.mark.parametrize("delimiter", [";", ",", "|", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_is_read_in_any_usual_form(delimiter, encoding):
    sheet = read_workbook(csv_of(delimiter).encode(encoding), "so.csv")[0]
    assert [row.cells for row in sheet.rows] == ROWS


def test_csv_in_windows_1258_is_composed():
    # Windows-1258 writes the tone after the vowel, on its own.
    text = "Số;Mô tả\r\n1;Hồ sơ"
    parts = []
    for letter in text:
        base = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in tones)) + tones)
    data = "".join(parts).encode("cp1258")
    assert [row.cells for row in read_workbook(data, "so.csv")[0].rows] == [["Số", "Mô tả"], ["1", "Hồ sơ"]]


def test_commas_in_titles_do_not_part_a_list_parted_by_bars():
    data = b"doc_id|doc_title\nA|Aduan, Maklumbalas, Cadangan\nB|Latihan  "
    assert [len(row.cells) for row in read_workbook(data, "a.csv")[0].rows] == [2, 2, 2]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Tªn ®¬n vÞ;C«ng ty;Tr¸ch nhiÖm;Kh¾c phôc;Nguyªn nh©n", "TCVN3"),
        ("Teân ñôn vò;Coâng ty;Traùch nhieäm;Khaéc phuïc", "VNI"),
    ],
)
def test_legacy_fonts_are_refused(text, encoding):
    with pytest.raises(NotAWorkbook, match=encoding):
        read_workbook(workbook_of(("S", [text.split(";")])), "a.xlsx")


def test_french_and_vietnamese_in_unicode_are_read():
    row = ["Điều khoản", "naïve élève à Noël", "Sự không phù hợp nhẹ", "Trách nhiệm của đơn vị"]
    assert read_workbook(workbook_of(("S", [row])), "a.xlsx")[0].rows[0].cells == row


def test_decomposed_text_is_composed():
    data = workbook_of(("S", [[unicodedata.normalize("NFD", "Điều khoản")]]))
    assert read_workbook(data, "a.xlsx")[0].rows[0].cells == ["Điều khoản"]


def test_ghost_rows_are_dropped_and_numbers_stay():
    data = workbook_of(("S", [["a"], [None], ["   "], ["\u00a0"], ["b"]]))
    assert [(row.number, row.cells[0]) for row in read_workbook(data, "a.xlsx")[0].rows] == [(1, "a"), (5, "b")]


def test_table_from_column_b_keeps_its_addresses():
    sheet = read_workbook(workbook_of(("S", [[], [None, "x", "y"]])), "a.xlsx")[0]
    assert sheet.rows[0].cells == [None, "x", "y"]
    assert sheet.address(2, 2) == "S!C2"


def test_hidden_sheets_are_read_only_by_name():
    book = Workbook()
    book.active.title = "Hiện"
    book.active["A1"] = 1
    hidden = book.create_sheet("Ẩn")
    hidden["A1"] = 2
    hidden.sheet_state = "hidden"
    data = saved(book)
    assert [sheet.name for sheet in read_workbook(data, "a.xlsx")] == ["Hiện"]
    assert [sheet.rows[0].cells for sheet in read_workbook(data, "a.xlsx", sheet="Ẩn")] == [[2]]
    with pytest.raises(NotAWorkbook, match="Hiện, Ẩn"):
        read_workbook(data, "a.xlsx", sheet="Khác")


def test_dates_of_1904_are_the_same_days():
    book = Workbook()
    book.epoch = __import__("openpyxl").utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2020, 7, 15)
    assert read_workbook(saved(book), "a.xlsx")[0].rows[0].cells == [date(2020, 7, 15)]


def test_failed_formulas_are_kept():
    data = raw_workbook('<row r="2"><c r="A2" t="str"><v>x</v></c><c r="C2" t="e"><f>A1/0</f><v>#DIV/0!</v></c></row>')
    assert read_workbook(data, "a.xlsx")[0].rows[0].cells == ["x", None, ErrorCell("#DIV/0!")]


def test_formulas_without_values_are_told_and_empty_texts_are_values():
    cells = (
        '<c r="A2"><f>B2</f></c><c r="B2"><f>1+1</f><v></v></c><c r="C2"><f>1</f><v>1</v></c>'
        '<c r="D2" t="str"><f>""</f><v></v></c><c r="E2" t="str"><v>x</v></c>'
    )
    never = ErrorCell(NEVER_CALCULATED)
    assert read_workbook(raw_workbook(f'<row r="2">{cells}</row>'), "a.xlsx")[0].rows[0].cells == [
        never, never, 1, None, "x",
    ]  # fmt: skip
    assert "never calculated" in parse_text(never).sentence


def test_large_files_and_long_sheets_read_the_same(monkeypatch):
    data = workbook_of(("S", [["Số", "Mô tả"], *([number, f"dòng {number}"] for number in range(2_500))]))
    whole = list(read_workbook(data, "a.xlsx")[0].rows)
    monkeypatch.setattr(workbook, "LARGE", 0)
    monkeypatch.setattr(spool, "IN_MEMORY", 10_000)
    assert read_workbook(data, "a.xlsx")[0].rows == whole
    assert (len(whole), whole[-1].number, whole[-1].cells) == (2_501, 2_501, [2_499, "dòng 2499"])


def test_merged_cells_are_filled_only_where_asked():
    sheet = read_workbook(workbook_of(("S", [["a", "x"], [None, "y"]]), merged=["A1:A2"]), "a.xlsx")[0]
    assert sheet.rows[1].cells == [None, "y"]
    assert sheet.with_merged_filled().rows[1].cells == ["a", "y"]

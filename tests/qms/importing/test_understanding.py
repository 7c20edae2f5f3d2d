"""What a person sees of how a file was understood, and what becomes of what they say."""

from datetime import date

import pytest

from qms.importing.kinds_of_register import CRITERIA, FINDINGS
from qms.importing.problems import NotAWorkbook, NotThisRegister
from qms.importing.reading import open_register, read_register, stream_rows
from qms.importing.understanding import sheet_understood
from tests.qms.importing.made_files import workbook_of

HEADER = ["Số hiệu", "Điều khoản", "Mức độ", "Nội dung phát hiện", "Ngày phát hiện", "Chữ ký"]
ROW = ["KPH-1", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/6/2020", "x"]
FORM = [["Số phiếu:", "12"], ["Điều khoản:", "8.5"], ["Mức độ:", "Nhẹ"], ["Mô tả:", "x"], ["Hạn:", "1/2/2020"]]


def book(*rows, name="Sổ", header=HEADER, merged=()):
    return workbook_of((name, [header, *rows]), merged=merged)


def read(data, register=FINDINGS, **told):
    return read_register(data, "so.xlsx", register, **told)


def with_dates(*dates):
    return book(*([f"KPH-{place}", "8.5", "Nhẹ", "x", day] for place, day in enumerate(dates)))


def test_each_column_is_told_with_field_confidence_and_samples():
    sheet = read(book(ROW)).understood()["Sổ"]
    assert (sheet["header"], sheet["rows"], sheet["left_out"], sheet["unmatched"]) == (1, 1, "", ["Chữ ký"])
    grade = sheet["columns"][2]
    assert (grade["letter"], grade["field"], grade["samples"]) == ("C", "grade", ["Nhẹ"])
    assert 0 < grade["confidence"] <= 1
    assert sheet["columns"][5] | {"samples": 0} == {
        "index": 5, "letter": "F", "header": "Chữ ký", "field": None, "confidence": 0, "said": False, "guess": None,
        "samples": 0,
    }  # fmt: skip


def test_column_that_a_person_gives_stands_over_its_title():
    read_again = read(book([*ROW[:5], "Nguyễn A"]), said={"columns": {"Sổ": {"owner": 5, "grade": None}}})
    assert read_again.rows[0].values["owner"] == "Nguyễn A"
    assert read_again.rows[0].addresses["owner"] == "Sổ!F2"
    assert "grade" not in read_again.rows[0].values
    assert read_again.understood()["Sổ"]["columns"][5]["said"]


def test_header_that_a_person_names_is_taken():
    data = book(HEADER, ROW, header=["Số hiệu", "Mức độ", "Mô tả", "Điều khoản", "Trạng thái", "Hạn"])
    assert read(data).understood()["Sổ"]["header"] == 1
    assert read(data, said={"header": {"Sổ": 2}}).understood()["Sổ"]["header"] == 2


def test_words_are_counted_with_what_they_mean_and_take_what_a_person_says():
    data = book(ROW, [*ROW[:2], "critical", *ROW[3:]], [*ROW[:2], "Critical", *ROW[3:]])
    words = read(data).words()["grade"]
    assert [(one["folded"], one["count"], one["value"]) for one in words] == [
        ("critical", 2, None),
        ("nhe", 1, "minor"),
    ]
    assert [row.problems["grade"].code for row in read(data).rows[1:]] == ["unknown_word"] * 2
    again = read(data, said={"words": {"grade": {"critical": "major", "nhe": ""}}})
    assert [row.values["grade"] for row in again.rows] == [None, "major", "major"]
    assert [one["value"] for one in again.words()["grade"]] == ["major", ""]
    assert {"value": "major", "label": "Major"} in [
        one | {"label": "Major"} for one in again.word_values()["grade"] if one["value"] == "major"
    ]


def test_year_is_asked_for_and_never_guessed():
    data = workbook_of(("Sổ", [["Sổ năm 2026"], HEADER, ["KPH-1", "8.5", "Nhẹ", "x", "16 Mar"]]))
    asked = read(data).questions[0]
    assert (asked.name, asked.needed, asked.choices, asked.where) == ("year", True, [(2026, "2026")], ["Sổ!E3"])
    assert read(data).rows[0].problems["raised_on"].code == "no_year"
    again = read(data, said={"answers": {"year": 2026}})
    assert again.rows[0].values["raised_on"] == date(2026, 3, 16)
    assert not again.questions[0].needed


def test_order_of_day_and_month_is_asked_only_where_nothing_tells():
    asked = read(with_dates("6/7/2020")).questions[0]
    assert (asked.name, asked.answer, asked.where) == ("day_first", None, ["Sổ!E2"])
    assert read(with_dates("6/7/2020"), said={"answers": {"day_first": False}}).rows[0].values["raised_on"] == date(
        2020, 6, 7
    )
    assert read(with_dates("6/7/2020", "20/7/2020")).questions == []


def test_another_column_of_dates_tells_the_order_as_well():
    header = [*HEADER[:5], "Hạn hoàn thành"]
    found = read(book(["1", "8.5", "Nhẹ", "x", "6/7/2020", "6/20/2020"], header=header))
    assert found.rows[0].values["raised_on"] == date(2020, 6, 7)
    assert found.questions == []


def test_dates_that_a_program_swapped_are_flagged_and_kept():
    rows = read(with_dates(date(2020, 7, 6), date(2020, 8, 9), "20/6/2020", "21/6/2020")).rows
    assert [getattr(row.problems.get("raised_on"), "level", None) for row in rows] == ["warning", "warning", None, None]
    assert rows[0].values["raised_on"] == date(2020, 7, 6)
    assert rows[0].problems["raised_on"].suggestion == "07/06/2020"


def test_dates_of_both_orders_are_flagged_where_they_may_be_either():
    rows = read(with_dates("20/6/2020", "6/20/2020", "6/7/2020")).rows
    assert [row.problems["raised_on"].code for row in rows[1:]] == ["impossible_date", "perhaps_swapped"]


def test_several_questions_in_a_cell_are_split_only_on_request():
    rows = [
        ["Số", "Câu hỏi", "Kết quả"],
        ["4.1", "✅ Có xem xét không?\n✅ Có lưu hồ sơ không?", "Đạt"],
        ["4.2", "Một?", ""],
    ]
    data = workbook_of(("Sổ", rows))
    whole = read(data, CRITERIA)
    assert (len(whole.rows), whole.questions[0].name, whole.questions[0].where) == (2, "split", ["Sổ!B2"])
    parts = read(data, CRITERIA, said={"answers": {"split": True}}).rows
    assert [(row.values["question"], row.values["number"], row.number) for row in parts] == [
        ("Có xem xét không?", "4.1#1", 2),
        ("Có lưu hồ sơ không?", "4.1#2", 2),
        ("Một?", "4.2", 3),
    ]
    assert len({row.key for row in parts}) == 3


def test_merged_cells_are_filled_down_and_blocks_only_on_request():
    rows = [["KPH-1", "8.5", "Nhẹ", "a"], [None, None, None, "b"], ["KPH-2", "7.5", "Nặng", "c"]]
    found = read(book(*rows, merged=["C2:C3"])).rows
    assert [row.values["grade"] for row in found] == ["minor", "minor", "major"]
    header = ["Đơn vị", "Điều khoản", "Mức độ", "Nội dung phát hiện"]
    rows = [
        ["PHC", "8.5", "Nhẹ", "a"],
        [None, "8.5", "Nhẹ", "b"],
        ["PTC", "7.5", "Nhẹ", "c"],
        [None, "7.5", "Nhẹ", "d"],
    ]
    assert [row.values["unit"] for row in read(book(*rows, header=header)).rows] == ["PHC", None, "PTC", None]
    assert read(book(*rows, header=header)).questions[0].name == "fill_down"
    filled = read(book(*rows, header=header), said={"answers": {"fill_down": True}})
    assert [row.values["unit"] for row in filled.rows] == ["PHC", "PHC", "PTC", "PTC"]


def test_rows_go_on_below_a_sum_and_end_at_signatures():
    rows = [
        ROW,
        ["Cộng", 1],
        ["KPH-2", *ROW[1:]],
        ["Tổng cộng", 2, None, 3],
        ["Người lập", None, "Trưởng đoàn"],
        ["Nguyễn A", "8.5", "Trần B", "c"],
    ]
    assert [row.values["number"] for row in read(book(*rows)).rows] == ["KPH-1", "KPH-2"]


def test_running_numbers_and_notes_beside_the_table_are_no_rows():
    header = ["STT", *HEADER[:4]]
    rows = [[1, *ROW[:4]], [2], [3], ["Ghi chú: xem tờ 2"], [None, None, None, None, None, None, "x"]]
    rows += [["Hà Nội, ngày 5 tháng 6 năm 2020"], ["Người lập", None, "Trưởng đoàn"], ["A", "B", "C", "D"]]
    assert [row.number for row in read(book(*rows, header=header)).rows] == [2]


def test_chosen_sheets_are_read_and_no_others():
    data = workbook_of(("A", [HEADER, ROW]), ("Cơ hội cải tiến", [HEADER, ROW]))
    assert list(read(data).understood()) == ["A", "Cơ hội cải tiến"]
    found = read(data, said={"sheets": ["Cơ hội cải tiến"]})
    assert [row.sheet for row in found.rows] == ["Cơ hội cải tiến"]
    assert "not chosen" in found.understood()["A"]["left_out"]


def test_mended_cells_are_read_instead():
    data = book([*ROW[:2], "hơi nặng", *ROW[3:]])
    assert "grade" in read(data).rows[0].problems
    row = read(data, mends={"Sổ!C2": "Nặng", "Sổ!E2": "", "Sổ!nothing": "x", "Khác!A1": "y"}).rows[0]
    assert (row.values["grade"], row.values["raised_on"], row.problems) == ("major", None, {})


def test_chunks_hold_what_the_whole_holds_and_progress_is_told():
    data, told = book(*([f"KPH-{n}", *ROW[1:]] for n in range(2_500))), []
    chunks = list(stream_rows(data, "so.xlsx", FINDINGS, size=1_000, progress=lambda *how_far: told.append(how_far)))
    assert [len(chunk) for chunk in chunks] == [1_000, 1_000, 500]
    assert [row.key for chunk in chunks for row in chunk] == [row.key for row in read(data).rows]
    assert told[-1][1:] == (2_500, 2_500)
    opened = open_register(data, "so.xlsx", FINDINGS)
    assert (opened.total, len(list(opened.rows())), len(list(opened.rows()))) == (2_500,) * 3


def test_column_without_a_telling_title_is_told_by_its_cells():
    rows = [[f"x {n}", "Mô tả", word, f"8.5.{n}", "mở"] for n, word in enumerate(["Nhẹ", "Nặng", "nhẹ", "OFI"], 1)]
    data = workbook_of(("Sổ", [["A", "Nội dung phát hiện", "B", "Điều khoản", "Trạng thái"], *rows]))
    columns = read(data).understood()["Sổ"]["columns"]
    assert (columns[2]["field"], columns[2]["confidence"]) == ("grade", 0.5)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["KẾ HOẠCH ĐÁNH GIÁ NỘI BỘ"], ["Ngày", "Giờ", "Địa điểm"]], "audit schedule"),
        (FORM, "one record"),
        ([["Mã tiêu chí", "Câu hỏi", "Hướng dẫn", "Điểm tối đa"], ["1", "x?", "y", 5]], "register of c"),
    ],
)
def test_what_is_no_register_is_told_what_it_seems_to_be(rows, sentence):
    with pytest.raises(NotThisRegister, match=sentence):
        read(workbook_of(("Tờ", rows)))


def test_nearest_reading_of_a_refused_sheet_is_kept():
    with pytest.raises(NotThisRegister) as refused:
        read(workbook_of(("Tờ", [["Số hiệu", "Ngày phát hiện", "Ghi vào đây"], ["1", "20/6/2020", "x"]])))
    near = sheet_understood(refused.value.near[0])
    assert [column["field"] for column in near["columns"]] == ["number", "raised_on", None]
    said = {"columns": {"Tờ": {"statement": 2}}}
    data = workbook_of(("Tờ", [["Số hiệu", "Ngày phát hiện", "Ghi vào đây"], ["1", "20/6/2020", "x"]]))
    assert read(data, said=said).rows[0].values["statement"] == "x"


def test_legacy_text_in_some_columns_is_refused_by_their_letters():
    legacy = "Tr¸ch nhiÖm: Kh¾c phôc b¸o c¸o"
    rows = [["Số hiệu", "Nội dung phát hiện", "Mức độ"], *([f"{n}", legacy, "Nhẹ"] for n in range(4))]
    with pytest.raises(NotAWorkbook, match="columns B .*TCVN3"):
        read(workbook_of(("Sổ", rows)))


def test_columns_that_only_look_like_legacy_text_are_read():
    rows = [[f"Nº {n}", "Hoàn thành", "toàn quân, khoá", "Acme®", "Nhẹ"] for n in range(9)]
    assert len(read(book(*rows, header=["Số hiệu", "Nội dung phát hiện", "Ghi chú", "Nguồn", "Mức độ"])).rows) == 9


MARKDOWN = """# Sổ
```
| Không | phải bảng |
|---|---|
```
## Phát hiện
Lời dẫn | không phải bảng
| Số hiệu | Nội dung **phát hiện** | Mức độ |
|---------|:----------------------:|--------|
| 1 | Thiếu a \\| b<br>và c | Nhẹ |

| Số hiệu | Nội dung phát hiện | Mức độ |
|---|---|---|
| 2 | x | Nặng |
"""


def test_tables_of_a_text_document_are_sheets_whose_rows_are_its_lines():
    found = read_register(MARKDOWN.encode(), "so.md", FINDINGS).rows
    assert [(row.sheet, row.number, row.values["statement"], row.values["grade"]) for row in found] == [
        ("Phát hiện", 10, "Thiếu a | b\nvà c", "minor"),
        ("Phát hiện (2)", 14, "x", "major"),
    ]

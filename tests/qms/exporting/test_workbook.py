import io
import subprocess
import sys
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms.exporting.csv_file import write_csv
from qms.exporting.safe_text import plain_text
from qms.exporting.workbook import write_workbook
from qms.importing.text import composed
from qms.importing.workbook import read_workbook
from tests.counts import examples

COLUMNS = [("Số", "text", 14), ("Ngày", "date", 12), ("Số lượng", "integer", 10), ("Điểm", "number", 10)]
ABOUT = {"Who": "officer1", "When": datetime(2020, 7, 15, 9, 0), "As of": date(2020, 7, 15)}  # noqa: DTZ001 - shown only
RUNNING = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|'/c calc'!A0", " =1"]


def written(rows, columns=COLUMNS, title="Sổ phát hiện"):
    stream = io.BytesIO()
    count = write_workbook(stream, title, columns, rows, ABOUT)
    return count, stream.getvalue()


def test_workbook_is_typed_and_says_where_it_comes_from():
    count, data = written([["KPH-1", date(2020, 7, 15), 3, 1.5], ["KPH-2", None, None, None]])
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, source = book.worksheets
    assert count == 2
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert sheet["B2"].is_date
    assert [cell.value for cell in sheet[2]] == ["KPH-1", datetime(2020, 7, 15), 3, 1.5]  # noqa: DTZ001 - cells are naive
    assert sheet.column_dimensions["A"].width == pytest.approx(14, abs=1)
    about = {row[0]: row[1] for row in source.iter_rows(values_only=True)}
    assert about["Who"] == "officer1"
    assert about["Rows"] == "2"


@pytest.mark.parametrize("text", RUNNING)
def test_no_formula_lives(text):
    _count, data = written([[text, None, None, None]])
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert cell.data_type == "s"
    stream = io.BytesIO()
    write_csv(stream, ["Số"], [[text]])
    line = stream.getvalue().decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


def test_csv_starts_with_the_mark_and_comes_back():
    stream = io.BytesIO()
    assert write_csv(stream, ["Số", "Mô tả"], [["=1", "Hồ sơ; quá hạn"], [2, date(2020, 7, 15)]]) == 2
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    rows = read_workbook(stream.getvalue(), "a.csv")[0].rows
    assert [row.cells for row in rows] == [["Số", "Mô tả"], ["=1", "Hồ sơ; quá hạn"], ["2", "15/07/2020"]]


def test_long_and_control_text_stays_openable():
    _count, data = written([["x" * 40_000 + "\x00", None, None, None], ["a\x0bb", None, None, None]])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (len(sheet["A2"].value), sheet["A3"].value) == (32_767, "ab")


def test_empty_list_and_odd_titles_are_written():
    count, data = written([], title="[Sổ]: */?\\ rất rất rất rất rất rất dài")
    assert count == 0
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0][1]] == [
        "Số",
        "Ngày",
        "Số lượng",
        "Điểm",
    ]


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
ROW = st.tuples(
    TEXT,
    st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31)),
    st.none() | st.integers(-(10**9), 10**9),
    st.none() | st.integers(-(10**6), 10**6).map(lambda number: number / 4),
)


def as_read(value):
    if isinstance(value, str):
        value = composed(plain_text(value))
        return value if value.strip() else None
    return int(value) if isinstance(value, float) and value.is_integer() else value


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(ROW, max_size=8))
def test_what_is_written_reads_back(rows):
    _count, data = written(rows)
    expected = [[as_read(value) for value in row] for row in rows]
    expected = [row for row in expected if any(value is not None for value in row)]
    found = [row.cells + [None] * (4 - len(row.cells)) for row in read_workbook(data, "a.xlsx")[0].rows[1:]]
    assert found == expected


LARGE = """
import resource, sys, time
import django
django.setup()
from qms.exporting.workbook import write_workbook
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = ([f"KPH-{n}", n, *(f"Nội dung {n} {c}" for c in range(18))] for n in range(100_000))
columns = [("Số", "text", 10), ("n", "integer", 8), *((f"c{c}", "text", 20) for c in range(18))]
write_workbook(sys.argv[1], "Sổ", columns, rows, {})
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_large_list_is_streamed(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LARGE, tmp_path / "a.xlsx"],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "qms.config.settings.test", "PATH": "/usr/bin:/bin"},
        timeout=60,
    )
    assert int(done.stdout) < 100

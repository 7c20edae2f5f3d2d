"""A register of many rows and 20 columns, understood and read, against the plain reader of workbooks.

The floor opens the same file with calamine and takes each cell as an object once: no guard, header, date, word, clause
or key. The product checks the file, finds its columns, proves the order of its dates and reads every row in chunks.
Memory is what a process of its own grows by, the product loaded before, so that other measures do not count.
"""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROWS, ALLOWED, MOST_MEGABYTES = 100_000, 6.0, 400
HEADER = (
    "Số hiệu", "Điều khoản", "Mức độ", "Nội dung phát hiện", "Ngày phát hiện", "Hạn hoàn thành", "Ngày đóng",
    "Trạng thái", "Đơn vị", "Bằng chứng", "Khắc phục", "Nguyên nhân", "Hành động khắc phục", "Người chịu trách nhiệm",
    "Đánh giá viên", "Ghi chú", "Tiêu chuẩn", "Nguồn", "Tiêu đề", "Hiệu lực",
)  # fmt: skip
RUN = """
import resource, sys, time
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
import django
django.setup()
import python_calamine
from qms.importing.kinds_of_register import FINDINGS
from qms.importing.reading import stream_rows
before, began = used(), time.process_time()
if sys.argv[1] == "product":
    count = sum(len(chunk) for chunk in stream_rows(sys.argv[2], None, FINDINGS))
else:
    book = python_calamine.CalamineWorkbook.from_path(sys.argv[2])
    count = sum(1 for _row in book.get_sheet_by_index(0).iter_rows()) - 1
print(count, (time.process_time() - began) * 1000, used(), used() - before)
"""


def measure(rows: int = ROWS) -> list[Any]:
    """One row of the table; no more rows than the run was asked for."""
    count = min(rows, ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        write(path, count)
        taken, total, grown = run("product", path, count)
        floor, _total, floor_grown = run("floor", path, count)
    if total > MOST_MEGABYTES:
        raise RuntimeError(f"reading {count} rows took {total} MB")
    note = f"{total} MB in all, {grown} MB for the file (plain reader: {floor_grown} MB)"
    return [(f"read {count} rows of a register", taken, floor, ALLOWED, note)]


def run(what: str, path: Path, expected: int) -> tuple[float, int, int]:
    """(milliseconds of CPU, megabytes in all, megabytes grown) of one process."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "qms.config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, what, path], check=True, capture_output=True, text=True, env=environment
    )
    count, taken, total, grown = done.stdout.split()
    if int(count) != expected:
        raise RuntimeError(f"{count} of {expected} rows were read")
    return float(taken), int(total), int(grown)


def write(path: Path, count: int) -> None:
    """The file: numbers, clauses, words, texts, typed days and days as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    sheet.append(HEADER)
    for row in lines(count):
        sheet.append(row)
    book.save(path)


def lines(count: int) -> Iterator[list[Any]]:
    first = dt.date(2020, 1, 1)
    for number in range(count):
        yield [
            f"KPH-{number}", f"8.5.{number % 6 + 1}", "Nhẹ" if number % 3 else "Nặng",
            f"Chưa ký biên bản số {number} theo quy định", first + dt.timedelta(days=number % 300),
            f"{number % 28 + 1}/{number % 12 + 1}/2021", first + dt.timedelta(days=300 + number % 30), "Đã đóng", "PHC",
            f"Hồ sơ {number}", f"Ký lại biên bản {number}", "Chưa phổ biến quy trình", "Phổ biến lại quy trình",
            "Nguyễn Văn A", "Trần Thị B", f"Ghi chú {number % 50}", "ISO 9001:2015", "Đánh giá nội bộ",
            f"Biên bản {number}", "Có",
        ]  # fmt: skip

"""A long list as xlsx, against openpyxl's write-only mode with the same values; its memory, measured apart."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from openpyxl import Workbook

from inspections.imports.columns import NonconformitiesExport
from qms.exporting.workbook import write_workbook

WIDE = 20  # columns
ALLOWED = 0.25
MOST_MEMORY = 200  # MB above an idle process
COLUMNS = [("Số", "text", 10), ("n", "integer", 8), *((f"c{c}", "text", 20) for c in range(WIDE - 2))]
ALONE = """
import resource, sys
import django
django.setup()
from tests.benchmarks.exports import COLUMNS, values
from qms.exporting.workbook import write_workbook
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write_workbook(sys.argv[1], "Sổ", COLUMNS, values(int(sys.argv[2])), {})
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def measure(made: Any, rows: int) -> list[tuple[str, float, float, float, str]]:
    """Two rows of the table: plain values, and the register as its page exports it."""
    memory = _memory(rows)
    note = f"{rows} x {WIDE}, {memory} MB more"
    if memory > MOST_MEMORY:
        note += f", ABOVE {MOST_MEMORY} MB"
    floor = _once(lambda path: _openpyxl(path, values(rows)))
    product = _once(lambda path: write_workbook(path, "Sổ", COLUMNS, values(rows), {}))
    report = NonconformitiesExport()
    found = report.queryset(made.officer1)
    columns = report.export_columns()
    told = _once(lambda path: write_workbook(path, "Sổ", columns, report.cells(found, None), {}))
    bare = _once(lambda path: _openpyxl(path, report.cells(found, None)))
    register = ("register as xlsx", told, bare, 1.0, f"{found.count()} rows, both with reading them")
    return [("export as xlsx", product, floor, ALLOWED, note), register]


def values(rows: int) -> Iterator[list[Any]]:
    """Rows of mixed values."""
    for number in range(rows):
        yield [f"KPH-{number}", number, *(f"Nội dung {number} {column}" for column in range(WIDE - 2))]


def _openpyxl(path: Path, rows: Any) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value for value in row])
    book.save(path)


def _once(call: Any) -> float:
    """Milliseconds of CPU of one call: it is long enough to need no repetition."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        call(Path(folder) / "a.xlsx")
        return (time.process_time() - began) * 1000


def _memory(rows: int) -> int:
    """Megabytes that writing adds, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", ALONE, str(Path(folder) / "a.xlsx"), str(rows)],
            capture_output=True, text=True, check=True, cwd=settings.BASE_DIR, env=os.environ | {"PYTHONPATH": "."},
        )  # fmt: skip
    return int(told.stdout)

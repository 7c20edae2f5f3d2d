"""A register of many rows and twenty columns, from bytes to records, against reading and writing alone.

The product reads it apart, validates, links and compares each row, keeps the preview, then reads, plans and writes it
with history in one transaction and keeps what each row became. The floor reads the cells with calamine and writes as
many records of the same model through the audited bulk path.
"""

import datetime as dt
import io
import itertools
import statistics
import threading
import time
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter
from django.core.files.storage import storages
from django.db import transaction
from django.test import override_settings
from python_calamine import CalamineWorkbook

from inspections.models import Finding
from qms.history import bulk
from qms.history.recording import recording
from qms.importing import staging
from qms.importing.staged_reading import read_now
from qms.importing.staged_writing import commit_now
from qms.models import ImportStaging
from tests.factories import FindingFactory

ALLOWED = 4.0
MEMORY_ALLOWED = 400.0
CHUNK = 1_000
HEADER = (
    "Số hiệu", "Cuộc đánh giá", "Đơn vị", "Điều khoản", "Mức độ", "Nội dung phát hiện", "Bằng chứng",
    "Ngày phát hiện", "Thời hạn", "Ngày đóng", "Tình trạng", "Đánh giá viên", "Ghi chú", "Nguyên nhân",
    "Hành động khắc phục", "Cột A", "Cột B", "Cột C", "Cột D", "Cột E",
)  # fmt: skip
GRADES = ("Nhẹ", "Nặng", "Khuyến nghị cải tiến")

Row = tuple[str, float, float, float, str]


def measure(made: Any, rows: int) -> list[Row]:
    """Wall clock of everything in seconds told as milliseconds; the highest memory of each process, and together."""
    content = workbook(made, rows)
    with override_settings(IMPORT_READS_APART=True):
        warm(made)
        began = time.perf_counter()
        watch = product(made, content)
        ours = (time.perf_counter() - began) * 1000
    floor = floored(made, content, rows)
    note = f"{rows} rows x {len(HEADER)}"
    return [
        ("import, wall", ours, floor, ALLOWED, note),
        ("import, memory (MB, not ms)", watch.own, MEMORY_ALLOWED, 1.0, f"{note}, the process that writes"),
        ("import, memory of reading (MB)", watch.reading, MEMORY_ALLOWED, 1.0, f"{note}, while a file is opened"),
        ("import, memory of both (MB)", watch.walking, MEMORY_ALLOWED, 1.0, f"{note}, in the middle; {watch.told()}"),
    ]


def workbook(made: Any, rows: int) -> bytes:
    """The register; no two rows say the same."""
    day = dt.date(2019, 1, 1)
    codes = itertools.cycle([made.division.code, made.department.code])
    records = (
        dict(zip(HEADER, cells(number, next(codes), day + dt.timedelta(number % 365)), strict=True))
        for number in range(rows)
    )
    held = io.BytesIO()
    rustpy_xlsxwriter.write_worksheets([("Sổ", records)], held)
    return held.getvalue()


def cells(number: int, code: str, day: dt.date) -> tuple[Any, ...]:
    """One row."""
    said = f"Hồ sơ {number} trả chậm hai ngày, không có phiếu xin lỗi và hẹn lại ngày trả kết quả."
    return (
        f"PH-{number:06}", f"ĐG-{number % 40:02}", code, "", GRADES[number % 3], said,
        f"Hồ sơ {number} và sổ theo dõi", day, day + dt.timedelta(30), None, "Mở", "", f"ghi chú {number}",
        "chưa rõ", "nhắc bộ phận một cửa", f"a{number % 97}", f"b{number % 89}", number, number * 1.5, "x",
    )  # fmt: skip


def warm(made: Any) -> None:
    """Start the server of readers, and load what is loaded once."""
    drop = staging.stage(workbook(made, 3), "warm.xlsx", by=made.officer1, kind="findings", unit=made.department)
    staging.drop_staged(drop)


def product(made: Any, content: bytes) -> "Watch":
    """Read, preview and bring in, as the jobs do it. Returns who watched its memory."""
    found = kept(made, content)
    with Watch() as watch:
        read_now(found)
        found.refresh_from_db()
        if set(found.counts) != {"create"}:
            raise RuntimeError(f"{found.counts} {found.refusal}")
        commit_now(found, by=made.officer1, expected=found.digest)
    return watch


def kept(made: Any, content: bytes) -> ImportStaging:
    """A staged file whose reading has not begun."""
    name = storages["records"].save("imports/benchmark", io.BytesIO(content))
    values = {"sha256": "0" * 64, "stored_name": name, "created_at": dt.datetime.now(dt.UTC), "state": "reading"}
    return ImportStaging.objects.create(
        user=made.officer1, kind="findings", unit=made.department, name="so.xlsx", **values
    )


class Watch:
    """Looks twice a second how much memory this process, the one that reads, and both at one moment hold."""

    def __init__(self) -> None:
        self.own = self.reading = 0.0
        self.together: list[float] = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.ended.set()
        self.thread.join()

    def look(self) -> None:
        while not self.ended.wait(0.5):
            own, reading = resident("self"), readers()
            self.own = max(self.own, own)
            self.reading = max([self.reading, *map(highest, reading)])
            self.together.append(own + sum(map(resident, reading)))

    @property
    def walking(self) -> float:
        """What both hold most of the time: the median of all looks."""
        return statistics.median(self.together or [0.0])

    def told(self) -> str:
        """The highest that both held at one moment, which is while the file is opened."""
        return f"{max(self.together, default=0.0):.0f} MB for a moment"


def readers() -> list[str]:
    """Processes that multiprocessing started and that still run."""
    import multiprocessing  # noqa: PLC0415 - only here

    return [str(child.pid) for child in multiprocessing.active_children()]


def resident(process: str) -> float:
    """Megabytes that a process holds; what it shares with others counts in parts."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    line = next((one for one in told.splitlines() if one.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) / 1024


def highest(process: str) -> float:
    """Megabytes that a process held at most since it began, what it shares with others included."""
    try:
        told = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    line = next((one for one in told.splitlines() if one.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024


def floored(made: Any, content: bytes, rows: int) -> float:
    """Milliseconds of reading the cells and writing as many records with history."""
    pattern = FindingFactory(unit=made.division)
    inspection = pattern.inspection
    began = time.perf_counter()
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
    next(table)
    with transaction.atomic(), recording(by=made.officer1, operation="benchmark"):
        while part := list(itertools.islice(table, CHUNK)):
            bulk.create([record(row, inspection, made) for row in part])
    return (time.perf_counter() - began) * 1000


def record(row: list[Any], inspection: Any, made: Any) -> Finding:
    """A finding with the same words."""
    return Finding(
        number=f"FLOOR-{row[0]}", inspection=inspection, unit_id=made.division.pk, grade="minor", statement=row[5],
        raised_by_unit_id=made.department.pk, evidence=row[6], recorded_on=row[7], answer_due_on=row[8],
        recorded_by_id=made.officer1.pk, status="confirmed", brought_in=True, external_ref=row[0],
        source_file="so.xlsx", source_row=1, source_text={"remarks": row[12]}, source_hash="0" * 64,
    )  # fmt: skip

"""Verifying the history of many records, against reading the same rows with all their columns and hashing the texts."""

import copy
import gc
import itertools
import statistics
import time
import tracemalloc
import uuid
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from qms.history import bulk, sealing
from qms.history.evidence_rows import FACTS, HEAD, Reader, history_model
from qms.history.recording import recording
from qms.history.verify import verify
from qms.models import Action
from tests.factories import ActionFactory

ALLOWED = 5.0
CHANGES = 4  # history rows of a record
RUNS = 3
MOST = 40_000  # history rows: the ratio does not change beyond
MEMORY_ALLOWED = 2.0
"""How much more memory four times the rows may take."""
KIND = "qms.action"
numbers = itertools.count(1)

Row = tuple[str, float, float, float, str]


def measure(made: Any, rows: int) -> list[Row]:
    """Wall clock and processor time of this process, medians; memory with a quarter of the rows and with all."""
    records = min(rows, MOST) // CHANGES
    few = _recorded(made, records // 4)
    little = _peak(lambda: verify(kinds=[KIND]))
    _recorded(made, records - few)
    much = _peak(lambda: verify(kinds=[KIND]))
    sealing.seal_now()
    product, floor = _pairs(_verified, _read)
    note = f"{history_model(Action).objects.count()} changes, all sealed"
    return [
        ("verify, wall", product[0], floor[0], ALLOWED, note),
        ("verify, CPU", product[1], floor[1], ALLOWED, note),
        ("verify, memory (MB, not ms)", much, little, MEMORY_ALLOWED, "of four times the rows against a quarter"),
    ]


def _recorded(made: Any, count: int) -> int:
    """Records with a past of four changes each."""
    pattern: Any = ActionFactory(unit=made.division, owner=made.officer1, assigned_by=made.manager1)
    with recording(by=made.officer1, operation="benchmark", reason="Theo kế hoạch năm"):
        records = bulk.create([_copy(pattern) for _ in range(count)])
        for number in range(CHANGES - 1):
            for record in records:
                record.title = f"Hồ sơ {number} tháng 6, phiếu hẹn và sổ theo dõi của bộ phận một cửa"
            bulk.update(records, ["title"])
    return count


def _copy(pattern: Action) -> Action:
    row = copy.copy(pattern)
    row._state = copy.copy(pattern._state)
    row._state.adding = True
    row.pk, row.uid, row.number, row.version, row.head_hash = None, uuid.uuid4(), f"HĐ-B-{next(numbers):07}", 0, ""
    return row


def _verified() -> None:
    verdict = verify(kinds=[KIND])
    if verdict.broken:
        raise RuntimeError(f"false alarm: {verdict.faults[0]}")


def _read() -> None:
    """Every live row and every history row with all columns, the text of each change hashed."""
    names = Reader(Action).names
    rows = history_model(Action).objects.order_by("id", "sequence").values_list(*FACTS, *names)
    for row in rows.iterator(chunk_size=2000):
        sha256(row[5].encode()).hexdigest()
    for _row in Action.objects.order_by("id").values_list(*HEAD, *names).iterator(chunk_size=2000):
        pass


def _pairs(product: Callable[[], None], floor: Callable[[], None]) -> tuple[list[float], list[float]]:
    """(wall, CPU) in milliseconds of two calls taken in turn."""
    times: list[list[list[float]]] = [[[], []], [[], []]]
    product()
    floor()
    for _run in range(RUNS):
        for call, seen in zip((product, floor), times, strict=True):
            gc.collect()
            wall, busy = time.perf_counter(), time.process_time()
            call()
            seen[0].append((time.perf_counter() - wall) * 1000)
            seen[1].append((time.process_time() - busy) * 1000)
    return [statistics.median(one) for one in times[0]], [statistics.median(one) for one in times[1]]


def _peak(call: Callable[[], Any]) -> float:
    """Megabytes that a call holds at most beside what was there before."""
    gc.collect()
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6

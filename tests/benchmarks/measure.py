"""In-process CPU of a call, median of many, warm."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

RUNS = 30


def cpu_pair(product: Callable[[int], Any], floor: Callable[[int], Any], runs: int = RUNS) -> tuple[float, float]:
    """Milliseconds of CPU (medians) of two calls taken in turn, so that a noisy machine hits both alike."""
    for warm in range(3):
        product(-1 - warm)
        floor(-1 - warm)
    times: tuple[list[float], list[float]] = ([], [])
    gc.disable()
    try:
        for run in range(runs):
            for call, seen in zip((product, floor), times, strict=True):
                began = time.process_time()
                call(run)
                seen.append((time.process_time() - began) * 1000)
            gc.collect()
    finally:
        gc.enable()
    return statistics.median(times[0]), statistics.median(times[1])


def queries(call: Callable[[], Any]) -> int:
    """How many statements the call sends."""
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


def table(rows: Sequence[tuple[str, float, float, float, str]]) -> str:
    """(what, product ms, floor ms, allowed ratio, note) as text; a ratio above the allowed one is marked."""
    lines = [f"{'what':<34}{'product':>10}{'floor':>10}{'ratio':>8}{'allowed':>9}  note"]
    for what, product, floor, allowed, note in rows:
        ratio = product / floor
        mark = "" if ratio <= allowed else "  ABOVE"
        lines.append(f"{what:<34}{product:>8.2f}ms{floor:>8.2f}ms{ratio:>8.2f}{allowed:>9.1f}  {note}{mark}")
    return "\n".join(lines)

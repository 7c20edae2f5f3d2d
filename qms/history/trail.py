"""The audit trail: one line for each history row of any record, in the order of writing.

Derived from history and written with it; it tells what a person did on a day, and which rows no seal covers yet.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

COLUMNS = ("kind", "record_id", "history_id", "by_id", "operation", "recorded_at")
INSERT = f"INSERT INTO qms_trailentry ({', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608 - our names


class Line(NamedTuple):
    """What the trail says of one history row."""

    kind: str
    record_id: int
    history_id: int
    by_id: int
    operation: str
    recorded_at: Any


def trail_model() -> Any:
    """The table of the trail; asked for late because history stands below the models."""
    return apps.get_model("qms", "TrailEntry")


def write_lines(lines: Iterable[Line]) -> None:
    """Add lines, by one prepared statement: this is part of every save."""
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(*line[:5], adapt(line.recorded_at)) for line in lines]
    if not rows:
        return
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(INSERT, rows[0])
        else:
            cursor.executemany(INSERT, rows)

"""The step tables in the frozen content of issues, read as rows."""

from dataclasses import dataclass
from typing import Any

from qms.models.documents import Issue


@dataclass(frozen=True)
class WorkStep:
    """One row of a step table: what is done, by whom, within which time, with which form or result."""

    place: str
    """Such as 1.3: third row of the first table. It names the row inside its issue."""
    number: int
    what: str
    responsible: str
    duration: str
    duration_unit: str
    result: str


def work_steps(issue: Issue) -> list[WorkStep]:
    """Every step of every step table of an issue, in order; rows that say nothing are passed over."""
    tables = [block.get("value") for block in issue.body or [] if block.get("type") == "steps"]
    return [step for number, table in enumerate(tables, 1) for step in _rows(number, table)]


def _rows(table_number: int, table: Any) -> list[WorkStep]:
    rows = table.get("steps") if isinstance(table, dict) else None
    values = [row.get("value", row) for row in rows or [] if isinstance(row, dict)]
    return [
        WorkStep(
            f"{table_number}.{number}",
            number,
            **{name: str(value.get(name) or "").strip() for name in ("what", "responsible", "duration", "result")},
            duration_unit="hour" if value.get("duration_unit") == "hour" else "day",
        )
        for number, value in enumerate(values, 1)
        if str(value.get("what") or "").strip()
    ]

"""A row of the printed list of assigned tasks (Danh mục nhiệm vụ được giao)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class TaskEntry:
    """An assigned task of the list."""

    task: str  # with its number beneath
    document: str = ""
    superior: str = ""
    unit: str = ""
    owner: str = ""
    due: date | None = None
    done: date | None = None
    state: str = ""

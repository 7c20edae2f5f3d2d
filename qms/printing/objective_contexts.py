"""Rows of the printed list of quality objectives with their plan (Mục tiêu chất lượng và kế hoạch thực hiện)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ObjectiveEntry:
    """An objective of the list."""

    objective: str  # with its number beneath
    target: str = ""
    plan: str = ""
    resources: str = ""
    owner: str = ""
    due: date | None = None
    how: str = ""  # rhythm, definition
    result: str = ""  # the latest figure, as of when, from what
    met: str = ""

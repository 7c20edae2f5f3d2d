"""Reading answers that were sent while another one came to stand."""

from typing import Any

from inspections.enums import ConflictStatus
from inspections.models import AnswerConflict


def open_conflicts(inspection: Any) -> Any:
    """Those on standing lines of the inspection of which nobody has said which one stands."""
    return AnswerConflict.objects.filter(
        line__session__inspection=inspection,
        line__session__ended_at=None,
        line__ended_at=None,
        status=ConflictStatus.OPEN,
    ).order_by("line__session__day", "line__session", "line__position", "pk")

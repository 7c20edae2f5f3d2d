"""What the history of an inspection tells a person who sees only some units' part of it."""

from typing import Any

from inspections.models import Inspection, Meeting, TeamMember

OF_THE_WHOLE = ("conclusion", "strengths", "unit_comment")
"""Texts of an inspection about all its units."""


def part_of_history(units: frozenset[int]) -> Any:
    """The `part` of a timeline: rows of these units, plan and team; what tells of the whole only is left out."""

    def part(model: Any, row: dict[str, Any]) -> dict[str, Any] | None:
        if model is Inspection:
            return row | dict.fromkeys(OF_THE_WHOLE, "")
        if "unit_id" in row:
            return row if row["unit_id"] in units else None
        if model is Meeting:
            return row | {"minutes": ""}
        return row if model is TeamMember else None

    return part

"""The opening and the closing meeting as a report tells them: when, where, who was there."""

from typing import Any

from inspections.parts_seen import UnitsSeen
from inspections.report_words import name_of


def meetings_of(inspection: Any, units: UnitsSeen = None) -> list[dict[str, Any]]:
    """Both meetings as plain values; with `units` only the people of those units, and no minutes."""
    rows = inspection.meetings.select_related("chaired_by").prefetch_related("attendance__unit", "attendance__user")
    return [_meeting(row, units) for row in rows]


def _meeting(row: Any, units: UnitsSeen) -> dict[str, Any]:
    present = [one for one in row.attendance.all() if one.ended_at is None]
    return {
        "meeting": row.kind,
        "held_on": row.held_on,
        "hours": " - ".join(f"{time:%H:%M}" for time in (row.from_time, row.to_time) if time),
        "place": row.place,
        "chaired_by": str(row.chaired_by or ""),
        "minutes": row.minutes if units is None else "",
        "attendance": [
            {"name": one.name, "position": one.position, "unit": name_of(one.unit)}
            for one in present
            if units is None or one.unit_id in units
        ],
    }

"""The part of an inspection's page with the papers of the visit and its two meetings."""

from typing import Any

from django.urls import reverse

from inspections.enums import InspectionStatus, MeetingKind
from inspections.models import Attendance, Inspection, Meeting
from inspections.operations.meeting import fault_of_state
from inspections.parts_seen import UnitsSeen, units_seen
from qms import policy
from qms.views.panels import Panel

KINDS = (("Word", "docx"), ("PDF", "pdf"))


def meeting_panel(record: Any, user: Any) -> Panel | None:
    """Plan and notice once sessions are planned; each meeting once it can be recorded or was."""
    seen = units_seen(record, user)
    held = {row.kind: row for row in record.meetings.select_related("chaired_by").prefetch_related("attendance__unit")}
    meetings = [_meeting(record, user, kind, held.get(kind), seen) for kind in MeetingKind.values]
    papers = _papers(record)
    shown = [one for one in meetings if one["meeting"] or one["url"]]
    if not shown and not papers:
        return None
    return Panel("inspections/meeting_panel.html", {"papers": papers, "meetings": shown, "sees_whole": seen is None})


def _papers(record: Inspection) -> list[dict[str, Any]]:
    if record.status == InspectionStatus.CANCELLED or not record.sessions.filter(ended_at=None).exists():
        return []
    return [{"name": name, "links": _links(f"visit_{name}_print", record.uid)} for name in ("plan", "notice")]


def _links(url_name: str, *args: Any) -> list[tuple[str, str]]:
    return [(label, reverse(url_name, args=[*args, kind])) for label, kind in KINDS]


def _meeting(record: Inspection, user: Any, kind: str, meeting: Meeting | None, seen: UnitsSeen) -> dict[str, Any]:
    standing = meeting or Meeting(inspection=record, kind=kind)
    standing.inspection = record
    permission = "inspections.record_attendance" if meeting else "inspections.record_meeting"
    may = fault_of_state(standing) is None and policy.may(user, permission, standing)
    rows = attendance_seen(meeting, seen) if meeting else []
    return {
        "kind": kind,
        "label": standing.get_kind_display(),
        "meeting": meeting,
        "attendance": rows,
        "minutes": meeting.minutes if meeting and seen is None else "",
        "url": reverse("meeting", args=[record.uid, kind]) if may else "",
        "links": _links("meeting_print", record.uid, kind) if meeting else [],
    }


def attendance_seen(meeting: Meeting, seen: UnitsSeen) -> list[Attendance]:
    """Who was there, as far as the person sees: the people of their units, and the team whom they met."""
    rows = [row for row in meeting.attendance.all() if row.ended_at is None]
    if seen is None:
        return rows
    inspection = meeting.inspection
    team = {inspection.lead_id, *inspection.team.filter(ended_at=None).values_list("user_id", flat=True)}
    return [row for row in rows if row.unit_id in seen or (row.user_id is not None and row.user_id in team)]

"""The opening and the closing meeting of a visit: recorded by the lead, attendance also by the team."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus as I
from inspections.enums import MeetingKind
from inspections.models import Attendance, Inspection, Meeting
from qms import clock, policy
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.models.people import User
from qms.workflow import StepRefused, check_version

OPEN = {
    MeetingKind.OPENING: (I.NOTIFIED, I.IN_PROGRESS, I.REPORT_DRAFTED),
    MeetingKind.CLOSING: (I.IN_PROGRESS, I.REPORT_DRAFTED),
}
"""States of the inspection in which each meeting is recorded or changed."""


@dataclass(frozen=True)
class Attendee:
    """Somebody at a meeting: a person of the product, or a name with a position."""

    name: str
    position: str = ""
    unit: Unit | None = None
    user: User | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes them one row: the account, or name and unit."""
        return (self.user.pk,) if self.user else (self.name.casefold(), self.unit.pk if self.unit else None)


def fault_of_state(meeting: Meeting) -> str | None:
    """Why the meeting is not recorded now, or None."""
    if meeting.inspection.status in OPEN[MeetingKind(meeting.kind)]:
        return None
    if meeting.kind == MeetingKind.OPENING:
        return _("The opening meeting is recorded from notice on, until the report is sent.")
    return _("The closing meeting is recorded while the visit is in progress or its report is drafted.")


def fault_of_day(meeting: Meeting) -> str | None:
    """Why the meeting cannot be on its day, or None."""
    day, inspection = meeting.held_on, meeting.inspection
    words = {"day": day.strftime("%d/%m/%Y")}
    if day < inspection.starts_on:
        return _("%(day)s is before the visit. Give the day of the meeting.") % words
    if meeting.kind == MeetingKind.CLOSING and day > clock.today():
        return _("%(day)s has not come yet. Give the day of the meeting.") % words
    if meeting.kind == MeetingKind.OPENING and day > inspection.ends_on:
        return _("%(day)s is after the visit. Give the day of the meeting.") % words
    return None


@operation("record_meeting")
def record_meeting(meeting: Meeting, *, by: Any, attendance: Iterable[Attendee] = ()) -> Meeting:
    """Record one of the two meetings with who attended. The day of the closing meeting is the inspection's."""
    return _write(meeting, attendance, by)


@operation("change_meeting")
def change_meeting(
    meeting: Meeting, *, by: Any, attendance: Iterable[Attendee] = (), version: int | None = None
) -> Meeting:
    """Change a recorded meeting; who is no longer among the attendance ends."""
    check_version(Meeting.objects.locked().get(pk=meeting.pk), version)
    return _write(meeting, attendance, by)


def _write(meeting: Meeting, attendance: Iterable[Attendee], by: Any) -> Meeting:
    policy.require(by, "inspections.record_meeting", meeting)
    _require(meeting)
    meeting.save()
    _set_attendance(meeting, attendance)
    if meeting.kind == MeetingKind.CLOSING:
        _keep_day(meeting)
    return meeting


def _require(meeting: Meeting) -> None:
    faults = [fault for fault in (fault_of_state(meeting), fault_of_day(meeting)) if fault]
    if faults:
        raise StepRefused(faults)


@operation("record_attendance")
def record_attendance(meeting: Meeting, attendance: Iterable[Attendee], *, by: Any) -> Meeting:
    """Note who attended a recorded meeting."""
    policy.require(by, "inspections.record_attendance", meeting)
    _require(meeting)
    _set_attendance(meeting, attendance)
    return meeting


def _set_attendance(meeting: Meeting, attendance: Iterable[Attendee]) -> None:
    wanted = {one.key: one for one in attendance}
    for row in meeting.attendance.all():
        one = wanted.pop(_key_of(row), None)
        now = (one.name, one.position, one.unit and one.unit.pk, None) if one else None
        if one is None and row.ended_at is None:
            row.ended_at = clock.now()
            row.save()
        elif one is not None and now != (row.name, row.position, row.unit_id, row.ended_at):
            row.name, row.position, row.unit, row.ended_at = one.name, one.position, one.unit, None
            row.save()
    for one in wanted.values():
        Attendance(meeting=meeting, user=one.user, name=one.name, position=one.position, unit=one.unit).save()


def _key_of(row: Attendance) -> tuple[Any, ...]:
    return (row.user_id,) if row.user_id else (row.name.casefold(), row.unit_id)


def _keep_day(meeting: Meeting) -> None:
    """The inspection has the day of its closing meeting: from it the report is due."""
    inspection = Inspection.objects.locked().get(pk=meeting.inspection_id)
    if inspection.closing_meeting_on != meeting.held_on:
        inspection.closing_meeting_on = meeting.held_on
        inspection.save()
    meeting.inspection = inspection


@operation("record_meeting")
def keep_closing_meeting(inspection: Inspection, *, by: Any) -> Meeting:
    """After the end of a visit: its closing meeting is on the day that was said; it begins where there was none."""
    closing = inspection.meetings.filter(kind=MeetingKind.CLOSING).first()
    if closing is None:
        closing = Meeting(inspection=inspection, kind=MeetingKind.CLOSING, chaired_by=inspection.lead)
    day = inspection.closing_meeting_on or clock.today()
    if closing.held_on != day:
        closing.held_on = day
        closing.save()
    return closing


def move_meetings(inspection: Inspection, shift: dt.timedelta) -> None:
    """Meetings planned for a visit that was postponed move with it."""
    for meeting in inspection.meetings.all():
        meeting.held_on = min(max(meeting.held_on + shift, inspection.starts_on), inspection.ends_on)
        meeting.save()

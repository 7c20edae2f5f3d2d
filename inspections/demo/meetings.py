"""The opening and the closing meeting of a told visit, with the team and those who answer for the units."""

import datetime as dt
from typing import Any

from inspections.enums import InspectionStatus as I
from inspections.enums import MeetingKind
from inspections.models import Attendance, Meeting
from qms.demo.days import moment

SAID = {
    MeetingKind.OPENING: "Trưởng đoàn nêu mục đích, phạm vi, chuẩn mực và lịch làm việc. Các đơn vị nhất trí.",
    MeetingKind.CLOSING: "Trưởng đoàn trình bày các phát hiện. Các đơn vị đã nghe và được nêu ý kiến.",
}


def tell_meetings(story: Any) -> None:
    """Both meetings of a visit that has ended; that of the visit under way is told by `lives`."""
    if story.reached(I.REPORT_DRAFTED):
        _tell(story, MeetingKind.OPENING, moment(story.visit.first, 8, 5))
        _tell(story, MeetingKind.CLOSING, moment(story.visit.last, 16, 30))


def _tell(story: Any, kind: MeetingKind, at: dt.datetime) -> None:
    begins = dt.time(7, 30) if kind == MeetingKind.OPENING else dt.time(16)
    meeting = story.book.tell(
        Meeting,
        at,
        story.lead,
        "record_meeting",
        inspection=story.tale.record,
        kind=kind,
        held_on=at.date(),
        from_time=begins,
        to_time=at.time().replace(tzinfo=None),
        place=f"Phòng họp, {story.units[0].name_vi}"[:150],
        chaired_by=story.lead,
        minutes=SAID[kind],
    )
    people = [(person, None) for person in (story.lead, *story.team)]
    people += [(story.cast.manager(unit), unit) for unit in story.units]
    for person, unit in {person.pk: (person, unit) for person, unit in people}.values():
        story.book.tell(
            Attendance,
            at,
            story.lead,
            "record_meeting",
            meeting=meeting.record,
            user=person,
            name=person.get_full_name(),
            position=person.position_vi,
            unit=unit,
        )

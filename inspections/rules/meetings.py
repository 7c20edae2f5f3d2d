"""Who records the meetings of a visit and who attended."""

from typing import Any

from inspections.rules.inspections import may_answer, may_lead
from qms.policy import Decision, rule


@rule("inspections.record_meeting")
def may_record_meeting(user: Any, meeting: Any) -> Decision:
    """The lead records a meeting: day, hours, place, minutes."""
    return may_lead(user, meeting.inspection)


@rule("inspections.record_attendance")
def may_record_attendance(user: Any, meeting: Any) -> Decision:
    """The lead and the team note who attended."""
    return may_answer(user, meeting.inspection)

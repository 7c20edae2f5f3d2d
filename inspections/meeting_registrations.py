"""What plan, notice, meetings and attendance of a visit registers with qms."""

from inspections import meeting_phrases
from inspections.meeting_panel import meeting_panel
from qms.history.timeline import relate
from qms.registry import registry
from qms.views.panels import add_record_panel


def register_meeting() -> None:
    """Fill the registry."""
    registry.phrases.update(meeting_phrases.OPERATIONS)
    registry.notice_phrases.update(meeting_phrases.NOTICES)
    relate("inspections.inspection", "inspections.meeting", "inspection")
    add_record_panel("inspections.inspection", 10, meeting_panel)

"""What taking in the work of phones registers with qms: wording, the trail of two answers to one line, their panel."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.conflicts import open_conflicts
from inspections.parts_seen import in_part, units_seen
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.policy import Text
from qms.registry import registry
from qms.views.panels import Panel, add_record_panel

OPERATIONS: dict[str, Text] = {
    "sync_inspection": _("Sent from a phone"),
    "keep_conflict": _("Answered while another answer came to stand"),
    "settle_conflict": _("Decided which answer stands"),
    "attach_photo": _("Photo added"),
}


def register_sync() -> None:
    """Fill the registry."""
    registry.phrases.update(OPERATIONS)
    relate("inspections.inspection", "inspections.answerconflict", "line__session__inspection")
    relate("inspections.checklistline", "inspections.answerconflict", "line")
    declare_looks(
        "inspections.answerconflict",
        {"open": ("warning", "alert-triangle"), "taken": ("success", "circle-check"), "set_aside": ("neutral", "ban")},
    )
    add_record_panel("inspections.inspection", 5, conflict_panel)


def conflict_panel(record: Any, user: Any) -> Panel | None:
    """The lines that were answered twice at the same time, as far as the person sees them."""
    rows = in_part(open_conflicts(record), units_seen(record, user), "line__session__unit_id")
    rows = list(rows.select_related("line", "sent_by"))
    return Panel("inspections/conflict_panel.html", {"conflicts": rows}, place="top") if rows else None

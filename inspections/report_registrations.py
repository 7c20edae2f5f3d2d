"""What versions, comments and follow-up of reports registers with qms."""

from inspections.frozen_reports import report_faults
from inspections.report_phrases import OPERATIONS
from qms.history.timeline import relate
from qms.registry import registry
from qms.views.panels import add_record_panel


def register_report() -> None:
    """Fill the registry."""
    from inspections.views.report import report_panel  # noqa: PLC0415 - views stand on what is registered

    registry.phrases.update(OPERATIONS)
    registry.frozen_checks["inspections.reportversion"] = report_faults
    relate("inspections.inspection", "inspections.reportversion", "inspection")
    add_record_panel("inspections.inspection", 10, report_panel)

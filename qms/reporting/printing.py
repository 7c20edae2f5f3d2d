"""One report as the bytes of a file of a kind."""

from typing import Any

from qms import printing
from qms.reports.printed_periodic_reports import report_context, report_workbook

KINDS = ("docx", "xlsx", "pdf")


def rendered(report: Any, kind: str) -> bytes:
    """The file. Raises printing.PrintingUnavailable."""
    if kind == "xlsx":
        return report_workbook(report)
    render = printing.render_pdf if kind == "pdf" else printing.render_docx
    return render(printing.PERIODIC_REPORT, report_context(report))

"""Periodic reports as files: Word, PDF, workbook."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views import View

from qms.models.periodic_reports import PeriodicReport
from qms.printing import PERIODIC_REPORT
from qms.reports.printed_periodic_reports import report_context, report_workbook
from qms.views.noting import note_print
from qms.views.printing import KINDS, answer
from qms.views.reach import get_visible

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATED = ("unit__parent", "superior", "form", "replaces")


class PeriodicReportPrint(View):
    """The report as submitted, or a marked draft."""

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        """The file."""
        if kind not in {*KINDS, "xlsx"}:
            raise Http404
        report = get_visible(PeriodicReport, request.user, uid, *RELATED)
        name = f"{report.number}-{report.period_code}"
        if kind != "xlsx":
            return answer(request, report, PERIODIC_REPORT, report_context, kind, name)
        content = report_workbook(report)
        note_print(request, report, name, content, kind=kind)
        response = HttpResponse(content, content_type=WORKBOOK)
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
        response.headers["Cache-Control"] = "private, no-store"
        return response

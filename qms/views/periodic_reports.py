"""Periodic reports: register, record, steps, files."""

from django.http import HttpResponse
from django.views import View

from qms.models.periodic_reports import PeriodicReport
from qms.report_workflow import REPORT
from qms.reports.periodic_reports import PeriodicReportReport
from qms.views.record import RecordView
from qms.views.register import RegisterView


class PeriodicReportList(RegisterView):
    """All periodic reports within reach."""

    report = PeriodicReportReport


class PeriodicReportRecord(RecordView):
    """One periodic report."""

    model = PeriodicReport
    related = ("unit", "superior", "form")
    workflow = REPORT


class CountedRecords(View):
    """The records behind a figure."""

    def get(self, request, name):
        return HttpResponse("")

"""Addresses of periodic reports, their periods, and the records behind their figures."""

from django.urls import path
from django.views.generic import RedirectView

from qms.views import periodic_reports, report_jobs, report_prints, report_schemes

urlpatterns = [
    path("reports/", RedirectView.as_view(pattern_name="periodic_reports", query_string=True), name="reports"),
    path("reports/periodic/", periodic_reports.PeriodicReportList.as_view(), name="periodic_reports"),
    path("reports/records/<slug:name>/", periodic_reports.CountedRecords.as_view(), name="counted_records"),
    path("reports/schemes/", report_schemes.SchemeList.as_view(), name="report_schemes"),
    path("reports/schemes/<uuid:uid>/", report_schemes.SchemeRecord.as_view(), name="report_scheme"),
    path(
        "reports/schemes/<uuid:uid>/steps/<slug:step>/", report_schemes.SchemeStep.as_view(), name="report_scheme_step"
    ),
    path(
        "reports/periods/<uuid:uid>/steps/<slug:step>/", report_schemes.PeriodStep.as_view(), name="report_period_step"
    ),
    path("reports/periods/<uuid:uid>/jobs/<slug:kind>/", report_jobs.PeriodJob.as_view(), name="report_period_job"),
    path("reports/periodic/<uuid:uid>/", periodic_reports.PeriodicReportRecord.as_view(), name="periodic_report"),
    path(
        "reports/periodic/<uuid:uid>/print/<slug:kind>/",
        report_prints.PeriodicReportPrint.as_view(),
        name="periodic_report_print",
    ),
    path(
        "reports/periodic/<uuid:uid>/steps/<slug:step>/",
        periodic_reports.PeriodicReportStep.as_view(),
        name="periodic_report_step",
    ),
    path(
        "reports/periodic/files/<uuid:uid>/steps/<slug:step>/",
        periodic_reports.PeriodicReportFileStep.as_view(),
        name="periodic_report_file_step",
    ),
]

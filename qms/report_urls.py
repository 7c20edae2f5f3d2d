"""Addresses of periodic reports, their periods, and the records behind their figures."""

from django.urls import path

from qms.views import periodic_reports

urlpatterns = [
    path("reports/periodic/", periodic_reports.PeriodicReportList.as_view(), name="periodic_reports"),
    path("reports/records/<slug:name>/", periodic_reports.CountedRecords.as_view(), name="counted_records"),
    path("reports/periodic/<uuid:uid>/", periodic_reports.PeriodicReportRecord.as_view(), name="periodic_report"),
]

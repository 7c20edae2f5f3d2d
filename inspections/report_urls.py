"""Addresses of versions, comments and follow-up of reports."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import follow_up, printed, report

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/<uuid:uid>/report/", report.ReportPage.as_view(), name="inspection_report"),
    path("inspections/<uuid:uid>/report/<int:number>/", report.VersionPage.as_view(), name="inspection_report_version"),
    path(
        "inspections/<uuid:uid>/report/<int:number>/print.<slug:kind>",
        printed.version_print,
        name="inspection_report_version_print",
    ),
    path("inspections/<uuid:uid>/follow-up/", follow_up.FollowUp.as_view(), name="inspection_follow_up"),
]

"""Addresses of inspections: one file a concept."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("inspections.inspection_urls")),
    path("", include("inspections.nonconformity_urls")),
    path("", include("inspections.nonconformity_view_urls")),
    path("", include("inspections.programme_care_urls")),
    path("", include("inspections.meeting_urls")),
    path("", include("inspections.report_urls")),
    path("", include("inspections.repeat_urls")),
    path("", include("inspections.template_urls")),
    path("", include("inspections.conduct_urls")),
    path("", include("inspections.evidence_urls")),
    path("", include("inspections.field_urls")),
    path("", include("inspections.conflict_urls")),
    path("", include("inspections.checklist_book_urls")),
    path("", include("inspections.compare_urls")),
]

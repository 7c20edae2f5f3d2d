"""Addresses of inspections: programmes, inspections, findings, nonconformities."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("inspections.inspection_urls")),
    path("", include("inspections.nonconformity_urls")),
]

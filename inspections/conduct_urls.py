"""Addresses beside the page of conducting: the history of a line."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import checklist

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/lines/<uuid:uid>/", checklist.LineHistory.as_view(), name="checklist_line"),
]

"""Addresses of answers sent while another one came to stand."""

from django.urls import URLPattern, URLResolver, path

from inspections.views import conflicts

urlpatterns: list[URLPattern | URLResolver] = [
    path("inspections/conflicts/<uuid:uid>/", conflicts.ConflictChoice.as_view(), name="answer_conflict"),
]

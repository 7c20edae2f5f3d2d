"""Addresses of evidence asked of units in inspections on file."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
